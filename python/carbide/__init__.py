# SPDX-License-Identifier: MIT
"""carbide: Python extension modules from plain C.

This package is the front: command line, build backend, wheels. It never parses C
and never emits C; the translator `carbidec` does. Nothing is imported here, so that
`import carbide` costs nothing.
"""

__version__ = "0.1.0"
