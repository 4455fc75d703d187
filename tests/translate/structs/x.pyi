import builtins
import enum
from collections.abc import Sequence
from typing import ClassVar, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from typing_extensions import Buffer, disjoint_base

class mood(enum.IntEnum):
    CALM = 0

_mood = mood

@disjoint_base
class inner:
    def __init__(self, list: bool = False) -> None: ...
    @property
    def list(self) -> bool: ...
    @list.setter
    def list(self, value: bool, /) -> None: ...
    dtype: ClassVar[np.dtype[np.void]]
    __numpy_dtype__: ClassVar[np.dtype[np.void]]
    __hash__: ClassVar[None]  # type: ignore[assignment]

_inner = inner

@disjoint_base
class outer:
    def __init__(
        self,
        mood: _mood | int = ...,
        inner: _inner = ...,
        inners: Sequence[_inner] = ...,
        str: ArrayLike = ...,
        name: builtins.str = ...,
        names: Sequence[builtins.str] = ...,
        raw: Buffer = ...,
        class_: int = 0,
        deep: float = 0.0,
    ) -> None: ...
    @property
    def mood(self) -> _mood: ...
    @mood.setter
    def mood(self, value: _mood | int, /) -> None: ...
    @property
    def inner(self) -> _inner: ...
    @inner.setter
    def inner(self, value: _inner, /) -> None: ...
    @property
    def inners(self) -> tuple[_inner, ...]: ...
    @inners.setter
    def inners(self, value: Sequence[_inner], /) -> None: ...
    @property
    def str(self) -> NDArray[np.float64]: ...
    @str.setter
    def str(self, value: ArrayLike, /) -> None: ...
    @property
    def name(self) -> builtins.str: ...
    @name.setter
    def name(self, value: builtins.str, /) -> None: ...
    @property
    def names(self) -> tuple[builtins.str, ...]: ...
    @names.setter
    def names(self, value: Sequence[builtins.str], /) -> None: ...
    @property
    def raw(self) -> bytes: ...
    @raw.setter
    def raw(self, value: Buffer, /) -> None: ...
    @property
    def class_(self) -> int: ...
    @class_.setter
    def class_(self, value: int, /) -> None: ...
    @property
    def deep(self) -> float: ...
    @deep.setter
    def deep(self, value: float, /) -> None: ...
    dtype: ClassVar[np.dtype[np.void]]
    __numpy_dtype__: ClassVar[np.dtype[np.void]]
    __hash__: ClassVar[None]  # type: ignore[assignment]

CALM: Final = mood.CALM

def echo(o: outer) -> outer: ...
def find() -> tuple[bool, inner]: ...
def inners() -> NDArray[np.void] | None: ...
def change_inner(i: inner) -> None: ...
