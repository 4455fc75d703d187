from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

def integrate(f: Callable[[float], float], a: float, b: float) -> float: ...
def walk(
    path: str,
    leave: Callable[[str | None, int], int],
    enter: Callable[[str | None, int], int] | None = None,
) -> None: ...
def solve(
    f: Callable[[float, NDArray[np.float64]], ArrayLike],
    y: NDArray[np.float64],
) -> None: ...
def sort(a: NDArray[np.float64], compare: Callable[[float, float], int]) -> None: ...
def on_event(handler: Callable[[int], object]) -> None: ...
