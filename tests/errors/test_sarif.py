# SPDX-License-Identifier: MIT
"""Diagnostics as SARIF: golden twins, and the rules that every file has to keep.

Where a folder has an `x.sarif`, `carbidec --format=json` prints exactly that
(`UPDATE=1` rewrites it). For every folder the structure is checked, and held against
what is printed as text: as many results, at the same places, with the same carets.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from test_diagnostics import (
    DIAGNOSTICS,
    HERE,
    MORE,
    NAMES,
    run_carbidec,
    translate,
)

FIRST = re.compile(
    r"^(?:carbidec|([^:\n]+):(\d+)(?::(\d+))?): (error|warning): (.*) \[([\w-]+)\]$",
    re.MULTILINE,
)


@pytest.fixture(scope="session")
def carbidec() -> str:
    """Path of the translator."""
    from carbide import paths

    return paths.carbidec()


def sarif(carbidec: str, folder: Path, tmp_path: Path) -> tuple[int, str]:
    """Translate x.h of a folder; (exit status, stdout)."""
    done = run_carbidec(carbidec, folder, tmp_path, ["--format=json"])
    assert done.stderr == ""
    return done.returncode, done.stdout


def check_location(location: dict[str, Any], folder: Path) -> None:
    """A place is in a file that exists, and its columns are in its line."""
    place = location["physicalLocation"]
    path = folder / unquote(place["artifactLocation"]["uri"]).replace("file://", "")
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    region = place["region"]
    assert 1 <= region["startLine"] <= len(lines)
    if "startColumn" in region:
        line = lines[region["startLine"] - 1]
        assert region["snippet"]["text"] == line
        assert 1 <= region["startColumn"] < region["endColumn"] <= len(line) + 2


def check_run(run: dict[str, Any], folder: Path) -> None:
    """Rules and results belong together, and every place can be found."""
    driver = run["tool"]["driver"]
    assert driver["name"] == "carbidec" and re.fullmatch(
        r"\d+\.\d+\.\d+", driver["version"]
    )
    assert run["columnKind"] == "unicodeCodePoints"
    rules = driver["rules"]
    for rule in rules:
        level = rule["defaultConfiguration"]["level"]
        assert DIAGNOSTICS[rule["id"]].lower() == level
        assert len(rule["fullDescription"]["text"]) > 40
    assert {rule["id"] for rule in rules} == {r["ruleId"] for r in run["results"]}
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        for location in result.get("locations", []):
            check_location(location, folder)
        for location in result.get("relatedLocations", []):
            check_location(location, folder)
            assert location["message"]["text"]
        for fix in result.get("fixes", []):
            assert fix["description"]["text"]
            for change in fix["artifactChanges"]:
                for replacement in change["replacements"]:
                    assert isinstance(replacement["insertedContent"]["text"], str)
                    assert "startColumn" in replacement["deletedRegion"]


def head(result: dict[str, Any]) -> tuple[str, ...]:
    """File, line, level, message and name of a result, as the text has them."""
    where = ("", "")
    if "locations" in result:
        place = result["locations"][0]["physicalLocation"]
        uri = place["artifactLocation"]["uri"]
        where = (unquote(uri), str(place["region"]["startLine"]))
    message = result["message"]["text"].partition("\n")[0]
    return (*where, result["level"], message, result["ruleId"])


@pytest.mark.parametrize("name", NAMES + MORE)
def test_structure(name: str, carbidec: str, tmp_path: Path) -> None:
    """It is SARIF 2.1.0, and says the same as the text."""
    folder = HERE / name
    status, text = sarif(carbidec, folder, tmp_path)
    log = json.loads(text)
    assert log["version"] == "2.1.0" and "sarif-2.1.0" in log["$schema"]
    (run,) = log["runs"]
    check_run(run, folder)
    expected_status, printed = translate(carbidec, folder, tmp_path)
    found = [
        (file, line, level, message, kind)
        for file, line, _, level, message, kind in FIRST.findall(printed)
    ]
    assert [head(result) for result in run["results"]] == found
    assert status == expected_status
    expected = folder / "x.sarif"
    if expected.exists():
        if os.environ.get("UPDATE"):
            expected.write_text(text, encoding="utf-8")
        assert text == expected.read_text(encoding="utf-8")


def apply(results: list[dict[str, Any]], text: str) -> str:
    """The text with the first fix of each result made, from the end on."""
    lines = text.splitlines()
    edits = []
    for result in results:
        for fix in result.get("fixes", [])[:1]:
            (replacement,) = fix["artifactChanges"][0]["replacements"]
            region = replacement["deletedRegion"]
            where = (region["startLine"] - 1, region["startColumn"] - 1)
            new = replacement["insertedContent"]["text"]
            edits.append((*where, region["endColumn"] - 1, new))
    for line, start, end, new in sorted(edits, reverse=True):
        lines[line] = lines[line][:start] + new + lines[line][end:]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", ["unknown-marker", "unknown-name", "raises"])
def test_fixes_mend(name: str, carbidec: str, tmp_path: Path) -> None:
    """A fix, applied where it says, takes its error away and makes no other."""
    _, text = sarif(carbidec, HERE / name, tmp_path)
    (run,) = json.loads(text)["runs"]
    fixed = [result for result in run["results"] if "fixes" in result]
    assert fixed
    mended = tmp_path / "mended"
    mended.mkdir()
    source = (HERE / name / "x.h").read_text(encoding="utf-8")
    (mended / "x.h").write_text(apply(fixed, source), encoding="utf-8")
    _, text = sarif(carbidec, mended, tmp_path)
    (after,) = json.loads(text)["runs"]
    assert len(after["results"]) <= len(run["results"]) - len(fixed)


def where(result: dict[str, Any]) -> tuple[object, ...]:
    """The head of a result, and its column."""
    place = result["locations"][0]["physicalLocation"] if "locations" in result else {}
    return (*head(result), place.get("region", {}).get("startColumn"))


@pytest.mark.parametrize("name", NAMES + MORE)
def test_each_fix_mends(name: str, carbidec: str, tmp_path: Path) -> None:
    """Every fix, alone, takes away the diagnostic that offers it."""
    _, text = sarif(carbidec, HERE / name, tmp_path)
    (run,) = json.loads(text)["runs"]
    source = (HERE / name / "x.h").read_text(encoding="utf-8")
    for number, result in enumerate(run["results"]):
        for fix in result.get("fixes", []):
            mended = tmp_path / f"{number}"
            mended.mkdir(exist_ok=True)
            for file in (HERE / name).iterdir():
                if file.suffix in (".h", ".args"):
                    (mended / file.name).write_bytes(file.read_bytes())
            (change,) = fix["artifactChanges"]
            if change["artifactLocation"]["uri"] != "x.h":
                continue
            edited = apply([{"fixes": [fix]}], source)
            (mended / "x.h").write_text(edited, encoding="utf-8")
            _, text = sarif(carbidec, mended, tmp_path)
            (after,) = json.loads(text)["runs"]
            left = [where(other) for other in after["results"]]
            assert where(result) not in left, fix


def test_max_errors(carbidec: str, tmp_path: Path) -> None:
    """What is not shown is counted."""
    source = tmp_path / "x.i"
    functions = "".join(f"void f{i}(double *x);\n" for i in range(30))
    source.write_text('# 1 "x.h"\n' + functions)
    words = ["--module", "x", "--check-only", "--header", "x.h", "--format", "json"]
    done = subprocess.run([carbidec, *words, str(source)], stdout=subprocess.PIPE)
    (run,) = json.loads(done.stdout)["runs"]
    assert len(run["results"]) == 20
    assert run["properties"] == {"errorsNotShown": 10}


def test_nothing_to_say(carbidec: str, tmp_path: Path) -> None:
    """A header without fault gives a run without results, and status 0."""
    source = tmp_path / "x.i"
    source.write_text('# 1 "x.h"\nint f(int x);\n')
    words = ["--module", "x", "--check-only", "--header", "x.h", "--format=json"]
    done = subprocess.run([carbidec, *words, str(source)], stdout=subprocess.PIPE)
    (run,) = json.loads(done.stdout)["runs"]
    assert (done.returncode, run["results"]) == (0, [])
    assert run["tool"]["driver"]["rules"] == []
