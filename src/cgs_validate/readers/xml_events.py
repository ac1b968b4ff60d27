"""XML read by the standard library's expat: one pass, no tree, no DTD, no entity of the file's own."""

from collections.abc import Callable
from typing import NoReturn
from xml.parsers import expat

from ..errors import ReadError

Attributes = dict[str, str]


def parse(
    data: bytes,
    part: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Send a part's elements, by their local names, and its text to the handlers. Raises ReadError."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    names: dict[str, str] = {}

    def started(name: str, attributes: Attributes) -> None:
        local = names.get(name)
        if local is None:
            local = names[name] = name.rpartition(":")[2]
        start(local, attributes)

    parser.StartElementHandler = started
    if end is not None:
        parser.EndElementHandler = lambda name: end(names[name])
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        raise ReadError("damaged", part=part) from None


def _refuse_doctype(*_: object) -> NoReturn:
    raise ReadError("doctype")


def attribute(attributes: Attributes, local: str) -> str | None:
    """Return an attribute by its local name, whatever its prefix."""
    for name, value in attributes.items():
        if name == local or name.endswith(f":{local}"):
            return value
    return None
