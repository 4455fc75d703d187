# SPDX-License-Identifier: MIT
"""From C to an extension module: compilers, ninja, the runtime, ELF files."""
