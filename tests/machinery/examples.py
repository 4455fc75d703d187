# SPDX-License-Identifier: MIT
"""Good arguments for every exported function of a test module.

In: an imported module, its JSON description and its folder below tests/modules. Out:
for each function a dict of arguments that it accepts. They follow from the prototype:
`const double a[m][k], const double b[k][n]` gives arrays of 3 x 2 and 2 x 4. What no
prototype says (a text of a certain form, a file) stands in the module's examples.py,
where methods are called "class.method", setters "class.property=", constructors
"class.__init__":

    GOOD = {"function": {"argument": value, ...}}     instead of what is derived; of a
                                                      method's what is named here alone
    MORE = {"function": [{...}, ...]}                 further good calls
    MAY_RAISE = {"function": (SystemError, ...)}      beyond the usual exceptions
    OWN_MESSAGE = {"function": "regular expression"}  texts that C itself raises
    SLOW = {"function", ...}                          huge arguments run for ever
    LAYOUT = {"function", ...}                        the result tells of the layout
    OBJECTS = {"class": lambda m: ...}                see objects.py
    FATAL = {"function", ...}                         fails in Python without memory
    KEEPS = {"function", ...}                         fields own what is given
    ADDS = {"function", ...}                          each call keeps one thing more

Functions that share a name (CB_OVERLOAD) have their C names as keys. Values may be
callables without arguments that make a fresh one (files, for instance, and callables
for callbacks); a callable in place of a dict gets the module and makes all arguments of
one call. Methods' objects are called "self".
Runs on every interpreter, with and without NumPy, which is given as `np` or None.
"""

from __future__ import annotations

import array
import datetime
import functools
import importlib.util
import inspect
import os
import re
from typing import Any, Callable

from objects import class_of, label_of

# Extents of the integers of a prototype, in order of appearance: all different, so
# that a confusion of two of them is seen.
SIZES = (3, 2, 4, 5, 6, 7)

NUMPY_NAMES = {
    "bool": "?",
    "_Bool": "?",
    "signed char": "b",
    "int8_t": "i1",
    "uint8_t": "u1",
    "int16_t": "i2",
    "uint16_t": "u2",
    "int32_t": "i4",
    "uint32_t": "u4",
    "int64_t": "i8",
    "uint64_t": "u8",
    "short": "h",
    "unsigned short": "H",
    "int": "i",
    "unsigned": "I",
    "unsigned int": "I",
    "long": "l",
    "unsigned long": "L",
    "long long": "q",
    "unsigned long long": "Q",
    "size_t": "P",
    "ptrdiff_t": "p",
    "_Float16": "e",
    "float": "f",
    "double": "d",
    "long double": "g",
    "float _Complex": "F",
    "_Complex float": "F",
    "double _Complex": "D",
    "_Complex double": "D",
    "long double _Complex": "G",
    "_Complex long double": "G",
}
UTC = datetime.timezone.utc
FORMS = {
    "bool": True,
    "bytes": b"text",
    "datetime": datetime.datetime(2024, 2, 29, 12, 30, 15, tzinfo=UTC),
    "timedelta": datetime.timedelta(days=2, seconds=3),
}
BYTES_TYPES = {"char", "unsigned char", "void"}


class Parameter:
    """One parameter of a C prototype: its base type, its extents, its CB_AS."""

    def __init__(self, text: str) -> None:
        marked, form = marker(text, "CB_SHAPE"), marker(text, "CB_AS")
        self.is_out = bool(re.search(r"\bCB_OUT\b", text))
        text = unmarked(text)
        if marked:
            text += "".join(f"[{e}]" for e in split(marked))
        self.form = form
        view = re.match(r"CB_VIEW\((.*), (\d+)\)(.*)", text)
        if view:  # any extents will do
            extents = "".join(f"[{n}]" for n in SIZES[: int(view.group(2))])
            text = view.group(1) + view.group(3) + extents
        self.is_view = bool(view)
        self.extents = re.findall(r"\[([^\]]*)\]", text)
        head = text.split("[", 1)[0].strip()
        match = re.match(r"(.*?)(\w*)$", head, re.S)
        assert match
        self.c_type, self.name = match.group(1).strip(), match.group(2)
        self.pointers = self.c_type.count("*") - bool(marked)
        words = re.sub(
            r"\b(const|restrict|struct|enum|volatile)\b|\*", " ", self.c_type
        )
        self.base = " ".join(words.split())
        self.is_const = self.c_type.startswith("const")


def parameters(header: str, c_name: str, prototype: str) -> list[Parameter]:
    """The parameters of a function, with their markers where the header has it."""
    plain = split(inside(prototype, prototype.index("(")))
    found = re.search(rf"\b{c_name}\s*\(", header)
    marked = split(inside(header, found.end() - 1)) if found else []
    texts = marked if len(marked) == len(plain) else plain
    return [Parameter(t) for t in texts if t not in ("", "void")]


def inside(text: str, start: int) -> str:
    """What stands between the bracket at `start` and the one that closes it."""
    depth = 0
    for i in range(start, len(text)):
        depth += text[i] in "([{"
        depth -= text[i] in ")]}"
        if not depth:
            return text[start + 1 : i]
    raise ValueError(f"no closing bracket in {text!r}")


def split(text: str) -> list[str]:
    """The parts between the commas of the outermost level."""
    parts, depth, start = [], 0, 0
    for i, c in enumerate(text):
        depth += c in "([{"
        depth -= c in ")]}"
        if c == "," and not depth:
            parts.append(text[start:i])
            start = i + 1
    parts.append(text[start:])
    return [" ".join(part.split()) for part in parts]


def marker(text: str, name: str) -> str:
    """The arguments of a marker in the text of a parameter, or ""."""
    found = re.search(rf"\b{name}\(", text)
    return inside(text, found.end() - 1) if found else ""


def unmarked(text: str) -> str:
    """The text of a parameter without its markers."""
    found = re.search(r"\bCB_(?!VIEW)[A-Z]+\b\s*(\()?", text)
    if not found:
        return text.strip()
    end = found.end()
    if found.group(1):
        end += len(inside(text, end - 1)) + 1
    return unmarked(text[: found.start()] + text[end:])


class Function:
    """An exported function, with good calls of it."""

    is_constructor = False
    object_name = ""  # the argument that is a method's object
    takes_counts = True  # too few and too many arguments can be told

    def __init__(
        self, module: Any, entry: dict[str, Any], header: str, objects: Any, np: Any
    ) -> None:
        table = objects.table
        self.entry, self.objects, self.np = entry, objects, np
        self.key = key = label_of(entry) if "place" in entry else entry["name"]
        self.name: str = key.replace(".__init__", "").rstrip("=")  # in messages
        self.call = self.direct = self.find(module)
        self.classes: dict[str, str] = entry["classes"]
        self.annotations: dict[str, str] = objects.stub.get(key, {})
        self.overloaded = bool(entry.get("overload"))
        self.callbacks = {c["name"]: c for c in entry.get("callbacks", ())}
        self.signature = self.find_signature()
        found = parameters(header, entry["c_name"], entry["prototype"])
        self.c = {p.name: p for p in found}
        # C's own allocator and sleeps make some arguments last for ever.
        views = any(p.is_view for p in self.c.values())
        key = entry["c_name"] if self.overloaded else key
        self.slow = views or key in getattr(table, "SLOW", ())
        self.may_raise = tuple(getattr(table, "MAY_RAISE", {}).get(key, ()))
        said = getattr(table, "OWN_MESSAGE", {}).get(key, "")
        more = objects.converters_say(self.annotations)
        self.own_message = "|".join(text for text in (said, more) if text)
        self.fatal = key in getattr(table, "FATAL", ())
        self.adds = key in getattr(table, "ADDS", ())
        self.keeps = self.adds or key in getattr(table, "KEEPS", ())
        # the same numbers in another form may mean another function of that name
        self.layout = key in getattr(table, "LAYOUT", ()) or self.overloaded
        good = getattr(table, "GOOD", {}).get(key)
        # dicts, or functions of the module that make them
        self.examples: list[Any] = []
        self.examples.append(good if good is not None else self.derive(module))
        if good is None and self.reads_structs():
            self.examples.append(self.derive(module, instances=True))
        self.examples += getattr(table, "MORE", {}).get(key, [])
        self.add_optional_objects()

    def find(self, module: Any) -> Callable[..., Any]:
        """What is called: nothing that is written in Python."""
        call: Callable[..., Any] = getattr(module, self.name)
        return call

    def find_signature(self) -> inspect.Signature:
        """What inspect says of the function; of overloads, what each takes."""
        return self.signature_of_overload() or inspect.signature(self.call)

    def signature_of_overload(self) -> inspect.Signature | None:
        """What this one of several C functions takes; None if there are no others."""
        if not self.overloaded:
            return None
        scope: dict[str, Any] = {}
        text = re.sub(r"=[^,)]+", "=None", self.entry["signature"])
        exec(f"def function{text}: ...", scope)
        return inspect.signature(scope["function"])

    def add_optional_objects(self) -> None:
        """A further example that gives the objects for which None would do."""
        more = {}
        if callable(self.examples[0]):
            return
        for name, p in self.signature.parameters.items():
            of = self.objects.class_in(self.annotations.get(name, ""))
            if of and p.default is not p.empty and name not in self.examples[0]:
                more[name] = self.objects.maker(of)
        if more:
            self.examples.append({**self.examples[0], **more})

    @functools.cached_property
    def takes_objects(self) -> bool:
        """Whether a call may use up what it is given, so that each needs its own."""
        values = [v for k in range(len(self.examples)) for v in self.fresh(k).values()]
        return any(self.objects.is_object(v) for v in values)

    def fresh(self, which: int = 0) -> dict[str, Any]:
        """The arguments of a good call, as new objects."""
        example = self.examples[which]
        if callable(example):
            return dict(example(self.objects.module))
        return {k: renew(v, self.np) for k, v in example.items()}

    def positional(self, arguments: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
        """The same as args and kwargs: keywords only where a position is impossible."""
        args, kwargs = [], {}
        in_order = True
        for name, p in self.signature.parameters.items():
            if name not in arguments:
                in_order = in_order and p.kind is not p.POSITIONAL_OR_KEYWORD
                continue
            if in_order and p.kind not in (p.KEYWORD_ONLY, p.VAR_KEYWORD):
                args.append(arguments[name])
            else:
                kwargs[name] = arguments[name]
        return args, kwargs

    def reads_structs(self) -> bool:
        """Whether some argument may be an array of structs or a list of instances."""
        return any(
            c.base in self.classes and c.extents and c.is_const for c in self.c.values()
        )

    def derive(self, module: Any, instances: bool = False) -> dict[str, Any]:
        """Arguments that the prototype accepts, for all that have no default."""
        self.instances = instances or self.np is None
        sizes = self.sizes()
        arguments = {}
        for name, p in self.signature.parameters.items():
            of = self.objects.class_in(self.annotations.get(name, ""))
            rest = p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD)
            if p.default is not p.empty or rest or name == self.object_name:
                continue
            if of and not self.objects.is_value(of):
                arguments[name] = self.objects.maker(of)
                continue
            if name in self.callbacks:
                arguments[name] = self.callable_for(module, self.callbacks[name])
                continue
            c = self.c.get(name) or self.c.get(name.rstrip("_"))
            if c and c.extents and self.objects.class_of_items(self.annotations, name):
                of = self.objects.class_of_items(self.annotations, name)
                n = extent(c.extents[0], sizes)
                arguments[name] = functools.partial(self.objects.several, of, n)
                continue
            arguments[name] = self.value(module, c, sizes) if c else 2
            if c and not c.extents and c.form in FORMS:
                arguments[name] = FORMS[c.form]
        return arguments

    def callable_for(self, module: Any, c: dict[str, Any]) -> Callable[[], Any]:
        """What makes a callable that gives what C wants of it, whatever it gets.

        Arrays are those that it got; other texts and bytes than its own arguments are
        for the module's examples.py to say.
        """
        gives = [kind.split(" | ")[0] for kind in c["gives"]]

        def one(kind: str) -> Any:
            simple = {"int": 1, "float": 1.5, "bool": True, "complex": 1j, "str": "x"}
            enum = getattr(module, kind, None)
            if kind in simple or kind == "ArrayLike":
                return simple.get(kind)
            if hasattr(enum, "__members__"):
                return next(iter(enum))
            if kind in self.objects.entries and not self.objects.is_value(kind):
                return self.objects.maker(kind)()
            return self.instance(module, kind)

        made = [one(kind) for kind in gives]
        given = made[0] if len(made) == 1 else tuple(made) if made else None

        def array(*args: Any) -> Any:
            return next(a for a in args if hasattr(a, "tolist")).tolist()

        def constant(*args: Any) -> Any:
            return given

        return lambda: array if gives == ["ArrayLike"] else constant

    def maker(self, module: Any, name: str) -> Constructor:
        """The constructor of a value struct's class."""
        constructors = self.entry["constructors"]
        common = {
            "classes": self.classes,
            "constructors": constructors,
            "enums": self.entry["enums"],
        }
        entry = {**constructors[name], **common}
        return Constructor(module, entry, "", self.objects, self.np)

    def instance(self, module: Any, name: str) -> Any:
        """An instance of a value struct's class; its fields are small values."""
        if self.objects.has_constructor(name):
            return self.objects.maker(name)()
        maker = self.maker(module, name)
        arguments = maker.fresh()
        missing = any(v is Missing for v in arguments.values())
        return Missing if missing else maker.call(**arguments)

    def nested(self, module: Any, c: Parameter, extents: list[int]) -> Any:
        """Texts or instances for a field of several."""
        if c.base == "char" and len(extents) == 1:
            return "text"[: extents[0]]
        if not extents:
            return self.instance(module, self.classes[c.base])
        return [self.nested(module, c, extents[1:]) for _ in range(extents[0])]

    def structs(self, module: Any, c: Parameter, extents: list[int]) -> Any:
        """An array of structs: structured, or as a list of instances."""
        name = self.classes[c.base]
        if self.np is not None and not (self.instances and c.is_const):
            dtype = self.objects.type_of(name).__numpy_dtype__
            array = self.np.zeros(extents, dtype)
            self.fill(module, array, name)
            return array
        if not c.is_const:
            return Missing
        return self.nested(module, c, extents)

    def fill(self, module: Any, array: Any, name: str) -> None:
        """Small values into each field of a structured array."""
        maker = self.maker(module, name)
        for field, value in maker.fresh().items():
            base = maker.c[field].base
            if base in self.classes:
                self.fill(module, array[field], self.classes[base])
            elif isinstance(value, (bytes, bytearray)):
                array[field] = list(value)
            elif isinstance(value, str):
                array[field] = value.encode()[: array.dtype[field].itemsize]
            elif isinstance(value, list):
                array[field] = [text.encode() for text in value]
            else:
                array[field] = value

    def sizes(self) -> dict[str, int]:
        """A value for every integer parameter that stands in an extent."""
        used = " ".join(e for p in self.c.values() for e in p.extents)
        words = re.findall(r"[A-Za-z_]\w*", used)
        order = [p.name for p in self.c.values() if p.name in words and not p.extents]
        return dict(zip(order, SIZES))

    def value(self, module: Any, c: Parameter, sizes: dict[str, int]) -> Any:
        """A good value for one parameter."""
        enum = getattr(module, self.entry["enums"].get(c.base, c.base), None)
        if c.base in self.classes and not c.extents:
            return self.instance(module, self.classes[c.base])
        if c.extents:
            extents = [int(extent(e, sizes)) for e in c.extents]
            if c.base in self.classes and not self.is_constructor:
                if c.pointers:
                    return [self.instance(module, self.classes[c.base])] * extents[0]
                return self.structs(module, c, extents)
            if self.is_constructor and (c.base in self.classes or c.base == "char"):
                return self.nested(module, c, extents)
            if c.pointers:
                return ["text"] * extents[0] if c.base == "char" else None
            if c.base in BYTES_TYPES:
                return bytearray(b"ab cd efgh ij"[: extents[0]].ljust(extents[0], b"k"))
            return numbers(self.np, c.base, extents, enum)
        if c.name in sizes:
            return sizes[c.name]
        if isinstance(enum, type) and issubclass(enum, int):
            return next(iter(enum))
        if c.base in ("wchar_t", "char16_t", "char32_t") and c.pointers:
            return "wide \u00e4\u20ac"
        if c.base == "char":
            return "text \u00e4" if c.pointers else "x"
        if c.base == "void":
            return None
        if c.base in ("bool", "_Bool"):
            return True
        if "_Complex" in c.base:
            return 1.5 - 2j
        return 1.5 if c.base in ("float", "double", "long double", "_Float16") else 2


class Constructor(Function):
    """A class, as a function of its fields."""

    is_constructor = True

    def find(self, module: Any) -> Callable[..., Any]:
        call: Callable[..., Any] = class_of(module, self.entry)
        return call

    def find_signature(self) -> inspect.Signature:
        """From the fields: Python 3.9 drops that of a type made by a specification."""
        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        names = [field["name"] for field in self.entry["fields"]]
        return inspect.Signature([inspect.Parameter(name, kind) for name in names])


class Setter(Constructor):
    """Assignment to one field of an instance: a function of its value."""

    def __init__(
        self, module: Any, entry: dict[str, Any], objects: Any, np: Any, field: str
    ) -> None:
        super().__init__(module, entry, "", objects, np)
        good = self.fresh()
        missing = any(v is Missing for v in good.values())
        self.target = None if missing else self.instance(module, entry["name"])
        scope = {"target": self.target}
        text = f"target.{field} = {field}; return target.{field}"
        exec(f"def {self.name}({field}): {text}", scope)  # a function of the field
        self.call = scope[self.name]
        self.direct = functools.partial(setattr, self.target, field)
        self.signature = inspect.signature(self.call)
        self.examples = [{field: good[field]}]


def extent(text: str, sizes: dict[str, int]) -> int:
    """Value of a bound written in C; enough of C for what the modules write."""
    text = re.sub(r"\b(static|restrict)\b|^ *\*|(?<=[(,]) *\*", "", text)
    match = re.match(r"(.*)\?(.*):(.*)", text)
    if match:
        text = "({1}) if ({0}) else ({2})".format(*match.groups())
    names = {"true": 1, "false": 0, **sizes}
    bools = dict.fromkeys(re.findall(r"[A-Za-z_]\w*", text), 1)
    value = eval(text.replace("/", "//"), {}, {**bools, **names})
    return int(value)


def numbers(np: Any, base: str, extents: list[int], enum: Any = None) -> Any:
    """An array of small numbers, all different; a memoryview without NumPy."""
    count = 1
    for e in extents:
        count *= e
    code = NUMPY_NAMES.get(base, "i")
    if enum is not None:
        code = "i" if min(enum) < 0 else "I"
    items: list[Any] = [i % 100 + 1 for i in range(count)]
    if code == "?":
        items = [i % 2 == 1 for i in range(count)]
    elif enum is not None:
        items = [int(list(enum)[i % len(list(enum))]) for i in range(count)]
    if np is not None:
        return np.array(items, code).reshape(extents)
    return plain_numbers(code, items, extents)


def plain_numbers(code: str, items: list[Any], extents: list[int]) -> Any:
    """The same by the standard library alone; None where it has no such format."""
    sizes = {"i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I"}
    sizes.update({"i8": "q", "u8": "Q", "P": "Q", "p": "q"})
    code = sizes.get(code, code)
    if code == "?":
        view = memoryview(bytearray(items)).cast("B").cast("?")
    elif code in "bBhHiIlLqQfd":
        view = memoryview(array.array(code, items))
    else:
        return Missing
    if len(extents) == 1:
        return view
    return view.cast("B").cast(view.format, extents)


class Missing:
    """Stands for a value that cannot be made without NumPy."""


def renew(value: Any, np: Any) -> Any:
    """A new object of the same content, so that calls do not change the example."""
    if callable(value) and value is not Missing:
        return value()
    if np is not None and isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, (bytearray, list)):
        return value[:]
    if isinstance(value, memoryview) and value.format is not None:
        flat = memoryview(bytearray(value.tobytes()))
        shape = value.shape
        return flat.cast(value.format, shape)
    return value


def table_of(folder: str) -> Any:
    """The module's examples.py, or None."""
    path = os.path.join(folder, "examples.py")
    return load("examples_" + os.path.basename(folder), path)


def load(name: str, path: str) -> Any:
    """Import a Python file by its path; None where there is none."""
    if not os.path.exists(path):
        return None
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
