import enum
from typing import ClassVar, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from typing_extensions import disjoint_base

class mode(enum.IntEnum):
    FAST = 1
    EXACT = 2

class not_mro(enum.IntEnum):
    mro_ = 0
    None_ = 2

class level(enum.IntEnum):
    LOW = -1
    HIGH = 1

class kind(enum.IntEnum):
    FLAT = 0

@disjoint_base
class Place:
    def __init__(self, x: float = 0.0) -> None: ...
    @property
    def x(self) -> float: ...
    @x.setter
    def x(self, value: float, /) -> None: ...
    dtype: ClassVar[np.dtype[np.void]]
    __numpy_dtype__: ClassVar[np.dtype[np.void]]
    __hash__: ClassVar[None]  # type: ignore[assignment]

@disjoint_base
class Box:
    def __init__(self, w: float = 0.0) -> None: ...
    @property
    def w(self) -> float: ...
    @w.setter
    def w(self, value: float, /) -> None: ...
    dtype: ClassVar[np.dtype[np.void]]
    __numpy_dtype__: ClassVar[np.dtype[np.void]]
    __hash__: ClassVar[None]  # type: ignore[assignment]

@disjoint_base
class Circle:
    def __init__(self, r: float = 0.0) -> None: ...
    @property
    def r(self) -> float: ...
    @r.setter
    def r(self, value: float, /) -> None: ...
    dtype: ClassVar[np.dtype[np.void]]
    __numpy_dtype__: ClassVar[np.dtype[np.void]]
    __hash__: ClassVar[None]  # type: ignore[assignment]

@disjoint_base
class Line:
    def __init__(self, a: float = 0.0) -> None: ...
    @property
    def a(self) -> float: ...
    @a.setter
    def a(self, value: float, /) -> None: ...
    dtype: ClassVar[np.dtype[np.void]]
    __numpy_dtype__: ClassVar[np.dtype[np.void]]
    __hash__: ClassVar[None]  # type: ignore[assignment]

FAST: Final = mode.FAST
EXACT: Final = mode.EXACT
mro_: Final = not_mro.mro_
None_: Final = not_mro.None_
LOW: Final = level.LOW
HIGH: Final = level.HIGH
FLAT: Final = kind.FLAT
WÄHRUNG: Final = 3

def to_utm(in_: int, lambda_: int) -> int: ...
def http_server(some_thing: int) -> int: ...
def unnamed(arg1: int, arg2: ArrayLike, /) -> int: ...
def half_named(arg1: int, b: int, arg3: int = 1, /) -> int: ...
def geo_3d(x: int) -> int: ...
def other(y: int) -> int: ...
def keywords(a: int, *, b: int, c: int = 2) -> int: ...
def positions(a: ArrayLike, c: int, d: int, b: int = 1, /) -> int: ...
def defaults(
    a: int = -3,
    b: float = 2.0,
    c: float = 1e-09,
    d: str = "a'b\n",
    e: str = 'x',
    f: bool = True,
    g: mode | int = mode.EXACT,
    h: int = -1,
    i: int = ...,
    j: str | None = None,
    k: level | int = level.LOW,
) -> int: ...
def größe(länge: int) -> int: ...
def area(box: Box, circle: Circle, kind: kind | int) -> float: ...
def places(places: NDArray[np.void]) -> None: ...
def length(line: Line) -> float: ...
