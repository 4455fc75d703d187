from typing import Final

from numpy.typing import ArrayLike

LIMIT: Final = 9

def square(x: float) -> float: ...
def sum(x: ArrayLike) -> float: ...
