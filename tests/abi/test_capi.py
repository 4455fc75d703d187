# SPDX-License-Identifier: MIT
"""Hold include/carbide/capi.def against each CPython that is present.

For every interpreter: what the table says is exported there, is (`nm -D`); strong
symbols are exported since 3.9; a C file that includes the real Python.h finds each
prototype, each object's type and each struct's layout compatible with ours. And the
runtime names nothing of Python's that the table does not hold.

The interpreters are those of tests/pythons.py.
"""

from __future__ import annotations

import functools
import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import pythons

CHECKOUT = Path(__file__).resolve().parents[2]
INCLUDE = CHECKOUT / "include"
TABLE = INCLUDE / "carbide" / "capi.def"


class Entry(NamedTuple):
    """One line of the table; parameters is None for an object."""

    name: str
    result: str
    parameters: str | None
    exported: tuple[int, int]
    abi3: tuple[int, int] | None
    weak: bool


def version(text: str) -> tuple[int, int]:
    """(3, 9) of "3.9"."""
    major, minor = text.split(".")
    return int(major), int(minor)


def table() -> list[Entry]:
    """All lines; a line that cannot be read fails the test."""
    entries = []
    function = re.compile(
        r'CAPI\((\w+), (.+?), (\(.*\)), "([\d.]+)", "([\d.]+|-)", (STRONG|WEAK)\)$'
    )
    data = re.compile(r"CAPI_DATA\((\w+), (.+)\)$")
    text = re.sub(r"/\*.*?\*/", "", TABLE.read_text(encoding="utf-8"), flags=re.DOTALL)
    for line in filter(None, map(str.strip, text.splitlines())):
        if match := function.match(line):
            name, result, parameters, exported, abi3, strength = match.groups()
            since = None if abi3 == "-" else version(abi3)
            entries.append(
                Entry(
                    name,
                    result,
                    parameters,
                    version(exported),
                    since,
                    strength == "WEAK",
                )
            )
        else:
            match = data.match(line)
            assert match, f"cannot be read: {line}"
            entries.append(Entry(match[1], match[2], None, (3, 9), (3, 2), False))
    return entries


ENTRIES = table()

ASK = """
import json, sys, sysconfig as s
print(json.dumps({
    "version": sys.version_info[:2], "base": sys.base_prefix, "exe": sys.executable,
    "shared": bool(s.get_config_var("Py_ENABLE_SHARED")),
    "libdir": s.get_config_var("LIBDIR"),
    "library": s.get_config_var("LDLIBRARY"), "include": s.get_path("include"),
    "soname": s.get_config_var("INSTSONAME"),
    "threaded": bool(s.get_config_var("Py_GIL_DISABLED")),
}))
"""


@functools.cache
def ask(python: str) -> dict[str, Any]:
    """What an interpreter says of itself."""
    done = subprocess.run(
        [python, "-c", ASK], capture_output=True, text=True, check=True
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


PYTHONS = [python.path for python in (pythons.main(), *pythons.others())]


def label(python: str) -> str:
    """cp313t, as test id."""
    said = ask(python)
    return f"cp{said['version'][0]}{said['version'][1]}{'t' * said['threaded']}"


def binary(python: str) -> Path:
    """The file that exports the C interface: libpython, or the executable."""
    said = ask(python)
    if said["shared"]:
        for name in (said["soname"], said["library"]):
            for folder in (said["libdir"], Path(said["base"]) / "lib"):
                if name and (path := Path(folder) / name).exists():
                    return path
    return Path(os.path.realpath(said["exe"]))


@pytest.mark.parametrize("python", PYTHONS, ids=map(label, PYTHONS))
def test_exports(python: str) -> None:
    """Present from the version on that the table names, and absent before."""
    path = binary(python)
    done = subprocess.run(
        ["nm", "-D", str(path)], capture_output=True, text=True, check=True
    )
    exported = {
        line.split()[-1] for line in done.stdout.splitlines() if " U " not in line
    }
    assert "PyLong_FromLongLong" in exported, f"{path} exports no C interface"
    said = ask(python)
    for entry in ENTRIES:
        if entry.name == "PyUnstable_Module_SetGIL":  # tells free-threaded builds
            assert (entry.name in exported) == said["threaded"]
            continue
        wanted = tuple(said["version"]) >= entry.exported
        assert (entry.name in exported) == wanted, entry.name


def test_strong_symbols_are_in_every_version() -> None:
    for entry in ENTRIES:
        if not entry.weak:
            assert entry.exported <= (3, 9), entry.name
    names = [entry.name for entry in ENTRIES]
    assert len(names) == len(set(names))


# Not in the public headers.
PRIVATE = {"PyUnstable_Module_SetGIL"}
# Exported yet, but no header of these versions and later declares them.
UNDECLARED = {"PyWeakref_GetObject": (3, 15)}

LAYOUTS = """
#define SAME_FIELD(A, a, B, b) \\
    _Static_assert(offsetof(A, a) == offsetof(B, b) \\
                   && sizeof(((A *)0)->a) == sizeof(((B *)0)->b), #A "." #a)
_Static_assert(sizeof(OurBuffer) == sizeof(Py_buffer), "Py_buffer");
SAME_FIELD(OurBuffer, buf, Py_buffer, buf);
SAME_FIELD(OurBuffer, obj, Py_buffer, obj);
SAME_FIELD(OurBuffer, len, Py_buffer, len);
SAME_FIELD(OurBuffer, itemsize, Py_buffer, itemsize);
SAME_FIELD(OurBuffer, readonly, Py_buffer, readonly);
SAME_FIELD(OurBuffer, ndim, Py_buffer, ndim);
SAME_FIELD(OurBuffer, format, Py_buffer, format);
SAME_FIELD(OurBuffer, shape, Py_buffer, shape);
SAME_FIELD(OurBuffer, strides, Py_buffer, strides);
SAME_FIELD(OurBuffer, suboffsets, Py_buffer, suboffsets);
SAME_FIELD(OurBuffer, internal, Py_buffer, internal);
_Static_assert(sizeof(CbMethodDef) == sizeof(PyMethodDef), "PyMethodDef");
SAME_FIELD(CbMethodDef, name, PyMethodDef, ml_name);
SAME_FIELD(CbMethodDef, function, PyMethodDef, ml_meth);
SAME_FIELD(CbMethodDef, flags, PyMethodDef, ml_flags);
SAME_FIELD(CbMethodDef, doc, PyMethodDef, ml_doc);
_Static_assert(sizeof(CbOldSlot) == sizeof(PyType_Slot), "PyType_Slot");
SAME_FIELD(CbOldSlot, slot, PyType_Slot, slot);
SAME_FIELD(CbOldSlot, value, PyType_Slot, pfunc);
_Static_assert(sizeof(CbOldSlot) == sizeof(PyModuleDef_Slot), "PyModuleDef_Slot");
SAME_FIELD(CbOldSlot, value, PyModuleDef_Slot, value);
_Static_assert(sizeof(OurSpec) == sizeof(PyType_Spec), "PyType_Spec");
SAME_FIELD(OurSpec, name, PyType_Spec, name);
SAME_FIELD(OurSpec, basicsize, PyType_Spec, basicsize);
SAME_FIELD(OurSpec, itemsize, PyType_Spec, itemsize);
SAME_FIELD(OurSpec, flags, PyType_Spec, flags);
SAME_FIELD(OurSpec, slots, PyType_Spec, slots);
_Static_assert(CB_METH_FASTCALL_KEYWORDS == (METH_FASTCALL | METH_KEYWORDS), "flags");
_Static_assert(CB_BUF_WRITABLE == PyBUF_WRITABLE && CB_BUF_FORMAT == PyBUF_FORMAT
               && CB_BUF_ND == PyBUF_ND && CB_BUF_STRIDES == PyBUF_STRIDES
               && CB_BUF_FULL_RO == PyBUF_FULL_RO, "buffer flags");
_Static_assert(sizeof(PyObject) == HEAD, "head");
#if PY_VERSION_HEX >= 0x030f0000
_Static_assert(sizeof(CbSlot) == sizeof(PySlot), "PySlot");
SAME_FIELD(CbSlot, id, PySlot, sl_id);
SAME_FIELD(CbSlot, flags, PySlot, sl_flags);
SAME_FIELD(CbSlot, value, PySlot, sl_ptr);
_Static_assert(sizeof(CbAbiInfo) == sizeof(PyABIInfo), "PyABIInfo");
SAME_FIELD(CbAbiInfo, abi_version, PyABIInfo, abi_version);
_Static_assert(Py_mod_abi == 109 && Py_mod_name == 100 && Py_mod_doc == 101
               && Py_mod_methods == 103 && Py_mod_state_size == 102 && Py_mod_exec == 85
               && Py_mod_state_traverse == 104 && Py_mod_state_clear == 105
               && Py_mod_state_free == 106, "slot numbers");
_Static_assert(PySlot_STATIC == 2 && PySlot_INTPTR == 4, "slot flags");
#else
_Static_assert(Py_mod_exec == 2, "slot number");
#endif
_Static_assert(Py_tp_dealloc == 52, "slot number");
#if PY_VERSION_HEX < 0x030f0000
_Static_assert(Py_bf_getbuffer == 1, "slot number");
#endif
"""


def our_types() -> str:
    """The struct definitions of capi.h, for a file that includes Python.h."""
    text = (INCLUDE / "carbide" / "capi.h").read_text(encoding="utf-8")
    start = text.index("/* METH_FASTCALL | METH_KEYWORDS is")
    end = text.index("#define CAPI_LINK_STRONG")
    return text[start:end]


def check_file(version_: tuple[int, int], head: int) -> str:
    """A C file whose assertions compare the table with Python.h."""
    lines = [
        "#include <Python.h>",
        "#include <stddef.h>",
        "#include <stdint.h>",
        "#define CbBuffer OurBuffer",
        "#define CbTypeSpec OurSpec",
        our_types(),
        "#undef CbBuffer",
        "#undef CbTypeSpec",
        "#define CbBuffer Py_buffer",
        "#define CbTypeSpec PyType_Spec",
        f"#define HEAD {head}",
        LAYOUTS,
        "#define CbMethodDef PyMethodDef",
    ]
    for entry in ENTRIES:
        gone = version_ >= UNDECLARED.get(entry.name, (4, 0))
        if entry.name in PRIVATE or gone or version_ < entry.exported:
            continue
        if entry.name == "PyModuleDef_Init":  # ours takes void *, since we lay it out
            kind = "PyObject *(struct PyModuleDef *)"
        elif entry.parameters is None:
            kind = entry.result
        else:
            kind = f"{entry.result} {entry.parameters}"
        if entry.name in ("_Py_TrueStruct", "_Py_FalseStruct", "_Py_NoneStruct"):
            lines.append(f'_Static_assert(sizeof(&{entry.name}) == 8, "{entry.name}");')
            continue
        lines.append(f"#undef {entry.name}")
        lines.append(
            f"_Static_assert(__builtin_types_compatible_p("
            f'__typeof__({entry.name}), {kind}), "{entry.name}");'
        )
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("python", PYTHONS, ids=map(label, PYTHONS))
def test_prototypes_and_layouts(python: str, tmp_path: Path) -> None:
    said = ask(python)
    include = Path(said["include"])
    if not (include / "Python.h").exists():
        pytest.skip(f"no Python.h in {include}; install the development files")
    source = tmp_path / "check.c"
    head = 32 if said["threaded"] else 16
    source.write_text(check_file(tuple(said["version"]), head))
    command = ["gcc", "-std=gnu11", "-fsyntax-only", "-Wno-deprecated-declarations"]
    command += [f"-I{include}", f"-I{include.parent}", str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_check_finds_differences(tmp_path: Path) -> None:
    """The same file with one prototype changed does not compile."""
    include = Path(ask(PYTHONS[0])["include"])
    if not (include / "Python.h").exists():
        pytest.skip(f"no Python.h in {include}; install the development files")
    said = ask(PYTHONS[0])
    text = check_file(tuple(said["version"]), 32 if said["threaded"] else 16)
    for old, new in (
        ("PyTuple_Size), intptr_t (", "PyTuple_Size), int ("),
        ("sizeof(OurBuffer)", "1 + sizeof(OurBuffer)"),
        ("offsetof(A, a) ==", "1 + offsetof(A, a) =="),
    ):
        assert old in text
        source = tmp_path / "check.c"
        source.write_text(text.replace(old, new))
        done = subprocess.run(
            ["gcc", "-std=gnu11", "-fsyntax-only", f"-I{include}", str(source)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode != 0


def test_the_runtime_uses_all_of_it() -> None:
    """No line of the table that neither the runtime nor the generator names. (That they
    name nothing else, the compiler says: nothing else is declared.)"""
    text = ""
    for path in (INCLUDE / "carbide").rglob("*.[ch]"):
        text += re.sub(
            r"/\*.*?\*/", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL
        )
    for path in (CHECKOUT / "src").glob("*.c"):  # names stand in texts that it prints
        text += re.sub(
            r"^\s*//.*$", " ", path.read_text(encoding="utf-8"), flags=re.MULTILINE
        )
    used = set(re.findall(r"\b_?Py(?:[A-Z]|_)\w*", text))
    unused = {entry.name for entry in ENTRIES} - used
    assert not unused
