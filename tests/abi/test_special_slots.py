# SPDX-License-Identifier: MIT
"""The slot numbers of src/specials.def are those of CPython's own headers."""

from __future__ import annotations

import re
import sysconfig
from pathlib import Path

import pytest

TABLE = Path(__file__).resolve().parents[2] / "src" / "specials.def"
NUMBERS = {
    "truediv": "true_divide",
    "floordiv": "floor_divide",
    "mod": "remainder",
    "mul": "multiply",
    "matmul": "matrix_multiply",
    "sub": "subtract",
    "pow": "power",
    "neg": "negative",
    "pos": "positive",
    "abs": "absolute",
}
OTHERS = {
    "len": "mp_length",
    "hash": "tp_hash",
    "contains": "sq_contains",
    "getitem": "mp_subscript",
    "setitem": "mp_ass_subscript",
    "delitem": "mp_ass_subscript",
    "iter": "tp_iter",
    "next": "tp_iternext",
    "call": "tp_call",
    "repr": "tp_repr",
    "str": "tp_str",
    "buffer": "bf_getbuffer",
    "getattr": "tp_getattro",
    "setattr": "tp_setattro",
    "delattr": "tp_setattro",
    "get": "tp_descr_get",
    "set": "tp_descr_set",
    **dict.fromkeys("lt le eq ne gt ge".split(), "tp_richcompare"),
}


def slot_name(name: str, kind: str) -> str:
    """What CPython calls the slot of a special method."""
    if name in OTHERS:
        return "Py_" + OTHERS[name]
    inplace = kind == "INPLACE"
    if inplace or kind in ("REFLECTED", "RDIVMOD"):
        name = name[1:]
    name = NUMBERS.get(name, name)
    return f"Py_nb_inplace_{name}" if inplace else f"Py_nb_{name}"


def test_slots() -> None:
    """Each row beside typeslots.h, whose numbers never change."""
    header = Path(sysconfig.get_path("include")) / "typeslots.h"
    if not header.exists():
        pytest.skip(f"no {header}: install the headers of this Python")
    numbers = dict(re.findall(r"#define (Py_\w+) +(\d+)", header.read_text()))
    rows = re.findall(r'SPECIAL\("__(\w+)__", (\w+), (\d+)\)', TABLE.read_text())
    slots = [row for row in rows if row[2] != "0"]
    assert len(slots) > 60
    for name, kind, number in slots:
        assert numbers[slot_name(name, kind)] == number, name
