"""The workbook as a whole: its sheets and their parts, relations between parts, content types, new sheets."""

import re
from collections.abc import Mapping
from itertools import count
from types import MappingProxyType

from ..ooxml.container import Container, part_name
from ..ooxml.content_types import CONTENT_TYPES, overridden, read_content_types
from ..ooxml.parts import MAIN, STRICT_MAIN
from ..ooxml.relations import STRICT, TRANSITIONAL, Relation, relations_in, relations_part
from ..ooxml.workbook_parts import WorkbookParts, relation_id_of
from .listing import Listing, RelationsEditor, SheetList
from .markup import number
from .package import Package
from .reopening import check_sheets, check_written, reopening

_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"


class WorkbookEditor:
    """Finds parts and puts new ones in; ``worksheets``: by the sheets' names. Raises ReadError for damaged packages."""

    def __init__(self, container: Container, *, small: bool = False) -> None:
        parts = WorkbookParts(container)
        self.package = Package(container, small=small)
        self.part = parts.part
        self.strict = any(relation.type.startswith(STRICT) for relation in parts.package_relations)
        self.container = container
        self._relations: dict[str, RelationsEditor] = {}
        self.worksheets = {sheet.name: sheet.part for sheet in parts.worksheets}
        self._sheets = SheetList(self.part, container, parts.listed)
        self._types = read_content_types(container)
        self._type_list = Listing.of_types(container)

    @property
    def signed(self) -> bool:
        """Whether the file has a digital signature, which holds only for the file as it was."""
        return any(name.startswith("_xmlsignatures/") for name in self.package.names())

    def names(self) -> list[str]:
        """Return the names of all sheets, those of charts too, in order."""
        return [sheet.get("name") for sheet in self._sheets.items]

    def relations(self, part: str) -> list[Relation]:
        """Return the relations of a part."""
        return self._relations_of(part).found

    def related(self, part: str, kind: str) -> str | None:
        """Return the first part that a part is related to in that way, and that is there, or None."""
        found = (relation.target for relation in self.relations(part) if relation.kind == kind)
        return next((target for target in found if target in self.package), None)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relation from a part to another, where it is not there yet, and return its id."""
        return self._relations_of(part).add(kind, target, strict=self.strict)

    def relation_attribute(self, relation: str) -> bytes:
        """Return the attributes with which an element names a relation, and declares the prefix."""
        return f'r:id="{relation}" xmlns:r="{self._relation_namespace}"'.encode()

    def unrelate(self, part: str, target: str, kind: str | None = None) -> None:
        """Take the relations from a part to another out. kind: only those of that kind."""
        self._relations_of(part).remove(target, kind)

    def free_name(self, pattern: str, kind: str) -> str:
        """Return the first name of a pattern such as ``xl/comments{}.xml`` that no part has, and that fits its kind."""
        return next(name for number in count(1) if self._is_free(name := pattern.format(number), _content_type(kind)))

    def add_names(self, names: Mapping[str, str]) -> None:
        """Put hidden names of the whole workbook in. names: with their formulas."""
        self._sheets.add_names(names)

    @property
    def empty_names(self) -> str:
        """The list of names as it is written where nothing is in it, and where there is none."""
        return self._sheets.empty_names

    def remove_names(self, start: str, empty: str) -> None:
        """Take the names out that begin so, those of single sheets too. empty: what is left where these are all."""
        self._sheets.remove_names(start, empty)

    def calculate_on_opening(self) -> None:
        """Have programs calculate all formulas when they open the file, as their results are of other values."""
        self._sheets.calculate_on_opening()

    def add_part(self, part: str, kind: str, data: bytes) -> None:
        """Put a part in, with its content type. kind: ``worksheet``, ``comments`` or ``styles``."""
        self.package.write(part, self.in_namespace(data))
        self._override(part, _content_type(kind))

    def in_namespace(self, data: bytes) -> bytes:
        """Return a part in the main namespace that the workbook is written in."""
        return data.replace(MAIN.encode(), STRICT_MAIN.encode()) if self.strict else data

    def add_drawing(self, part: str, data: bytes) -> None:
        """Put a drawing in VML in."""
        self.package.write(part, data)
        if "vml" not in self._types.defaults:
            self._types.defaults["vml"] = _DRAWING
            self._type_list.add("Default", {"Extension": "vml", "ContentType": _DRAWING})
        if self._types.defaults["vml"] != _DRAWING:
            self._override(part, _DRAWING)

    def remove_part(self, part: str) -> None:
        """Take a part out, its relations and its content type."""
        self._relations.pop(part, None)
        for name in (part, relations_part(part)):
            self._remove(name)

    def add_sheet(
        self, name: str, data: bytes, *, hidden: bool = False, names: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        """Put a worksheet in behind all others. names: its own ones, with the areas in it that they are of."""
        part = self.free_name("xl/worksheets/sheet{}.xml", "worksheet")
        self.add_part(part, "worksheet", data)
        self.worksheets[name] = part
        last = max((number(sheet.get("sheetId")) for sheet in self._sheets.items), default=0)
        state = {"state": "veryHidden"} if hidden else {}
        relation = {"r:id": self.relate(self.part, "worksheet", part), "xmlns:r": self._relation_namespace}
        self._sheets.add("sheet", {"name": name, "sheetId": str(last + 1), **state, **relation})
        quoted = name.replace("'", "''")
        self._sheets.add_names_of_last({own: f"'{quoted}'!{area}" for own, area in names.items()})

    def remove_sheet(self, name: str) -> None:
        """Take a worksheet out, and its own names; formulas elsewhere stay. An unknown name is ignored."""
        part = self.worksheets.pop(name, None)
        if part is None:
            return
        ids = {relation.id for relation in self.relations(self.part) if relation.target == part}
        sheet = next(sheet for sheet in self._sheets.items if relation_id_of(sheet.attributes) in ids)
        self._sheets.remove(sheet)
        self.unrelate(self.part, part)
        self._remove_with_own(part)
        self._remove_calculations(sheet.get("sheetId"))

    def result(self) -> Container:
        """Return the file with all changes made, opened again. Raises ReadError where it cannot be."""
        for part, relations in self._relations.items():
            name = relations_part(part)
            if relations.listing.changed and relations.listing.is_empty:
                self._remove(name)
            elif relations.listing.changed:
                self.package.write(name, relations.listing.result())
                if name not in self.container and not self._types.of(part_name(name)):
                    self._override(name, _RELATIONS)
        self._remove_default()
        for part, listing in ((self.part, self._sheets), (CONTENT_TYPES, self._type_list)):
            if listing.changed:
                self.package.write(part, listing.result())
        data = self.package.result()
        with reopening():
            parts = WorkbookParts(Container(data, self.container.limits, edited=True))
            check_sheets(parts, self.names(), self.worksheets)
            check_written(parts, self.package.written(), self.container)
        return parts.container

    def _remove_with_own(self, part: str) -> None:
        """Take a part out, and the parts that only it leads to, such as those of a chart."""
        own = self._parts_only_of(part)
        self.remove_part(part)
        for related in own:
            if related in self.package:
                self._remove_with_own(related)

    def _parts_only_of(self, part: str) -> set[str]:
        """Return the parts to which a part is related, and no other part."""
        related = {part_name(relation.target) for relation in self.relations(part)} - {""}
        lists = (name for name in self.package.names() if name.endswith(".rels") and name in self.container)
        for others in lists if related else ():
            if others != part_name(relations_part(part)):
                related -= {part_name(relation.target) for relation in relations_in(others, self.container)}
        return related

    def _remove(self, name: str) -> None:
        """Take a part out, and its content type."""
        self.package.remove(name)
        self._types.overrides.pop(part_name(name), None)
        for declared in list(self._type_list.items):
            if declared.name == "Override" and overridden(declared.attributes) == part_name(name):
                self._type_list.remove(declared)

    def _remove_default(self) -> None:
        """Take the type of drawings out where it is the last of the list, as ``add_drawing`` puts it in, and unused."""
        last = self._type_list.items[-1] if self._type_list.changed and self._type_list.items else None
        needed = any(name.endswith(".vml") and name not in self._types.overrides for name in self.package.names())
        if last and last.get("Extension").lower() == "vml" and not needed:
            self._type_list.remove(last)

    def _remove_calculations(self, sheet: str) -> None:
        """Take the list of cells with formulas out where it names those of a sheet, by its id; Excel makes it anew."""
        chain = self.related(self.part, "calcChain")
        if chain and re.search(rb"""\si=["']%s["']""" % re.escape(sheet.encode()), self.package.read(chain)):
            self.unrelate(self.part, chain)
            self.remove_part(chain)

    @property
    def _relation_namespace(self) -> str:
        return f"{STRICT if self.strict else TRANSITIONAL}/relationships"

    def _relations_of(self, part: str) -> RelationsEditor:
        if part not in self._relations:
            there = relations_part(part) in self.package
            self._relations[part] = RelationsEditor(part, self.container if there else None)
        return self._relations[part]

    def _is_free(self, part: str, type_: str) -> bool:
        there = part in self.package or relations_part(part) in self.package
        return not there and self._types.overrides.get(part_name(part), type_) == type_

    def _override(self, part: str, kind: str) -> None:
        if part_name(part) not in self._types.overrides:
            self._types.overrides[part_name(part)] = kind
            self._type_list.add("Override", {"PartName": f"/{part}", "ContentType": kind})


def _content_type(kind: str) -> str:
    return _DRAWING if kind == "vmlDrawing" else _TYPES.format(kind)
