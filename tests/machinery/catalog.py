# SPDX-License-Identifier: MIT
"""Everything of a test module that can be called, with good arguments for it.

In: an imported module, its description, its stub, its folder. Out: a Function for each
function, constructor, method, class method, getter and setter; for the setters of
fields; for __init__, close, __enter__ and __exit__ of each class that has them. The
object of a method is an argument like others, called `self`: wrong ones come as well.
"""

from __future__ import annotations

import inspect
import json
import os
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Callable

import objects

import examples

if TYPE_CHECKING:
    import driver

SELF = inspect.Parameter("self", inspect.Parameter.POSITIONAL_ONLY)
# What Python itself says of a wrong object, or of none.
DESCRIPTOR = r"^(descriptor|unbound method) '?[\w.]+'?|^__get__\("
MADE = r"is made already$"  # a second __init__


class Method(examples.Function):
    """A method: its object is the first argument."""

    object_name = "self"

    def __init__(self, module: Any, entry: dict[str, Any], *more: Any) -> None:
        super().__init__(module, entry, *more)
        if not callable(self.examples[0]):
            self.examples[0] = {**self.derive(module), **self.examples[0]}
        own = self.own_message
        self.own_message = f"{DESCRIPTOR}|{own}" if own else DESCRIPTOR

    def owner(self, module: Any) -> Any:
        return getattr(module, self.entry["class"])

    def find(self, module: Any) -> Callable[..., Any]:
        """The descriptor, which takes the object."""
        call: Callable[..., Any] = self.owner(module).__dict__[self.entry["name"]]
        return call

    def find_signature(self) -> inspect.Signature:
        """That of the description, which other tests hold against inspect's."""
        scope: dict[str, Any] = {}
        exec(f"def function{self.entry['signature']}: pass", scope)
        own = list(inspect.signature(scope["function"]).parameters.values())
        if any(p.name == "self" for p in own):
            return inspect.Signature(own)
        return inspect.Signature([SELF, *own])

    def derive(self, module: Any, instances: bool = False) -> dict[str, Any]:
        """The object, and what the function wants."""
        arguments = {}
        if "self" in self.signature.parameters:
            arguments["self"] = self.objects.maker(self.entry["class"])
        return {**arguments, **super().derive(module, instances)}


class ClassMethod(Method):
    """A class method: the class is bound."""

    def find(self, module: Any) -> Callable[..., Any]:
        call: Callable[..., Any] = getattr(self.owner(module), self.entry["name"])
        return call

    def find_signature(self) -> inspect.Signature:
        return self.signature_of_overload() or inspect.signature(self.call)


class Made(ClassMethod):
    """A class whose objects a function in C makes."""

    def find(self, module: Any) -> Callable[..., Any]:
        call: Callable[..., Any] = self.owner(module)
        return call

    def find_signature(self) -> inspect.Signature:
        """Python 3.9 drops that of a type made by a specification."""
        parameters = super(ClassMethod, self).find_signature().parameters
        return inspect.Signature([p for p in parameters.values() if p is not SELF])


class Initializer(Method):
    """__init__ by itself, of an object that was not initialised yet."""

    def __init__(self, *more: Any) -> None:
        super().__init__(*more)
        self.own_message += f"|{MADE}"

    def find(self, module: Any) -> Callable[..., Any]:
        call: Callable[..., Any] = self.owner(module).__init__
        return call

    def derive(self, module: Any, instances: bool = False) -> dict[str, Any]:
        owner = self.owner(module)
        fresh = objects.Maker(lambda: (owner.__new__(owner), []))
        return {"self": fresh, **examples.Function.derive(self, module, instances)}


class Getter(Method):
    """A property, read."""

    takes_counts = False

    def find(self, module: Any) -> Callable[..., Any]:
        call: Callable[..., Any] = super().find(module).__get__
        return call


class PropertySetter(Method):
    """A property, written."""

    takes_counts = False

    def find(self, module: Any) -> Callable[..., Any]:
        call: Callable[..., Any] = super().find(module).__set__
        return call


class Special(Method):
    """A special method, by the parameters of C: Python's own slots know no names."""

    takes_counts = False

    def __init__(self, module: Any, *more: Any) -> None:
        super().__init__(module, *more)
        self.direct = getattr(self.owner(module), self.entry["name"])

    def find(self, module: Any) -> Callable[..., Any]:
        name, owner = self.entry["name"], self.owner(module)
        words = [p.name for p in inspect_text(self.entry["signature"])]
        values = list(words)
        if name in ("__getitem__", "__setitem__", "__delitem__"):
            last = [words[-1]] if name == "__setitem__" else []
            keys = words[: len(words) - len(last)]
            slices = keys == ["start", "stop", "step"]
            key = f"slice({', '.join(keys)})" if slices else f"({', '.join(keys)})"
            values = [key, *last]
        values += {"__buffer__": ["0"], "__deepcopy__": ["{}"]}.get(name, [])
        scope = {"call": getattr(owner, name)}
        given = ", ".join(["self", *words])
        text = f"def f({given}): return call({', '.join(['self', *values])})"
        exec(text, scope)
        call: Any = scope["f"]
        call.__name__, call.__qualname__ = name, f"{self.entry['class']}.{name}"
        call.__doc__ = self.entry["doc"]
        return call

    def find_signature(self) -> inspect.Signature:
        return inspect.signature(self.call)


def inspect_text(signature: str) -> list[inspect.Parameter]:
    """The parameters of a signature in text, but `self`."""
    scope: dict[str, Any] = {}
    exec(f"def f{signature.replace('...', 'None')}: pass", scope)
    return list(inspect.signature(scope["f"]).parameters.values())


KINDS = {
    "function": examples.Function,
    "constructor": Made,
    "class method": ClassMethod,
    "static method": ClassMethod,
    "method": Method,
    "getter": Getter,
    "setter": PropertySetter,
    "special method": Special,
}
NO_C = {"c_name": "", "prototype": "void f(void)", "signature": "()"}


def header_of(folder: str) -> str:
    """A module's header: its own, or the one that settings.json names."""
    modules, name = os.path.split(folder)
    path = os.path.join(folder, "settings.json")
    headers = [f"{name}/{name}.h"]
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            headers = json.load(file).get("headers", headers)
    return os.path.join(modules, headers[0])


class Catalog:
    """The callables of one module."""

    def __init__(self, setting: driver.Setting) -> None:
        self.setting = setting
        self.module, self.np = setting.module, setting.np
        self.description = setting.description
        table = examples.table_of(setting.folder)
        self.objects = objects.Objects(
            self.module, self.description, setting.stub, table
        )
        self.objects.function = self.function
        with open(header_of(setting.folder), encoding="utf-8") as file:
            self.header = re.sub(r"/\*.*?\*/|//[^\n]*", " ", file.read(), flags=re.S)
        classes = self.description["classes"]
        self.common = {
            # C's own word for it is the last of `struct point`
            "classes": {
                e["c_name"].split()[-1]: e["name"]
                for e in classes
                if e["kind"] == objects.VALUE
            },
            "constructors": {e["name"]: self.complete(e) for e in classes},
            "enums": {
                e["c_name"].split()[-1]: e["name"]
                for e in self.description["enums"]
                if e["name"]
            },
        }

    def complete(self, entry: dict[str, Any]) -> dict[str, Any]:
        """The entry of a class, with what all of them share."""
        return {**entry, "prototype": entry["prototype"] or NO_C["prototype"]}

    def function(self, entry: dict[str, Any], kind: Any = None) -> examples.Function:
        """A Function of an entry of the description."""
        kind = kind or KINDS[entry["place"]]
        made: examples.Function = kind(
            self.module, {**entry, **self.common}, self.header, self.objects, self.np
        )
        return made

    def everything(self) -> Iterator[examples.Function]:
        for entry in self.description["functions"]:
            if entry["place"] not in objects.NOT_CALLED:
                yield self.function(entry)
            if entry["place"] == "constructor":
                yield self.function(entry, Initializer)
        for entry in self.description["classes"]:
            if "defined_as" not in entry:
                yield from self.of_class(entry)

    def of_class(self, entry: dict[str, Any]) -> Iterator[examples.Function]:
        """What a class has without a function in C."""
        name = entry["name"]
        if entry["closes"]:
            for method in ("close", "__enter__", "__exit__"):
                own = {"name": method, "class": name, "place": "method"}
                found = self.function({**NO_C, **own})
                found.takes_counts = False
                found.layout = method == "__enter__"  # it gives the object itself
                yield found
        if entry["kind"] == objects.VALUE:
            if not self.objects.has_constructor(name):
                yield self.constructor(entry)
            for field in entry["fields"]:
                if not self.is_property(name, field["name"]):
                    yield self.setter(entry, field["name"])
        elif not self.objects.has_constructor(name):
            none = self.constructor({**entry, "fields": []})
            none.may_raise = (TypeError,)
            none.takes_counts = False
            yield none

    def constructor(self, entry: dict[str, Any]) -> examples.Function:
        whole = {**self.complete(entry), **self.common}
        return examples.Constructor(self.module, whole, "", self.objects, self.np)

    def setter(self, entry: dict[str, Any], field: str) -> examples.Function:
        whole = {**self.complete(entry), **self.common}
        return examples.Setter(self.module, whole, self.objects, self.np, field)

    def is_property(self, name: str, field: str) -> bool:
        """Whether a function in C hides the field."""
        return any(
            f["class"] == name and f["name"] == field and f["place"] == "getter"
            for f in self.description["functions"]
        )


def functions(setting: driver.Setting) -> list[examples.Function]:
    """All callables of a module that this interpreter can call."""
    found: list[examples.Function] = []
    for function in Catalog(setting).everything():
        dicts = [e for e in function.examples if isinstance(e, dict)]
        values = [v for e in dicts for v in e.values()]
        if not any(v is examples.Missing for v in values):
            found.append(function)
    return found
