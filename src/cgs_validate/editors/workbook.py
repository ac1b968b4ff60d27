"""The workbook as a whole: its sheets and their parts, relations between parts, content types, sheets put in."""

import posixpath
from dataclasses import dataclass

from ..errors import ReadError
from ..readers.container import Container
from .markup import Markup, attribute_text, number
from .package import Package

TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006"
STRICT = "http://purl.oclc.org/ooxml/officeDocument"
_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT_MAIN = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELATIONS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"


@dataclass(frozen=True)
class Relation:
    """A relation of a part: its id, the last word of its type, the part that it leads to."""

    id: str
    kind: str
    target: str
    external: bool = False


class WorkbookEditor:
    """Finds parts and puts new ones in. Raises ReadError where the package is damaged."""

    def __init__(self, container: Container) -> None:
        self.package = Package(container)
        office = next((relation for relation in self.relations("") if relation.kind == "officeDocument"), None)
        if office is None:
            raise ReadError("damaged", part="_rels/.rels")
        self.part = office.target
        self.strict = STRICT.encode() in Markup(self.package.read("_rels/.rels"), "_rels/.rels").data

    @property
    def signed(self) -> bool:
        """Whether the file has a digital signature, which holds only for the file as it was."""
        return any(name.startswith("_xmlsignatures/") for name in self.package.names())

    def sheets(self) -> dict[str, str]:
        """Return the part of each worksheet, by the sheet's name, in order."""
        targets = {relation.id: relation for relation in self.relations(self.part)}
        markup = Markup(self.package.read(self.part), self.part)
        listed = markup.child(markup.root, b"sheets")
        found = {}
        for sheet in markup.children(listed) if listed else ():
            relation = targets.get(markup.attribute(sheet, b"id") or "")
            if relation and relation.kind == "worksheet":
                found[markup.attribute(sheet, b"name") or ""] = relation.target
        return found

    def relations(self, part: str) -> list[Relation]:
        """Return the relations of a part; ``""`` is the package."""
        path = _relations_part(part)
        if path not in self.package:
            return []
        markup = Markup(self.package.read(path), path)
        relations = []
        for element in markup.children(markup.root):
            kind = (markup.attribute(element, b"Type") or "").rpartition("/")[2]
            target = (markup.attribute(element, b"Target") or "").replace("\\", "/")
            external = markup.attribute(element, b"TargetMode") == "External"
            resolved = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
            relations.append(Relation(markup.attribute(element, b"Id") or "", kind, resolved, external))
        return relations

    def related(self, part: str, kind: str) -> str | None:
        """Return the first part that a part is related to in that way, and that is there, or None."""
        found = (relation.target for relation in self.relations(part) if relation.kind == kind)
        return next((target for target in found if target in self.package), None)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relation from a part to another, where it is not there yet, and return its id."""
        path = _relations_part(part)
        markup = Markup(self.package.read(path) if path in self.package else _RELATIONS, path)
        found = {own.id: own for own in self.relations(part)}
        if known := [own.id for own in found.values() if (own.kind, own.target.lower()) == (kind, target.lower())]:
            return known[0]
        free = 1
        while (relation := f"rId{free}") in found:
            free += 1
        written = f"{STRICT if self.strict else TRANSITIONAL}/relationships/{kind}"
        element = f'<{markup.prefix.decode()}Relationship Id="{relation}" Type="{written}" Target="/{target}"/>'
        markup.append(markup.root, element.encode())
        self.package.write(path, markup.result())
        return relation

    def relation_attribute(self, relation: str) -> bytes:
        """Return the attributes with which an element names a relation, its prefix declared beside it."""
        return f'mark:id="{relation}" xmlns:mark="{STRICT if self.strict else TRANSITIONAL}/relationships"'.encode()

    def unrelate(self, part: str, target: str) -> None:
        """Take the relations from a part to another out, with their part where no other is left."""
        path = _relations_part(part)
        markup = Markup(self.package.read(path), path)
        leaving = [relation.target.lower() == target.lower() for relation in self.relations(part)]
        if all(leaving):
            self.package.remove(path)
            return
        for leaves, element in zip(leaving, markup.children(markup.root), strict=True):
            if leaves:
                markup.change(element.start, element.end, b"")
        self.package.write(path, markup.result())

    def add_part(self, part: str, data: bytes, kind: str) -> None:
        """Put a part in, with its content type. kind: ``worksheet``, ``comments`` or ``styles``."""
        self.package.write(part, data.replace(_MAIN, _STRICT_MAIN) if self.strict else data)
        self._declare("Override", "PartName", f"/{part}", _TYPES.format(kind))

    def add_drawing(self, part: str, data: bytes) -> None:
        """Put a drawing in VML in."""
        self.package.write(part, data)
        if self._declare("Default", "Extension", "vml", _DRAWING) != _DRAWING:
            self._declare("Override", "PartName", f"/{part}", _DRAWING)

    def remove_part(self, part: str) -> None:
        """Take a part out, and its content type."""
        self.package.remove(part)
        self._undeclare(f"/{part}")

    def add_sheet(self, name: str, data: bytes, *, hidden: bool = False) -> None:
        """Put a worksheet in behind all others."""
        part = self.package.free_name("xl/worksheets/sheet{}.xml")
        self.add_part(part, data, "worksheet")
        relation = self.relate(self.part, "worksheet", part)
        markup = Markup(self.package.read(self.part), self.part)
        listed = markup.child(markup.root, b"sheets")
        if listed is None:
            raise ReadError("no_sheets")
        numbers = [number(markup.attribute(sheet, b"sheetId")) for sheet in markup.children(listed)]
        attributes = b'name="%s" sheetId="%d"' % (attribute_text(name), max(numbers, default=0) + 1)
        state = b' state="veryHidden"' if hidden else b""
        written = (markup.prefix, attributes, state, self.relation_attribute(relation))
        markup.append(listed, b"<%ssheet %s%s %s/>" % written)
        self.package.write(self.part, markup.result())

    def remove_sheet(self, name: str) -> None:
        """Take a worksheet out that nothing refers to; one that is not there is no matter."""
        part = self.sheets().get(name)
        if part is None:
            return
        relation = next(relation.id for relation in self.relations(self.part) if relation.target == part)
        markup = Markup(self.package.read(self.part), self.part)
        listed = markup.child(markup.root, b"sheets")
        for sheet in markup.children(listed) if listed else ():
            if markup.attribute(sheet, b"id") == relation:
                markup.change(sheet.start, sheet.end, b"")
        self.package.write(self.part, markup.result())
        self.unrelate(self.part, part)
        for own in self.relations(part):
            if not own.external:
                self.remove_part(own.target)
        if _relations_part(part) in self.package:
            self.package.remove(_relations_part(part))
        self.remove_part(part)

    def _declare(self, element: str, key: str, name: str, kind: str) -> str:
        """Declare a content type where none is declared yet; return the one that holds."""
        path = "[Content_Types].xml"
        markup = Markup(self.package.read(path), path)
        for child in markup.children(markup.root):
            if (
                child.local == element.encode()
                and (markup.attribute(child, key.encode()) or "").lower() == name.lower()
            ):
                return markup.attribute(child, b"ContentType") or ""
        written = f'<{markup.prefix.decode()}{element} {key}="{name}" ContentType="{kind}"/>'
        markup.append(markup.root, written.encode())
        self.package.write(path, markup.result())
        return kind

    def _undeclare(self, name: str) -> None:
        path = "[Content_Types].xml"
        markup = Markup(self.package.read(path), path)
        for child in markup.children(markup.root):
            if (markup.attribute(child, b"PartName") or "").lower() == name.lower():
                markup.change(child.start, child.end, b"")
        self.package.write(path, markup.result())


def _relations_part(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
