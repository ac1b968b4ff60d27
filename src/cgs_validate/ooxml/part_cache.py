"""What is made of a part, cached for the next file with the same part: most files began as the same blank form.

It is for parts that hold no answers: content types, relations, formats. docs/decisions/0006-speed.md has what it gives.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from ..errors import ReadError
from .limits import Limits
from .parts import Parts

Made = TypeVar("Made")

_LONGEST = 100_000  # bytes of a part that is cached
_MOST = 32  # parts for each function


class _OnePart(Parts):
    """A part alone, whose elements are counted from zero."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        super().__init__(limits)
        self._content = content

    def read(self, _: str) -> bytes:
        return self._content


def cached_by_content(make: Callable[[str, Parts], Made]) -> Callable[[str, Parts], Made]:
    """Cache what a function makes of a part by the part's bytes; callers must not change the result."""

    def make_alone(name: str, content: bytes, limits: Limits) -> tuple[Made, int]:
        part = _OnePart(content, limits)
        return make(name, part), part.elements

    cached = lru_cache(_MOST)(make_alone)

    @wraps(make)
    def made(name: str, parts: Parts) -> Made:
        content = parts.read(name)
        result, elements = (cached if len(content) <= _LONGEST else make_alone)(name, content, parts.limits)
        parts.elements += elements
        if parts.elements > parts.limits.xml_elements:
            raise ReadError("too_many_elements", limit=parts.limits.xml_elements)
        return result

    return made
