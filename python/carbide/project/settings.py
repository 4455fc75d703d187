# SPDX-License-Identifier: MIT
"""What holds in the end: the tables of pyproject.toml, the environment, the command.

In: checked tables of `[tool.carbide]`; what the environment, the command line or pip's
config settings say. Out: one table of settings for each module. The order, the later
one counting more: what stands in a table itself, its tables for the platform, its
table for the profile; then the same of the module's own table; the environment; the
command line. Lists are appended, anything else is replaced.
"""

from __future__ import annotations

import os
import sys

from carbide.errors import ConfigError
from carbide.project import keys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

# The profile where nobody chooses one: of what is shipped, and of what is developed.
RELEASE = "release"
DEVELOP = "checked"


def environment() -> dict[str, Any]:
    """What CARBIDE_PROFILE, CARBIDE_CFLAGS, … say."""
    found: dict[str, Any] = {}
    for key in overrides():
        name = variable(key)
        if os.environ.get(name):
            found[key] = value(key, os.environ[name], name)
    return found


def overrides() -> list[str]:
    """The keys that may be said from outside."""
    return [key for key, known in keys.KEYS.items() if known.override]


def variable(key: str) -> str:
    """The environment variable of a key."""
    return f"CARBIDE_{key.upper().replace('-', '_')}"


def value(key: str, said: Any, origin: str) -> Any:
    """What was said of a key, in its kind; `origin` names who said it."""
    known = keys.KEYS[key]
    texts = said if isinstance(said, list) else [said]
    for text in texts:
        if not isinstance(text, str):
            raise ConfigError(f"{origin} must be a string, not {keys.shown(text)}")
    if known.kind in ("list", "list+"):
        return [word for text in texts for word in _words(text, origin)]
    if known.choices and texts[-1] not in known.choices:
        allowed = " or ".join(known.choices)
        near = keys.nearest(texts[-1], known.choices)
        raise ConfigError(f"{origin} must be {allowed}, not {texts[-1]!r}", near)
    return texts[-1]


def _words(text: str, origin: str) -> list[str]:
    """The words of a text, quoted as in a shell."""
    import shlex

    try:
        return shlex.split(text)
    except ValueError as error:
        raise ConfigError(f"{origin} = {text!r}: {error}") from None


def of_pip(settings: Mapping[str, Any] | None) -> tuple[dict[str, Any], bool]:
    """pip's `-C` settings: what they override, and whether to print commands."""
    said = dict(settings or {})
    verbose = _truth(said.pop("verbose", ""))
    said.pop("python", None)  # see python_of_pip
    found = {}
    for key, text in said.items():
        if key not in overrides():
            known = [*overrides(), "python", "verbose"]
            hint = keys.nearest(key, known) or "known settings: " + ", ".join(known)
            raise ConfigError(f"config setting {key!r} is not known", hint)
        found[key] = value(key, text, f"config setting {key}")
    return found, verbose


def python_of_pip(settings: Mapping[str, Any] | None) -> str:
    """The CPython whose wheel `-Cpython=3.11` asks for, or "": a hook writes one."""
    said = (settings or {}).get("python", "")
    words = value("python", said, PYTHON_OF_PIP)
    if len(words) > 1:
        raise ConfigError(
            f"{PYTHON_OF_PIP} is {' '.join(words)}, and installers want one wheel",
            "say one of them; `carbide build` writes a wheel for each --python",
        )
    return "".join(words)


# Where that one was named, in messages.
PYTHON_OF_PIP = "config setting python"


def _truth(said: Any) -> bool:
    said = said[-1] if isinstance(said, list) and said else said
    if not isinstance(said, str) or said.lower() in ("0", "false", "no", "off"):
        return said is True
    return bool(said)


def merged(*tables: dict[str, Any]) -> dict[str, Any]:
    """One table of several: lists are appended, anything else is replaced."""
    result: dict[str, Any] = {}
    for table in tables:
        for key, one in table.items():
            result[key] = [*result.get(key, []), *one] if isinstance(one, list) else one
    return result


def profile_of(
    top: dict[str, Any], own: dict[str, Any], outside: dict[str, Any]
) -> str:
    """The profile that somebody chooses, or ""; `own` counts more than `top`."""
    chosen: str = outside.get("profile") or (
        own.get("profile", {}).get("default")
        or top.get("profile", {}).get("default")
        or ""
    )
    return chosen


def of_module(
    top: dict[str, Any],
    own: dict[str, Any],
    outside: dict[str, Any],
    usual: str = RELEASE,
) -> dict[str, Any]:
    """The settings of one module: `top` is [tool.carbide], `own` the module's table.

    usual   the profile where nobody chooses one
    """
    profile = profile_of(top, own, outside) or usual
    rest = {key: one for key, one in outside.items() if key != "profile"}
    layers = [*_layers(top, profile), *_layers(own, profile), rest]
    return {**merged(*layers), "profile": profile}


def _layers(table: dict[str, Any], profile: str) -> list[dict[str, Any]]:
    """A table, without and with what it says of this platform and the profile."""
    platforms = table.get("platform", {})
    return [
        {k: v for k, v in table.items() if k not in ("platform", "profile")},
        *(platforms.get(name, {}) for name in platform_names()),
        table.get("profile", {}).get(profile, {}),
    ]


def platform_names() -> tuple[str, str]:
    """Names of this platform, the general one first: linux, linux-aarch64."""
    systems = {"win32": "windows", "cygwin": "windows", "darwin": "macos"}
    system = systems.get(sys.platform, sys.platform.rstrip("0123456789"))
    machine = os.uname().machine if hasattr(os, "uname") else _windows_machine()
    if system == "linux" and machine in ("i386", "i486", "i586"):
        machine = "i686"
    return system, f"{system}-{machine}"


def _windows_machine() -> str:
    return os.environ.get("PROCESSOR_ARCHITECTURE", "amd64").lower()
