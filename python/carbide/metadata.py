# SPDX-License-Identifier: MIT
"""`[project]` of pyproject.toml, checked: what a wheel and an sdist say of themselves.

In: the parsed pyproject.toml and the project's folder. Out: a StandardMetadata of
pyproject-metadata, or a ConfigError that names the key. That library is slow to
import, so this is done only where metadata is written.
"""

from __future__ import annotations

from carbide.errors import ConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyproject_metadata import StandardMetadata

FILE = "pyproject.toml"


def read(root: str, data: dict[str, Any]) -> StandardMetadata:
    """Check `[project]`; ConfigError names the key."""
    from pathlib import Path

    from pyproject_metadata import StandardMetadata
    from pyproject_metadata.errors import ConfigurationError

    if "project" not in data:
        raise ConfigError(
            f"{FILE} has no [project] table",
            'write at least: [project] name = "…" and version = "…"',
        )
    dynamic = data["project"].get("dynamic", [])
    if dynamic:
        raise ConfigError(
            f"project.dynamic = {dynamic}: carbide computes no metadata",
            "write the value into [project] and delete it from dynamic",
        )
    try:
        metadata = StandardMetadata.from_pyproject(
            data, Path(root), allow_extra_keys=False
        )
        metadata.validate()
    except ConfigurationError as error:
        raise ConfigError(f"{FILE}: {str(error).rstrip('.')}") from None
    except Exception as error:
        # With a readme or licence file missing, the library raises plain errors.
        if isinstance(error, (OSError, UnicodeError)):
            raise ConfigError(f"{FILE}: {error}") from None
        raise
    return metadata
