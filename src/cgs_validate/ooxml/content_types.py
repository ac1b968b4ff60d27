"""The content type of each part, as ``[Content_Types].xml`` tells it (ECMA-376 part 2, 7.2.3)."""

from collections.abc import Iterable

from .parts import Parts
from .xml_parser import Attributes, Parser

_PART = "[content_types].xml"


def content_types(names: Iterable[str], parts: Parts) -> dict[str, str]:
    """Return the types of those parts that have one, all in lower case. Raises ReadError."""
    defaults, own = parts.made_of(_PART, _declared)
    told = ((name, own.get(name) or defaults.get(name.rpartition(".")[2])) for name in names)
    return {name: kind for name, kind in told if kind}


def _declared(part: str, parser: Parser) -> tuple[dict[str, str], dict[str, str]]:
    """Return the types by the ends of names, and by names."""
    defaults: dict[str, str] = {}
    own: dict[str, str] = {}

    def start(element: str, attributes: Attributes) -> None:
        kind = attributes.get("ContentType", "").lower()
        if element == "Default":
            defaults[attributes.get("Extension", "").lower()] = kind
        elif element == "Override":
            own[attributes.get("PartName", "").lower().lstrip("/")] = kind

    parser.parse(part, start)
    return defaults, own
