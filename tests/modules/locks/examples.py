# SPDX-License-Identifier: MIT
"""Good calls of the test module `locks` that its prototypes do not give away."""

from __future__ import annotations

# What they give depends on how often they were called.
LAYOUT = {"Handle.add", "Handle.ticket"}
GOOD = {
    "counters_total": {"counters": lambda: []},
    "counters_add": {"counters": lambda: [], "n": 3},
}
# PyGILState_Ensure() gives up where it has no memory for a thread.
FATAL = {"counter.ask", "counter.order"}
ADDS = {"counter.invite"}
