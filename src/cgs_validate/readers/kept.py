"""What was made of some bytes, kept for the next file that holds the same ones.

The files that schools send began as the same blank form, so that many of their parts are the same to the byte. Of cells
nothing is kept but numbers, right answers in codes, and the form's own words: other texts may tell of a pupil.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import TypeVar

Made = TypeVar("Made")

_LONGEST = 100_000  # bytes
_MOST = 32  # that each function made


def kept(make: Callable[..., Made]) -> Callable[..., Made]:
    """Have a function make the same thing of the same bytes once; it must be left as it is by all who get it."""
    remembered = lru_cache(_MOST)(make)

    @wraps(make)
    def made(data: bytes, *more: Hashable) -> Made:
        return (remembered if len(data) <= _LONGEST else make)(data, *more)

    return made
