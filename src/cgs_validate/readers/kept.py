"""What was made of some bytes, kept for the next file that holds the same ones.

The files that schools send began as the same blank form, so that many of their parts are the same to the byte, and
known by a digest. Of cells nothing is kept but numbers, right answers in codes, and the form's own words: other texts
may tell of a pupil. Of what was edited, lists of parts and formats are kept, and what stands behind a sheet's rows,
compressed; all of it in memory only, a few dozen of each.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from hashlib import sha256
from typing import NamedTuple, TypeVar

Made = TypeVar("Made")

LONGEST = 100_000  # bytes; of more nothing is kept
_MOST = 32  # that each function made


class Known(NamedTuple):
    """Some bytes, known by a digest; they are read only where nothing was made of them yet."""

    digest: bytes
    read: Callable[[], bytes]


def kept(make: Callable[..., Made]) -> Callable[..., Made]:
    """Have a function make the same thing of the same bytes once; it must be left as it is by all who get it."""
    remembered: OrderedDict[tuple[Hashable, ...], Made] = OrderedDict()  # what was asked for last stands last

    @wraps(make)
    def made(data: bytes | Known, *more: Hashable) -> Made:
        if isinstance(data, Known):
            key = (data.digest, *more)
        elif len(data) <= LONGEST:
            key = (sha256(data).digest(), *more)
        else:
            return make(data, *more)
        try:
            remembered.move_to_end(key)
            return remembered[key]
        except KeyError:
            pass
        remembered[key] = new = make(data.read() if isinstance(data, Known) else data, *more)
        if len(remembered) > _MOST:
            remembered.popitem(last=False)
        return new

    return made
