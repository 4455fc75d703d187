# SPDX-License-Identifier: MIT
"""What times of files do not tell ninja: a file that grew older, one from the future.

ninja compiles again what is newer than its result. A source that was replaced by an
older one (a backup, an archive that keeps times) would be missed: so size, time and
inode of the project's C files are remembered. One that is dated ahead of the clock is
compiled each time, which is right and slow, and said.
"""

from __future__ import annotations

import os
import time

from carbide import files
from carbide.errors import warn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from carbide.project.config import Project

ENDS = (".c", ".h", ".inc", ".def")


class Times:
    """The times of a project's C files, and those of the last build."""

    def __init__(self, project: Project, mark: str) -> None:
        self.mark = mark
        self.now = _times(project)
        self.text = "\n".join(f"{name}\t{t[0]} {t[1]}" for name, t in self.now.items())
        self.before = os.fsdecode(files.read(mark))

    def older(self) -> bool:
        """Whether a file changed, and not to a later time."""
        if self.text == self.before:
            return False
        for line in self.before.split("\n"):
            name, _, stamp = line.rpartition("\t")
            was, _, what = stamp.partition(" ")
            if name in self.now and was.isdigit():
                is_now, is_what = self.now[name]
                if is_now < int(was) or (is_now == int(was) and what != is_what):
                    return True
        return False

    def remember(self) -> None:
        """After a build that succeeded."""
        if self.text != self.before:
            files.write(self.mark, os.fsencode(self.text))
        ahead = time.time_ns() + 2_000_000_000
        late = [name for name, (moment, _) in self.now.items() if moment > ahead]
        if late:
            more = f" and {len(late) - 1} more" if len(late) > 1 else ""
            warn(
                f"{late[0]}{more}: dated ahead of the clock, so it is built each time",
                f"set the clock, or: touch {' '.join(late[:8])}",
            )


def _times(project: Project) -> dict[str, tuple[int, str]]:
    """(time, size and inode) of what lies beside the modules' sources and headers."""
    folders = set()
    for module in project.modules:
        folders |= {os.path.dirname(name) for name in module.sources}
        folders |= {os.path.dirname(name) for name in module.headers}
        folders |= set(module.include_dirs)
    found = {}
    for folder in sorted(folders):
        for entry in os.scandir(os.path.join(project.root, folder)):
            if entry.name.endswith(ENDS) and entry.is_file():
                status = entry.stat()
                what = f"{status.st_size}:{status.st_ino}"
                found[f"{folder}/{entry.name}"] = (status.st_mtime_ns, what)
    return dict(sorted(found.items()))
