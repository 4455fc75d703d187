# SPDX-License-Identifier: MIT
"""Generated declarations: what was read is said again, and the compiler compares.

For each declaration of declarations.py: it is read and printed (respell.c); the text
that was printed is read and printed again, and must be the same; all bounds and
qualifiers that were written must be in it; and gcc and clang assert that the printed
declaration has the type, and the printed struct the layout, of the one written.

Ten thousand in each run, the same ones; with CARBIDE_TEST_ALL new ones each time.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import layers
import pytest
from declarations import PRELUDE, PROBES, Example, examples
from hypothesis import HealthCheck, Phase, given, settings

HERE = Path(__file__).parent
SRC = HERE.parent.parent / "src"
COMPILERS = [cc for cc in ("gcc", "clang") if shutil.which(cc)]
DECLARATIONS = 10_000
BATCH = 300  # examples in one run of a compiler
FLAGS = {
    "gcc": ["-std=gnu17"],
    "clang": ["-std=gnu17", "-fdouble-square-bracket-attributes", "-fdeclspec"],
}


def compile_c(compiler: str, text: str) -> str:
    """The errors of a compiler about a preprocessed text."""
    done = subprocess.run(
        [compiler, *FLAGS[compiler], "-w", "-x", "cpp-output", "-fsyntax-only", "-"],
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else done.stderr


@pytest.fixture(scope="session")
def respell(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program that reads and prints, with sanitizers: crooked text is its diet."""
    program = tmp_path_factory.mktemp("syntax") / "respell"
    subprocess.run(
        [COMPILERS[0], "-std=c11", "-D_GNU_SOURCE", "-O1", "-g", f"-I{SRC}"]
        + ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
        + [str(path) for path in layers.syntax_sources()]
        + [str(HERE / "respell.c"), "-lm", "-o", str(program)],
        check=True,
    )
    return program


def generate(declarations: int) -> list[Example]:
    """Examples with so many declarations in all, their names made unique."""
    found: list[Example] = []

    @settings(
        max_examples=declarations * 2 // 5,
        database=None,
        deadline=None,
        derandomize="CARBIDE_TEST_ALL" not in os.environ,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(examples())
    def collect(example: Example) -> None:
        found.append(example)

    collect()
    total = 0
    for i, example in enumerate(found):
        example.text = re.sub(
            r'\b(?:d|tag|en|X)\d+\b|(?<="odd)', rf"\g<0>_{i}", example.text
        )
        example.names = {f"{name}_{i}": kind for name, kind in example.names.items()}
        example.typedefs = {f"{name}_{i}" for name in example.typedefs}
        total += len(example.names)
        if total >= declarations:
            return found[: i + 1]
    return found


def read(respell: Path, path: Path, text: str) -> dict[str, str]:
    """Name -> what carbidec read, in the order of the text."""
    path.write_text(text)
    done = subprocess.run([respell, path], capture_output=True, text=True, check=True)
    lines = [line.split("\t", 1) for line in done.stdout.splitlines()]
    return {name: said for name, said in lines if re.search(r"\d_\d+$", name)}


def seen_in(text: str) -> Counter[str]:
    """The bounds and qualifiers of a text that was printed."""
    quals = re.findall(r"\b(?:const|volatile|restrict|_Atomic)\b", text)
    bounds = [
        "["
        + " ".join(sorted(re.sub(r"\b(const|volatile|restrict)\b", "", b).split()))
        + "]"
        for b in re.findall(r"\[([^]]*)\]", text)
    ]
    return Counter(quals + bounds)


def fields_of(said: str) -> list[str]:
    """The named members at the first level of a struct that have an address."""
    depth, flat = 0, ""
    for c in said[said.index("{") + 1 : said.rindex("}")]:
        depth += (c == "{") - (c == "}")
        flat += c if depth == 0 and c != "}" else ""
    members = [m for m in flat.split(";") if ":" not in m]
    names = [re.search(r"\bf\d+\b", m) for m in members]
    return [name[0] for name in names if name is not None]


def tag_checks(word: str, name: str, said: str) -> list[str]:
    """Assertions that a struct that was printed has the layout of the one written."""
    again = re.sub(rf"\b{name}\b(?= {{)", f"again_{name}", said, count=1)
    one, two = f"{word} {name}", f"{word} again_{name}"
    checks = [
        again,
        f'_Static_assert(sizeof({one}) == sizeof({two}), "{name} size");',
        f'_Static_assert(_Alignof({one}) == _Alignof({two}), "{name} alignment");',
    ]
    for field in fields_of(said):
        checks.append(
            f"_Static_assert(__builtin_offsetof({one}, {field}) == "
            f'__builtin_offsetof({two}, {field}), "{name}.{field} offset");'
        )
        if not re.search(rf"}} {field}\b", said):
            checks.append(
                f"_Static_assert(__builtin_types_compatible_p("
                f"__typeof__(&(({one} *)0)->{field}), "
                f'__typeof__(&(({two} *)0)->{field})), "{name}.{field} type");'
            )
    return checks


def checks_of(example: Example, said: dict[str, str]) -> list[str]:
    """C that compiles if what was printed is what was written."""
    found = []
    for name in said:
        kind = example.names[name]
        if kind in ("struct", "union") and name.startswith("tag"):
            found += tag_checks(kind, name, said[name])
            continue
        if kind == "enum":
            for one, value in re.findall(r"(X\w+) = (-?\d+)", said[name]):
                found.append(f'_Static_assert({one} == {value}, "{one}");')
            continue
        found.append(re.sub(r"\bd(\d+_\d+)\b", r"r\1", said[name]))
        other = "r" + name[1:]
        pair = (
            f"{name} *, {other} *"
            if name in example.typedefs
            else f"__typeof__(&{name}), __typeof__(&{other})"
        )
        found.append(
            f'_Static_assert(__builtin_types_compatible_p({pair}), "{name} type");'
        )
        if kind not in ("open", "incomplete", "void", "function"):
            found.append(
                f'_Static_assert(sizeof({name}) == sizeof({other}), "{name} size");'
            )
    return found


def complaints(respell: Path, tmp_path: Path, batch: dict[int, Example]) -> list[str]:
    """What is wrong with the reading of some examples, before a compiler looks."""
    text = PRELUDE + "\n".join(example.text for example in batch.values())
    first = read(respell, tmp_path / "first.i", text)
    again = [said for said in first.values() if not said.startswith("?")]
    second = read(respell, tmp_path / "second.i", PRELUDE + "\n".join(again))
    found = []
    for i, example in batch.items():
        said = {name: first.get(name, "?nothing") for name in example.names}
        seen: Counter[str] = Counter()
        for name, one in said.items():
            if one.startswith("?"):
                found.append(f"{name} of example {i}: {one[1:]}")
            elif second.get(name) != one:
                found.append(f"{name} of example {i}:\n{one}\n{second.get(name)}")
            seen += seen_in(one)
        if seen != Counter(example.seen):
            more, less = seen - Counter(example.seen), Counter(example.seen) - seen
            found.append(f"example {i}: too many {more}, missing {less}\n{said}")
    return found


def test_generated(respell: Path, tmp_path: Path) -> None:
    """Printing is a fixed point, and the compilers agree with every reading."""
    wrong: list[str] = []
    counts: Counter[str] = Counter()
    found = generate(DECLARATIONS)
    has = {
        cc: {what for what, probe in PROBES.items() if not compile_c(cc, probe)}
        for cc in COMPILERS
    }
    for start in range(0, len(found), BATCH):
        batch = dict(enumerate(found[start : start + BATCH], start))
        wrong += complaints(respell, tmp_path, batch)
        whole = "\n".join(example.text for example in batch.values())
        said = read(respell, tmp_path / "whole.i", PRELUDE + whole)
        for compiler in COMPILERS:
            text = PRELUDE
            for i, example in batch.items():
                if example.needs <= has[compiler]:
                    counts[compiler] += len(example.names)
                    mine = {n: said[n] for n in said if n in example.names}
                    checks = "\n".join(checks_of(example, mine))
                    text += f'# 1 "example_{i}"\n{example.text}\n'
                    text += f'# 1 "checks_{i}"\n{checks}\n'
            errors = compile_c(compiler, text)
            wrong += [
                f"{compiler} {line}" for line in errors.splitlines() if "error:" in line
            ]
    print(sum(len(example.names) for example in found), "declarations,", dict(counts))
    concerned = re.findall(r"(?:example[_ ]|checks_|odd_)(\d+)", "\n".join(wrong))
    texts = [
        f"example {i}:\n{found[int(i)].text}"
        for i in list(dict.fromkeys(concerned))[:8]
    ]
    assert not wrong, "\n".join(wrong[:20] + texts)
    assert min(counts[cc] for cc in COMPILERS) > DECLARATIONS / 4


@pytest.mark.parametrize("compiler", COMPILERS)
@pytest.mark.parametrize(
    "printed",
    [
        "extern int *(*d1_0)[4];",
        "extern int *const (*d1_0)[3];",
        "extern const int *(*d1_0)[3];",
        "extern int *(*d1_0)(void);",
    ],
)
def test_a_wrong_reading_is_seen(compiler: str, printed: str) -> None:
    """The compilers do contradict."""
    example = Example("extern int *(*d1_0)[3];", {"d1_0": "pointer"})
    checks = "\n".join(checks_of(example, {"d1_0": printed}))
    assert "d1_0 type" in compile_c(compiler, example.text + "\n" + checks)
    right = "\n".join(checks_of(example, {"d1_0": example.text}))
    assert not compile_c(compiler, example.text + "\n" + right)
