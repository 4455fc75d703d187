# SPDX-License-Identifier: MIT
"""Runs `>>>` sessions in the interpreter of a page's environment.

In: JSON on stdin, a list of [line, text]; they share one namespace. Out: on stdout the
report of doctest for what went wrong; status 1 then.
"""

import doctest
import json
import sys


def main() -> int:
    """Run every block; the exit status."""
    page, blocks = json.load(sys.stdin)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False)
    parser = doctest.DocTestParser()
    namespace = {"__name__": "__main__"}
    for line, text in blocks:
        test = parser.get_doctest(text, namespace, page, page, line)
        if not test.examples:
            print(f"{page}:{line}: no `>>>` in this block, so nothing was run")
            return 1
        test.globs = namespace
        runner.run(test, clear_globs=False)
    return 1 if runner.failures else 0


if __name__ == "__main__":
    sys.exit(main())
