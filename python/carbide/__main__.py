# SPDX-License-Identifier: MIT
"""`python -m carbide`: the same as the command `carbide`."""

import contextlib
import os
import sys

INTERRUPTED = 130

try:
    from carbide.cli import main

    status = main()
except KeyboardInterrupt:  # so early that main() does not see it
    status = INTERRUPTED
if status == INTERRUPTED:
    # Where Ctrl-C came in an exec() of a text, as in namedtuple(), CPython remembers,
    # caught or not, and `python -m` would end with the signal in place of a status.
    with contextlib.suppress(OSError):  # who reads it may be gone
        sys.stdout.flush()
    os._exit(status)
sys.exit(status)
