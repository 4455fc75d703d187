# SPDX-License-Identifier: MIT
"""Runs the benchmarks, writes ``benchmarks/results.md``: the whole of ``make bench``.

In: ``python3 benchmarks/run.py [--python 3.11 --python 3.13] [--only
calls,classes,build,first,kernels,levels,translator]``. Out: tables on stdout, figures
as JSON in ``build/bench/results``, ``results.md`` made of every JSON there. What cannot
be built prints ``-`` and the package that is missing.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import shutil
import sys
from typing import Any

import build_times
import calls_report
import classes
import first_steps
import kernels_report
import levels
import machine
import rivals
import translator

HERE = pathlib.Path(__file__).resolve().parent
SECTIONS = ("calls", "classes", "build", "first", "kernels", "levels", "translator")


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


def main() -> int:
    """Build, measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", action="append", help="path or version; repeatable")
    parser.add_argument("--only", default="", help="sections, see README.md")
    parser.add_argument("--rivals", default="", help="only these, by name")
    parser.add_argument("--cases", default="", help="only these kernels, by name")
    parser.add_argument("--rebuild", action="store_true", help="build all rivals anew")
    parser.add_argument("--quick", action="store_true", help="few rounds, not recorded")
    options = parser.parse_args()
    sections = set(options.only.split(",")) - {""} or set(SECTIONS)
    build = rivals.ROOT / "build" / "bench"
    results = build / "results"
    if "translator" in sections:
        data = translator.measure(options.quick)
        print(data["markdown"])
        if not options.quick:
            save(results, "4-translator", data)
    for wanted in options.python or [sys.executable]:
        if sections == {"translator"}:
            break  # it needs no interpreter's environment
        place = rivals.make_environment(find_python(wanted), build)
        tag = place.facts["version"].rpartition(".")[0]
        print(f"CPython {place.facts['version']}", file=sys.stderr)
        if "calls" in sections:
            only = set(options.rivals.split(",")) - {""}
            absent = rivals.build_all(place, options.rebuild, only)
            data = calls_report.measure(place, absent, only, options.quick)
            print(data["markdown"])
            if not options.quick and not only:
                save(results, f"1-calls-{tag}", data)
        if "classes" in sections:
            data = classes.measure(place, options.quick)
            print(data["markdown"])
            if not options.quick:
                save(results, f"1-classes-{tag}", data)
        if "build" in sections:
            data = build_times.measure(place)
            print(data["markdown"])
            if not options.quick:
                save(results, f"2-build-{tag}", data)
        if "first" in sections:
            data = first_steps.measure(place, options.quick)
            print(data["markdown"])
            if not options.quick:
                save(results, f"2-first-{tag}", data)
        if "kernels" in sections:
            data = kernels_report.measure(place, options.cases)
            print(data["markdown"])
            if not options.quick and not options.cases:
                save(results, f"3-kernels-{tag}", data)
        if "levels" in sections:
            data = levels.measure(place, options.quick)
            print(data["markdown"])
            if not options.quick:
                save(results, f"3-levels-{tag}", data)
    if not options.quick:
        write_results(results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
