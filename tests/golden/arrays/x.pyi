from typing import Literal, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

def find_max(
    a: ArrayLike,
    *,
    out: NDArray[np.int64] | None = None,
) -> NDArray[np.int64]: ...
def axpy(alpha: float, x: ArrayLike, y: NDArray[np.float64]) -> None: ...
def sorted(x: ArrayLike) -> NDArray[np.float32]: ...
def positive(
    x: ArrayLike,
    *,
    y: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]: ...
def weighted(x: ArrayLike, w: ArrayLike | None = None) -> float: ...
def gather(
    x: ArrayLike,
    i: ArrayLike,
    *,
    y: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]: ...
@overload
def mean(
    x: ArrayLike,
    *,
    centred: Literal[False] | None = None,
    sign: Literal[False] | None = None,
) -> float: ...
@overload
def mean(
    x: ArrayLike,
    *,
    centred: NDArray[np.float64] | Literal[True],
    sign: Literal[False] | None = None,
) -> tuple[float, NDArray[np.float64]]: ...
@overload
def mean(
    x: ArrayLike,
    *,
    centred: Literal[False] | None = None,
    sign: Literal[True],
) -> tuple[float, int]: ...
@overload
def mean(
    x: ArrayLike,
    *,
    centred: NDArray[np.float64] | Literal[True],
    sign: Literal[True],
) -> tuple[float, NDArray[np.float64], int]: ...
