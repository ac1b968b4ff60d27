"""The relations of a part to others (ECMA-376 part 2, 6.5)."""

import posixpath
import re
from typing import NamedTuple

from ..errors import ReadError
from .listed import Listed, listed_in_root
from .part_cache import cached_by_content
from .parts import Parts

TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006"
STRICT = "http://purl.oclc.org/ooxml/officeDocument"

_KNOWN = re.compile(
    r"http://(?:schemas\.openxmlformats\.org/(?:officeDocument|package)/2006|purl\.oclc\.org/ooxml/officeDocument)"
    r"/relationships/(?:metadata/)?[^/]+|http://schemas\.microsoft\.com/office/[^?#]+/[^/]+",
    re.IGNORECASE,
)  # types of relations


class Relation(NamedTuple):
    """A relation: its id, its type, the part that it leads to, empty where that is outside of the package.

    ``kind``: the last word of its type, empty for a type of another's making, which Excel does not know.
    """

    id: str
    type: str
    target: str
    kind: str


def kind_of(type_: str) -> str:
    """Return the last word of a relation's type."""
    return type_.rpartition("/")[2]


def relations_part(part: str) -> str:
    """Return the name of the part that lists the relations of a part; ``""`` is the package."""
    folder, slash, name = part.rpartition("/")
    return f"{folder}{slash}_rels/{name}.rels"


def relations_of(part: str, parts: Parts) -> list[Relation]:
    """Return the relations of a part. Raises ReadError where no part lists them, or two bear one id."""
    return list(relations_in(relations_part(part), parts))


@cached_by_content
def relations_in(name: str, parts: Parts) -> tuple[Relation, ...]:
    """Return the relations that a part lists, in their order. Raises ReadError."""
    folder = posixpath.dirname(posixpath.dirname(name))
    found: dict[str, Relation] = {}
    for _, attributes, _ in listed_relations(name, parts):
        outside = attributes.get("TargetMode") == "External"
        target = "" if outside else _resolved(folder, attributes.get("Target", ""))
        type_ = attributes.get("Type", "")
        kind = kind_of(type_) if _KNOWN.fullmatch(type_) else ""
        relation = Relation(attributes.get("Id", ""), type_, target, kind)
        if relation.id in found:
            raise ReadError("inconsistent")
        found[relation.id] = relation
    return tuple(found.values())


def listed_relations(name: str, parts: Parts, data: bytes | None = None) -> list[Listed]:
    """Return the elements of relations that a part lists. Arguments and errors as of ``listed_in_root``."""
    return listed_in_root(name, parts, ("Relationship",), data)


def _resolved(folder: str, target: str) -> str:
    target = target.replace("\\", "/")
    part = posixpath.normpath(target[1:] if target.startswith("/") else posixpath.join(folder, target))
    return "" if part.startswith("..") else part.lstrip("/")
