# SPDX-License-Identifier: MIT
"""The hooks of PEP 517 and PEP 660: `build-backend = "carbide.build"`.

Installers call them in the project's folder. Known errors are printed in one line
and end the process with status 1; unknown ones keep their traceback.
`config_settings` may override keys of `[tool.carbide]`, as `-Cprofile=debug` does for
pip; `python` names the CPython that a wheel is for, `verbose` prints the commands.
Others are errors.
"""

from __future__ import annotations

import contextlib
import os

from carbide import errors
from carbide.project import config
from carbide.project.settings import DEVELOP, RELEASE, of_pip, python_of_pip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    Settings = Mapping[str, Any] | None


@contextlib.contextmanager
def _hook(
    settings: Settings, usual: str = RELEASE
) -> Iterator[tuple[config.Project, bool]]:
    """The project in the current folder, and whether to print commands."""
    try:
        overrides, verbose = of_pip(settings)
        yield config.load(os.getcwd(), overrides, usual), verbose
    except errors.Error as error:
        errors.report(error)
        raise SystemExit(1) from None
    except OSError as error:
        trouble = errors.of_system(error)
        if not trouble:
            raise
        errors.report(trouble)
        raise SystemExit(1) from None


def get_requires_for_build_wheel(config_settings: Settings = None) -> list[str]:
    """Nothing beyond `[build-system] requires`."""
    return []


get_requires_for_build_editable = get_requires_for_build_wheel
get_requires_for_build_sdist = get_requires_for_build_wheel


def prepare_metadata_for_build_wheel(
    metadata_directory: str, config_settings: Settings = None
) -> str:
    """Write .dist-info without building; its name."""
    from carbide.packaging import wheel

    with _hook(config_settings) as (project, _):
        return wheel.prepare_metadata(project, metadata_directory)


prepare_metadata_for_build_editable = prepare_metadata_for_build_wheel


def build_wheel(
    wheel_directory: str,
    config_settings: Settings = None,
    metadata_directory: str | None = None,
) -> str:
    """Build a wheel; its name."""
    from carbide.packaging import wheel

    with _hook(config_settings) as (project, verbose):
        python = python_of_pip(config_settings)
        return wheel.build(project, wheel_directory, verbose, python)


def build_editable(
    wheel_directory: str,
    config_settings: Settings = None,
    metadata_directory: str | None = None,
) -> str:
    """Build a wheel that imports from the checkout; its name."""
    from carbide.packaging import wheel

    with _hook(config_settings, DEVELOP) as (project, verbose):
        return wheel.build_editable(project, wheel_directory, verbose)


def build_sdist(sdist_directory: str, config_settings: Settings = None) -> str:
    """Pack the sources; the archive's name."""
    from carbide.packaging import sdist

    with _hook(config_settings) as (project, _):
        return sdist.build(project, sdist_directory)
