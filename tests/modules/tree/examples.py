# SPDX-License-Identifier: MIT
"""What the prototypes do not say; see tests/machinery/examples.py."""

from typing import Any


def small(m: Any) -> Any:
    tree = m.Tree("oak")
    tree.add(tree.add(tree.root, "branch"), "leaf")
    return tree


def tree_add(m: Any) -> Any:
    tree = small(m)
    return {"self": tree, "below": tree.root, "name": "new"}


def tree_move(m: Any) -> Any:
    tree = small(m)
    return {"self": tree, "it": tree["branch/leaf"], "below": tree.root}


def tree_remove(m: Any) -> Any:
    tree = small(m)
    return {"self": tree, "it": tree["branch"]}


def cursor_go(m: Any) -> Any:
    tree = small(m)
    return {"self": m.Cursor(tree), "to": tree["branch"]}


def tree_getitem(m: Any) -> Any:
    return {"self": small(m), "path": "branch"}


GOOD = {
    "Tree.add": tree_add,
    "Tree.move": tree_move,
    "Tree.remove": tree_remove,
    "Cursor.go": cursor_go,
    "Tree.__getitem__": tree_getitem,
}
MAY_RAISE = {"Tree.__getitem__": (KeyError,)}
OBJECTS = {"Walker": lambda m: iter(small(m))}
OWN_MESSAGE = {
    name: "name|tree|root|below"
    for name in ("Tree.add", "Tree.move", "Tree.remove", "Cursor.go", "Node.name=")
}
