"""Changes to the relations of a part."""

from ..ooxml.relations import STRICT, TRANSITIONAL, Relation, relations_part
from .listing import Listing

_EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


class RelationsEditor:
    """The relations of one part. found: as they were read; data: the part that lists them, None where there is none."""

    def __init__(self, part: str, found: list[Relation], data: bytes | None) -> None:
        self.found = found
        self.listing = Listing(data or _EMPTY, relations_part(part), count=len(found))

    def add(self, kind: str, target: str, *, strict: bool) -> str:
        """Add a relation to another part, where it is not there yet, and return its id."""
        ids = {relation.id for relation in self.found}
        for relation in self.found:
            if (relation.kind, relation.target.lower()) == (kind, target.lower()):
                return relation.id
        free = next(name for number in range(1, len(ids) + 2) if (name := f"rId{number}") not in ids)
        added = Relation(free, f"{STRICT if strict else TRANSITIONAL}/relationships/{kind}", target)
        self.listing.add("Relationship", {"Id": free, "Type": added.type, "Target": f"/{target}"})
        self.found.append(added)
        return free

    def remove(self, target: str) -> None:
        """Take the relations to another part out."""
        for relation, item in list(zip(self.found, self.listing.items, strict=True)):
            if relation.target.lower() == target.lower():
                self.found.remove(relation)
                self.listing.remove(item)
