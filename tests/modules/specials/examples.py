# SPDX-License-Identifier: MIT
"""What the machinery needs to know of the test module `specials`."""

from __future__ import annotations

import array
from typing import Any


def backwards(m: Any) -> Any:
    return reversed(m.Vec(array.array("d", [1, 2, 3])))


OBJECTS = {
    "Backwards": backwards,
    "z": lambda m: m.z(1, 2),
    "Shy": lambda m: m.Shy(9),
}


def new_vec(m: Any) -> Any:
    return {"self": m.Vec.__new__(m.Vec), "s": bytes(16)}


def new_counter(m: Any) -> Any:
    return {"self": m.Counter.__new__(m.Counter), "s": bytes(8)}


def full_map(m: Any) -> Any:
    made = m.Map()
    made["one"] = 1
    return {"self": made, "key": "one"}


GOOD = {
    "Vec.__setstate__": new_vec,
    "Counter.__setstate__": new_counter,
    "Map.__getitem__": full_map,
    "Map.__delitem__": full_map,
    "Vec.__getitem__": {"i": 1},
    "Vec.__setitem__": {"i": -1},
    "Vec.__delitem__": {"i": 0},
    "z.__getitem__": {"i": 1},
    "Shy.__getitem__": {"i": 1},
    "Shy.__setitem__": {"i": 1, "value": 2},
    "Range.__getitem__": {"i": 1},
    "Matrix.__getitem__": {"i": 1, "j": 1},
    "Matrix.__setitem__": {"i": 1, "j": 1},
}
MAY_RAISE = {
    "Map.__getitem__": (KeyError,),
    "Map.__delitem__": (KeyError,),
    "z.__truediv__": (ZeroDivisionError,),
}
SLICE = r"slice (indices|step)|__index__(\(\) must)? return|only integer scalar"
OWN_MESSAGE = {
    "Vec.__getitem__": SLICE,
    "vec_slice": SLICE,
    "Range.__getitem__": SLICE,
    "range_part": SLICE,
    "Shy.__getitem__": SLICE,
    "shy_part": SLICE,
    "Matrix.__getitem__": "no such item",
    "Vec.__setstate__": "bytes$|is made already",
    "Counter.__setstate__": "bytes$|is made already",
    "z.__format__": "digits: ",
    "z.__truediv__": "division by zero",
    "Map.__setitem__": "full",
}
# They give NotImplemented, the object itself, or what depends on the class.
LAYOUT = (
    *(f"Vec.__{n}__" for n in ("lt", "eq", "add", "matmul", "iadd", "imul", "mul")),
    *(f"z.__{n}__" for n in ("add", "radd", "sub", "mul", "iadd", "ipow", "pow", "lt")),
    "Counter.__enter__",
)
