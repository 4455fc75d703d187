import builtins
import decimal
import enum
from typing import IO
from typing import Final as _Final

import numpy as _np
from _typeshed import StrOrBytesPath
from numpy.typing import ArrayLike, NDArray
from typing_extensions import deprecated as _deprecated

class Final(decimal.DecimalException): ...

class list(enum.IntEnum):
    FLOAT = 0
    np = 4

FLOAT: _Final = list.FLOAT
np: _Final = list.np
PI: _Final[float]

def list_of(x: int) -> int: ...
def tuple(
    n: int,
    *,
    y: NDArray[_np.float64] | None = None,
) -> builtins.tuple[NDArray[_np.float64], int]: ...
def Any() -> builtins.list[float] | None: ...
def str(s: builtins.str, f: StrOrBytesPath | IO[bytes] | IO[builtins.str]) -> float: ...
@_deprecated('no')
def deprecated(datetime: int) -> int: ...
def e(x: ArrayLike, bool_: ArrayLike) -> NDArray[_np.int32]: ...
