# SPDX-License-Identifier: MIT
"""Guided fuzzing of the translator under ASan and UBSan, by libFuzzer or AFL++.

    make fuzz [FUZZ_SECONDS=60] [ENGINE=libfuzzer|afl]
    python tests/fuzz/fuzz.py SECONDS [--engine afl] [NAME …]

Each of fuzz_syntax.c, fuzz_constants.c and fuzz_pipeline.c runs that long on one core,
from the seeds in the tree and from what earlier runs kept in build/fuzz/ENGINE/. Inputs
that are slow, or take more than two gigabytes, are findings as crashes are. A finding
is a file build/fuzz/ENGINE/found-…; it goes into seeds/found/, and is mended. Needs
clang (apt install clang), or AFL++ (apt install afl++).
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SRC = ROOT / "src"
BUILD = ROOT / "build" / "fuzz"
DICTIONARY = HERE / "c.dict"
# Where a fuzzer begins, below the folder tests/.
SEEDS = {
    "fuzz_syntax": ["fuzz/seeds/declarations", "errors", "translate", "golden"],
    "fuzz_constants": ["fuzz/seeds/constants"],
    "fuzz_pipeline": ["fuzz/seeds/declarations", "errors", "translate", "golden"],
}
FLAGS = ["-std=c11", "-D_GNU_SOURCE", "-O1", "-g", f"-I{SRC}", "-DFUZZ_TARGET"]
FLAGS += ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
COMPILERS = {"libfuzzer": "clang", "afl": "afl-clang-fast"}
LONGEST = 16384  # bytes of an input
TOO_SLOW = 5  # seconds; such an input takes milliseconds
TOO_LARGE = 2048  # megabytes


def dictionary() -> str:
    """Every word that the translator knows, in the form of libFuzzer and AFL++."""
    words = set()
    for name in ("keywords", "tokens"):
        text = (SRC / f"{name}.def").read_text()
        words |= set(re.findall(r'^[A-Z]+\(\w+, "([^"]+)"', text, re.MULTILINE))
    markers = (SRC / "markers.def").read_text()
    words |= {f"CB_{word}" for word in re.findall(r"^MARKER\((\w+)", markers, re.M)}
    words |= {"[[", "]]", "/**", "*/", "#define ", '\n# 1 "x.h"\n', "__attribute__(("}
    quoted = [
        word.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\x0a")
        for word in sorted(words)
    ]
    lead = "# The words of src/*.def; fuzz.py writes this file.\n"
    return lead + "".join(f'"{word}"\n' for word in quoted)


def build(engine: str, names: list[str]) -> None:
    """The fuzzers of these names; what they share is compiled once."""
    folder = BUILD / engine
    folder.mkdir(parents=True, exist_ok=True)
    sources = [path for path in sorted(SRC.glob("*.c")) if path.name != "main.c"]
    newest = max(path.stat().st_mtime for path in [*SRC.iterdir(), *HERE.iterdir()])
    stale = [
        name
        for name in names
        if not (folder / name).exists() or (folder / name).stat().st_mtime < newest
    ]
    compiler, env = COMPILERS[engine], {**os.environ, "AFL_QUIET": "1"}
    if stale:
        print("building", *stale, flush=True)
        command = [compiler, *FLAGS, "-fsanitize=fuzzer-no-link", "-c"]
        subprocess.run([*command, *sources], cwd=folder, env=env, check=True)
    for name in stale:
        objects = [folder / f"{source.stem}.o" for source in sources]
        command = [compiler, *FLAGS, "-fsanitize=fuzzer"]
        linked = [HERE / f"{name}.c", *objects, "-lm", "-o", folder / name]
        subprocess.run([*command, *linked], env=env, check=True)


def seeds(engine: str, name: str) -> Path:
    """One folder with all that a fuzzer begins with."""
    folder = BUILD / engine / f"seeds-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for place in [*SEEDS[name], "fuzz/seeds/found"]:
        for path in sorted((HERE.parent / place).rglob("*")):
            if path.suffix in (".h", ".txt", ".i") and path.stat().st_size <= LONGEST:
                flat = str(path.relative_to(HERE.parent)).replace("/", "+")
                shutil.copy(path, folder / flat)
    return folder


def libfuzzer(name: str, seconds: int) -> tuple[list[Path], str]:
    """Runs clang's; the findings, and figures for the table."""
    folder = BUILD / "libfuzzer"
    corpus, log = folder / f"corpus-{name}", folder / f"{name}.log"
    corpus.mkdir(exist_ok=True)
    before = set(folder.glob("found-*"))
    limits = [f"-timeout={TOO_SLOW}", f"-rss_limit_mb={TOO_LARGE}"]
    limits += [f"-max_len={LONGEST}", f"-max_total_time={seconds}"]
    places = [f"-dict={DICTIONARY}", f"-artifact_prefix={folder}/found-{name}-"]
    command = [folder / name, *limits, *places, "-print_final_stats=1"]
    with log.open("w") as out:
        done = subprocess.run(
            [*command, corpus, seeds("libfuzzer", name)], stderr=out, check=False
        )
    said = log.read_text(errors="replace")
    runs = re.search(r"number_of_executed_units: *(\d+)", said)
    covered = re.findall(r"cov: (\d+)", said)
    found = sorted(set(folder.glob("found-*")) - before)
    if done.returncode != 0:
        print(said[-6000:])
        found = found or [log]
    return found, f"{runs[1] if runs else '?'} runs, {(covered or '?')[-1]} edges"


def afl(name: str, seconds: int) -> tuple[list[Path], str]:
    """Runs AFL++; the findings, and figures for the table."""
    folder = BUILD / "afl"
    out = folder / f"out-{name}"
    env = {
        **os.environ,
        "AFL_AUTORESUME": "1",
        "AFL_NO_UI": "1",
        "AFL_NO_AFFINITY": "1",
        "AFL_SKIP_CPUFREQ": "1",
        "AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES": "1",
        "ASAN_OPTIONS": "abort_on_error=1:symbolize=0:detect_leaks=0:"
        f"hard_rss_limit_mb={TOO_LARGE}",
    }
    limits = ["-m", "none", "-t", str(1000 * TOO_SLOW), "-G", str(LONGEST)]
    limits += ["-V", str(seconds), "-x", DICTIONARY, "-i", seeds("afl", name)]
    log = folder / f"{name}.log"
    with log.open("w") as said:
        done = subprocess.run(
            ["afl-fuzz", *limits, "-o", out, "--", folder / name],
            env=env,
            stdout=said,
            stderr=said,
            check=False,
        )
    places = ("crashes", "hangs")
    found = sorted(path for p in places for path in out.glob(f"default/{p}/id*"))
    if done.returncode != 0:
        print(log.read_text(errors="replace")[-3000:])
        return [*found, log], "did not run"
    lines = (out / "default/fuzzer_stats").read_text().splitlines()
    stats = dict(re.split(r"\s*:\s*", line, maxsplit=1) for line in lines)
    return found, f"{stats['execs_done']} runs, {stats['edges_found']} edges"


def main() -> int:
    """Runs all fuzzers, or those named; 1: there is a finding."""
    parser = argparse.ArgumentParser(description="see the head of this file")
    parser.add_argument("seconds", type=int)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(SEEDS))
    parser.add_argument("--engine", choices=COMPILERS, default="libfuzzer")
    chosen = parser.parse_intermixed_args()
    if DICTIONARY.read_text() != dictionary():  # a newer file would mean a new build
        DICTIONARY.write_text(dictionary())
    if shutil.which(COMPILERS[chosen.engine]) is None:
        print(f"no {COMPILERS[chosen.engine]} here: apt install clang afl++")
        return 2
    names = chosen.names or list(SEEDS)
    build(chosen.engine, names)
    status = 0
    for name in names:
        run = afl if chosen.engine == "afl" else libfuzzer
        found, figures = run(name, chosen.seconds)
        verdict = ", ".join(map(str, found)) or "no finding"
        print(f"{name}: {chosen.seconds} s, {figures}; {verdict}", flush=True)
        status |= bool(found)
    return status


if __name__ == "__main__":
    sys.exit(main())
