# SPDX-License-Identifier: MIT
"""Files of a project that are called nearly like one that is not there.

In: the project's folder, and the name. Out: words for a hint. For errors alone: it
walks through the folder.
"""

from __future__ import annotations

import os


def project_files(root: str, ends: tuple[str, ...]) -> list[str]:
    """The project's files with these ends, a thousand at most, sorted."""
    found: list[str] = []
    for base, folders, names in os.walk(root):
        folders[:] = sorted(
            f for f in folders if f[0] != "." and f not in ("build", "dist", "venv")
        )
        for name in sorted(names):
            if name.endswith(ends):
                path = os.path.relpath(os.path.join(base, name), root)
                found.append(path.replace(os.sep, "/"))
        if len(found) > 1000:
            break
    return found


def close(name: str, there: list[str]) -> str:
    """Those of the files whose names are like `name`, as words to read; or ""."""
    import difflib

    names = {path.rpartition("/")[2].lower(): path for path in reversed(there)}
    near = difflib.get_close_matches(name.lower(), names, 2, 0.7)
    return " or ".join(f'"{names[one]}"' for one in near)
