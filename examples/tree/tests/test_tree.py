# SPDX-License-Identifier: MIT
"""tree: what a user does with it, and what becomes of nodes that are held."""

import gc
import threading

import pytest
import tree


@pytest.fixture(autouse=True)
def nothing_is_left():
    before = tree.live()
    yield
    gc.collect()
    assert tree.live() == before


def small():
    """r with a and c, b below a."""
    t = tree.Tree("r")
    t.add(t.add(t.root, "a", 1.5), "b")
    t.add(t.root, "c")
    return t


def test_a_tree_is_a_collection():
    t = small()
    assert len(t) == 4 and [n.name for n in t] == ["r", "a", "b", "c"]
    assert "a/b" in t and "b" not in t
    assert t["a"].value == 1.5 and t.find("b") is t["a/b"] and t.find("x") is None
    with pytest.raises(KeyError, match="a/x"):
        t["a/x"]


def test_a_node_is_one_object():
    t = small()
    a = t["a"]
    assert t.root is t.root is a.parent and t.root.first is a and a.next is t["c"]
    assert t.root.parent is None and t["c"].next is None


def test_properties():
    t = small()
    t["a"].name, t["c"].value = "d", 7
    assert "d/b" in t and t["c"].value == 7
    for name in ("c", "", "x/y"):
        with pytest.raises(ValueError, match="name"):
            t["d"].name = name


def test_move():
    t = small()
    b = t["a/b"]
    t.move(t["a"], t["c"])
    assert t["c/a/b"] is b
    for below in (b, t["c/a"]):
        with pytest.raises(ValueError, match=r"below itself|same object"):
            t.move(t["c/a"], below)
    with pytest.raises(ValueError, match="another tree"):
        t.move(b, small().root)


def test_remove():
    t = small()
    root, a, b = t.root, t["a"], t["a/b"]
    t.remove(a)
    for gone in (a, b, root):  # C may have freed any: carbide does not know which
        with pytest.raises(ValueError, match=r"closed|gone"):
            _ = gone.name
    assert t.root is not root and len(t) == 2
    with pytest.raises(ValueError, match="the root stays"):
        t.remove(t.root)


def test_nodes_keep_the_tree():
    b = small()["a/b"]
    gc.collect()
    assert b.parent.parent.name == "r"


def test_close():
    t = small()
    a, walker, cursor = t["a"], iter(t), tree.Cursor(t)
    t.close()
    for use in (lambda: len(t), lambda: a.name, lambda: next(walker), cursor.up):
        with pytest.raises(ValueError, match=r"closed|gone"):
            use()
    with small() as t:
        pass
    with pytest.raises(ValueError, match="closed"):
        _ = t.root


def test_walker():
    t = small()
    walker = iter(t)
    assert next(walker) is t.root
    t.add(t.root, "d")
    with pytest.raises(RuntimeError, match="changed"):
        next(walker)


def test_cursor():
    t = small()
    cursor = tree.Cursor(t)
    assert cursor.down() and cursor.down() and cursor.node is t["a/b"]
    assert not cursor.next()
    t.remove(t["a"])
    assert cursor.node is t.root and not cursor.up()
    with pytest.raises(ValueError, match="another tree"):
        cursor.go(small().root)


def test_copy():
    t = small()
    copy = t["a"].copy()
    t.close()
    assert [n.name for n in copy] == ["a", "b"] and copy["b"].parent is copy.root


def test_visitor():
    t = small()
    seen = []
    assert t.visit(lambda n, depth: seen.append((n.name, depth)) or True)
    assert seen == [("r", 0), ("a", 1), ("b", 2), ("c", 1)]
    assert not t.visit(lambda n, depth: n.name != "a")
    with pytest.raises(ZeroDivisionError):
        t.visit(lambda n, depth: 1 / 0)


def test_visitor_keeps_and_changes():
    """What is kept ends with the call, in which the tree stays as it is."""
    t = small()
    kept, roots = [], []

    def visitor(n, depth):
        kept.append(n)
        roots.append(t.root)
        assert n.parent is None or n.parent.first
        with pytest.raises(RuntimeError, match=r"while Tree.visit"):
            n.name = "other"
        for change in (t.close, lambda: t.remove(t["a"]), lambda: t.add(t.root, "x")):
            with pytest.raises(RuntimeError, match=r"while Tree.visit"):
                change()
        return True

    assert t.visit(visitor)
    for n in kept:
        with pytest.raises(ValueError, match="closed"):
            _ = n.name
    assert all(root is t.root for root in roots)


def test_visitor_and_what_uses_the_tree():
    """Walkers only read the tree, a cursor is known to it."""
    t = small()
    walker, cursor = iter(t), tree.Cursor(t)

    def visitor(n, depth):
        assert next(walker).name == n.name
        assert cursor.node is t.root
        for change in (cursor.down, cursor.close):
            with pytest.raises(RuntimeError, match=r"while Tree.visit"):
                change()
        return True

    assert t.visit(visitor)
    assert cursor.down()


def test_deep_tree():
    """Nothing is recursive that could be too deep."""
    t = tree.Tree()
    at = t.root
    for _ in range(20000):
        at = t.add(at, "x")
    assert len(t.root.copy()) == len(list(t)) == 20001
    del at


def test_threads():
    """One changes the tree, others go through it."""
    t = small()
    start, done = threading.Barrier(3), []

    def change():
        start.wait()
        for _ in range(300):
            at = t.root
            for name in "xyz":
                at = t.add(at, name)
            t.remove(t["x"])
        done.append(1)

    def look():
        cursor = tree.Cursor(t)
        start.wait()
        while not done:
            _ = cursor.down() or cursor.next() or cursor.up()
            try:
                names = [n.name for n in t]
            except (RuntimeError, ValueError):  # it changed
                continue
            assert names[:4] == ["r", "a", "b", "c"]

    threads = [threading.Thread(target=f) for f in (change, look, look)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
