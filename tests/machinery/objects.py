# SPDX-License-Identifier: MIT
"""Objects of the classes of a test module: good ones, and every wrong one.

In: a module, its description and its stub. Out: for each class a maker, which follows
from the functions that give such an object (its constructor, a class method, a
function, a method or property of another class), and what to try in place of a good
object: one that is closed, one that was never initialised, one of each other class.
What no prototype says stands in the module's examples.py:

    OBJECTS = {"node": lambda m: m.tree("oak").root}
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Callable

if TYPE_CHECKING:
    import examples

Make = Callable[[], Any]
VALUE = "value struct"
NOT_CALLED = ("destructor",)


def stub_of(path: str) -> dict[str, dict[str, str]]:
    """Annotations by function: "add", "counter.next", "counter.value=" of a setter."""
    with open(path, encoding="utf-8") as file:
        tree = ast.parse(file.read())
    found: dict[str, dict[str, str]] = {}
    for item in tree.body:
        if isinstance(item, ast.FunctionDef):
            found.setdefault(item.name, annotations(item))
        for member in item.body if isinstance(item, ast.ClassDef) else ():
            if isinstance(member, ast.FunctionDef):
                marks = member.decorator_list
                setter = any(isinstance(d, ast.Attribute) for d in marks)
                name = f"{item.name}.{member.name}{'=' if setter else ''}"
                found.setdefault(name, annotations(member))
    return found


def annotations(function: ast.FunctionDef) -> dict[str, str]:
    """Each parameter's annotation, and that of "return"."""
    a = function.args
    every = [*a.posonlyargs, *a.args, *a.kwonlyargs]
    found = {p.arg: ast.unparse(p.annotation) for p in every if p.annotation}
    found["return"] = ast.unparse(function.returns) if function.returns else "None"
    return found


def class_of(module: Any, entry: dict[str, Any]) -> Any:
    """A class of the description; CB_CLASS("pkg.mod.Class") is another module's."""
    path, _, name = entry.get("defined_as", "").rpartition(".")
    home = importlib.import_module(path) if path else module
    return getattr(home, name or entry["name"])


class NoMakerError(Exception):
    """Nothing that can be called gives an object of this class."""


class Objects:
    """The classes of one module."""

    def __init__(
        self,
        module: Any,
        description: dict[str, Any],
        stub: dict[str, dict[str, str]],
        table: Any,
    ) -> None:
        self.module, self.stub, self.table = module, stub, table
        self.entries = {entry["name"]: entry for entry in description["classes"]}
        self.spelled = {e.get("defined_as", n): n for n, e in self.entries.items()}
        self.functions = description["functions"]
        self.function: Callable[[dict[str, Any]], examples.Function]
        self.makers: dict[str, Maker] = {}
        self.wanted: list[str] = []  # those that are being looked for
        self.subclasses: dict[str, Any] = {}

    def class_in(self, annotation: str) -> str:
        """The class that an annotation names, by itself or beside None; or ""."""
        names = [part.strip(" _") for part in annotation.split("|")]
        found = [self.spelled[name] for name in names if name in self.spelled]
        return found[0] if len(found) == 1 else ""

    def class_of_items(self, annotations: dict[str, str], name: str) -> str:
        """The class of the objects of which a parameter takes a list; or ""."""
        found = re.match(r"(?:list|tuple|Sequence)\[(.*)\]$", annotations.get(name, ""))
        of = self.class_in(found.group(1)) if found else ""
        return of if of and not self.is_value(of) else ""

    def converters_say(self, annotations: dict[str, str]) -> str:
        """What converters may say of values that come instead of objects, or ""."""
        texts = []
        own = getattr(self.table, "OWN_MESSAGE", {})
        for kind in {
            k for text in annotations.values() for k in re.findall(r"\w+", text)
        }:
            if self.entries.get(kind, {}).get("made_of"):
                texts.append(rf"^{kind}\.__convert__\(\)")
        for entry in self.functions if texts else ():
            if entry["name"] == "__convert__":
                key = entry["c_name"] if entry.get("overload") else label_of(entry)
                texts += [own[key]] if key in own else []
        return "|".join(sorted(texts))

    def several(self, name: str, n: int) -> list[Any]:
        """A list of new objects of a class."""
        maker = self.maker(name)
        return [maker() for _ in range(n)]

    def is_value(self, name: str) -> bool:
        return bool(self.entries[name]["kind"] == VALUE)

    def is_object(self, value: Any) -> bool:
        """Whether it is an object of one of the classes, or a list of such objects."""
        value = value[0] if isinstance(value, list) and value else value
        return any(isinstance(value, self.type_of(n)) for n in self.entries)

    def type_of(self, name: str) -> Any:
        """The class of that name, which another module may define."""
        return class_of(self.module, self.entries[name])

    def has_constructor(self, name: str) -> bool:
        """Whether a function in C makes its objects, in __init__."""
        return any(
            f["class"] == name and f["place"] == "constructor" for f in self.functions
        )

    def is_made_otherwise(self, name: str) -> bool:
        """Whether its class makes objects by itself, and not only of other values."""
        return self.is_value(name) or self.has_constructor(name)

    # ------------------------------------------------------------------ good ones
    def maker(self, name: str) -> Maker:
        """What makes objects of a class, found once."""
        if name not in self.makers:
            if name in self.wanted:
                raise NoMakerError(name)
            self.wanted.append(name)
            try:
                self.makers[name] = self.find(name)
            finally:
                self.wanted.remove(name)
        return self.makers[name]

    def find(self, name: str) -> Maker:
        """The first that gives one: the constructor, else any other function."""
        said = getattr(self.table, "OBJECTS", {}).get(name)
        if said:
            return Maker(lambda: (said(self.module), []))
        order = ("constructor", "class method", "function", "method", "getter")
        for place in order:
            for entry in self.functions:
                if entry["place"] == place and self.gives(entry, name):
                    maker = self.try_function(entry, name)
                    if maker:
                        return maker
        raise NoMakerError(
            f"{name}: no function gives one. Say in examples.py: "
            f'OBJECTS = {{"{name}": lambda m: …}}'
        )

    def gives(self, entry: dict[str, Any], name: str) -> bool:
        """Whether the result of a function may be an object of a class."""
        if entry["class"] == name and entry["place"] in ("constructor", "class method"):
            returns = self.stub.get(label_of(entry), {}).get("return", "")
            return entry["place"] == "constructor" or "Self" in returns
        returns = self.stub.get(label_of(entry), {}).get("return", "")
        return self.class_in(returns) == name

    def try_function(self, entry: dict[str, Any], name: str) -> Maker | None:
        """The function, if one call of it gives what it should."""
        try:
            maker = Maker(caller(self.function(entry)))
            made = maker()
        except (NoMakerError, ValueError, TypeError, OSError):
            return None
        return maker if isinstance(made, self.type_of(name)) else None

    # ------------------------------------------------------------------ wrong ones
    def variants(self, value: Any) -> Iterator[tuple[str, Make]]:
        """What to try in place of an object of one of the classes."""
        if isinstance(value, list) and self.is_object(value):
            for label, make in self.variants(value[-1]):
                yield f"list with {label}", lambda m=make: [*value[:-1], m()]
            yield "list with one object twice", lambda: [value[0]] * len(value)
            yield "tuple of objects", lambda: tuple(value)
            return
        name = type(value).__name__
        if name not in self.entries or self.type_of(name) is not type(value):
            return
        of = type(value)
        yield "not initialised", lambda: of.__new__(of)
        if self.subclass(name):
            yield "same: of a subclass", self.subclass(name)
        if not self.is_value(name):
            maker = self.maker(name)
            if self.entries[name]["closes"]:
                yield "closed", lambda: closed(maker())
            if any(hasattr(k, "close") for k in maker.with_arguments()[1]):
                yield "what it depends on is closed", lambda: orphan(maker)
        for other in self.entries:
            if other != name:
                try:
                    maker = self.maker(other)
                except NoMakerError:
                    continue
                yield f"object of {other}", maker

    def subclass(self, name: str) -> Any:
        """What makes an instance of a subclass; None where nothing does."""
        if name not in self.subclasses:
            self.subclasses[name] = self.find_subclass(name)
        return self.subclasses[name]

    def find_subclass(self, name: str) -> Any:
        base = self.type_of(name)
        sub = type("Sub" + name, (base,), {"__slots__": ("more", "__dict__")})
        for entry in self.functions:
            made = entry["class"] == name and self.gives(entry, name)
            if not made or entry["place"] not in ("constructor", "class method"):
                continue
            if entry["name"] == "__convert__" and self.is_made_otherwise(name):
                continue  # of other numbers
            function = self.function(entry)
            call = sub
            if entry["place"] == "class method":
                call = getattr(sub, entry["name"])
            maker = Maker(caller(function, call))
            if isinstance(maker(), sub):
                return maker
        return None


def label_of(entry: dict[str, Any]) -> str:
    """By what name the stub and the tables know a function."""
    if not entry["class"]:
        return str(entry["name"])
    if entry["place"] == "constructor":
        return f"{entry['class']}.__init__"
    return f"{entry['class']}.{entry['name']}{'=' * (entry['place'] == 'setter')}"


class Maker:
    """Makes an object by each call; also says of which arguments."""

    def __init__(self, make: Callable[[], tuple[Any, list[Any]]]) -> None:
        self.with_arguments = make

    def __call__(self) -> Any:
        return self.with_arguments()[0]


def caller(function: examples.Function, call: Any = None) -> Any:
    """Calls a function with fresh good arguments; gives its result, and those."""

    def make() -> tuple[Any, list[Any]]:
        arguments = function.fresh()
        args, kwargs = function.positional(arguments)
        return (call or function.call)(*args, **kwargs), list(arguments.values())

    return make


def closed(it: Any) -> Any:
    it.close()
    return it


def orphan(maker: Maker) -> Any:
    """An object what it was made of is closed."""
    it, arguments = maker.with_arguments()
    for one in arguments:
        if hasattr(one, "close"):
            one.close()
    return it
