# SPDX-License-Identifier: MIT
"""Builds the rivals of the call benchmarks as their own documentation says.

In: a ``Place`` (interpreter of the bench environment, folders). Out: one importable
module per rival in ``place.modules``; for a rival that cannot be built, the reason and
what to install. A rival is rebuilt only when its sources, commands or versions change.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time
import zipfile
from typing import Any, Callable

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "tests"))

import projects

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
CALLS = HERE / "calls"

QUESTIONS = """
import importlib.metadata, json, sys, sysconfig
answer = {"include": sysconfig.get_path("include"), "version": sys.version.split()[0]}
for name in NAMES:
    try:
        answer[name] = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        answer[name] = ""
for name, call in CALLS.items():
    try:
        module = __import__(name)
        answer[name + " include"] = eval(call, {name: module})
    except ImportError:
        answer[name + " include"] = ""
print(json.dumps(answer))
"""
PACKAGES = [
    *["numpy", "nanobind", "pybind11", "cython", "cffi", "setuptools", "maturin"],
    *["ninja", "numba"],
]
INCLUDES = {
    "numpy": "numpy.get_include()",
    "pybind11": "pybind11.get_include()",
    "nanobind": "nanobind.__path__[0]",
}


class Missing(Exception):
    """A toolchain or package is absent; the text says what to install."""


@dataclasses.dataclass
class Place:
    """Where one interpreter's rivals are built, and what is installed there."""

    python: pathlib.Path  # interpreter of the bench environment
    folder: pathlib.Path  # build/bench/cpXY
    facts: dict[str, str]

    @property
    def modules(self) -> pathlib.Path:
        """Folder of the finished modules; it goes on ``sys.path``."""
        return self.folder / "modules"

    def include(self, *names: str) -> list[str]:
        """``-I`` options of Python.h and of the packages named."""
        folders = [self.facts["include"]]
        for name in names:
            if not self.facts.get(name + " include"):
                raise Missing(f"pip install {name}")
            folders.append(self.facts[name + " include"])
        return [f"-I{folder}" for folder in folders]

    def need(self, package: str) -> None:
        """Raise Missing unless the package is installed in the environment."""
        if not self.facts.get(package):
            raise Missing(f"pip install {package}")


def tool(name: str, package: str) -> str:
    """Path of a program, or Missing with the package that brings it."""
    found = shutil.which(name)
    if not found:
        raise Missing(package)
    return found


def run(command: list[str], log: pathlib.Path, **more: Any) -> None:
    """Run a build command, its output appended to ``log``; RuntimeError if it fails."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as out:
        out.write("$ " + " ".join(command) + "\n")
        out.flush()
        code = subprocess.run(command, stdout=out, stderr=out, **more).returncode
    if code:
        raise RuntimeError(f"exit status {code}, see {log.relative_to(ROOT)}")


def make_environment(python: str, build: pathlib.Path) -> Place:
    """Create (once) the virtual environment with the rivals' packages."""
    tag = subprocess.run(
        [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    environment = build / f"venv-{tag}"
    inside = environment / "bin" / "python"
    log = build / "log" / f"venv-{tag}.txt"
    if not inside.exists():
        run([python, "-m", "venv", str(environment)], log)
    if not (environment / "ready").exists():
        pip = [str(inside), "-m", "pip", "install", "-q"]
        try:
            run([*pip, *PACKAGES], log)
        except RuntimeError:
            for package in PACKAGES:  # what can be had; the rest prints as absent
                try:
                    run([*pip, package], log)
                except RuntimeError as error:
                    print(f"  {package}: {error}", file=sys.stderr)
        (environment / "ready").touch()
    text = f"NAMES = {PACKAGES!r}\nCALLS = {INCLUDES!r}\n{QUESTIONS}"
    answer = subprocess.run(
        [str(inside), "-c", text], check=True, capture_output=True, text=True
    )
    folder = build / f"cp{tag}"
    (folder / "modules").mkdir(parents=True, exist_ok=True)
    return Place(inside, folder, json.loads(answer.stdout))


SHARED = ["-shared", "-fPIC", "-O3", "-DNDEBUG", "-fvisibility=hidden", "-Wl,-s"]


def functions(place: Place, log: pathlib.Path) -> str:
    """The object file of the C functions that all C rivals link."""
    out = str(place.folder / "plain.o")
    options = ["-O3", "-fPIC", "-fvisibility=hidden", "-c"]
    run([tool("gcc", "gcc"), *options, str(CALLS / "plain.c"), "-o", out], log)
    return out


def build_hand(place: Place, log: pathlib.Path) -> None:
    """Python.h and the NumPy C API, by hand."""
    gcc = tool("gcc", "gcc")
    out = place.modules / "bench_hand.so"
    sources = [str(CALLS / "hand_c" / "bench_hand.c"), functions(place, log)]
    run([gcc, *SHARED, *place.include("numpy"), *sources, "-o", str(out)], log)


def build_pyo3(place: Place, log: pathlib.Path) -> None:
    """cargo directly; the library renamed, which is all that maturin would add."""
    cargo = tool("cargo", "rustup or apt install cargo")
    place.need("numpy")
    crate = place.folder / "pyo3"
    shutil.copytree(CALLS / "pyo3", crate, dirs_exist_ok=True)
    target = place.folder / "pyo3-target"
    environment = {
        **os.environ,
        "PYO3_PYTHON": str(place.python),
        "CARGO_TARGET_DIR": str(target),
    }
    run([cargo, "build", "--release", "-j1"], log, cwd=crate, env=environment)
    shutil.copy(
        target / "release" / "libbench_pyo3.so", place.modules / "bench_pyo3.so"
    )


def build_nanobind(place: Place, log: pathlib.Path) -> None:
    """As nb_combined.cpp describes, with -O3 for the bindings too."""
    gxx = tool("g++", "g++")
    options = [*place.include("nanobind"), "-O3", "-std=c++17", "-fPIC"]
    root = place.facts["nanobind include"]
    options += [f"-I{root}/include", f"-I{root}/ext/robin_map/include", "-DNDEBUG"]
    options += ["-fvisibility=hidden", "-DNB_COMPACT_ASSERTIONS"]
    options += ["-mtls-dialect=gnu2", "-fno-stack-protector"]
    library = place.folder / f"nanobind-{place.facts['nanobind']}.o"
    if not library.exists():
        sections = ["-fno-strict-aliasing", "-ffunction-sections", "-fdata-sections"]
        source = f"{root}/src/nb_combined.cpp"
        run([gxx, *options, *sections, "-c", source, "-o", str(library)], log)
    glue = place.folder / "bench_nanobind.o"
    source = str(CALLS / "nanobind" / "bench_nanobind.cpp")
    run([gxx, *options, "-c", source, "-o", str(glue)], log)
    out = str(place.modules / "bench_nanobind.so")
    link = ["-shared", "-Wl,-s", "-Wl,--gc-sections"]
    objects = [str(glue), str(library), functions(place, log)]
    run([gxx, *link, *objects, "-o", out], log)


def build_pybind11(place: Place, log: pathlib.Path) -> None:
    """One translation unit, -O3, hidden visibility."""
    gxx = tool("g++", "g++")
    source = str(CALLS / "pybind11" / "bench_pybind11.cpp")
    out = str(place.modules / "bench_pybind11.so")
    options = [*SHARED, "-std=c++17", *place.include("pybind11")]
    run([gxx, *options, source, functions(place, log), "-o", out], log)


def build_cython(place: Place, log: pathlib.Path) -> None:
    """cython, then gcc -O3."""
    gcc = tool("gcc", "gcc")
    place.need("cython")
    source = CALLS / "cython" / "bench_cython.pyx"
    made = place.folder / "bench_cython.c"
    run(
        [str(place.python), "-m", "cython", "-3", str(source), "-o", str(made)],
        log,
    )
    out = str(place.modules / "bench_cython.so")
    include = [*place.include("numpy"), f"-I{source.parent}"]
    sources = [str(made), functions(place, log)]
    run([gcc, *SHARED, "-w", *include, *sources, "-o", out], log)


def build_cffi(place: Place, log: pathlib.Path) -> None:
    """cffi's own compile step, and the Python layer beside it."""
    place.need("cffi")
    place.need("setuptools")
    script = str(CALLS / "cffi_mod" / "build_cffi.py")
    run([str(place.python), script, str(place.modules)], log)
    shutil.copy(CALLS / "cffi_mod" / "bench_cffi.py", place.modules)


def build_ctypes(place: Place, log: pathlib.Path) -> None:
    """A shared library and the Python layer beside it."""
    gcc = tool("gcc", "gcc")
    options = ["-shared", "-fPIC", "-O3", "-Wl,-s"]
    out = str(place.modules / "libplain.so")
    run([gcc, *options, str(CALLS / "plain.c"), "-o", out], log)
    shutil.copy(CALLS / "ctypes_mod.py", place.modules / "bench_ctypes.py")


def install_carbide(place: Place, log: pathlib.Path) -> pathlib.Path:
    """Install the checkout into the environment; the path of its ``carbide``."""
    if not (ROOT / "pyproject.toml").exists():
        raise Missing("a carbide checkout")
    stamp = place.folder / "carbide-installed"
    key = digest([ROOT / "src", ROOT / "include", ROOT / "python"], place)
    if not stamp.exists() or stamp.read_text() != key:
        pip = [str(place.python), "-m", "pip", "install", "-q", "--force-reinstall"]
        run([*pip, str(ROOT)], log)
        stamp.write_text(key)
    return place.python.parent / "carbide"


def build_carbide(place: Place, log: pathlib.Path) -> None:
    """``carbide build`` in a copy of the project; the module comes out of the wheel."""
    command = install_carbide(place, log)
    project = place.folder / "carbide"
    shutil.rmtree(project, ignore_errors=True)
    shutil.copytree(CALLS / "carbide", project)
    run([str(command), "build"], log, cwd=project)
    unpack(project, place)


def write_project(folder: pathlib.Path, name: str, settings: str = "") -> pathlib.Path:
    """A new project without sources, in the place of an old one; its folder of them."""
    shutil.rmtree(folder, ignore_errors=True)
    source = folder / "src"
    source.mkdir(parents=True)
    text = projects.pyproject(name, settings)
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    return source


def unpack(project: pathlib.Path, place: Place) -> None:
    """The module out of the one wheel that a project has built."""
    wheels = list((project / "dist").glob("*.whl"))
    if len(wheels) != 1:
        raise RuntimeError(f"carbide build left {len(wheels)} wheels, wanted one")
    with zipfile.ZipFile(wheels[0]) as wheel:
        for name in wheel.namelist():
            if name.endswith(".so"):
                data = wheel.read(name)
                (place.modules / pathlib.Path(name).name).write_bytes(data)


@dataclasses.dataclass(frozen=True)
class Rival:
    """One way to bind C (or Rust) and how to build it."""

    name: str
    label: str
    module: str  # module, or module:suffix of its functions
    build: Callable[[Place, pathlib.Path], None] | None
    sources: tuple[str, ...] = ()
    package: str = ""  # whose version is printed
    file: str = ""  # whose size is printed


COMMON = ("plain.c", "plain.h")
RIVALS = [
    Rival("hand", "C by hand", "bench_hand", build_hand, ("hand_c", *COMMON)),
    Rival("hand_k", "C, keywords", "bench_hand:_k", None),
    Rival("hand_o", "C, METH_O", "bench_hand:_o", None),
    Rival("carbide", "carbide", "bench_carbide", build_carbide, ("carbide",)),
    Rival("pyo3", "PyO3", "bench_pyo3", build_pyo3, ("pyo3",)),
    Rival(
        "nanobind",
        "nanobind",
        "bench_nanobind",
        build_nanobind,
        ("nanobind", *COMMON),
        "nanobind",
    ),
    Rival(
        "pybind11",
        "pybind11",
        "bench_pybind11",
        build_pybind11,
        ("pybind11", *COMMON),
        "pybind11",
    ),
    Rival(
        "cython", "Cython", "bench_cython", build_cython, ("cython", *COMMON), "cython"
    ),
    Rival(
        "cffi",
        "cffi API",
        "bench_cffi",
        build_cffi,
        ("cffi_mod", *COMMON),
        "cffi",
    ),
    Rival(
        "ctypes",
        "ctypes",
        "bench_ctypes",
        build_ctypes,
        ("ctypes_mod.py", *COMMON),
    ),
]


def digest(paths: list[pathlib.Path], place: Place) -> str:
    """Hash of the files' contents, this builder and the versions in the environment."""
    total = hashlib.sha256(json.dumps(place.facts, sort_keys=True).encode())
    for path in [pathlib.Path(__file__), *paths]:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                total.update(file.name.encode() + file.read_bytes())
    return total.hexdigest()


def build_all(place: Place, rebuild: bool, only: set[str]) -> dict[str, str]:
    """Build what is out of date; per absent rival, why and what to install."""
    absent: dict[str, str] = {}
    stamps = place.folder / "stamps"
    stamps.mkdir(exist_ok=True)
    for rival in RIVALS:
        if rival.build is None or (only and rival.name not in only):
            continue
        sources = [CALLS / name for name in rival.sources]
        if rival.name == "carbide":
            sources += [ROOT / "src", ROOT / "include", ROOT / "python"]
        key = digest(sources, place)
        stamp = stamps / rival.name
        if not rebuild and stamp.exists() and stamp.read_text() == key:
            continue
        log = place.folder / "log" / f"{rival.name}.txt"
        log.unlink(missing_ok=True)
        start = time.monotonic()
        print(f"  building {rival.label} ...", end="", file=sys.stderr, flush=True)
        try:
            rival.build(place, log)
            stamp.write_text(key)
            print(f" {time.monotonic() - start:.1f} s", file=sys.stderr)
        except Missing as error:
            absent[rival.name] = f"needs {error}"
            print(f" absent: needs {error}", file=sys.stderr)
        except (RuntimeError, OSError) as error:
            absent[rival.name] = str(error)
            print(f" failed: {error}", file=sys.stderr)
    return absent
