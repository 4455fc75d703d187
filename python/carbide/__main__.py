# SPDX-License-Identifier: MIT
"""`python -m carbide`: the same as the command `carbide`."""

import sys

from carbide.cli import main

sys.exit(main())
