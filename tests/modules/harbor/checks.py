# SPDX-License-Identifier: MIT
"""The classes by themselves; abroad has what another module does with them."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from checking import equal


def check_classes(m: Any) -> None:
    spot = m.spot(1, 2)
    spot.move(1, 1)
    equal(spot, m.spot(2, 3))
    ship = m.ship(3)
    ship.load(2)
    equal(
        (ship.cargo, ship.tender().cargo, ship.tender() is ship.tender()), (5, 0, True)
    )
    equal((m.Berth(4).pier, m.buoy(2).number, m.tally(3).n), (4, 2, 3))
    equal(m.size_of_hull(3, 2.0, spot, (1, 2, 3)).area(), 6)


def check_end(m: Any) -> None:
    """The collector takes object, class and module together when Python ends."""
    code = (
        f"import sys; sys.path.insert(0, {str(Path(m.__file__).parent)!r})\n"
        "import harbor\nclass Tug(harbor.ship): pass\n"
        "tug = Tug(4); tug.me, Tug.one = tug, Tug(5); tug.tender()\n"
    )
    has_gil = not sysconfig.get_config_var("Py_GIL_DISABLED")
    env = None if has_gil else {**os.environ, "PYTHON_GIL": "0"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, env=env, check=False)
    equal((done.stdout, done.stderr, done.returncode), (b"", b"", 0))
