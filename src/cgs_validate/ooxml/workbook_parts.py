"""The parts that a workbook is made of: found by its relations, its sheets in the order of ``workbook.xml``.

Repeated sheets, and usual parts to which no relation leads, are refused: readers would differ.
"""

from dataclasses import dataclass

from ..errors import ReadError
from .container import Container, part_name
from .content_types import read_content_types
from .limits import Limits
from .listed import Listed
from .parts import Attributes, Parts, lower_ascii
from .relations import STRICT, TRANSITIONAL, Relation, relations_of

_WITHOUT_CELLS = ("chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet")
# The last as programs write that do not know better.
_WORKSHEET_TYPES = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml", "application/xml", "text/xml", "",
)  # fmt: skip
# Where some readers look without following relations.
_USUAL_PARTS = {
    "officeDocument": "xl/workbook.xml",
    "sharedStrings": "xl/sharedStrings.xml",
    "styles": "xl/styles.xml",
}
_FOREIGN = (":workbookPr", ":sheets", ":bookViews", ":definedNames")  # of another namespace; refused in the root
_RELATION_IDS = tuple(f"{namespace}/relationships id" for namespace in (TRANSITIONAL, STRICT))


@dataclass(frozen=True)
class Worksheet:
    """A sheet with cells: its name, whether Excel shows it, its part."""

    name: str
    visible: bool
    part: str


class WorkbookParts:
    """Finds the parts of a workbook. Raises ReadError where they are damaged.

    part: the workbook's own; listed: the sheets in it; worksheets: those with cells.
    """

    def __init__(self, container: Container) -> None:
        self.container = container
        self.package_relations = relations_of("", container)
        part = self._only_part("officeDocument", self.package_relations)
        if part is None:
            raise ReadError("damaged", part="_rels/.rels")
        self.part = part
        self.relations = relations_of(part, container)
        self._types = read_content_types(container)
        self.epoch_1904, self.listed = read_sheet_list(part, container)
        by_id = {relation.id: relation for relation in self.relations}
        self.worksheets = [sheet for listed in self.listed if (sheet := self._worksheet(listed.attributes, by_id))]
        for unique in (
            [sheet.name.casefold() for sheet in self.worksheets],
            [lower_ascii(s.part) for s in self.worksheets],
        ):
            if len(set(unique)) < len(unique):
                raise ReadError("inconsistent")

    @property
    def strings(self) -> str | None:
        """The part of shared strings, None where there is none. Raises ReadError where there are several."""
        return self._only_part("sharedStrings", self.relations)

    @property
    def styles(self) -> str | None:
        """The part of cell formats, None where there is none. Raises ReadError where there are several."""
        return self._only_part("styles", self.relations)

    def template(self) -> str:
        """Return the category in the document's properties, where our blanks name their spec."""
        part = next(
            (relation.target for relation in self.package_relations if relation.kind == "core-properties"), None
        )
        return _read_category(part, self.container) if part and part in self.container else ""

    def _worksheet(self, attributes: Attributes, relations: dict[str, Relation]) -> Worksheet | None:
        """Return the worksheet that an element names, None for another kind of sheet. Raises ReadError."""
        relation_id = relation_id_of(attributes)
        if relation_id == "":  # an old module of macros
            return None
        relation = relations.get(relation_id or "")
        if relation is None or relation.target not in self.container:
            raise ReadError("damaged", part=self.part)
        if relation.kind != "worksheet":
            self._check_no_cells(relation)
            return None
        if self._types.of(part_name(relation.target)).lower() not in _WORKSHEET_TYPES:
            raise ReadError("inconsistent")
        return Worksheet(attributes.get("name", ""), attributes.get("state", "visible") == "visible", relation.target)

    def _check_no_cells(self, relation: Relation) -> None:
        """Raise ReadError where a sheet of another kind has cells."""
        roots: list[str] = []
        self.container.parse(relation.target, lambda element, _: roots.append(element) if not roots else None)
        if relation.kind not in _WITHOUT_CELLS or roots == ["worksheet"]:
            raise ReadError("inconsistent")

    def _only_part(self, kind: str, relations: list[Relation]) -> str | None:
        """Return the part of that kind, None where there is none. Raises ReadError where there are several.

        Styles may be there without a relation, as PyExcelerate leaves them, if they make no difference.
        """
        related = [relation.target for relation in relations if relation.kind == kind]
        targets = [*related, _USUAL_PARTS[kind]]
        there = {lower_ascii(target): target for target in reversed(targets) if target in self.container}
        if len(there) > 1 or (there and not related and kind != "styles"):
            raise ReadError("inconsistent")
        return next(iter(there.values()), None)


def read_sheet_list(part: str, parts: Parts, data: bytes | None = None) -> tuple[bool, list[Listed]]:
    """Return whether a workbook counts days from 1904, and its sheets. data: the part's, in UTF-8. Raises ReadError."""
    reader = _ListReader(part, parts)
    parts.parse(part, reader.start, reader.end, data=data, root="workbook")
    return reader.epoch_1904, reader.sheets


class _ListReader:
    """Follows the workbook's part. An element that is repeated or out of place is refused: only some readers see it."""

    def __init__(self, part: str, parts: Parts) -> None:
        self.epoch_1904 = False
        self.sheets: list[Listed] = []
        self._part = part
        self._parts = parts
        self._path: list[str] = []
        self._met: set[str] = set()

    def start(self, element: str, attributes: Attributes) -> None:
        """Begin an element. Raises ReadError."""
        self._path.append(element)
        place = self._path[1:]
        if place in (["workbookPr"], ["sheets"]) and element not in self._met:
            self._met.add(element)
            if element == "workbookPr":
                self.epoch_1904 = _is_true(attributes.get("date1904", "0"), self._part)
        elif place == ["sheets", "sheet"]:
            self.sheets.append(Listed(element, attributes, self._parts.position))
            self._check_sheet(attributes, self._parts.limits)
        elif (
            element in ("workbookPr", "sheets", "sheet")
            or place == ["sheets", element]
            or (place == [element] and element in _FOREIGN)
        ):
            raise ReadError("damaged", part=self._part)

    def _check_sheet(self, attributes: Attributes, limits: Limits) -> None:
        if len(self.sheets) > limits.sheets:
            raise ReadError("too_many_sheets", limit=limits.sheets)
        if len(attributes.get("name", "")) > limits.sheet_name_characters:
            raise ReadError("sheet_name_too_long", limit=limits.sheet_name_characters)

    def end(self, _: str) -> None:
        """End an element."""
        self._path.pop()


def relation_id_of(attributes: Attributes) -> str | None:
    """Return the id of the relation to a sheet, None where there is none. Raises ReadError where it is ambiguous."""
    ids = {name: value for name, value in attributes.items() if name.rpartition(" ")[2] == "id"}
    if len(ids) > 1:
        raise ReadError("inconsistent")
    return next((ids[name] for name in _RELATION_IDS if name in ids), None)


def _read_category(part: str, parts: Parts) -> str:
    texts: list[str] = []
    inside = False

    def start(name: str, _: Attributes) -> None:
        nonlocal inside
        inside = name == "category"

    parts.parse(part, start, text=lambda text: texts.append(text) if inside else None)
    return "".join(texts).strip()


def _is_true(written: str, part: str) -> bool:
    if written not in ("0", "1", "false", "true"):
        raise ReadError("damaged", part=part)
    return written in ("1", "true")
