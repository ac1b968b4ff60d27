"""Elements that a part lists, as relations and content types are: found once, for readers and for editors."""

from collections.abc import Collection
from typing import NamedTuple

from ..errors import ReadError
from .parts import Attributes, Parts

_MOST = 200_000  # elements of one part; a sheet of Excel has at most 65,530 hyperlinks


class Listed(NamedTuple):
    """An element: its name, its attributes, where it begins in the bytes of the part."""

    name: str
    attributes: Attributes
    start: int


def listed_in_root(part: str, parts: Parts, names: Collection[str], data: bytes | None = None) -> list[Listed]:
    """Return the elements of some names right in the root. data: the part's, in UTF-8, where it is in UTF-16.

    Raises ReadError where one of them is anywhere else, or of another namespace: only some readers see it.
    """
    found: list[Listed] = []
    depth = 0

    def start(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth == 2 and name in names:
            if len(found) == _MOST:
                raise ReadError("too_many_elements", limit=_MOST)
            found.append(Listed(name, attributes, parts.position))
        elif name.lstrip(":") in names:
            raise ReadError("inconsistent")

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parts.parse(part, start, end, data=data)
    return found
