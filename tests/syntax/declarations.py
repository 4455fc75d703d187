# SPDX-License-Identifier: MIT
"""A Hypothesis strategy for C declarations that compilers accept.

One example is a chain: typedefs, structs and enums that build on each other, and the
objects and functions declared with them. The text is written as crookedly as C allows:
words in any order, parentheses too many, attributes in every place, comments and line
markers between tokens. What was written is remembered, so that a test knows which
bounds and qualifiers must come back.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

from hypothesis import strategies as st

# What every example may use. The last words of a line name what it is.
PRELUDE = """\
typedef int T_int;
typedef const char *T_text;
typedef double T_row[3];
typedef int T_function(int, T_row);
typedef T_function *T_callback;
struct s_one { int a; double b; };
struct s_opaque;
union u_one { int a; float b; };
enum e_one { E_ONE, E_TWO };
typedef struct { long a; } T_struct;
typedef const volatile T_int T_fixed;
"""

# Types that not every compiler has, by the declaration that probes for them.
PROBES = {
    "_Float16": "_Float16 x;",
    "_Float32": "_Float32 x;",
    "_Float64x": "_Float64x x;",
    "_Float128": "_Float128 x;",
    "__float128": "__float128 x;",
    "__float80": "__float80 x;",
    "__int128": "unsigned __int128 x;",
    "_BitInt": "unsigned _BitInt(7) x;",
    "_Decimal64": "_Decimal64 x;",
    "nullability": "int *_Nonnull x;",
    "declspec": "__declspec(noinline) void x(void);",
    "fixed enum": "enum x : unsigned char { X };",
}


@dataclass(frozen=True)
class Base:
    """A type that declarators may be put around."""

    kind: str  # int, float, void, pointer, array, function, struct, incomplete
    words: tuple[str, ...]
    quals: frozenset[str] = frozenset()
    atomic: bool = False  # may it be _Atomic?


@dataclass
class Example:
    """A chain of declarations and what must be read of them."""

    text: str
    names: dict[str, str] = field(
        default_factory=dict
    )  # name -> its Base.kind, or open
    typedefs: set[str] = field(default_factory=set)
    seen: list[str] = field(default_factory=list)  # bounds and qualifiers, all of them
    needs: set[str] = field(default_factory=set)


INTS = (
    "char|signed char|unsigned char|short|short int|unsigned short int|int|signed|"
    "signed int|unsigned|unsigned int|long|long int|unsigned long|long signed int|"
    "long long|long long int|unsigned long long int|_Bool|__int128|unsigned __int128|"
    "__signed__ char|unsigned _BitInt(19)|_BitInt(2 * 8 + 1)"
).split("|")
FLOATS = (
    "float|double|long double|float _Complex|double _Complex|long double _Complex|"
    "__complex__ double|_Complex|_Float16|_Float32|_Float64x|_Float128|__float128|"
    "__float80|_Decimal64"
).split("|")
NAMED = [
    Base("int", ("T_int",), atomic=True),
    Base("pointer", ("T_text",), atomic=True),
    Base("array", ("T_row",)),
    Base("function", ("T_function",)),
    Base("pointer", ("T_callback",), frozenset(["restrict"]), True),
    Base("struct", ("struct s_one",), atomic=True),
    Base("struct", ("union u_one",), atomic=True),
    Base("int", ("enum e_one",)),
    Base("struct", ("T_struct",), atomic=True),
    Base("incomplete", ("struct s_opaque",)),
    Base("int", ("T_fixed",), frozenset(["const", "volatile"])),
]
ATTRIBUTES = [
    "__attribute__((unused))",
    "__attribute__((__unused__, , odd_one(1, 'x')))",
    "__attribute__(())",
    '__attribute ((odd_two (a, (1, 2), "c)")))',
]
BRACKETS = ["[[vendor::odd(1, [2])]]", "[[]]", "[[vendor::a, vendor::b(x)]]"]
SPELLINGS = {
    "const": ["const", "__const", "__const__"],
    "volatile": ["volatile", "__volatile__"],
    "restrict": ["restrict", "__restrict", "__restrict__"],
    "_Atomic": ["_Atomic"],
}
BLANKS = [" "] * 40 + ["\n", "\t", "  ", " /* ; */ ", " // (\n"]
BLANKS.append('\n# 7 "odd.h"\n')


class Writer:
    """Writes one example, drawing from Hypothesis."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.bases = list(NAMED)
        self.example = Example("")
        self.seen: list[str] = []  # of the declaration in work
        self.hidden: set[str] = set()  # typedef names that a parameter shadows
        self.integers: list[str] = []  # parameters that a bound may name
        self.count = 0
        self.defining = False  # a function: no [*]
        self.outer_quals: set[str] = set()  # of the declarator that was written last
        self.is_open = False

    def one_in(self, n: int) -> bool:
        return self.rng.randrange(n) == 0

    def fresh(self, lead: str) -> str:
        self.count += 1
        return f"{lead}{self.count}"

    # ------------------------------------------------------------------ specifiers

    def qualifiers(self, allowed: list[str]) -> list[str]:
        """Some of them, as words, each once, and remembered."""
        chosen = [q for q in allowed if self.one_in(5)]
        self.seen += chosen
        return [self.rng.choice(SPELLINGS[q]) for q in chosen]

    def attribute(self, one_in: int = 12) -> str:
        """A GNU attribute or nothing."""
        return self.rng.choice(ATTRIBUTES) + " " if self.one_in(one_in) else ""

    def brackets(self) -> str:
        """A standard attribute or nothing."""
        return " " + self.rng.choice(BRACKETS) + " " if self.one_in(16) else ""

    def need(self, text: str) -> None:
        for word in re.findall(r"\w+", text):
            if word in PROBES:
                self.example.needs.add(word)

    def base(self, place: str) -> Base:
        """A type without a declarator."""
        choice = self.rng.randrange(12)
        if choice < 3:
            words = re.findall(r"\w+(?:[(].*[)])?", self.rng.choice(INTS))
            self.rng.shuffle(words)
            base = Base("int", tuple(words), atomic="Bit" not in "".join(words))
        elif choice == 3:
            words = self.rng.choice(FLOATS).split()
            self.rng.shuffle(words)
            base = Base("float", tuple(words), atomic="_Decimal64" not in words)
        elif choice == 4:
            base = Base("void", ("void",))
        elif choice == 5 and self.one_in(2):
            return self.typeof_base()
        else:
            known = [b for b in self.bases if b.words[0] not in self.hidden]
            base = self.rng.choice(known)
        self.need(" ".join(base.words))
        return base

    def typeof_base(self) -> Base:
        """typeof of a type name, which may be of any shape."""
        word = self.rng.choice(["typeof", "__typeof__", "__typeof"])
        text, base, layers, quals = self.whole_type("name", "")
        kinds = {"*": "pointer", "[": "array", "(": "function"}
        kind = kinds[layers[0]] if layers else base.kind
        if layers:
            quals = self.outer_quals
        function = layers[:2] == ["*", "("] or (
            layers == ["*"] and base.kind == "function"
        )
        if kind == "pointer" and function:
            quals |= {"restrict"}
        if kind == "array":
            quals |= {"const", "volatile", "restrict", "_Atomic"}
        return Base(kind, (f"{word}({text})",), frozenset(quals))

    def specifiers(self, base: Base, extra: list[str]) -> tuple[str, frozenset[str]]:
        """Words of the type, qualifiers and `extra`, in any order."""
        allowed = []
        if base.kind not in ("function",):
            allowed = ["const", "volatile"]
        if base.kind == "pointer":
            allowed.append("restrict")
        allowed = [q for q in allowed if q not in base.quals]
        before = len(self.seen)
        words = self.qualifiers(allowed)
        type_words = list(base.words)
        if base.atomic and not base.quals and not words and self.one_in(8):
            self.seen.append("_Atomic")
            if self.one_in(2):
                type_words = ["_Atomic(" + " ".join(type_words) + ")"]
            else:
                words.append("_Atomic")
        quals = base.quals | set(self.seen[before:])
        out = list(type_words)
        for word in [*words, *extra]:
            out.insert(self.rng.randrange(len(out) + 1), word)
        if self.one_in(10):
            out.insert(self.rng.randrange(len(out) + 1), self.rng.choice(ATTRIBUTES))
        if out[-1] == "_Atomic":  # before a parenthesis it would be a specifier
            out.insert(0, out.pop())
        return " ".join(out), frozenset(quals)

    # ----------------------------------------------------------------- declarators

    def layers(self, base: Base, place: str) -> list[str]:
        """Pointers, arrays and functions around the base, the outermost first."""
        while True:
            found: list[str] = []
            while len(found) < 6 and not self.one_in(3):
                allowed = "**[("
                if found:
                    allowed = {"*": "**[(", "[": "*[", "(": "*"}[found[-1]]
                elif place == "field":
                    allowed = "**["
                found.append(self.rng.choice(allowed))
            last = found[-1] if found else ""
            if base.kind in ("void", "incomplete") and last not in ("*", "("):
                continue
            if base.kind == "function" and last not in ("*", ""):
                continue
            if base.kind == "function" and not found and place == "field":
                continue
            if base.kind == "array" and last == "(":
                continue
            if "bits" in place and found:
                continue
            return found

    def bound(self, place: str, outermost: bool, after_pointer: bool) -> str:
        """What stands between the brackets."""
        quals: list[str] = []
        static = star = False
        number = self.rng.choice(["1", "2", "7", "0x10", "2 * 3", "(4)", "sizeof(int)"])
        if place == "param" and self.integers and self.one_in(2):
            n = self.rng.choice(self.integers)
            number = self.rng.choice([n, f"{n} + 1", f"2 * {n}", f"({n})", f"{n} << 1"])
        if place == "param" and outermost:
            quals = self.qualifiers(["const", "volatile", "restrict"])
            static = self.one_in(4)
            star = not static and not self.defining and self.one_in(8)
        may_be_open = outermost and place in ("param", "file", "typedef")
        if star:
            number = "*"
        elif not static and (may_be_open or after_pointer) and self.one_in(5):
            number = ""
        words = quals
        if static:
            words.insert(self.rng.choice([0, len(words)]), "static")
        self.seen.append(
            "[" + " ".join(sorted(number.split() + ["static"] * static)) + "]"
        )
        return "[" + " ".join([*words, number]).strip() + "]"

    def parameters(self, definition: bool) -> str:
        """A parameter list with its parentheses."""
        if self.one_in(8) and not definition:
            return "()"
        hidden, integers = set(self.hidden), list(self.integers)
        self.integers = []
        found = []
        for _ in range(self.rng.choice([0, 1, 1, 2, 3])):
            found.append(self.parameter(definition))
        if found and self.one_in(6):
            found.append("...")
        self.hidden, self.integers = hidden, integers
        return "(" + (", ".join(found) if found else "void") + ")"

    def parameter(self, definition: bool) -> str:
        """One parameter, which may hide a typedef and bound the next ones."""
        if self.one_in(4):
            name = self.fresh("n")
            self.integers.append(name)
            return f"{self.rng.choice(['int', 'unsigned long', 'short'])} {name}"
        name = ""
        if definition or self.one_in(2):
            name = self.fresh("p")
            if self.one_in(8) and "T_int" not in self.hidden:
                name = "T_int"
        text, _, _, _ = self.whole_type("param", name)
        if name == "T_int":
            self.hidden.add(name)
        return text + " " + self.attribute(20)

    def declarator(self, name: str, base: Base, layers: list[str], place: str) -> str:
        """The declarator of these layers around a name, or around nothing."""
        inner, before = name, ""
        outer_quals: set[str] = set()
        is_open = False
        if name and place in ("file", "param", "typedef"):
            inner += self.brackets()
        for i, layer in enumerate(layers):
            to_function = layers[i + 1 :][:1] == ["("] or (
                i + 1 == len(layers) and base.kind == "function"
            )
            if layer == "*":
                at = len(self.seen)
                quals = self.qualifiers(
                    ["const", "volatile", *([] if to_function else ["restrict"])]
                )
                if i == 0:
                    outer_quals = set(self.seen[at:])
                if self.one_in(60):
                    quals.append(self.rng.choice(["_Nonnull", "_Nullable"]))
                    self.example.needs.add("nullability")
                words = self.brackets() + self.attribute() + " ".join(quals)
                inner = "*" + words + (" " if words else "") + inner
            else:
                if before == "*":
                    inner = "(" + self.attribute(16) + inner + ")"
                elif inner and name != "T_int" and self.one_in(8):
                    inner = "(" + inner + ")"
                if layer == "[":
                    bound = self.bound(place, i == 0, before == "*")
                    is_open = is_open or (i == 0 and bound == "[]")
                    inner += bound
                    if place in ("file", "typedef"):
                        inner += self.brackets()
                else:
                    inner += self.parameters(definition=False)
            before = layer
        # what the declarators inside, of parameters, said is overwritten
        self.outer_quals, self.is_open = outer_quals, is_open
        # `(T_int)(void)` would be a function with a parameter without a name
        if name and name != "T_int" and self.one_in(10):
            inner = "(" + inner + ")"
        return inner

    def whole_type(
        self, place: str, name: str
    ) -> tuple[str, Base, list[str], frozenset[str]]:
        """Specifiers and one declarator: a parameter, or a type name."""
        base = self.base(place)
        layers = self.layers(base, place)
        extra = ["register"] if place == "param" and self.one_in(20) else []
        specs, quals = self.specifiers(base, extra)
        text = self.declarator(name, base, layers, place)
        return f"{specs} {text}".strip(), base, layers, quals

    # ---------------------------------------------------------------- declarations

    def tag(self) -> str:
        """A struct or union; its name may be used from now on."""
        word = self.rng.choice(["struct", "struct", "union"])
        name = self.fresh("tag")
        marks = self.layout()
        outer, self.seen = self.seen, []
        body = self.fields(word, 1)
        self.example.seen += self.seen
        self.seen = outer
        self.example.names[name] = word
        self.bases.append(Base("struct", (f"{word} {name}",)))
        if self.one_in(2):
            return f"{word} {marks} {name} {body}"
        return f"{word} {name} {body} {marks}"

    def layout(self) -> str:
        return self.rng.choice(
            [
                "",
                "",
                "",
                "__attribute__((packed))",
                "__attribute__((__aligned__(16)))",
                "__attribute__((packed, aligned(4)))",
            ]
        )

    def fields(self, word: str, depth: int) -> str:
        """A body in braces."""
        found = []
        for _ in range(self.rng.choice([1, 2, 3, 4])):
            choice = self.rng.randrange(8)
            if choice == 0 and depth < 3:
                kind = self.rng.choice(["struct", "union"])
                inside = self.fields(kind, depth + 1)
                name = self.fresh("f") if self.one_in(2) else ""
                found.append(f"{kind} {inside} {name}")
            elif choice == 1:
                sort = self.rng.choice(["int", "unsigned", "T_int", "long unsigned"])
                name, width = self.fresh("b"), self.rng.choice(["3", "1 + 1", "17"])
                found.append(f"{sort} {name} : {width}, : {self.rng.choice('013')}")
            elif choice == 2:
                found.append('_Static_assert(sizeof(int) > 1, "{")')
            else:
                found.append(self.field())
        if depth == 1 and word == "struct" and self.one_in(6):
            found += [f"int {self.fresh('f')}", f"double {self.fresh('f')}[]"]
            self.seen.append("[]")
        else:
            found.append(f"char {self.fresh('f')}")
        return "{ " + "; ".join(found) + "; }"

    def field(self) -> str:
        """A field; it may have the name of a typedef, which stays one."""
        outer, self.seen = self.seen, []
        base = self.base("field")
        specs, _ = self.specifiers(base, [])
        shared, self.seen = self.seen, outer
        found = []
        for _ in range(self.rng.choice([1, 1, 2])):
            layers = self.layers(base, "field")
            name = self.fresh("f")
            self.seen += shared
            found.append(self.declarator(name, base, layers, "field"))
        return f"{specs} " + ", ".join(found) + " " + self.attribute(20)

    def enum(self) -> str:
        """An enum, whose values are read too."""
        name, before, found = self.fresh("en"), "", []
        fixed = ""
        if self.one_in(6):
            fixed = self.rng.choice([" : long", " : unsigned char"])
            self.example.needs.add("fixed enum")
        for _ in range(self.rng.choice([1, 2, 4])):
            one = self.fresh("X")
            values = ["", "", " = 0x11", " = 1 << 4", " = 'a'", " = 7 / 2 + 1"]
            if before:
                values += [f" = {before} + 1", f" = sizeof(int) > 2 ? {before} : 0"]
            if not fixed:
                values += [" = -3"]
            mark = " " + self.rng.choice(ATTRIBUTES[:1]) if self.one_in(10) else ""
            found.append(one + mark + self.rng.choice(values))
            before = one
        self.example.names[name] = "enum"
        comma = self.rng.choice(["", ","])
        self.bases.append(Base("int", (f"enum {name}",)))
        return f"enum {name}{fixed} {{ {', '.join(found)}{comma} }}"

    def declaration(self, typedef: bool) -> str:
        """Objects and functions, or typedefs, of one list of specifiers."""
        self.seen = []
        base = self.base("file")
        if self.one_in(8):
            self.seen = []
            text = self.tag()
            base = Base("struct", (text,))
        elif self.one_in(10):
            self.seen = []
            base = Base("int", (self.enum(),))
        place = "typedef" if typedef else "file"
        extra = ["typedef" if typedef else "extern"]
        specs, quals = self.specifiers(base, extra)
        shared, found = self.seen, []
        aligned = False
        if not typedef and base.kind not in ("function", "void", "incomplete"):
            aligned = self.one_in(12)
        for _ in range(1 if aligned else self.rng.choice([1, 1, 1, 2, 3])):
            self.seen = list(shared)
            layers = self.layers(base, place)
            if aligned and layers[:1] == ["("]:
                aligned = False
            name = self.fresh("d")
            text = self.declarator(name, base, layers, place)
            if not typedef and self.one_in(8):
                text += f' __asm__("label_" "{name}")'
            text += " " + self.attribute()
            found.append(text)
            kind = self.kind_of(base, layers)
            if self.is_open:
                kind = "open"
            self.example.names[name] = kind
            self.example.seen += self.seen
            if typedef:
                self.example.typedefs.add(name)
                if kind != "open":
                    self.add_typedef(name, kind, base, layers, quals)
        words = [specs]
        if aligned:
            words.insert(0, "_Alignas(64)")
        if self.one_in(12):
            words.insert(0, self.attribute(1))
        if self.one_in(16):
            words.insert(0, self.rng.choice(BRACKETS))
        elif self.one_in(16) and not typedef:
            words.insert(0, '__declspec(noinline) __declspec(deprecated("x"))')
            self.example.needs.add("declspec")
        elif self.one_in(12):
            words.insert(0, "__extension__")
        return " ".join(words) + " " + ", ".join(found) + ";"

    @staticmethod
    def kind_of(base: Base, layers: list[str]) -> str:
        if not layers:
            return base.kind
        return {"*": "pointer", "[": "array", "(": "function"}[layers[0]]

    def add_typedef(self, name, kind, base, layers, quals) -> None:
        """The new name may be used from now on."""
        if layers:
            quals = set(self.outer_quals)
        to_function = layers[:2] == ["*", "("] or (
            layers == ["*"] and base.kind == "function"
        )
        if kind == "pointer" and (to_function or not layers):
            quals = set(quals) | {"restrict"}
        if kind == "array":  # whose elements may have any of them
            quals = {"const", "volatile", "restrict", "_Atomic"}
        self.bases.append(Base(kind, (name,), frozenset(quals)))

    def definition(self) -> str:
        """A function with a body that no parser of declarations should look into."""
        name = self.fresh("d")
        self.example.names[name] = "function"
        self.seen = []
        body = self.rng.choice(
            [
                "{ for (;;) { } }",
                "{ int T_row = ({ int q = '}'; q; }); while (T_row) { } for (;;); }",
                '{ __asm__ volatile ("nop // }" ::: "memory"); for (;;) { "}"; } }',
                "{ _Generic(1, int: 2, default: 3); l: goto l; }",
            ]
        )
        words = self.rng.choice(
            ["static inline", "static __inline__", "inline static", "extern"]
        )
        if self.one_in(3):
            text = (
                f"{words} int {name}(a, b, c) char *a, c; double b[]; {body}"
                if self.one_in(2)
                else f"{words} void (*{name}(a))(int) int a; {body}"
            )
            self.example.seen += self.seen
            return text
        kind = "array"
        while kind in ("array", "function", "incomplete"):
            self.seen = []
            base = self.base("file")
            kind = base.kind
        specs, _ = self.specifiers(base, [])
        stars = self.rng.choice(["", "", "*"])
        self.defining = True
        parameters = self.parameters(definition=True)
        self.defining = False
        text = f"{words} {self.attribute()}{specs} {stars}{name}{parameters} {body}"
        self.example.seen += self.seen
        return text

    def write(self) -> Example:
        """A chain of one to five declarations."""
        found = []
        for _ in range(self.rng.choice([0, 0, 1, 2])):
            choice = self.rng.randrange(8)
            if choice == 0:
                found.append(self.tag() + ";")
            elif choice == 1:
                found.append(self.enum() + ";")
            else:
                found.append(self.declaration(typedef=True))
        for _ in range(self.rng.choice([1, 1, 2])):
            if self.one_in(8):
                found.append(self.definition())
            else:
                found.append(self.declaration(typedef=False))
        pieces = re.split(r'("[^"]*"|\'[^\']*\')', " ".join(found))
        for i in range(0, len(pieces), 2):
            pieces[i] = re.sub(" ", lambda _: self.rng.choice(BLANKS), pieces[i])
        self.example.text = "".join(pieces)
        return self.example


@st.composite
def examples(draw: st.DrawFn) -> Example:
    """A chain of declarations."""
    return Writer(draw(st.randoms(use_true_random=False))).write()
