import enum
from typing import Final

from numpy.typing import ArrayLike

class geo_mode(enum.IntEnum):
    FAST = 1
    EXACT = 2

class not_mro(enum.IntEnum):
    mro_ = 0
    None_ = 2

class geo_level(enum.IntEnum):
    LOW = -1
    HIGH = 1

FAST: Final = geo_mode.FAST
EXACT: Final = geo_mode.EXACT
mro_: Final = not_mro.mro_
None_: Final = not_mro.None_
LOW: Final = geo_level.LOW
HIGH: Final = geo_level.HIGH
WÄHRUNG: Final = 3

def to_utm(in_: int, lambda_: int) -> int: ...
def http_server(some_thing: int) -> int: ...
def unnamed(arg1: int, arg2: ArrayLike, /) -> int: ...
def half_named(arg1: int, b: int, arg3: int = 1, /) -> int: ...
def geo_3d(x: int) -> int: ...
def other(y: int) -> int: ...
def keywords(a: int, *, b: int, c: int = 2) -> int: ...
def defaults(
    a: int = -3,
    b: float = 2.0,
    c: float = 1e-09,
    d: str = "a'b\n",
    e: str = "x",
    f: bool = True,
    g: geo_mode | int = geo_mode.EXACT,
    h: int = ...,
    i: int = ...,
    j: str | None = None,
    k: geo_level | int = geo_level.LOW,
) -> int: ...
def größe(länge: int) -> int: ...
