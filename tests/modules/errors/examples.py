# SPDX-License-Identifier: MIT
"""Good calls of the test module `errors`: most of its functions fail, on purpose."""

from __future__ import annotations

GOOD = {
    "raise_class": {"which": -1},
    "raise_own": {"which": -1},
    "first_stays": {"n": 0},
    "status_by_number": {"status": 0, "text": "text"},
    "set_errno": {"code": 0},
    "text_length": {"name": "ab"},
    "text_find": {"name": "ab"},
    "text_open": {"name": "+x"},
    "text_check": {"text": "abc"},
    "in_order": {"status": 0, "raise_": False},
    "no_errno": {"status": 0},
    "with_text": {"x": 1, "text": b"text"},
    "allocate_and_warn": {"warn": 0},
    "set_errno_text": {"code": 0, "path": "path"},
    "device": {"code": 0},
    "entry": {"key": 1},
    "device_close": {"handle": 100},
    "device_read": {"handle": 100, "n": 4},
    "own_warning": {"x": 2},
    "number": {"x": 0},
    "allocate_and_fail": {"fail": 0},
    "owned_and_fail": {"fail": 0},
}
ANY = (Exception,)
MAY_RAISE = {
    name: ANY
    for name in (
        "raise_class",
        "raise_own",
        "raise_text",
        "raise_long",
        "raise_no_text",
        "raise_after_writing",
        "raise_after_allocating",
        "set_errno",
        "set_errno_text",
        "errno_is_kept",
        "scratch_and_raise",
        "status_by_number",
        "real_root",
        "number",
        "text_length",
        "text_find",
        "text_open",
        "text_check",
        "in_order",
        "no_errno",
        "with_text",
        "raise_bytes",
    )
}
OWN = r"is negative|number \d|^not ok|^failed|no entry|device|handle|status|no memory"
OWN_MESSAGE = {
    name: OWN
    for name in (
        "allocate_and_fail",
        "by_out",
        "device",
        "device_close",
        "device_open",
        "device_read",
        "entry",
        "fails",
        "first_stays",
        "median",
        "owned_and_fail",
        "raise_if_negative",
        "scratch",
        "status_of",
    )
}
