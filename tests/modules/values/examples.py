# SPDX-License-Identifier: MIT
"""Good calls of the test module `values`, and what Python's own code raises in them."""

from __future__ import annotations

from typing import Any


def nested() -> Any:
    """Data that C rebuilds."""
    return {"a": [1, 2.5, None], (b"x", True): {"y": []}}


class Holder:
    """Of a descriptor."""

    raw = 1.0

    def store(self, raw: float) -> None:
        self.raw = raw


GOOD = {
    "Record.__getattr__": {"name": "x"},
    "Record.__delattr__": {"name": "x"},
    "ends": {"seq": [1, 2, 3]},
    "swap": {"a": [1], "b": "x"},
    "measure": {"v": [1, 2]},
    "status": {"v": 1, "number": 1},
    "nothing": {"how": 0},
    "decode": {"data": b"text"},
    "repeat": {"n": 3, "v": 1.5},
    "zeros": {"code": "d", "m": 2, "k": 3},
    "ones": {"rank": 2},
    "count_words": {"text": "a b a"},
    "append": {"list": list, "item": 5},
    "put": {"dict": dict, "key": "a", "item": 5},
    "churn": {"n": 10, "pause": lambda: len},
    "churn_dict": {"n": 10, "pause": lambda: len},
    "float_of": {"v": 1.5},
    "str_of": {"v": "text \u00e4"},
    "c_length": {"v": "text \u00e4"},
    "bytes_of": {"v": lambda: bytearray(b"text")},
    "size": {"v": [1, 2]},
    "item": {"seq": [1, 2, 3], "i": 1},
    "find": {"dict": lambda: {1: 2}, "key": 1},
    "pairs": {"v": lambda: {1: 2}},
    "first": {"v": [1, 2]},
    "product": {"v": [1, 2]},
    "misuse_next": {"v": [1, 2], "how": 0},
    "apply": {"f": lambda: pow, "first": 2, "args": (3,)},
    "collect": {"f": lambda: divmod, "v": 7.5, "n": 0},
    "call_after": {"f": lambda: list, "list": [1]},
    "keep_fn": {"f": lambda: max},
    "call_kept": {},
    "box.call": {"f": lambda: dict},
    "metaclass": {"v": 1.5},
    "rebuild": {"v": nested},
    "depth": {"v": [[], [[]]], "limit": 5},
    "total": {"items": [1, 2.5]},
    "get": {"v": 1, "name": "real"},
    "get_or": {"v": 1, "name": "nope", "otherwise": 2},
    "call": {"f": dict},
    "map": {"f": lambda: abs},
    "import_module": {"name": "sys"},
    "replace": {"pattern": "a", "by": "b", "text": "aa"},
    "transform": {"f": lambda: lambda v: [v], "v": 1, "twice": True},
    "fold": {"f": lambda: lambda a, b: (a, b), "items": [1, 2], "start": 0},
    "split": {"f": lambda: lambda v, rest: (1, v, rest), "v": "x"},
    "call_with": {"f": lambda: lambda v: [v], "how": 2},
    "call_with_null": {"f": lambda: lambda v: v, "error": True},
    "call_after_error": {"f": lambda: lambda v: v, "clear": True},
    "json_length": {"text": "[1, 2]"},
    "sort_keys": {"list": [1, 2], "key": lambda: lambda v: [v]},
    "jar.ask": {"f": lambda: lambda v: 3},
    "Record.__getitem__": {"key": "x"},
    "Record.__setitem__": {"key": "x", "v": 3},
    "Record.__setattr__": {"name": "x", "v": 3},
    "Record.__contains__": {"key": "x"},
    "Record.__format__": {"spec": "x"},
    "Record.__exit__": {"type": None, "value": None, "traceback": None},
    "Scaled.__get__": {"object": None, "owner": int},
    "Scaled.__set__": {"object": Holder, "value": 1.5},
    "Scaled.__exit__": {"type": KeyError, "value": None, "traceback": None},
    "raise_value": {"text": "text", "line": 3},
    "raise_with": {"which": 1, "args": (1, 2)},
    "first_error": {"order": "vc"},
    "clears": {"f": lambda: int},
    "wait_released": {"seconds": 0.0, "nested": 1},
    "misuse_gil": {"how": 0},
}
MORE = {
    "first_error": [{"order": "p"}, {"order": "wpv"}],
    "pairs": [{"v": [1, 2]}, {"v": lambda: iter("ab")}],
    "rebuild": [{"v": [["a", b"b"], (1, 2.5)]}],
    "find": [{"dict": dict, "key": "absent"}],
    "misuse_gil": [{"how": 1}, {"how": 2}, {"how": 3}, {"how": 4}],
    "misuse_next": [{"v": [1], "how": 1}, {"v": [1], "how": 2}],
    "sticky": [{"how": 0}, {"how": 1}],
    "raise_with": [{"which": 0, "args": (2, "text", "file")}],
    "constants": [{}],
}
ANY = (Exception,)
MAY_RAISE = {
    name: ANY
    for name in (
        "apply",
        "jar.ask",
        "box.call",
        "call",
        "call_after",
        "call_after_error",
        "call_kept",
        "call_with",
        "call_with_null",
        "churn",
        "churn_dict",
        "clears",
        "count_words",
        "depth",
        "ends",
        "find",
        "first",
        "first_error",
        "get",
        "get_or",
        "import_module",
        "fold",
        "item",
        "json_length",
        "map",
        "misuse_gil",
        "misuse_next",
        "nothing",
        "ones",
        "pairs",
        "product",
        "put",
        "raise_value",
        "raise_with",
        "rebuild",
        "replace",
        "status",
        "total",
        "zeros",
        "sort_keys",
        "split",
        "transform",
        "Record.__getattr__",
        "Record.__setattr__",
        "Record.__delattr__",
        "Record.__getitem__",
        "Record.__setitem__",
        "Record.__contains__",
        "Record.__next__",
        "Record.__str__",
        "Record.__format__",
        "Record.__exit__",
        "Scaled.__get__",
        "Scaled.__set__",
        "Scaled.__exit__",
    )
}
OWN_MESSAGE = {
    name: "is too many|there is no end"
    for name in ("churn", "churn_dict", "numbers", "repeat")
}
OWN_MESSAGE["Record.__format__"] = "format|decimal digits"
OWN_MESSAGE["Record.__getattr__"] = "no attribute"
SLOW = {"churn", "churn_dict", "zeros", "rows", "repeat", "numbers", "wait_released"}
