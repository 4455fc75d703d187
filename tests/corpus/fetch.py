# SPDX-License-Identifier: MIT
"""Fetches the corpus: the headers of the packages in packages.txt.

Each package is fetched with `apt-get download` and its headers and .pc files are put
into one tree, which serves the compiler as --sysroot. Nothing of it is committed: it
lies in ~/.cache/carbide-corpus, or where CARBIDE_CORPUS says.
"""

from __future__ import annotations

import os
import subprocess
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

HERE = Path(__file__).parent
CACHE = Path(
    os.environ.get("CARBIDE_CORPUS") or Path.home() / ".cache" / "carbide-corpus"
)
ROOT = CACHE / "root"
LISTS = CACHE / "packages"


def packages() -> list[str]:
    """The names in packages.txt."""
    lines = (HERE / "packages.txt").read_text().splitlines()
    return [name for line in lines if line[:1] != "#" for name in line.split()]


def wanted(name: PurePosixPath) -> bool:
    """Is it a header or a .pc file? Some headers lie in /usr/lib."""
    return name.parts[:2] == ("usr", "include") or name.suffix in (".h", ".pc")


def unpack(archive: Path) -> list[str]:
    """Puts the headers of a package into the tree; their paths in it.

    Not `dpkg -x`: the libraries of a hundred packages are gigabytes.
    """
    found = []
    tar = subprocess.run(
        ["dpkg-deb", "--fsys-tarfile", archive], stdout=subprocess.PIPE, check=True
    )
    with tempfile.TemporaryFile() as file:
        file.write(tar.stdout)
        file.seek(0)
        with tarfile.open(fileobj=file) as members:
            for member in members:
                name = PurePosixPath(member.name)
                if ".." in name.parts or not wanted(name) or member.isdir():
                    continue
                members.extract(member, ROOT)
                found.append(str(name))
    return found


def download(names: list[str], folder: str) -> None:
    """Fetches packages with one call; when that fails, one after the other."""
    command = ["apt-get", "-q", "-o", "APT::Sandbox::User=root", "download"]
    quiet = {"cwd": folder, "stdout": subprocess.DEVNULL}
    if subprocess.run([*command, *names], check=False, **quiet).returncode != 0:
        for name in names:
            subprocess.run([*command, name], check=False, **quiet)


def fetch() -> list[str]:
    """Fetches what is missing; the packages that are there then."""
    ROOT.mkdir(parents=True, exist_ok=True)
    LISTS.mkdir(exist_ok=True)
    missing = [name for name in packages() if not (LISTS / name).exists()]
    if missing:
        print(f"fetching {len(missing)} packages into {CACHE}", flush=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as folder:
            download(missing, folder)
            for archive in sorted(Path(folder).glob("*.deb")):
                files = unpack(archive)  # the list is written last: all is there
                name = archive.name.partition("_")[0]
                (LISTS / name).write_text("\n".join(sorted(files)) + "\n")
    there = [name for name in packages() if (LISTS / name).exists()]
    for name in sorted(set(packages()) - set(there)):
        print(f"{name}: could not be fetched: apt-get update?")
    return there


if __name__ == "__main__":
    print(f"{len(fetch())} packages in {CACHE}")
