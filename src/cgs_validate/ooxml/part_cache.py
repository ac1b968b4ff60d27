"""What is made of a part, cached for the next file with the same part: most files began as the same blank form.

It is for content types, relations and formats, and what of these a sheet refers to: nothing of it is an answer, and a
part is known by a digest.
docs/decisions/0006-speed.md has what it gives.
"""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from ..errors import ReadError
from .limits import Limits
from .parts import Parts

Made = TypeVar("Made")

_LONGEST = 100_000  # bytes of a part that is cached
_MOST = 64  # results of each function


def cached_by_content(make: Callable[[str, Parts], Made]) -> Callable[[str, Parts], Made]:
    """Cache what a function makes of a part by the part's content; callers must not change the result."""
    cached: dict[tuple[str, bytes, Limits], tuple[Made, int]] = {}

    @wraps(make)
    def made(name: str, parts: Parts) -> Made:
        key = name, parts.digest(name), parts.limits
        found = cached.get(key)
        if found is None:
            before = parts.elements
            result = make(name, parts)
            if len(parts.read(name)) <= _LONGEST:
                if len(cached) >= _MOST:
                    cached.clear()
                cached[key] = result, parts.elements - before
            return result
        result, elements = found
        parts.elements += elements
        if parts.elements > parts.limits.xml_elements:
            raise ReadError("too_many_elements", limit=parts.limits.xml_elements)
        return result

    return made
