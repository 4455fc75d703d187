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
