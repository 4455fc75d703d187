import decimal
import enum
from typing import Any, ClassVar, Final

from typing_extensions import disjoint_base

class BaseError(Exception): ...
class OtherError(BaseError): ...
class Foreign(decimal.DecimalException): ...

class direction(enum.IntEnum):
    NORTH = 0
    SOUTH = 5
    WEST = 6

class access(enum.IntFlag):
    READ = 1
    WRITE = 2
    BOTH = 3

class order(enum.IntEnum):
    FIRST = 0
    SECOND = 1

@disjoint_base
class left_out:
    def __init__(self, x: int = 0) -> None: ...
    @property
    def x(self) -> int: ...
    @x.setter
    def x(self, value: int, /) -> None: ...
    dtype: ClassVar[Any]
    __numpy_dtype__: ClassVar[Any]
    __hash__: ClassVar[None]  # type: ignore[assignment]

NORTH: Final = direction.NORTH
SOUTH: Final = direction.SOUTH
WEST: Final = direction.WEST
READ: Final = access.READ
WRITE: Final = access.WRITE
BOTH: Final = access.BOTH
FIRST: Final = order.FIRST
SECOND: Final = order.SECOND
ANONYMOUS: Final = 7
COUNT: Final = 3
NEGATIVE: Final = -3
MASK: Final = 2147483663
HUGE_NUMBER: Final = 18446744073709551615
RATIO: Final[float]
TEXT: Final[str]
LETTER: Final = 120
TWICE: Final = 6
CHANGED: Final = 2
INT_MAX: Final = 2147483647
SCHAR_MAX: Final = 127

def widen(a: access | int) -> access: ...
def next(o: order | int) -> order: ...
