"""The workbook as a whole: its sheets and their parts, relations between parts, content types, sheets put in."""

from ..errors import ReadError
from ..ooxml.container import Container
from .listing import Listing
from .markup import number
from .package import Package
from .relations import STRICT, TRANSITIONAL, Relation, Relations, relations_part
from .sheet_list import SheetList

_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT_MAIN = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_CONTENT_TYPES = "[Content_Types].xml"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"


class WorkbookEditor:
    """Finds parts and puts new ones in. Raises ReadError where the package is damaged."""

    def __init__(self, container: Container) -> None:
        self.package = Package(container)
        self._relations: dict[str, Relations] = {}
        office = next((relation for relation in self.relations("") if relation.kind == "officeDocument"), None)
        if office is None:
            raise ReadError("damaged", part="_rels/.rels")
        self.part = office.target
        self.strict = self._relations[""].strict
        self._sheets = SheetList(self.package.known(self.part), self.part)
        self._types = Listing(self.package.known(_CONTENT_TYPES), _CONTENT_TYPES)

    @property
    def signed(self) -> bool:
        """Whether the file has a digital signature, which holds only for the file as it was."""
        return any(name.startswith("_xmlsignatures/") for name in self.package.names())

    def names(self) -> list[str]:
        """Return the names of all sheets, those of charts too, in order."""
        return [sheet.get("name") for sheet in self._sheets.items]

    def sheets(self) -> dict[str, str]:
        """Return the part of each worksheet, by the sheet's name, in order."""
        targets = {relation.id: relation for relation in self.relations(self.part)}
        found = ((sheet.get("name"), targets.get(sheet.get("id"))) for sheet in self._sheets.items)
        return {name: relation.target for name, relation in found if relation and relation.kind == "worksheet"}

    def relations(self, part: str) -> list[Relation]:
        """Return the relations of a part; ``""`` is the package."""
        return self._relations_of(part).found

    def related(self, part: str, kind: str) -> str | None:
        """Return the first part that a part is related to in that way, and that is there, or None."""
        found = (relation.target for relation in self.relations(part) if relation.kind == kind)
        return next((target for target in found if target in self.package), None)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relation from a part to another, where it is not there yet, and return its id."""
        return self._relations_of(part).add(kind, target, strict=self.strict)

    def relation_attribute(self, relation: str) -> bytes:
        """Return the attributes with which an element names a relation, its prefix declared beside it."""
        return f'mark:id="{relation}" xmlns:mark="{self._relation_namespace}"'.encode()

    def unrelate(self, part: str, target: str) -> None:
        """Take the relations from a part to another out."""
        self._relations_of(part).remove(target)

    def add_part(self, part: str, kind: str, data: bytes) -> None:
        """Put a part in, with its content type. kind: ``worksheet``, ``comments`` or ``styles``."""
        self.package.write(part, data.replace(_MAIN, _STRICT_MAIN) if self.strict else data)
        self._declare("Override", "PartName", f"/{part}", _TYPES.format(kind))

    def add_drawing(self, part: str, data: bytes) -> None:
        """Put a drawing in VML in."""
        self.package.write(part, data)
        if self._declare("Default", "Extension", "vml", _DRAWING) != _DRAWING:
            self._declare("Override", "PartName", f"/{part}", _DRAWING)

    def remove_part(self, part: str) -> None:
        """Take a part out, its relations and its content type."""
        self.package.remove(part)
        self.package.remove(relations_part(part))
        self._relations.pop(part, None)
        for declared in list(self._types.items):
            if declared.get("PartName").lower() == f"/{part}".lower():
                self._types.remove(declared)

    def add_sheet(self, name: str, data: bytes, *, hidden: bool = False) -> None:
        """Put a worksheet in behind all others."""
        part = self.package.free_name("xl/worksheets/sheet{}.xml")
        self.add_part(part, "worksheet", data)
        last = max((number(sheet.get("sheetId")) for sheet in self._sheets.items), default=0)
        state = {"state": "veryHidden"} if hidden else {}
        relation = {"mark:id": self.relate(self.part, "worksheet", part), "xmlns:mark": self._relation_namespace}
        self._sheets.add("sheet", {"name": name, "sheetId": str(last + 1), **state, **relation})

    def remove_sheet(self, name: str) -> None:
        """Take a worksheet out, and its own names; formulas elsewhere stay. One that is not there is no matter."""
        part = self.sheets().get(name)
        if part is None:
            return
        relation = next(relation.id for relation in self.relations(self.part) if relation.target == part)
        for sheet in list(self._sheets.items):
            if sheet.get("id") == relation:
                self._sheets.remove(sheet)
        self.unrelate(self.part, part)
        for own in self.relations(part):
            if not own.external:
                self.remove_part(own.target)
        self.remove_part(part)

    def result(self) -> bytes:
        """Return the file with all changes made."""
        for part, relations in self._relations.items():
            if relations.listing.changed and not relations.found:
                self.package.remove(relations_part(part))
            elif relations.listing.changed:
                self.package.write_usual(relations_part(part), relations.listing.result())
        for part, listing in ((self.part, self._sheets), (_CONTENT_TYPES, self._types)):
            if listing.changed:
                self.package.write_usual(part, listing.result())
        return self.package.result()

    @property
    def _relation_namespace(self) -> str:
        return f"{STRICT if self.strict else TRANSITIONAL}/relationships"

    def _relations_of(self, part: str) -> Relations:
        if part not in self._relations:
            path = relations_part(part)
            self._relations[part] = Relations(self.package.known(path) if path in self.package else None, part)
        return self._relations[part]

    def _declare(self, element: str, key: str, name: str, kind: str) -> str:
        """Declare a content type where none is declared yet; return the one that holds."""
        lower = name.lower()
        for declared in self._types.items:
            if declared.name == element and declared.get(key).lower() == lower:
                return declared.get("ContentType")
        self._types.add(element, {key: name, "ContentType": kind})
        return kind
