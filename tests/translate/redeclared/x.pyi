import enum
from typing import Final

from _typeshed import StrOrBytesPath
from numpy.typing import ArrayLike

class lib_mode(enum.IntEnum):
    LIB_READ = 1
    LIB_WRITE = 2

LIB_READ: Final = lib_mode.LIB_READ
LIB_WRITE: Final = lib_mode.LIB_WRITE

def lib_sum(values: ArrayLike) -> float: ...
def lib_fill(n: int) -> tuple[int, bytes]: ...
def lib_name(key: int) -> str | None: ...
def lib_mode_of(key: int) -> lib_mode: ...
def lib_open(path: StrOrBytesPath) -> None: ...
