# SPDX-License-Identifier: MIT
"""Modules that share a class read each other's objects and tables.

In: the runtime's headers. The structs that a module reads of another one are those of
CBI_CLASS_ABI: when one changes, so must that number, or a class of a module that was
built before would be read wrongly in place of an ImportError.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

INCLUDE = Path(__file__).resolve().parents[2] / "include" / "carbide"

# What each version of the number stands for. A number that was released stays.
KNOWN = {"1": "134e3edee0226bce"}

SHARED = {
    "glue/call.h": ["cbi_call"],
    "glue/lock.h": ["cbi_lock", "cbi_lock_table"],
    "glue/classes.h": [
        "cbi_field",
        "cbi_lives",
        "cbi_free_list",
        "cbi_setters",
        "cbi_class",
        "cbi_instance",
    ],
    "glue/callbacks.h": ["cbi_home"],
    "glue/module.h": ["cbi_module"],
    "runtime/instance.h": ["cbi_link", "cbi_handle", "cbi_tokens"],
    "runtime/identity.c": ["entry", "cbi_identities"],
    "runtime/runtime.h": ["cbi_state", "cbi_published", "cbi_cleanup", "cbi_ending"],
}


def members(text: str, name: str) -> str:
    """The members of a struct, without comments and with single spaces."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    found = re.search(rf"^struct {name} \{{\n(.*?)^\}}", text, flags=re.S | re.M)
    assert found, f"no struct {name}"
    return " ".join(found[1].split())


def test_the_number_says_how_objects_are_laid_out() -> None:
    texts = []
    for path, names in SHARED.items():
        text = (INCLUDE / path).read_text("utf-8")
        texts += [f"{name} {members(text, name)}" for name in names]
    said = re.search(
        r'#define CBI_CLASS_ABI "(\d+)"',
        (INCLUDE / "glue/classes.h").read_text("utf-8"),
    )
    assert said
    now = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
    assert KNOWN.get(said[1]) == now, (
        f"structs that modules share have changed: raise CBI_CLASS_ABI in "
        f"glue/classes.h, and add its line to KNOWN: {now} (or, while {said[1]} has "
        f"never been released, put that in its place)"
    )
