# SPDX-License-Identifier: MIT
"""Runs the benchmarks, writes ``benchmarks/results.md``: the whole of ``make bench``.

In: ``python3 benchmarks/run.py [--python 3.11 --python 3.13] [--only SECTION,…]``. Out:
tables on stdout, figures as JSON in ``build/bench/results``, ``results.md`` made of
every JSON there. What cannot be built prints ``-`` and the package that is missing.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import shutil
import sys
from typing import Any, Callable

import build_times
import calls_report
import classes
import first_steps
import kernels_report
import levels
import machine
import objects
import rivals
import translator

HERE = pathlib.Path(__file__).resolve().parent
Options = argparse.Namespace


def find_python(wanted: str) -> str:
    """An interpreter by path or by version (``3.13``); LookupError if there is none."""
    if pathlib.Path(wanted).is_file():
        return wanted
    versions = pathlib.Path.home() / ".pyenv" / "versions"
    for folder in sorted(versions.glob(f"{wanted}.*"), reverse=True):
        if (folder / "bin" / "python3").exists():
            return str(folder / "bin" / "python3")
    found = shutil.which(f"python{wanted}")
    if not found:
        raise LookupError(f"no Python {wanted} on PATH; name one by its path")
    return found


def save(folder: pathlib.Path, name: str, data: dict[str, Any]) -> None:
    """Keep one section's figures, with the machine that gave them."""
    folder.mkdir(parents=True, exist_ok=True)
    data["machine"] = machine.describe()
    data["command"] = " ".join(["python3", "benchmarks/run.py", *sys.argv[1:]])
    text = json.dumps(data, indent=1, ensure_ascii=False)
    (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def write_results(folder: pathlib.Path) -> None:
    """Render every section that was measured on this machine."""
    parts = [
        "# Benchmark results\n",
        "Written by `make bench`; `benchmarks/README.md` says how figures are taken.",
    ]
    shown = ""
    for path in sorted(folder.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        described = machine.as_text(data["machine"])
        if described != shown:
            parts.append("\n" + described)
            shown = described
        parts.append("\n" + data["markdown"])
    text = "\n".join(parts).rstrip() + "\n"
    (HERE / "results.md").write_text(text, encoding="utf-8")


def measure_calls(place: rivals.Place, options: Options) -> dict[str, Any]:
    """The rivals are built first; those that `--rivals` names, or all."""
    only = set(options.rivals.split(",")) - {""}
    absent = rivals.build_all(place, options.rebuild, only)
    return calls_report.measure(place, absent, only, options.quick)


# Section -> where its figures stand among all, and what measures it.
SECTIONS: dict[str, tuple[int, Callable[[rivals.Place, Options], dict[str, Any]]]] = {
    "calls": (1, measure_calls),
    "classes": (1, lambda place, options: classes.measure(place, options.quick)),
    "objects": (1, lambda place, options: objects.measure(place)),
    "build": (2, lambda place, options: build_times.measure(place)),
    "first": (2, lambda place, options: first_steps.measure(place, options.quick)),
    "kernels": (3, lambda place, options: kernels_report.measure(place, options.cases)),
    "levels": (3, lambda place, options: levels.measure(place, options.quick)),
}
TRANSLATOR = "translator"  # needs no interpreter's environment


def arguments() -> Options:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", action="append", help="path or version; repeatable")
    parser.add_argument("--only", default="", help="sections, see README.md")
    parser.add_argument("--rivals", default="", help="only these, by name")
    parser.add_argument("--cases", default="", help="only these kernels, by name")
    parser.add_argument("--rebuild", action="store_true", help="build all rivals anew")
    parser.add_argument("--quick", action="store_true", help="few rounds, not recorded")
    return parser.parse_args()


def main() -> int:
    """Build, measure, print, write."""
    options = arguments()
    known = {*SECTIONS, TRANSLATOR}
    sections = set(options.only.split(",")) - {""} or known
    if sections - known:
        print(f"no section {', '.join(sections - known)}", file=sys.stderr)
        return 2
    build = rivals.ROOT / "build" / "bench"
    part = options.quick or bool(options.rivals) or bool(options.cases)

    def keep(name: str, data: dict[str, Any]) -> None:
        print(data["markdown"])
        if not part:
            save(build / "results", name, data)

    if TRANSLATOR in sections:
        keep(f"4-{TRANSLATOR}", translator.measure(options.quick))
    if sections != {TRANSLATOR}:
        for wanted in options.python or [sys.executable]:
            place = rivals.make_environment(find_python(wanted), build)
            tag = place.facts["version"].rpartition(".")[0]
            print(f"CPython {place.facts['version']}", file=sys.stderr)
            for name, (order, measure) in SECTIONS.items():
                if name in sections:
                    keep(f"{order}-{name}-{tag}", measure(place, options))
    if not options.quick:
        write_results(build / "results")
    return 0


if __name__ == "__main__":
    sys.exit(main())
