# SPDX-License-Identifier: MIT
"""A model of tree in Python, and all operations on both, which must agree.

Forest(module, pick) holds trees, nodes, walkers and cursors of the module, each with
its twin. Its methods do_… are the operations; pick(n) chooses what they use: Hypothesis
does (test_tree_machine.py), or a random number. check() at any time, end() at last.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from typing import Any, Callable, NamedTuple

NAMES = ("a", "b", "c", "d", "\N{DECIDUOUS TREE}", "", "a/b")


class Twin:
    """A node as Python has it."""

    def __init__(self, name: str, value: float, parent: Twin | None) -> None:
        self.name, self.value, self.parent = name, value, parent
        self.below: list[Twin] = []
        if parent:
            parent.below.append(self)

    def all(self) -> Iterator[tuple[Twin, int]]:
        """Itself, then all that is below it, each with its depth."""
        yield self, 0
        for child in self.below:
            yield from ((it, depth + 1) for it, depth in child.all())

    def above(self) -> Iterator[Twin]:
        """Itself, then all that it is below."""
        at: Twin | None = self
        while at:
            yield at
            at = at.parent

    def may_have(self, name: str) -> bool:
        """Whether a new child may have that name."""
        taken = any(child.name == name for child in self.below)
        return bool(name) and "/" not in name and not taken


class TreeTwin:
    """A tree: removing makes all its node objects stale, which `age` counts."""

    def __init__(self, root: Twin) -> None:
        self.root, self.age, self.changes = root, 0, 0
        self.closed = False


class Tree(NamedTuple):
    """A Tree that is held. `live` says whether it may be used, here and below."""

    it: Any
    of: TreeTwin

    @property
    def live(self) -> bool:
        return not self.of.closed


class Node(NamedTuple):
    """A Node that is held."""

    it: Any
    of: TreeTwin
    twin: Twin
    age: int

    @property
    def live(self) -> bool:
        return not self.of.closed and self.age == self.of.age


class User:
    """A Walker or a Cursor that is held, and the node where it is."""

    def __init__(self, it: Any, of: TreeTwin) -> None:
        self.it, self.of, self.changes = it, of, of.changes
        self.at: Twin | None = of.root
        self.closed = False

    @property
    def live(self) -> bool:
        return not self.closed and not self.of.closed


class Stop(Exception):
    """Raised by a visitor."""


def fails(error: type[Exception], call: Callable[[], Any]) -> None:
    """It must raise just that."""
    try:
        call()
    except error:
        return
    raise AssertionError(f"no {error.__name__}")


class Forest:
    """What is held, and what can be done with it."""

    def __init__(self, module: Any, pick: Callable[[int], int]) -> None:
        self.module, self.pick = module, pick
        self.trees: list[Tree] = []
        self.nodes: list[Node] = []
        self.walkers: list[User] = []
        self.cursors: list[User] = []
        self.locked: list[TreeTwin] = []  # a visit() of these is running
        self.tied: set[Twin] = set()  # nodes in attributes
        self.lent: list[Tree] = []  # what visitors got and kept
        self.before = module.live()

        class Wood(module.Tree):
            """A subclass, whose attributes may make cycles."""

        self.classes = module.Tree, Wood

    @classmethod
    def actions(cls) -> list[str]:
        """The names of all operations."""
        return [name for name in vars(cls) if name.startswith("do_")]

    # ------------------------------------------------------------------------- choosing
    def one(self, of: Sequence[Any]) -> Any:
        return of[self.pick(len(of))] if of else None

    def new_tree(self) -> None:
        name, value = self.one(NAMES), float(self.pick(9))
        self.trees.append(
            Tree(self.one(self.classes)(name, value), TreeTwin(Twin(name, value, None)))
        )

    def tree(self) -> Tree:
        if not self.trees:
            self.new_tree()
        return self.trees[self.pick(len(self.trees))]

    def node(self) -> Node:
        """A node that is held, else a root, maybe of a closed tree."""
        live = [n for n in self.nodes if n.live]
        chosen: Node | None = self.one(live if self.pick(8) else self.nodes)
        if chosen:
            return chosen
        self.new_tree()
        tree = self.trees[-1]
        return self.hold(tree.it.root, tree.of, tree.of.root)

    # ------------------------------------------------------------------------- checking
    def hold(self, it: Any, of: TreeTwin, twin: Twin) -> Node:
        """A node object that came from C: the one that is there, or a new one."""
        new = Node(it, of, twin, of.age)
        for node in self.nodes:
            same = node.live and node.twin is twin
            assert (node.it is it) == same, (node, it)
        self.nodes.append(new)
        assert (it.name, it.value) == (twin.name, twin.value)
        return new

    def hold_maybe(self, it: Any, of: TreeTwin, twin: Twin | None) -> None:
        assert (it is None) == (twin is None)
        if twin:
            self.hold(it, of, twin)

    def refused(self, call: Callable[[], Any], *uses: Any, reads: bool = False) -> bool:
        """Whether what it uses is in use, or gone: then the call must fail."""
        used = [u.of for u in uses if not isinstance(u, User) or not u.closed]
        if not reads and any(of in self.locked for of in used):
            fails(RuntimeError, call)
        elif not all(u.live for u in uses):
            fails(ValueError, call)
        else:
            return False
        return True

    def check(self) -> None:
        """All that can be read."""
        for tree in self.trees:
            if not self.refused(lambda tree=tree: tree.it[""], tree, reads=True):
                twins = [twin for twin, _ in tree.of.root.all()]
                assert len(tree.it) == len(twins)
                assert [n.name for n in tree.it] == [t.name for t in twins]
        for node in self.nodes:
            if not self.refused(lambda node=node: node.it.name, node, reads=True):
                assert node.it.name == node.twin.name
        for cursor in self.cursors:
            if not self.refused(
                lambda cursor=cursor: cursor.it.node, cursor, reads=True
            ):
                assert cursor.at and cursor.it.node.name == cursor.at.name
        for lent in self.lent:
            if lent.of not in self.locked:
                fails(ValueError, lambda lent=lent: lent.it.name)

    def count(self) -> int:
        """The objects that C must have: those of trees that something leads to."""
        users = [u for u in self.walkers + self.cursors if u.live]
        held = [*self.trees, *self.nodes, *users, *self.lent]
        trees = {id(h.of): h.of for h in held if not h.of.closed}
        nodes = sum(len(list(t.root.all())) for t in trees.values())
        return len(trees) + nodes + len(users)

    def end(self) -> None:
        """Nothing is left."""
        self.trees, self.nodes, self.walkers, self.cursors = [], [], [], []
        self.lent = []
        gc.collect()
        assert self.module.live() == self.before

    # ------------------------------------------------------------------ trees and nodes
    def do_new(self) -> None:
        self.new_tree()

    def do_root(self) -> None:
        tree = self.tree()
        if not self.refused(lambda: tree.it.root, tree, reads=True):
            self.hold(tree.it.root, tree.of, tree.of.root)

    def do_add(self) -> None:
        node, name, value = self.node(), self.one(NAMES), float(self.pick(9))
        trees = (
            [t for t in self.trees if t.of is node.of] if self.pick(8) else self.trees
        )
        tree = self.one(trees) or self.tree()

        def call() -> Any:
            return tree.it.add(node.it, name, value)

        if self.refused(call, tree, node):
            return
        if tree.of is not node.of or not node.twin.may_have(name):
            return fails(ValueError, call)
        self.hold(call(), node.of, Twin(name, value, node.twin))
        node.of.changes += 1

    def do_move(self) -> None:
        tree, it, below = self.tree(), self.node(), self.node()

        def call() -> Any:
            return tree.it.move(it.it, below.it)

        if it.it is below.it:
            return fails(ValueError, call)
        if self.refused(call, tree, it, below):
            return
        a, b = it.twin, below.twin
        here = tree.of is it.of is below.of and a not in b.above()
        if not here or not (a.parent is b or b.may_have(a.name)):
            return fails(ValueError, call)
        call()
        if a.parent:
            a.parent.below.remove(a)
        b.below.append(a)
        a.parent = b
        tree.of.changes += 1

    def do_remove(self) -> None:
        tree, node = self.tree(), self.node()

        def call() -> Any:
            return tree.it.remove(node.it)

        if self.refused(call, tree, node):
            return
        node.of.age += 1  # C had it, whatever it does
        at = node.twin.parent
        if tree.of is not node.of or not at:
            return fails(ValueError, call)
        call()
        gone = [twin for twin, _ in node.twin.all()]
        at.below.remove(node.twin)
        node.of.changes += 1
        for cursor in self.cursors:
            cursor.at = at if cursor.at in gone else cursor.at

    def do_get(self) -> None:
        tree, path = self.tree(), self.one(("", "a", "a/b", "b/a/", "c//d", "/"))
        if self.refused(lambda: path in tree.it, tree, reads=True):
            return
        at: Twin | None = tree.of.root
        for name in path.split("/") if path else []:
            if at and (name or path in ("c//d", "/")):
                at = next((t for t in at.below if t.name == name), None)
        assert (path in tree.it) == (at is not None)
        if at:
            self.hold(tree.it[path], tree.of, at)
        else:
            fails(KeyError, lambda: tree.it[path])

    def do_find(self) -> None:
        tree, name = self.tree(), self.one(NAMES)
        if not self.refused(lambda: tree.it.find(name), tree, reads=True):
            twins = [t for t, _ in tree.of.root.all() if t.name == name]
            self.hold_maybe(tree.it.find(name), tree.of, twins[0] if twins else None)

    def do_around(self) -> None:
        node = self.node()
        if self.refused(lambda: node.it.parent, node, reads=True):
            return
        twin, siblings = node.twin, node.twin.parent.below if node.twin.parent else []
        behind = siblings[siblings.index(twin) + 1 :] if siblings else []
        which = self.pick(3)
        if which == 0:
            self.hold_maybe(node.it.parent, node.of, twin.parent)
        elif which == 1:
            self.hold_maybe(
                node.it.first, node.of, twin.below[0] if twin.below else None
            )
        else:
            self.hold_maybe(node.it.next, node.of, behind[0] if behind else None)

    def do_set(self) -> None:
        node, name, value = self.node(), self.one(NAMES), float(self.pick(9))
        if self.refused(lambda: setattr(node.it, "value", value), node):
            return
        node.it.value = node.twin.value = value
        parent = node.twin.parent
        if name == node.twin.name or not parent or parent.may_have(name):
            node.it.name = node.twin.name = name
        else:
            fails(ValueError, lambda: setattr(node.it, "name", name))

    def do_copy(self) -> None:
        node = self.node()
        if self.refused(lambda: node.it.copy(), node, reads=True):
            return
        copies: dict[Twin | None, Twin | None] = {node.twin.parent: None}
        for twin, _ in node.twin.all():
            copies[twin] = Twin(twin.name, twin.value, copies[twin.parent])
        root = copies[node.twin]
        assert root
        self.trees.append(Tree(node.it.copy(), TreeTwin(root)))

    # -------------------------------------------------------------- walkers and cursors
    def do_walk(self) -> None:
        tree = self.tree()
        if not self.refused(lambda: iter(tree.it), tree, reads=True):
            self.walkers.append(User(iter(tree.it), tree.of))

    def do_walk_on(self) -> None:
        walker = self.one(self.walkers)
        if not walker or self.refused(lambda: next(walker.it), walker, reads=True):
            return
        if walker.at and walker.changes != walker.of.changes:
            fails(RuntimeError, lambda: next(walker.it))
        elif walker.at:
            twins = [twin for twin, _ in walker.of.root.all()]
            k = twins.index(walker.at) + 1
            self.hold(next(walker.it), walker.of, walker.at)
            walker.at = twins[k] if k < len(twins) else None
        else:
            fails(StopIteration, lambda: next(walker.it))

    def do_cursor(self) -> None:
        tree = self.tree()
        if not self.refused(lambda: self.module.Cursor(tree.it), tree):
            self.cursors.append(User(self.module.Cursor(tree.it), tree.of))

    def do_cursor_at(self) -> None:
        cursor = self.one(self.cursors)
        if cursor and not self.refused(lambda: cursor.it.node, cursor, reads=True):
            self.hold(cursor.it.node, cursor.of, cursor.at)

    def do_cursor_go(self) -> None:
        cursor, node = self.one(self.cursors), self.node()
        if not cursor or self.refused(lambda: cursor.it.go(node.it), cursor, node):
            return
        if cursor.of is node.of:
            cursor.it.go(node.it)
            cursor.at = node.twin
        else:
            fails(ValueError, lambda: cursor.it.go(node.it))

    def do_cursor_step(self) -> None:
        cursor, which = self.one(self.cursors), self.pick(3)
        if not cursor:
            return
        step = (cursor.it.up, cursor.it.down, cursor.it.next)[which]
        if self.refused(step, cursor):
            return
        at = cursor.at
        siblings = at.parent.below if at.parent else [at]
        up, down = [at.parent], at.below
        targets = (up, down, siblings[siblings.index(at) + 1 :])[which]
        target = targets[0] if targets else None
        assert step() is bool(target)
        cursor.at = target or at

    # ------------------------------------------------------------------------- visitors
    def do_visit(self) -> None:
        """A visitor that does whatever else can be done, stops early, or raises."""
        tree, actions = self.tree(), self.actions()
        if len(self.locked) > 2 or self.refused(
            lambda: tree.it.visit(lambda it, depth: True), tree, reads=True
        ):
            return
        twins = list(tree.of.root.all())
        when, how = self.pick(len(twins)), self.pick(4)
        seen: list[tuple[str, int]] = []

        def visitor(it: Any, depth: int) -> bool:
            seen.append((it.name, depth))
            twin = twins[len(seen) - 1][0]
            known = [n for n in self.nodes if n.live and n.twin is twin]
            assert all(n.it is it for n in known)
            if not known and twin not in self.tied:
                self.lent.append(Tree(it, tree.of))
            if len(seen) - 1 == when:
                for _ in range(self.pick(4)):
                    getattr(self, self.one(actions))()
                if how == 0:
                    raise Stop
                return how != 1
            return True

        self.locked.append(tree.of)
        try:
            assert tree.it.visit(visitor) == (how != 1)
            assert how != 0
        except Stop:
            assert how == 0
        finally:
            self.locked.remove(tree.of)
        wanted = [(twin.name, depth) for twin, depth in twins]
        assert seen == (wanted if how > 1 else wanted[: when + 1])

    # -------------------------------------------------------------------------- the end
    def do_close_tree(self) -> None:
        tree = self.tree()
        if tree.of in self.locked:
            return fails(RuntimeError, tree.it.close)
        tree.it.close()
        tree.of.closed = True

    def do_close_user(self) -> None:
        user = self.one(self.walkers + self.cursors)
        if user and user in self.cursors and user.live and user.of in self.locked:
            fails(RuntimeError, user.it.close)
        elif user:
            user.it.close()
            user.closed = True

    def do_drop(self) -> None:
        held = self.one((self.trees, self.nodes, self.walkers, self.cursors))
        if held:
            held.pop(self.pick(len(held)))

    def do_tie(self) -> None:
        """An attribute that leads back."""
        tree, node = self.tree(), self.node()
        if type(tree.it) is not self.module.Tree and tree.of is node.of:
            tree.it.leaf = node.it
            self.tied.add(node.twin)

    def do_collect(self) -> None:
        gc.collect()
        if not self.locked:
            assert self.module.live() - self.before == self.count()
