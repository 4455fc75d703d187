# SPDX-License-Identifier: MIT
"""`python -m carbide`: the same as the command `carbide`."""

import sys

try:
    from carbide.cli import main

    sys.exit(main())
except KeyboardInterrupt:  # so early that main() does not see it
    sys.exit(130)
