# mypy: disable-error-code="overload-overlap, overload-cannot-match"
# pyright: reportOverlappingOverload=false

from collections.abc import Sequence
from typing import Literal, overload

import numpy as np
from numpy.typing import NDArray
from typing_extensions import deprecated

@overload
def total(a: NDArray[np.int64] | Sequence[int]) -> int: ...
@overload
def total(a: NDArray[np.float64] | Sequence[float]) -> float: ...
@overload
def total(
    a: NDArray[np.float64] | Sequence[Sequence[float]] | None = None,
) -> float: ...
def between(x: int) -> int: ...
@overload
@deprecated('total instead')
def area(r: float) -> float: ...
@overload
def area(w: float, h: float = 2.0) -> float: ...
@overload
def out(*, x: Literal[False] | None = None) -> None: ...
@overload
def out(*, x: Literal[True]) -> int: ...
@overload
def out(
    a: NDArray[np.float32] | Sequence[float],
    *,
    b: NDArray[np.float32] | None = None,
) -> NDArray[np.float32]: ...
def alone(x: int) -> int: ...
