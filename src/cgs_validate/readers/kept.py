"""What was made of some bytes, kept for the next file that holds the same ones.

The files that schools send began as the same blank form, so that many of their parts are the same to the byte. They
are known by their digest, and not kept. Of cells nothing is kept but numbers, right answers in codes, and the form's
own words: other texts may tell of a pupil.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from hashlib import sha256
from typing import TypeVar

Made = TypeVar("Made")

_LONGEST = 100_000  # bytes
_MOST = 32  # that each function made


class _Digest(bytes):
    """The digest of some bytes; ``waiting`` holds those until they are taken. Each call has its own."""

    waiting = b""


def kept(make: Callable[..., Made]) -> Callable[..., Made]:
    """Have a function make the same thing of the same bytes once; it must be left as it is by all who get it."""

    @lru_cache(_MOST)
    def remembered(digest: _Digest, *more: Hashable) -> Made:
        data, digest.waiting = digest.waiting, b""
        return make(data, *more)

    @wraps(make)
    def made(data: bytes, *more: Hashable) -> Made:
        if len(data) > _LONGEST:
            return make(data, *more)
        digest = _Digest(sha256(data).digest())
        digest.waiting = data
        return remembered(digest, *more)

    return made
