# SPDX-License-Identifier: MIT
"""From modules to what is installed or shipped: builds, editables, wheels, sdists."""
