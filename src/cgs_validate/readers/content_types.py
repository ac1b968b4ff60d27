"""The content type of each part, as ``[Content_Types].xml`` tells it (ECMA-376 part 2, 7.2.3)."""

from collections.abc import Iterable

from .xml_events import Attributes, Parser

_PART = "[content_types].xml"


def content_types(names: Iterable[str], parser: Parser) -> dict[str, str]:
    """Return the types of those parts that have one, all in lower case. Raises ReadError."""
    defaults: dict[str, str] = {}
    own: dict[str, str] = {}

    def start(element: str, attributes: Attributes) -> None:
        kind = attributes.get("ContentType", "").lower()
        if element == "Default":
            defaults[attributes.get("Extension", "").lower()] = kind
        elif element == "Override":
            own[attributes.get("PartName", "").lower().lstrip("/")] = kind

    parser.parse(_PART, start)
    told = ((name, own.get(name) or defaults.get(name.rpartition(".")[2])) for name in names)
    return {name: kind for name, kind in told if kind}
