# SPDX-License-Identifier: MIT
"""`carbide import` on the libraries of this machine: what it prints is a binding.

Each draft compiles behind the library's own headers, with gcc and clang and their
warnings as errors; carbide builds it as it is; Python imports it, and it has every
function that the draft declares. Those for which RESULTS has a session also compute.
A library that is not installed is a skip that names its package.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import build_modules
import pytest
from carbide.errors import Error
from carbide.native import toolchain
from carbide.packaging.builder import Builder
from carbide.project import config
from carbide.start import importer
from projects import pyproject

INCLUDE = str(build_modules.CHECKOUT / "include")
CHECK = "-std=gnu11 -Wall -Wextra -Werror -fsyntax-only".split()


@dataclass(frozen=True)
class Library:
    """A header, and what `carbide import` is told of it."""

    header: str
    debian: str
    packages: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()

    # Of a default run: those of the documentation, and one of each further kind.
    quick: bool = False
    empty: bool = False  # of what can be bound

    def request(self) -> importer.Request:
        """The command line of `carbide import`."""
        return importer.Request(
            self.header,
            packages=list(self.packages),
            libraries=list(self.libraries),
            includes=list(self.includes),
        )

    def pyproject(self) -> str:
        """The project of the draft alone."""
        rows = {"pkg-config": self.packages, "libraries": self.libraries}
        lines = [
            "{} = [{}]".format(key, ", ".join(f'"{name}"' for name in names))
            for key, names in rows.items()
            if names
        ]
        return pyproject(self.name, "\n".join(lines))

    @property
    def name(self) -> str:
        """A module name that nobody else has."""
        return "imported_" + re.sub(r"\W", "_", self.header.partition(".")[0])


LIBRARIES = [
    Library("zlib.h", "zlib1g-dev", packages=("zlib",), quick=True),
    Library("sqlite3.h", "libsqlite3-dev", packages=("sqlite3",), quick=True),
    Library("cblas.h", "libopenblas-dev", packages=("openblas",), quick=True),
    Library("bzlib.h", "libbz2-dev", libraries=("bz2",), quick=True),
    Library("lz4.h", "liblz4-dev", packages=("liblz4",), quick=True),
    Library("lz4frame.h", "liblz4-dev", packages=("liblz4",)),
    Library("lz4hc.h", "liblz4-dev", packages=("liblz4",)),
    Library("archive.h", "libarchive-dev", packages=("libarchive",)),
    Library("archive_entry.h", "libarchive-dev", packages=("libarchive",), empty=True),
    Library("blosc.h", "libblosc-dev", packages=("blosc",), quick=True),
    Library("cairo.h", "libcairo2-dev", packages=("cairo",)),
    Library("curl/curl.h", "libcurl4-openssl-dev", packages=("libcurl",)),
    Library("expat.h", "libexpat1-dev", packages=("expat",)),
    Library("ffi.h", "libffi-dev", packages=("libffi",), empty=True),
    Library("fftw3.h", "libfftw3-dev", packages=("fftw3",)),
    Library("glib.h", "libglib2.0-dev", packages=("glib-2.0",)),
    Library("gmp.h", "libgmp-dev", packages=("gmp",), empty=True),
    Library("gsl/gsl_sf.h", "libgsl-dev", packages=("gsl",)),
    Library("gsl/gsl_sf_bessel.h", "libgsl-dev", packages=("gsl",)),
    Library("gsl/gsl_statistics_double.h", "libgsl-dev", packages=("gsl",), quick=True),
    Library("gsl/gsl_fft_real.h", "libgsl-dev", packages=("gsl",)),
    Library("gsl/gsl_poly.h", "libgsl-dev", packages=("gsl",)),
    Library("hdf5.h", "libhdf5-dev", packages=("hdf5",)),
    Library("jpeglib.h", "libjpeg-dev", packages=("libjpeg",), includes=("stdio.h",)),
    Library("lapacke.h", "liblapacke-dev", packages=("lapacke",)),
    Library("mpfr.h", "libmpfr-dev", packages=("mpfr",)),
    Library("opus/opus.h", "libopus-dev", packages=("opus",)),
    Library("snappy-c.h", "libsnappy-dev", packages=("snappy",)),
    Library("tiffio.h", "libtiff-dev", packages=("libtiff-4",)),
    Library("xxhash.h", "libxxhash-dev", packages=("libxxhash",)),
    Library("libxml/parser.h", "libxml2-dev", packages=("libxml-2.0",)),
    Library("lzma.h", "liblzma-dev", packages=("liblzma",), quick=True),
    Library("openssl/evp.h", "libssl-dev", packages=("libcrypto",)),
    Library("openssl/sha.h", "libssl-dev", packages=("libcrypto",), empty=True),
    Library("png.h", "libpng-dev", packages=("libpng",), quick=True),
    Library("sodium.h", "libsodium-dev", packages=("libsodium",)),
    Library("uv.h", "libuv1-dev", packages=("libuv",), quick=True),
    Library("yaml.h", "libyaml-dev", packages=("yaml-0.1",)),
    Library("zstd.h", "libzstd-dev", packages=("libzstd",), quick=True),
    Library("math.h", "libc6-dev", libraries=("m",), empty=True),
    Library("stdlib.h", "libc6-dev"),
    Library("string.h", "libc6-dev", quick=True),
    Library("unistd.h", "libc6-dev"),
]

# What the draft gives, without a hand: no length is passed that Python can count.
RESULTS = {
    "zlib.h": """
        text = b"carbide " * 99
        import zlib
        assert m.crc32(0, text) == zlib.crc32(text)
        assert m.adler32(1, text) == zlib.adler32(text)
        packed = m.compress(m.compressBound(len(text)), text)
        assert zlib.decompress(packed) == text
        assert m.uncompress(len(text), packed) == text
        for wrong in ((3, packed), (len(text), b"no")):
            try:
                m.uncompress(*wrong)
                assert False
            except RuntimeError as error:
                assert "code -" in str(error)
        assert m.zlibVersion() == m.ZLIB_VERSION
    """,
    "bzlib.h": """
        text = b"carbide " * 99
        import bz2
        packed = m.BZ2_bzBuffToBuffCompress(1000, text, 9, 0, 0)
        assert bz2.decompress(packed) == text
        assert m.BZ2_bzBuffToBuffDecompress(len(text), packed, 0, 0) == text
    """,
    "lz4.h": """
        text = b"carbide " * 99
        packed = m.LZ4_compress_default(text, m.LZ4_compressBound(len(text)))
        assert len(packed) < len(text)
        assert m.LZ4_decompress_safe(packed, len(text)) == text
        try:
            m.LZ4_decompress_safe(b"\\xff" * 9, 99)
            assert False
        except RuntimeError:
            pass
    """,
    "cblas.h": """
        import array
        x = array.array("d", [1, 2, 3, 4])
        assert m.cblas_ddot(x, x) == 30.0
        assert m.cblas_ddot(memoryview(x)[::2], memoryview(x)[1::2]) == 14.0
        m.cblas_daxpy(2.0, x, x2 := array.array("d", [0, 0, 0, 1]))
        assert list(x2) == [2, 4, 6, 9]
        try:
            m.cblas_ddot(x, x[:3])
            assert False
        except ValueError as error:
            assert "must equal" in str(error)
    """,
    "sqlite3.h": """
        assert m.sqlite3_libversion() == m.SQLITE_VERSION
        assert m.sqlite3_complete("select 1;") == 1
        assert m.sqlite3_stricmp("Carbide", "CARBIDE") == 0
    """,
    "zstd.h": """
        text = b"carbide " * 99
        packed = m.ZSTD_compress(m.ZSTD_compressBound(len(text)), text, 3)
        assert bytes(m.ZSTD_decompress(len(text), packed)) == text
        assert m.ZSTD_getFrameContentSize(packed) == len(text)
        try:
            m.ZSTD_decompress(len(text), b"no")
            assert False
        except RuntimeError as error:
            assert str(error) == "Src size is incorrect"
    """,
    "gsl/gsl_statistics_double.h": """
        import array
        x = array.array("d", [1, 2, 3, 4, 5])
        assert m.gsl_stats_mean(x) == 3.0
        assert m.gsl_stats_mean(memoryview(x)[1::3]) == 3.5
        assert abs(m.gsl_stats_covariance(x, x) - 2.5) < 1e-12
    """,
    "snappy-c.h": """
        text = b"carbide " * 99
        room = m.snappy_max_compressed_length(len(text))
        packed = m.snappy_compress(text, room)
        assert len(packed) < len(text)
        assert m.snappy_uncompress(packed, len(text)) == text
    """,
    "xxhash.h": """
        assert m.XXH32(b"", 0) == 0x02CC5D05
    """,
    "lzma.h": """
        import zlib
        assert m.lzma_crc32(b"carbide", 0) == zlib.crc32(b"carbide")
    """,
}


def params() -> list[object]:
    """The libraries; those that are not quick belong to the whole product."""
    slow = pytest.mark.full
    return [
        pytest.param(item, id=item.header, marks=() if item.quick else slow)
        for item in LIBRARIES
    ]


def cflags(library: Library) -> list[str]:
    """What the library's header wants; skips where there is none."""
    if library.packages and not shutil.which("pkg-config"):
        pytest.skip("no pkg-config: install pkg-config")
    known = ["pkg-config", "--exists", *library.packages]
    flags: list[str] = []
    if library.packages and subprocess.run(known, check=False).returncode == 0:
        flags, _ = toolchain.pkg_config(list(library.packages))
    text = "".join(
        f"#include <{name}>\n" for name in (*library.includes, library.header)
    )
    words = [*toolchain.find_cc(), *flags, "-E", "-x", "c", "-"]
    done = subprocess.run(words, input=text.encode(), capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"no <{library.header}>: install {library.debian}")
    return flags


def check_compiles(header: Path, flags: list[str]) -> None:
    """Each compiler takes the draft behind the original without a word."""
    source = header.with_suffix(".check.c")
    source.write_text(f'#include "{header.name}"\n', encoding="utf-8")
    for compiler in ("gcc", "clang"):
        if shutil.which(compiler):
            # what headers leave unused, and what they deprecate, is theirs
            words = [compiler, *CHECK, "-Wno-unused-function", "-I", INCLUDE, *flags]
            words += ["-Wno-deprecated-declarations", str(source)]
            done = subprocess.run(words, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr


def where(function: dict[str, Any]) -> str:
    """What to look up in the module: "f", "Class.f", or of a constructor "Class"."""
    if not function["class"]:
        return str(function["name"])
    if function["place"] == "constructor":
        return str(function["class"])
    return f"{function['class']}.{function['name']}"


@pytest.mark.parametrize("library", params())
def test_library(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The draft compiles, is built, is imported, has its functions, and computes."""
    flags = cflags(library)
    monkeypatch.setenv("CARBIDE_CACHE", str(build_modules.CHECKOUT / "build" / "cache"))
    header = tmp_path / "src" / f"{library.name}.h"
    header.parent.mkdir()
    header.write_text(importer.draft(library.request()), encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(library.pyproject(), encoding="utf-8")
    check_compiles(header, flags)
    builder = Builder(config.load(str(tmp_path)))
    folder = builder.develop()
    functions = builder.translate()[0]["functions"]
    names = [where(function) for function in functions]
    assert bool(names) != library.empty
    lines = [
        f"import {library.name} as m",
        "import operator",
        f"assert all(operator.attrgetter(name)(m) for name in {names!r})",
        textwrap.dedent(RESULTS.get(library.header, "")),
    ]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    command = [sys.executable, "-c", "\n".join(lines)]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_what_declares_nothing_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A header without functions of its own: those of its family, else a word."""
    (tmp_path / "all").mkdir()
    (tmp_path / "all" / "part.h").write_text("int part_of_all(int x);\n")
    (tmp_path / "all.h").write_text('#include "all/part.h"\n')
    (tmp_path / "none.h").write_text("int __none(int x);\n")
    text = importer.draft(importer.Request(str(tmp_path / "all.h")))
    assert "\nint part_of_all(int x);\n" in text
    assert (
        "("
        not in importer.draft(importer.Request(str(tmp_path / "none.h"))).split(
            "carbide.h"
        )[1]
    )
    assert "none.h declares no function" in capsys.readouterr().err


def test_work_of_a_hand_is_not_undone(tmp_path: Path) -> None:
    """A file that is there is not overwritten."""
    (tmp_path / "x.h").write_text("int f(int x);\n")
    out = tmp_path / "binding.h"
    request = importer.Request(str(tmp_path / "x.h"), out=str(out))
    importer.write(request)
    assert '#include "x.h"' in out.read_text(encoding="utf-8")
    out.write_text("mine")
    with pytest.raises(Error, match="there already"):
        importer.write(request)
    assert out.read_text(encoding="utf-8") == "mine"


def test_a_header_of_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is linked against the library, and what that lacks is left out."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "m.h").write_text(
        "double frexp(double x, int *err);\nint nowhere(int x);\n"
    )
    text = importer.draft(importer.Request("m.h", libraries=["m"]))
    assert "\ndouble frexp(double x, CB_OUT int *err);\n" in text
    assert "// left out: the library does not define it\n//   int nowhere" in text
