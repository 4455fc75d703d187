# SPDX-License-Identifier: MIT
"""What a project is: pyproject.toml, its keys and tables, its Python files."""
