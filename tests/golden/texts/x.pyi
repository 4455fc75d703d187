import enum
from collections.abc import Sequence
from typing import Final

from _typeshed import StrOrBytesPath
from typing_extensions import Buffer

class color(enum.IntEnum):
    COLOR_RED = 0
    COLOR_GREEN = 5

COLOR_RED: Final = color.COLOR_RED
COLOR_GREEN: Final = color.COLOR_GREEN
LIMIT: Final = 12

def word_count(s: str | Buffer) -> int: ...
def digest(s: Buffer) -> bytes: ...
def size_of(path: StrOrBytesPath) -> int: ...
def name_of(c: color | int, limit: int = 12) -> str | None: ...
def longest(a: Sequence[str]) -> int: ...
