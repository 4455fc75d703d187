# SPDX-License-Identifier: MIT
"""Headers of the C libraries, as installed here and as zig has them, read by clang and
by carbide.

The part of the corpus that is always there; `make corpus` runs the rest.
"""

from __future__ import annotations

import re
from pathlib import Path

import corpus
import pytest
import zig

HEADERS = (
    "complex.h ctype.h dirent.h dlfcn.h elf.h errno.h fcntl.h fenv.h inttypes.h "
    "limits.h locale.h math.h netdb.h netinet/in.h poll.h pthread.h pwd.h sched.h "
    "search.h setjmp.h signal.h spawn.h stdarg.h stdatomic.h stdlib.h string.h "
    "sys/epoll.h sys/ioctl.h sys/mman.h sys/resource.h sys/socket.h sys/stat.h "
    "sys/wait.h tgmath.h threads.h time.h unistd.h wchar.h wctype.h"
).split()


@pytest.fixture(scope="session")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """view and clangview."""
    need = corpus.missing()
    if need is not None:
        pytest.skip(f"clang or libclang is missing: {need}")
    folder = tmp_path_factory.mktemp("corpus")
    corpus.build(folder)
    return folder


def both(header: str, text: str, tools: Path, folder: Path) -> corpus.Result:
    """The two views of a header, compared; its text is a C file that includes it."""
    flags = corpus.compiler_flags()
    it = corpus.Header(header, Path("/"), flags, folder / "header.txt", text)
    result = corpus.read_group(header, [it], tools, corpus.explanations())
    assert result.broken == []
    assert result.headers == 1, it.answer.with_suffix(".no").read_text()
    return result


@pytest.mark.parametrize("header", HEADERS)
def test_header(header: str, tools: Path, tmp_path: Path) -> None:
    """Every declaration is the same to both."""
    text = f"{corpus.PRELUDE}#include <{header}>\n"
    result = both(header, text, tools, tmp_path)
    assert sorted(result.different) == []
    assert len(result.equal) > 100
    assert len(result.sizes) + len(result.explained) < 0.05 * len(result.equal)


@pytest.mark.parametrize("system", zig.SYSTEMS, ids=lambda system: system.target)
def test_other_systems(system: zig.System, tools: Path, tmp_path: Path) -> None:
    """windows.h and a few headers of macOS and musl, by clang's text and by zig's."""
    include = zig.root()
    if include is None:
        pytest.skip(f"ziglang is missing: {zig.WANTED}")
    count = len(system.first)
    headers = corpus.zig_headers(system, include, tmp_path)[:count]
    known = corpus.explanations()
    result = corpus.read_group(system.target, headers, tools, known)
    assert result.headers == count
    headers = corpus.zig_texts(system, headers)
    assert len(headers) == count
    again = corpus.read_group("by zig", headers, tools, known)
    for found in (result, again):
        assert found.broken == []
        assert sorted(found.different) == []
        assert len(found.sizes) + len(found.explained) < 0.05 * len(found.equal)
    assert len(result.equal) > 500


# What clang and carbide name alike, in all its parts.
SHAPES = """
typedef struct { int a : 3, : 0; union { float f; double *const *d; }; } anon, *pointer;
typedef const anon fixed[3];
enum { LOW = -1, HIGH = 0x7fffffff };
enum named { BIG = 0xffffffffu, BIGGER };
extern int renamed(const char *restrict s, ...) __asm__("other");
int (*signal_like(int sig, void (*handler)(int)))(int);
static inline int twice(int n, const fixed rows[n], int cmp(const void *)) { return 2; }
extern _Thread_local volatile _Atomic(unsigned long) counter;
struct sized { char a[sizeof(struct in *) + 8], b[2 * sizeof(anon)][3]; };
struct node { struct node *next; struct in { char s[sizeof(long) * 2]; } in; int z[]; };
_Complex double c(_Bool, signed char, long double, __int128, va_list ap);
typedef float vec __attribute__((vector_size(16)));
typedef __attribute__((ext_vector_type(4))) float first;
typedef volatile struct { int v; } seen;
typedef int word __attribute__((mode(DI)));
int old(), older();
void bounds(int n, double a[static 3], double b[const n], int c[restrict static 2 * n]
            [4], int d[*], int (*e[static 2])(void), int (*f)[n], int g[n][3][n + 1],
            int h[volatile const static 7], int i[n > 3 ? 2 : (n - 1)], int j[const]);
"""


def test_shapes(tools: Path, tmp_path: Path) -> None:
    """What the views print has every part that a mistake could be in."""
    text = f"#include <stdarg.h>\n{SHAPES}"
    result = both("shapes", text, tools, tmp_path)
    assert sorted(result.different) == []
    lines = {re.sub(r"^\S*[\t ]", "", line.decode()) for line in result.equal}
    for line in (
        "struct $anon\t{a int:3; int:0; union{f float;d *const *double;};}",
        "typedef fixed\t[3]const struct $anon",
        "enumerator LOW\t-1",
        "enum named\tu64 {BIG;BIGGER;}",
        "function renamed\t(s restrict *const char,...)int asm other",
        "function signal_like\t(sig int,handler *(int)void)*(int)int",
        "function twice\tstatic inline (n int,rows [?n][3]const struct $anon,"
        "cmp (*const void)int)int",
        "variable counter\textern thread volatile atomic unsigned long",
        "struct node\t{next *struct node;in struct in;z []int;}",
        "struct in\t{s [16]char;}",
        "function c\t( bool, signed char, long double, int128,ap va_list)"
        "complex double",
        "struct sized: {a [16]char;b [32][3]char;} | "
        "{a [16]char;b [?2*sizeof(anon)][3]char;}",
        "typedef vec\tvector float",
        "typedef first\tvector float",
        "typedef seen\tvolatile struct{v int;}",
        "typedef word\tlong",
        "function old\t()int",
        "function bounds\t(n int,a [static] [3]double,b [const] [?n]double,"
        "c [static] [restrict] [?2*n][4]int,d [?*]int,e [static] [2]*(void)int,"
        "f *[?n]int,g [?n][3][?n+1]int,h [static] [const] [volatile] [7]int,"
        "i [?n>3?2:(n-1)]int,j []int)void",
    ):
        assert line in lines, f"{line}\nnot in\n" + "\n".join(sorted(lines))


def test_a_difference_is_seen() -> None:
    """The comparison does contradict."""
    result = corpus.Result("wrong")
    theirs = (
        b"/a.h\tfunction f\t(n int)int\n/a.h\tenumerator A\t3\n/a.h\tstruct s\t4 int"
    )
    ours = (
        b"/a.h\tfunction f\t(n int)long\n/a.h\tenumerator B\t3\n/a.h\tstruct s\t? int"
    )
    header = corpus.Header("a.h", Path("/nowhere"), [], Path(), "")
    corpus.compare(result, header, theirs, ours, [])
    assert sorted(result.different) == [
        "/a.h enumerator A: 3 | nothing",
        "/a.h enumerator B: nothing | 3",
        "/a.h function f: (n int)int | (n int)long",
    ]
    assert result.sizes == {"/a.h struct s: 4 int"}


def test_a_wrong_bound_is_seen(tools: Path, tmp_path: Path) -> None:
    """The compiler contradicts a bound that is spelled wrongly."""
    flags = corpus.compiler_flags()
    text = "struct s { int n; };\n"
    header = corpus.Header("a.h", Path("/"), flags, tmp_path / "a.txt", text)
    result = corpus.Result("wrong")
    theirs = b"/a.h\tvariable a\t[4]int\n/a.h\tvariable b\t[4]int"
    ours = b"/a.h\tvariable a\t[?sizeof(struct s)]int\n/a.h\tvariable b\t"
    ours += b"[?sizeof(struct s)+1]int"
    corpus.compare(result, header, theirs, ours, [])
    assert len(result.equal) == 1
    assert list(result.different) == [
        "a.h variable b: [4]int | [?sizeof(struct s)+1]int"
    ]
