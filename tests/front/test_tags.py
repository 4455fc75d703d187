# SPDX-License-Identifier: MIT
"""Wheel tags: platform from the file, interpreter from the one that runs."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest
from carbide.packaging import policy, tags
from packaging.tags import parse_tag


def binary(
    needed: str = "libc.so.6", versions: str = "", machine: str = "x86_64"
) -> SimpleNamespace:
    return SimpleNamespace(
        needed=needed.split(),
        versions={"libc.so.6": set(versions.split())},
        undefined=set(),
        machine=machine,
    )


@pytest.mark.parametrize(
    ("file", "tag"),
    [
        (binary(versions="GLIBC_2.2.5 GLIBC_2.4"), "manylinux_2_17_x86_64"),
        (binary(versions="GLIBC_2.17 GLIBC_2.3.4"), "manylinux_2_17_x86_64"),
        (binary(versions="GLIBC_2.9 GLIBC_2.29"), "manylinux_2_29_x86_64"),
        (binary(versions="GLIBC_2.29", machine="aarch64"), "manylinux_2_29_aarch64"),
        (binary(machine="riscv64"), "manylinux_2_31_riscv64"),
        (binary(versions="GLIBC_ABI_DT_RELR"), "manylinux_2_36_x86_64"),
        (binary(versions="GLIBC_PRIVATE"), "linux_x86_64"),
        (binary("libm.so.6 ld-linux-x86-64.so.2"), "manylinux_2_17_x86_64"),
        (binary("libopenblas.so.0 libc.so.6"), "linux_x86_64"),
        (binary("libc.musl-x86_64.so.1"), "musllinux_1_2_x86_64"),
        (binary("libc.so"), "musllinux_1_2_x86_64"),
        (binary("libz.so.1 libc.musl-x86_64.so.1"), "musllinux_1_2_x86_64"),
        (binary("libssl.so.3 libc.musl-x86_64.so.1"), "linux_x86_64"),
        (binary(versions="GLIBCXX_3.4.29 GLIBC_2.4"), "manylinux_2_34_x86_64"),
        (binary(versions="GLIBCXX_3.4.99"), "linux_x86_64"),
        (binary(versions="GLIBC_ABI_OF_TOMORROW"), "linux_x86_64"),
        (binary("libmvec.so.1"), "manylinux_2_24_x86_64"),
    ],
)
def test_platform(file: SimpleNamespace, tag: str) -> None:
    assert tags.platform(file) == tag


def test_named_culprits() -> None:
    assert policy.outside(binary("libopenblas.so.0 libc.so.6")) == ["libopenblas.so.0"]


@pytest.mark.parametrize(
    ("version", "flags", "tag"),
    [
        ((3, 9, 0), "", "cp39-abi3"),
        ((3, 15, 2), "", "cp39-abi3"),
        ((3, 13, 5), "t", "cp313-cp313t"),
        ((3, 14, 0), "t", "cp314-cp314t"),
        ((3, 15, 0), "t", "cp315-abi3t"),
    ],
)
def test_interpreter(
    monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...], flags: str, tag: str
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    monkeypatch.setattr(sys, "abiflags", flags, raising=False)
    monkeypatch.delattr(sys, "abi_info", raising=False)
    assert tags.interpreter() == tag


def test_this_interpreter_accepts_its_tag() -> None:
    from packaging.tags import sys_tags

    platform = next(sys_tags()).platform
    assert parse_tag(f"{tags.interpreter()}-{platform}") & set(sys_tags())
