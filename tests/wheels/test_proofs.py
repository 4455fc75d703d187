# SPDX-License-Identifier: MIT
"""What the field's own tools say of carbide's wheels and sdists."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest
from packaging.tags import cpython_tags, parse_tag
from packaging.utils import parse_wheel_filename
from proving import HERE, PYTHONS, tool, wheel_of
from sandbox import CHECKOUT, Sandbox

TAGS = ("cp39-abi3", "cp311-abi3", "cp313-cp313t", "cp314-cp314t", "cp315-abi3t")


def test_one_binary_in_all_wheels(proof: Sandbox) -> None:
    """A wheel for each that was named, in that order; the same files in each."""
    named = [parse_wheel_filename(Path(line).name) for line in proof.built[-5:]]
    assert [str(min(tags, key=str)).rsplit("-", 1)[0] for *_, tags in named] == [*TAGS]
    assert (
        "3.14t: the wheel is built as for 3.13t, and carbide was not tested"
        in (proof.built[0])
    )
    binaries = set()
    for tag in TAGS:
        with zipfile.ZipFile(wheel_of(proof, tag)) as archive:
            binaries.add(archive.read("wheel_proof/_core.so"))
            text = archive.read("wheel_proof-1.2.0.dist-info/WHEEL").decode()
        assert f"\nTag: {tag}-" in text
    assert len(binaries) == 1


# What installs on what; packaging is what pip and uv decide with.
ACCEPTED = {
    ((3, 9), "cp39"): "cp39-abi3",
    ((3, 13), "cp313"): "cp39-abi3 cp311-abi3",
    ((3, 15), "cp315"): "cp39-abi3 cp311-abi3",
    ((3, 13), "cp313t"): "cp313-cp313t",
    ((3, 14), "cp314t"): "cp314-cp314t",
    ((3, 15), "cp315t"): "cp315-abi3t",
    ((3, 16), "cp316t"): "cp315-abi3t",
}


@pytest.mark.parametrize(("version", "abi"), ACCEPTED, ids=lambda x: str(x))
def test_who_installs_what(version: tuple[int, int], abi: str) -> None:
    """Each interpreter takes the wheels that are meant for it, and no other."""
    known = {f"{t.interpreter}-{t.abi}" for t in cpython_tags(version, [abi], ["any"])}
    assert [tag for tag in TAGS if tag in known] == ACCEPTED[version, abi].split()


def test_why_no_compressed_tag() -> None:
    """One wheel for both kinds would claim free-threaded 3.14, which is untested."""
    compressed = parse_tag("cp39.cp315-abi3.abi3t-any")
    assert compressed & set(cpython_tags((3, 14), ["cp314t"], ["any"]))


@pytest.mark.parametrize("tag", TAGS)
def test_platform_is_auditwheels(proof: Sandbox, tag: str) -> None:
    """The platform tag that carbide reads from the file is the one auditwheel finds."""
    path = wheel_of(proof, tag)
    said = re.sub(r"\s+", " ", tool("auditwheel", "show", str(path)))
    platform = path.stem.split("-")[-1]
    assert f'following platform tag: "{platform}"' in said
    assert platform.startswith("manylinux_2_17_")


def test_policy_is_auditwheels() -> None:
    """Versions of libraries beside each glibc: nothing is allowed that is not there."""
    auditwheel = pytest.importorskip("auditwheel", reason="pip install auditwheel")
    from carbide.packaging import policy

    folder = Path(auditwheel.__file__).parent / "policy"
    policies = json.loads((folder / "manylinux-policy.json").read_text())
    for row in policies:
        match = re.fullmatch(r"manylinux_2_(\d+)", row["name"])
        if not match or int(match[1]) < 17:
            continue
        minor = int(match[1])
        for machine, versions in row["symbol_versions"].items():
            oldest = policy.OLDEST.get(machine, (2, 17))
            for library, table in policy.BESIDE.items():
                ours = [v for m, v in table.items() if m <= max(minor, oldest[1])]
                theirs = [
                    tuple(map(int, text.split(".")))
                    for text in versions[library]
                    if re.fullmatch(r"[\d.]+", text)
                ]
                assert not ours or max(ours) <= max(theirs), (machine, minor, library)
    newest = next(row for row in policies if row["name"] == "manylinux_2_39")
    assert set(newest["lib_whitelist"]) <= {*policy.ALLOWED, *policy.LATER}


def exceptions() -> dict[str, str]:
    """abi3audit.txt: what is reported and why it is right: symbol to version."""
    text = (HERE / "abi3audit.txt").read_text("utf-8")
    rows = [line.split() for line in text.splitlines() if line[:1].strip("#")]
    return {row[0]: row[1] for row in rows}


def test_abi3audit(proof: Sandbox) -> None:
    """It reports what the checked-in list names, and nothing else."""
    known, seen = exceptions(), {}
    for tag in TAGS[:2]:
        path = wheel_of(proof, tag)
        said = tool("abi3audit", "-R", "-s", str(path), status=1)
        specs = json.loads(said[said.index("{") :])["specs"]
        (found,) = (part["result"] for s in specs.values() for part in s["wheel"])
        reported = dict(found["future_abi3_objects"])
        reported.update(dict.fromkeys(found["non_abi3_symbols"], "never"))
        floor = 9 if tag == "cp39-abi3" else 11
        late = {n: v for n, v in known.items() if v == "never" or minor(v) > floor}
        assert reported == {n: late[n] for n in reported if n in late}
        seen.update(reported)
    assert sorted(seen) == sorted(known), "exceptions that are none any more"


def minor(version: str) -> int:
    """11 of `3.11`."""
    return int(version.split(".")[1])


def test_exceptions_are_safe(proof: Sandbox) -> None:
    """Each is exported by 3.9 already, or weak, so that it may be absent."""
    from carbide.native import elf

    with zipfile.ZipFile(wheel_of(proof, "cp39-abi3")) as archive:
        binary = elf.Elf(archive.read("wheel_proof/_core.so"))
    table = (CHECKOUT / "include/carbide/capi.def").read_text("utf-8")
    for name in exceptions():
        if name.startswith("PyModExport_"):
            assert name in binary.exported
        elif name in binary.undefined:
            row = re.search(rf"^CAPI\({name},.*\"3\.9\", .* STRONG\)$", table, re.M)
            assert row, name
        else:
            assert name in binary.weak


def test_twine_and_contents(proof: Sandbox) -> None:
    """twine accepts the metadata, check-wheel-contents the files."""
    archives = [str(path) for path in sorted((proof.root / "dist").iterdir())]
    assert len(archives) == len(PYTHONS) + 1
    said = tool("twine", "check", "--strict", *archives)
    assert said.count("PASSED") == len(archives)
    wheels = [path for path in archives if path.endswith(".whl")]
    said = tool("check_wheel_contents", *wheels)
    assert said.count(": OK") == len(wheels)


def test_metadata(proof: Sandbox) -> None:
    """The current version of it; PKG-INFO of the sdist says the same."""
    import tarfile

    with zipfile.ZipFile(wheel_of(proof, "cp39-abi3")) as archive:
        names = archive.namelist()
        text = archive.read("wheel_proof-1.2.0.dist-info/METADATA").decode()
    assert {"wheel_proof/py.typed", "wheel_proof/_core.pyi"} <= set(names)
    lines = text.splitlines()
    assert lines[0] == "Metadata-Version: 2.4"
    assert "License-Expression: MIT" in lines
    assert "License-File: LICENSE.txt" in lines
    with tarfile.open(proof.root / "dist/wheel_proof-1.2.0.tar.gz") as archive:
        info = archive.extractfile("wheel_proof-1.2.0/PKG-INFO")
        assert info is not None and info.read().decode() == text
