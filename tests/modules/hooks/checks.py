# SPDX-License-Identifier: MIT
"""What the test module `hooks` must do: at import, at the end, and in between."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from checking import equal, items, raises

EVENTS = "first;second;third;"


def run(m: Any, code: str, **variables: str) -> tuple[str, str, list[str], int]:
    """Output, errors, what the end has noted, and the status of another interpreter."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "log")
        head = f"import sys; sys.path.insert(0, {os.path.dirname(m.__file__)!r})\n"
        done = subprocess.run(
            [sys.executable, "-c", head + code],
            env={**os.environ, "PYTHON_GIL": "1", "HOOKS_LOG": str(log), **variables},
            capture_output=True,
            text=True,
            timeout=60,
        )
        lines = log.read_text().splitlines() if log.exists() else []
    return done.stdout, done.stderr, lines, done.returncode


def check_order(m: Any) -> None:
    equal(m.events(), EVENTS)
    assert m.is_own() and m.is_the_same()


def check_hidden(m: Any) -> None:
    for name in dir(m):
        assert not name.startswith("hooks_") and name != "_hooks_second", name
    raises(TypeError, "count()", m.count, 1)


def check_state(m: Any, np: Any) -> None:
    before = m.calls()
    equal(m.count(), before + 1)
    equal(m.calls(), before + 1)
    equal(m.add(3), 6.0)
    equal(m.add(3, 4), 12.0)
    equal(m.add_all(np.ones(3)), 3.0)
    equal(items(np.ones(1)), [1.0])


def check_end(m: Any) -> None:
    out, err, log, status = run(m, "import hooks; hooks.count(); print(hooks.events())")
    equal((out, err, status), (f"{EVENTS}\n", "", 0))
    equal(log, ["stuck 0", "last 0", "close 1"])
    # kept by something that lives to the very end
    code = "import hooks, sys; sys.kept = hooks.count; hooks.count()"
    equal(run(m, code), ("", "", ["stuck 0", "last 0", "close 1"], 0))
    code = "import hooks; kept = [hooks]; kept.append(kept); hooks.x = hooks"
    equal(run(m, code), ("", "", ["stuck 0", "last 0", "close 0"], 0))


def check_error_at_the_end(m: Any) -> None:
    out, err, log, status = run(m, "import hooks", HOOKS_FAIL="exit")
    equal((out, status, log), ("", 0, ["stuck 0", "last 0", "close 0"]))
    assert "stuck" in err and "hooks_stuck_() of hooks" in err, err


def check_what_is_kept(m: Any) -> None:
    """Exits come before what the module keeps goes, however it ends."""
    kept = (
        "import hooks, types, gc\nhelper = types.ModuleType('hooks_helper')\n"
        "helper.greet = lambda calls: calls + 30\n"
        "sys.modules['hooks_helper'] = helper\n"
        "hooks.keep([0] * 3); hooks.at_end(lambda calls: calls + 20); hooks.count()\n"
        "assert hooks.greet() == 31\n"  # it cannot be imported any more at the end
    )
    want = ["kept 3", "farewell 21", "greet 31", "stuck 0", "last 0", "close 1"]
    for more in ("", "sys.kept = hooks.count", "hooks.round = hooks"):
        out, err, log, status = run(m, kept + more, HOOKS_FAIL="greet")
        equal((out, err, log, status), ("", "", want, 0))
    # a ring that the collector finds
    ring = (
        "def more():\n    import hooks\n    hooks.count()\n    hooks.keep([0] * 3)\n"
        "    hooks.at_end(lambda calls: (hooks.mood, calls + 20)[1])\n"
        "import gc, hooks\nmore()\ndel sys.modules['hooks'], hooks\ngc.collect()\n"
        "import os; os._exit(0)"
    )
    out, err, log, status = run(m, ring)
    equal((out, err, log, status), ("", "", [*want[:2], *want[3:]], 0))


def check_what_python_raises_at_the_end(m: Any) -> None:
    code = "import hooks\nhooks.at_end(lambda calls: 1 // 0)"
    out, err, log, status = run(m, code)
    equal((out, status, log[0]), ("", 0, "farewell 0"))
    assert "hooks_farewell_() of hooks" in err and "ZeroDivisionError" in err, err


def check_a_lock_at_the_end(m: Any) -> None:
    """A daemon thread has it: the exit is left out, which is said."""
    code = (
        "import hooks, threading, time\n"
        "threading.Thread(\n"
        "    target=hooks.hold_for, args=(0.009, 1000), daemon=True).start()\n"
        "time.sleep(0.1)"
    )
    out, err, log, status = run(m, code)
    equal((out, status, log), ("", 0, ["stuck 0", "last 0", "close 0"]))
    assert "hooks_locked_() of hooks" in err and "interpreter shuts down" in err, err


def failure(m: Any, name: str) -> list[str]:
    code = (
        "try:\n    import hooks\nexcept BaseException as error:\n"
        "    for e in (error, error.__cause__):\n"
        "        print(type(e).__name__, ascii(str(e)))\n"
        "    print(getattr(error, 'name', None), 'hooks' in sys.modules)\n"
    )
    out, err, log, status = run(m, code, HOOKS_FAIL=name)
    equal((err, status, log), ("", 0, []))  # what was not begun is not ended
    return out.splitlines()


def check_errors_at_import(m: Any) -> None:
    equal(
        failure(m, "raise"),
        [
            r"ImportError 'hooks: hooks_third() failed: no license \ufffd'",
            r"ValueError 'no license \ufffd'",
            "hooks False",
        ],
    )
    equal(
        failure(m, "status"),
        [
            "ImportError 'hooks: _hooks_second() failed: no device 7'",
            "DeviceError 'no device 7'",
            "hooks False",
        ],
    )
    lines = failure(m, "errno")
    assert lines[1].startswith("FileNotFoundError '[Errno 2]"), lines
    equal(
        failure(m, "python")[:2],
        [
            'ImportError "hooks: hooks_fifth() failed: '
            "No module named 'hooks_helper'\"",
            "ModuleNotFoundError \"No module named 'hooks_helper'\"",
        ],
    )
    equal(failure(m, "memory")[1].split()[0], "MemoryError")
    equal(failure(m, "interrupt")[0], "KeyboardInterrupt 'stop'")


def check_warnings_at_import(m: Any) -> None:
    out, err, _, status = run(m, "import hooks; print(1)", HOOKS_FAIL="warning")
    assert out == "1\n" and "UserWarning: careful" in err and status == 0, err
    code = "import warnings; warnings.simplefilter('error')\nimport hooks"
    out, err, log, status = run(m, code, HOOKS_FAIL="warning")
    assert "ImportError: hooks: hooks_first_() failed: careful" in err, err
    equal((log, status), ([], 1))


def check_imported_again(m: Any) -> None:
    """Another module object has memory of its own, and ends by itself."""
    code = (
        "import gc, os, hooks\nhooks.count()\nfirst = hooks\n"
        "del sys.modules['hooks']\nimport hooks\n"
        "assert hooks is not first and hooks.calls() == 0 and first.calls() == 1\n"
        "assert hooks.is_own() and first.is_own() and hooks.is_the_same()\n"
        "del first\ngc.collect()\nprint(open(os.environ['HOOKS_LOG']).read())\n"
        "hooks.count(), hooks.count()\n"
    )
    out, err, log, status = run(m, code)
    equal((out, err, status), ("stuck 0\nlast 0\nclose 1\n\n", "", 0))
    equal(log[3:], ["stuck 0", "last 0", "close 2"])
    found = importlib.import_module(m.__name__)
    assert found is m


def check_interpreters(m: Any) -> None:
    """Each interpreter has its own memory; the end of one runs its own exits."""
    code = (
        "import os\n"
        "if sys.version_info >= (3, 13):\n    import _interpreters as i\n"
        "else:\n    import _xxsubinterpreters as i\n"
        "import hooks\nhooks.count()\n"
        "for k in range(3):\n"
        "    one = i.create('legacy') if sys.version_info >= (3, 13) else (\n"
        "        i.create(isolated=False))\n"
        "    path = f'import sys; sys.path.insert(0, {sys.path[0]!r})\\n'\n"
        "    failed = i.run_string(one, path +\n"
        "        'import hooks; assert hooks.calls() == 0; hooks.count()\\n'\n"
        "        'hooks.count(); assert hooks.is_own() and hooks.calls() == 2')\n"
        "    assert not failed, failed\n"
        "    i.destroy(one)\n"
        "assert hooks.calls() == 1\n"
        "print(len(open(os.environ['HOOKS_LOG']).read().splitlines()))\n"
    )
    out, err, log, status = run(m, code)
    equal((out, err, status), ("9\n", "", 0))
    equal(log[2::3], ["close 2"] * 3 + ["close 1"])
