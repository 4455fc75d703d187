# SPDX-License-Identifier: MIT
"""What the prototypes do not say; see tests/machinery/examples.py."""

from typing import Any


def tree_add(m: Any) -> Any:
    """A node has to be of the tree."""
    tree = m.tree("oak")
    return {"self": tree, "below": tree.root, "name": "leaf"}


def tree_prune(m: Any) -> Any:
    tree = m.tree("oak")
    branch = tree.add(tree.root, "branch")
    tree.add(branch, "leaf")
    return {"self": tree, "at": branch}


GOOD = {
    "counter.parse": {"text": "3 to 5"},
    "buffer.put": {"i": 1},
    "span.__init__": {"from_": 2, "to": 5},
    "tree.add": tree_add,
    "tree.prune": tree_prune,
}
MAY_RAISE = {
    "Store.put": (OSError,),
    # what C says where it has no memory
    "Store.open": (OSError,),
    "cursor.open": (OSError,),
    "tree.add": (ValueError,),
}
OWN_MESSAGE = {
    "counter.parse": "^no counter: ",
    "buffer.__init__": "bytes are too many$",
    "buffer.put": "bytes only$",
    "span.__init__": "stands behind",
    "tree.add": "no node of this tree",
    "tree.prune": "no node of this tree",
    "pool.share": "no items below 0",
    "node.name=": "a name, please",
    "node.set_name": "a name, please",
}
