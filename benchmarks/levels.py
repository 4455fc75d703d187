# SPDX-License-Identifier: MIT
"""CPU levels against ``-march=native``: the same sources, all variants in one process.

In: a ``Place`` (bench environment), or ``python benchmarks/levels.py FOLDER`` as the
timing process. Out: seconds per function and variant as JSON data with Markdown.

Each project is built twice by each compiler: as it is, with ``cpu``, and with
``cflags = ["-march=native"]`` in its place. The first file is loaded once for each
level, from a copy of its own, with CARBIDE_CPU set: what an import chooses stays. Every
result is compared with the baseline's, bit for bit, before anything is timed.
"""

from __future__ import annotations

import gc
import importlib.util
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
from typing import Any

import harness

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
PROJECTS = [
    HERE / "lanes",
    *(ROOT / "examples" / n for n in "matmul matrix_power poly_match".split()),
    ROOT / "examples" / "sum_of_squares",
]
LEVELS = ("baseline", "x86-64-v3", "x86-64-v4")
VARIANTS = (*LEVELS, "native")
LARGEST = 600  # of matrices: larger ones say the same
SECONDS, ROUND = 0.4, 0.002  # per variant, and the least of a round


def build_all(place: Any) -> dict[str, str]:
    """Build the projects by each compiler; why some are absent."""
    from rivals import install_carbide, run

    log = place.folder / "log" / "levels.txt"
    command = str(install_carbide(place, log))
    absent = {}
    for cc in ("gcc", "clang"):
        if not shutil.which(cc):
            absent[cc] = f"install {cc}"
            continue
        for project in PROJECTS:
            for native in (False, True):
                inside = f"{cc}/native" if native else cc
                folder = place.folder / "levels" / inside / project.name
                write(project, folder, native)
                run([command, "build"], log, cwd=folder, env={**os.environ, "CC": cc})
    return absent


def write(project: pathlib.Path, folder: pathlib.Path, native: bool) -> None:
    """A copy of a project; `native`: flags in place of levels."""
    leave = shutil.ignore_patterns("build", "dist", "__pycache__", "*.so")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(project, folder, ignore=leave)
    if native:
        file = folder / "pyproject.toml"
        text = file.read_text(encoding="utf-8")
        text, n = re.subn(r"^cpu = .*$", 'cflags = ["-march=native"]', text, flags=re.M)
        assert n == 1, f"{file} has no `cpu`"
        file.write_text(text, encoding="utf-8")


# ----------------------------------------------------------- in the timing process
def load(folder: pathlib.Path, name: str, variant: str) -> Any:
    """The module of one variant, or None where the machine has no such level."""
    inside = folder / ("native" if variant == "native" else "") / name
    (file,) = inside.glob(f"build/cp-abi/release/{name}.so")
    copy = inside / variant / f"{name}.so"
    copy.parent.mkdir(exist_ok=True)
    shutil.copy(file, copy)
    os.environ["CARBIDE_CPU"] = variant if variant in LEVELS else ""
    spec = importlib.util.spec_from_file_location(name, copy)
    assert spec and spec.loader
    try:
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    except ImportError as error:
        if "CARBIDE_CPU asks for" not in str(error):
            raise
        return None
    assert variant == "native" or module.__carbide_cpu__ == variant
    return module


def rows_of(project: pathlib.Path) -> list[dict[str, Any]]:
    """What a project's compare.py says is worth timing."""
    path = project / "compare.py"
    spec = importlib.util.spec_from_file_location(f"compare_{project.name}", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    small = []
    for row in module.ROWS:
        is_matrix = project.name.startswith("mat")
        if not is_matrix or 50 <= row["size"] <= LARGEST:
            small.append(row)
    return small


def plain(result: Any) -> Any:
    """Bytes of an array, or what is equal by itself."""
    return result.tobytes() if hasattr(result, "tobytes") else result


def time_row(row: dict[str, Any], modules: dict[str, Any]) -> dict[str, Any]:
    """Least seconds of each variant; those whose bits differ are named."""
    name, _, function = row["function"].partition(".")
    calls: dict[str, Any] = {}
    results = {}
    for variant, module in modules.items():
        sys.modules[name] = module  # whose classes the data are of
        values = row["data"](row["size"])
        call = getattr(module, function)
        results[variant] = plain(call(*values))
        calls[variant] = (call, values)
    names = [f"a{k}" for k in range(len(calls["baseline"][1]))]
    loops = {v: harness.make_loop(f"f({', '.join(names)})", names) for v in calls}
    best = dict.fromkeys(calls, float("inf"))
    spent = dict.fromkeys(calls, 0.0)
    counts = {}
    for variant, (call, values) in calls.items():
        once = loops[variant](call, 1, *values) / 1e9
        counts[variant] = max(1, int(ROUND / max(once, 1e-7)))
    number = 0
    while number < 3 or min(spent.values()) < SECONDS:
        for variant, (call, values) in calls.items():
            start = time.perf_counter()
            took = loops[variant](call, counts[variant], *values) / counts[variant]
            best[variant] = min(best[variant], took / 1e9)
            spent[variant] += time.perf_counter() - start
        number += 1
    wrong = [v for v, found in results.items() if found != results["baseline"]]
    return {"times": best, "differ": wrong}


def main() -> None:
    """Time everything below a folder; JSON on stdout."""
    folder = pathlib.Path(sys.argv[1])
    harness.pin()
    gc.disable()
    results = []
    for cc in sorted(path.name for path in folder.iterdir()):
        for project in PROJECTS:
            name = project.name
            found = {v: load(folder / cc, name, v) for v in VARIANTS}
            modules = {v: module for v, module in found.items() if module}
            for row in rows_of(project):
                label = f"{row['function']}, {row['label']}"
                print(f"  levels: {cc}: {label}", file=sys.stderr)
                results.append({"cc": cc, "label": label, **time_row(row, modules)})
    json.dump({"python": sys.version.split()[0], "rows": results}, sys.stdout)


# --------------------------------------------------------------------- the section
def measure(place: Any, quick: bool) -> dict[str, Any]:
    """Build, run the timing process; its data and the Markdown."""
    absent = build_all(place)
    command = [str(place.python), __file__, str(place.folder / "levels")]
    environment = {**os.environ, "LEVELS_QUICK": "1" if quick else ""}
    environment.pop("CARBIDE_CPU", None)
    done = subprocess.run(
        command, stdout=subprocess.PIPE, text=True, check=True, env=environment
    )
    data: dict[str, Any] = json.loads(done.stdout)
    data["absent"] = absent
    data["markdown"] = render(data)
    return data


def render(data: dict[str, Any]) -> str:
    """The section as Markdown."""
    from calls_report import table
    from kernels_report import duration

    lines = [f"## CPU levels, CPython {data['python']}", ""]
    lines += [
        "The same sources with `cpu`, at each level, and with `-march=native` in its "
        "place; one thread, minimum.",
        "All results are the same bits, but where it says otherwise.",
        "",
    ]
    head = ["", "compiler", *VARIANTS, "best level / native", "baseline / best level"]
    rows = []
    for row in data["rows"]:
        times = row["times"]
        chosen = times[[v for v in LEVELS if v in times][-1]]
        cells = [row["label"], row["cc"], *(duration(times.get(v)) for v in VARIANTS)]
        cells.append(f"{chosen / times['native']:.2f}")
        cells.append(f"{times['baseline'] / chosen:.2f}")
        rows.append(cells)
    lines += [*table(head, rows), ""]
    for row in data["rows"]:
        if row["differ"]:
            which = ", ".join(row["differ"])
            lines.append(f"Other bits than the baseline's: {row['label']}: {which}.")
    lines += [f"`-` for {name}: {why}." for name, why in data["absent"].items()]
    return "\n".join(lines).rstrip() + "\n"


if os.environ.get("LEVELS_QUICK"):
    SECONDS = 0.02

if __name__ == "__main__":
    main()
