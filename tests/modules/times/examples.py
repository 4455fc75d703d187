# SPDX-License-Identifier: MIT
"""Good calls of the test module `times`: files to read and to write."""

from __future__ import annotations

import io
import os
import tempfile

FOLDER = tempfile.mkdtemp(prefix="carbide-test-")
READ = os.path.join(FOLDER, "read.txt")
WRITE = os.path.join(FOLDER, "write.txt")
with open(READ, "wb") as _file:
    _file.write(b"one\ntwo\nthree\n")


def reader() -> io.BufferedReader:
    return open(READ, "rb")


GOOD = {
    "count_lines": {"f": READ},
    "write_lines": {"f": WRITE, "n": 2},
    "read_byte": {"f": READ},
}
MORE = {
    "count_lines": [{"f": reader}],
    "read_byte": [{"f": reader}],
    "no_file": [{"f": READ}],
}
