"""The relations of a part to others (ECMA-376 part 2, 6.5)."""

import posixpath
from typing import NamedTuple

from ..errors import ReadError
from .parts import Attributes, Parts

TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006"
STRICT = "http://purl.oclc.org/ooxml/officeDocument"


class Relation(NamedTuple):
    """A relation: its id, its type, the part that it leads to, empty where that is outside of the package."""

    id: str
    type: str
    target: str

    @property
    def kind(self) -> str:
        """The last word of its type."""
        return self.type.rpartition("/")[2]


def relations_part(part: str) -> str:
    """Return the name of the part that lists the relations of a part; ``""`` is the package."""
    folder, slash, name = part.rpartition("/")
    return f"{folder}{slash}_rels/{name}.rels"


def relations_of(part: str, parts: Parts) -> list[Relation]:
    """Return the relations of a part. Raises ReadError where no part lists them, or two bear one id."""
    found = read_relations(relations_part(part), parts)
    if len({relation.id for relation in found}) < len(found):
        raise ReadError("inconsistent")
    return found


def read_relations(name: str, parts: Parts) -> list[Relation]:
    """Return the relations that a part lists. Raises ReadError."""
    folder = posixpath.dirname(posixpath.dirname(name))
    found: list[Relation] = []

    def start(element: str, attributes: Attributes) -> None:
        if element == "Relationship":
            outside = attributes.get("TargetMode") == "External"
            target = "" if outside else _resolved(folder, attributes.get("Target", ""))
            found.append(Relation(attributes.get("Id", ""), attributes.get("Type", ""), target))

    parts.parse(name, start)
    return found


def _resolved(folder: str, target: str) -> str:
    """Return the part that a target leads to, empty where it climbs out of the package."""
    target = target.replace("\\", "/")
    part = posixpath.normpath(target[1:] if target.startswith("/") else posixpath.join(folder, target))
    return "" if part.startswith("..") else part.lstrip("/")
