# SPDX-License-Identifier: MIT
"""Good arguments of `callbacks` that no prototype tells."""

from __future__ import annotations

from json import JSONDecodeError


def keep(v: int) -> int:
    """Kept by C: always the same one, so that it is kept once."""
    return v


def forever(v: int) -> int:
    """Called until somebody says stop."""
    if v > 3:
        raise StopIteration
    return v


GOOD = {
    "fill": {"f": lambda: lambda n, k: [[1.5] * k] * n, "n": 2, "k": 3},
    "fill_bools": {"f": lambda: lambda n: [True] * n, "n": 3},
    "fill_colors": {"f": lambda: lambda n: [2] * n, "n": 3},
    "fill_text": {"f": lambda: lambda: ("text", b"1234")},
    "until_stopped": {"f": lambda: forever},
    "set_handler": {"f": lambda: keep},
    "set_struct": {"h": lambda: keep},
    "start": {"n": 2, "pause_us": 0},
    "parse": {"text": "2.5"},
    "halves": {"f": lambda: lambda a, n: len(a), "n": 9},
    "norm_or_none": {"f": lambda: lambda p: 1.0, "none": False},
}
MAY_RAISE = {
    # What was set before decides; or it was lent, and is called too late.
    "fire": (Exception,),
    "fire_held": (Exception,),
    "fire_plain": (SystemError,),
    "not_there": (SystemError,),
    "halves": (SystemError,),
    "until_stopped": (StopIteration,),
    "call_missing": (ModuleNotFoundError,),
    "thread_then": (ModuleNotFoundError,),
    "parse": (JSONDecodeError,),
}
OWN_MESSAGE = {
    "raises": "negative|of C",
    "thread_then": "from a thread",
    "floor_twice": "math.floor|cannot convert float",
    "parse": "json.loads|digits",
}
# A thread that Python does not know needs a state of its own: without memory for it
# the interpreter ends. Imports and json lose their MemoryErrors.
FATAL = {"thread_then", "on_thread", "start", "join", "call_missing", "parse"}
