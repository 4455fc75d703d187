# SPDX-License-Identifier: MIT
"""Builds the classes of ``classes/`` as each rival's documentation says.

In: a ``Place``, and the parts to bind (``point``, ``ball``, ``more``). Out: importable
modules ``class_hand``, ``class_nanobind`` …; with one part alone they lie elsewhere,
for their size. All that bind C link the same object files.
"""

from __future__ import annotations

import os
import shutil
import sys
from typing import Callable

import rivals
from rivals import ROOT, SHARED, Place

CLASSES = rivals.HERE / "classes"
PARTS = ("point", "ball", "more")
Builder = Callable[[Place, "Job"], None]


class Job:
    """What is to be bound, where it goes, and where the commands are logged."""

    def __init__(self, place: Place, rival: str, parts: tuple[str, ...]) -> None:
        self.parts = parts
        self.module = f"class_{rival}"
        name = "_".join(["classes", *(parts if parts != PARTS else ())])
        self.folder = place.folder / name
        self.folder.mkdir(parents=True, exist_ok=True)
        whole = parts == PARTS
        self.out = (place.modules if whole else self.folder) / f"{self.module}.so"
        self.log = place.folder / "log" / f"{self.module}.txt"
        bits = sum(1 << PARTS.index(part) for part in parts)
        self.defines = [f"-DPART={bits}", f"-DNAME={self.module}", f"-I{CLASSES}"]

    def bodies(self) -> list[str]:
        """The object files of the C functions."""
        made = []
        for part in self.parts:
            out = str(self.folder / f"{part}.o")
            source = str(CLASSES / "carbide" / "src" / f"{part}.c")
            options = ["-O3", "-fPIC", "-fvisibility=hidden", f"-I{ROOT}/include", "-c"]
            rivals.run(
                [rivals.tool("gcc", "gcc"), *options, source, "-o", out], self.log
            )
            made.append(out)
        return made


def build_hand(place: Place, job: Job) -> None:
    """Python.h, for this version."""
    stable = ["-DSTABLE"] if job.module.endswith("stable") else []
    command = [rivals.tool("gcc", "gcc"), *SHARED, *stable, *place.include()]
    sources = [str(CLASSES / "hand.c"), *job.bodies()]
    rivals.run([*command, *job.defines, *sources, "-o", str(job.out)], job.log)


def build_carbide(place: Place, job: Job) -> None:
    """The headers themselves, as a project."""
    project = job.folder / "carbide"
    headers = ", ".join(f'"src/{part}.h"' for part in job.parts)
    source = rivals.write_project(project, job.module, f"headers = [{headers}]")
    for part in job.parts:
        for end in ("h", "c"):
            shutil.copy(CLASSES / "carbide" / "src" / f"{part}.{end}", source)
    command = str(rivals.install_carbide(place, job.log))
    rivals.run([command, "build"], job.log, cwd=project)
    made = Place(place.python, job.folder, place.facts)
    made.modules.mkdir(exist_ok=True)
    rivals.unpack(project, made)
    found = next(made.modules.glob("class_carbide*.so"))
    for old in job.out.parent.glob("class_carbide*.so"):
        old.unlink()
    shutil.move(found, job.out.parent / found.name)
    job.out = job.out.parent / found.name


def build_nanobind(place: Place, job: Job) -> None:
    """nanobind's library, linked so that only what is used stays."""
    root = place.facts["nanobind include"]
    options = [*place.include("nanobind"), "-O3", "-std=c++17", "-fPIC", "-DNDEBUG"]
    options += [f"-I{root}/include", f"-I{root}/ext/robin_map/include"]
    options += ["-fvisibility=hidden", "-DNB_COMPACT_ASSERTIONS"]
    options += ["-mtls-dialect=gnu2", "-fno-stack-protector"]
    gxx = rivals.tool("g++", "g++")
    library = place.folder / f"nanobind-{place.facts['nanobind']}.o"
    if not library.exists():
        sections = ["-fno-strict-aliasing", "-ffunction-sections", "-fdata-sections"]
        source = f"{root}/src/nb_combined.cpp"
        rivals.run(
            [gxx, *options, *sections, "-c", source, "-o", str(library)], job.log
        )
    glue = str(job.folder / "nanobind.o")
    source = str(CLASSES / "nanobind.cpp")
    rivals.run([gxx, *options, *job.defines, "-c", source, "-o", glue], job.log)
    link = ["-shared", "-Wl,-s", "-Wl,--gc-sections", glue, str(library), *job.bodies()]
    rivals.run([gxx, *link, "-o", str(job.out)], job.log)


def build_pybind11(place: Place, job: Job) -> None:
    """One translation unit, -O3, hidden visibility."""
    options = [*SHARED, "-std=c++17", *place.include("pybind11"), *job.defines]
    sources = [str(CLASSES / "pybind11.cpp"), *job.bodies()]
    gxx = rivals.tool("g++", "g++")
    rivals.run([gxx, *options, *sources, "-o", str(job.out)], job.log)


def build_cython(place: Place, job: Job) -> None:
    """The parts as one text, cython, then gcc -O3."""
    place.need("cython")
    source, made = job.folder / f"{job.module}.pyx", job.folder / f"{job.module}.c"
    texts = [(CLASSES / f"{p}.pxi").read_text("utf-8") for p in ("head", *job.parts)]
    head = "# cython: language_level=3, binding=False, always_allow_keywords=True\n"
    source.write_text(head + "\n\n".join(texts), encoding="utf-8")
    command = [str(place.python), "-m", "cython", "-3", str(source), "-o", str(made)]
    rivals.run(command, job.log)
    gcc = [rivals.tool("gcc", "gcc"), *SHARED, "-w", *place.include(), *job.defines]
    rivals.run([*gcc, str(made), *job.bodies(), "-o", str(job.out)], job.log)


def build_pyo3(place: Place, job: Job) -> None:
    """cargo directly; the bodies in Rust."""
    cargo = rivals.tool("cargo", "rustup or apt install cargo")
    crate = job.folder / "pyo3"
    shutil.copytree(CLASSES / "pyo3", crate, dirs_exist_ok=True)
    target = place.folder / "pyo3-classes-target"
    environment = {
        **os.environ,
        "PYO3_PYTHON": str(place.python),
        "CARGO_TARGET_DIR": str(target),
    }
    features = ["--features", ",".join(job.parts)]
    command = [cargo, "build", "--release", "-j1", *features]
    rivals.run(command, job.log, cwd=crate, env=environment)
    shutil.copy(target / "release" / "libclass_pyo3.so", job.out)


BUILDERS: dict[str, tuple[str, Builder]] = {
    "hand": ("C by hand", build_hand),
    "stable": ("C, stable ABI", build_hand),
    "carbide": ("carbide", build_carbide),
    "pyo3": ("PyO3", build_pyo3),
    "nanobind": ("nanobind", build_nanobind),
    "pybind11": ("pybind11", build_pybind11),
    "cython": ("Cython", build_cython),
}


def build_all(place: Place, names: list[str]) -> tuple[dict[str, str], dict[str, dict]]:
    """Everything, the classes together and each kind alone: why some are absent, and
    their sizes in bytes."""
    absent: dict[str, str] = {}
    sizes: dict[str, dict] = {}
    for name in names:
        print(f"  building {BUILDERS[name][0]} ...", file=sys.stderr)
        sizes[name] = {}
        for parts in (PARTS, ("point",), ("ball",)):
            job = Job(place, name, parts)
            try:
                BUILDERS[name][1](place, job)
                sizes[name]["+".join(parts)] = job.out.stat().st_size
            except rivals.Missing as error:
                absent[name] = f"needs {error}"
            except (RuntimeError, OSError) as error:
                absent[name] = str(error)
    return absent, sizes
