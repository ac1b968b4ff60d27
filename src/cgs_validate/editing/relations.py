"""The relations of a part to others."""

import posixpath
from dataclasses import dataclass

from ..ooxml.part_cache import Known, kept
from .listing import Listed, Listing

TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006"
STRICT = "http://purl.oclc.org/ooxml/officeDocument"
_EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


@dataclass(frozen=True)
class Relation:
    """A relation of a part: its id, the last word of its type, the part that it leads to."""

    id: str
    kind: str
    target: str
    external: bool = False


class Relations:
    """The relations of one part, which ``listing`` holds. data: the part that lists them, None where there is none."""

    def __init__(self, data: bytes | Known | None, part: str) -> None:
        self.listing = Listing(data or _EMPTY, relations_part(part))
        self.found = list(_found(data or _EMPTY, part))

    @property
    def strict(self) -> bool:
        """Whether they are those of Strict OOXML."""
        return any(item.get("Type").startswith(STRICT) for item in self.listing.items)

    def add(self, kind: str, target: str, *, strict: bool) -> str:
        """Add a relation to another part, where it is not there yet, and return its id."""
        names = {own.id for own in self.found}
        for own in self.found:
            if (own.kind, own.target.lower()) == (kind, target.lower()):
                return own.id
        free = next(name for number in range(1, len(names) + 2) if (name := f"rId{number}") not in names)
        written = f"{STRICT if strict else TRANSITIONAL}/relationships/{kind}"
        self.listing.add("Relationship", {"Id": free, "Type": written, "Target": f"/{target}"})
        self.found.append(Relation(free, kind, target))
        return free

    def remove(self, target: str) -> None:
        """Take the relations to another part out."""
        for own, item in list(zip(self.found, self.listing.items, strict=True)):
            if own.target.lower() == target.lower():
                self.found.remove(own)
                self.listing.remove(item)


def relations_part(part: str) -> str:
    """Return the name of the part that lists the relations of a part; ``""`` is the package."""
    folder, slash, name = part.rpartition("/")
    return f"{folder}{slash}_rels/{name}.rels"


@kept
def _found(data: bytes, part: str) -> list[Relation]:
    folder = posixpath.join("/", posixpath.dirname(part))
    return [_relation(folder, item) for item in Listing(data, relations_part(part)).items]


def _relation(folder: str, item: Listed) -> Relation:
    target = posixpath.normpath(posixpath.join(folder, item.get("Target").replace("\\", "/"))).lstrip("/")
    return Relation(item.get("Id"), item.get("Type").rpartition("/")[2], target, item.get("TargetMode") == "External")
