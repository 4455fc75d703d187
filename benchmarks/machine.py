# SPDX-License-Identifier: MIT
"""Says what machine and compilers gave a figure.

In: nothing. Out: ``describe()`` a dict of strings, ``as_text()`` two lines of Markdown.
"""

from __future__ import annotations

import os
import pathlib
import platform
import shutil
import subprocess


def first_line(*command: str) -> str:
    """First line that a program prints, empty if it is absent."""
    if not shutil.which(command[0]):
        return ""
    result = subprocess.run(command, capture_output=True, text=True)
    return (result.stdout or result.stderr).partition("\n")[0].strip()


def cpu_name() -> str:
    """Model, family and model number, as /proc/cpuinfo gives them."""
    try:
        text = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    fields = {}
    for line in text.splitlines():
        key, _, value = line.partition(":")
        fields.setdefault(key.strip(), value.strip())
    name = fields.get("model name", platform.machine())
    return f"{name}, family {fields.get('cpu family')} model {fields.get('model')}"


def describe() -> dict[str, str]:
    """CPU, number of CPUs, system, compilers."""
    return {
        "cpu": f"{cpu_name()}, {os.cpu_count()} CPUs",
        "system": f"{platform.system()} {platform.release()}, {platform.machine()}",
        "gcc": first_line("gcc", "--version"),
        "rustc": first_line("rustc", "--version"),
    }


def as_text(machine: dict[str, str]) -> str:
    """The description as Markdown."""
    tools = ", ".join(filter(None, [machine["gcc"], machine["rustc"]]))
    return f"Machine: {machine['cpu']}; {machine['system']}.  \nCompilers: {tools}."
