"""What was made of some bytes, kept for the next file that holds the same ones.

The files that schools send began as the same blank form, so that many of their parts are the same to the byte, and
known by a digest. Of cells nothing is kept but numbers, right answers in codes, and the form's own words: other texts
may tell of a pupil. Of what was edited, lists of parts and formats are kept, and what stands behind a sheet's rows,
compressed; all of it in memory only, a few dozen of each.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from hashlib import sha256
from typing import TypeVar

Made = TypeVar("Made")

LONGEST = 100_000  # bytes; of more nothing is kept
_MOST = 32  # that each function made


@dataclass(slots=True, unsafe_hash=True)
class Known:
    """Some bytes, known by a digest; they are read only where nothing was made of them yet."""

    digest: bytes
    read: Callable[[], bytes] = field(compare=False)


def kept(make: Callable[..., Made]) -> Callable[..., Made]:
    """Have a function make the same thing of the same bytes once; it must be left as it is by all who get it."""

    @lru_cache(_MOST)  # which threads may share, also while they compare keys; an OrderedDict they may not
    def remembered(known: Known, *more: Hashable) -> Made:
        read, known.read = known.read, bytes  # the key stays, and ``read`` may hold the whole file
        return make(read(), *more)

    @wraps(make)
    def made(data: bytes | Known, *more: Hashable) -> Made:
        if isinstance(data, Known):
            return remembered(Known(data.digest, data.read), *more)
        if len(data) > LONGEST:
            return make(data, *more)
        return remembered(Known(sha256(data).digest(), lambda: data), *more)

    return made
