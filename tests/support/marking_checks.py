"""A workbook before and after marking held against each other, by the standard library's XML and nothing of the editor.

``Book`` is a workbook as its parts say; ``differences`` yields a line for whatever marking was not asked to change.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from itertools import count
from typing import NamedTuple
from xml.etree import ElementTree

from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from sorts import COLOURS

Element = ElementTree.Element
Place = tuple[int, int]

# The order of a worksheet's children (ECMA-376 part 1, 18.3.1.99), from where marking may put something in.
_ORDER = [
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
]
_MAY_CHANGE = re.compile(r"\[content_types\]\.xml|.*\.rels|(xl/)?workbook\w*\.xml|(xl/)?styles\w*\.xml", re.IGNORECASE)
_SHAPE_ID = re.compile(rb"""<(?:[\w.-]+:)?shape\b[^>]*?\sid=["']([^"']+)""")
_NOTE_BOX = re.compile(rb"<x:Row>\s*(\d+)\s*</x:Row>\s*<x:Column>\s*(\d+)\s*</x:Column>")
_IDMAP = re.compile(rb"""<[\w.-]+:idmap\b[^>]*?\bdata=["']([\d, ]*)""")
_SIZE = re.compile(rb"Anchor>[^<]*<|\bheight:[\d.]+")  # of a box, which grows with its note


class Mark(NamedTuple):
    """A mark to be found: ``noted`` is False where the cell can have no note."""

    sheet: str
    row: int
    column: int
    kind: str
    noted: bool = True

    @property
    def cell(self) -> str:
        return f"{get_column_letter(self.column)}{self.row}"


@dataclass
class SheetXml:
    """One worksheet's part."""

    part: str
    root: Element
    rows: dict[int, Element] = field(default_factory=dict)
    cells: dict[Place, Element] = field(default_factory=dict)

    @classmethod
    def read(cls, part: str, data: bytes) -> "SheetXml":
        sheet = cls(part, ElementTree.fromstring(data))
        row_number = 0
        for row in sheet.written_rows():
            row_number = int(row.get("r", row_number + 1))
            sheet.rows[row_number] = row
            column = 0
            for cell in row:
                if local(cell) == "c":
                    column = _column(cell.get("r")) or column + 1
                    sheet.cells[row_number, column] = cell
        return sheet

    def written_rows(self) -> list[Element]:
        data = self.top("sheetData")
        return [] if data is None else list(data)

    def top(self, name: str) -> Element | None:
        return next((child for child in self.root if local(child) == name), None)

    @cached_property
    def merges(self) -> list[tuple[int, int, int, int]]:
        merged = self.top("mergeCells")
        return [range_boundaries(merge.get("ref", "")) for merge in (merged if merged is not None else ())]

    def style(self, place: Place) -> int:
        """Return a cell's format; an absent cell has its row's, else its column's."""
        row, column = place
        if place in self.cells:
            return int(self.cells[place].get("s", 0))
        if row in self.rows and self.rows[row].get("customFormat") in ("1", "true"):
            return int(self.rows[row].get("s", 0))
        columns = self.top("cols")
        inside = (
            one
            for one in (() if columns is None else columns)
            if number(one.get("min")) <= column <= number(one.get("max"))
        )
        style = next((one.get("style", "0") for one in inside), "0")
        return int(style) if style.isdecimal() else 0

    def covered(self, place: Place) -> bool:
        """Whether a cell lies under a merged area, and is not its first."""
        row, column = place
        return any(
            left <= column <= right and top <= row <= bottom and place != (top, left)
            for left, top, right, bottom in self.merges
        )


class Book:
    """A workbook's parts by lower-case name, and what leads from one to another."""

    def __init__(self, data: bytes) -> None:
        self.parts: dict[str, bytes] = {}
        with zipfile.ZipFile(BytesIO(data)) as archive:
            self.names = [_key(info.filename) for info in archive.infolist()]
            self.parts = {_key(info.filename): archive.read(info) for info in archive.infolist()}
        self.part = next(target for kind, target in self.relations("").values() if kind == "officeDocument")

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        folder, name = posixpath.split(part)
        data = self.parts.get(_key(posixpath.join(folder, "_rels", f"{name}.rels")))
        found = {}
        for relation in ElementTree.fromstring(data) if data else ():
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "").replace("\\", "/")))
            found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], _key(target))
        return found

    def related(self, part: str, kind: str) -> str | None:
        found = (target for own, target in self.relations(part).values() if own == kind)
        return next((target for target in found if target in self.parts), None)

    @cached_property
    def sheets(self) -> dict[str, SheetXml]:
        relations = self.relations(self.part)
        listed = next(child for child in ElementTree.fromstring(self.parts[self.part]) if local(child) == "sheets")
        found = {}
        for sheet in listed:
            relation = next((value for name, value in sheet.items() if name.endswith("}id")), "")
            kind, target = relations.get(relation, ("", ""))
            if kind == "worksheet" and target in self.parts:
                found[sheet.get("name", "")] = SheetXml.read(target, self.parts[target])
        return found

    @cached_property
    def styles(self) -> "Styles":
        part = self.related(self.part, "styles")
        return Styles(self.parts[part] if part else b"<styleSheet/>")

    def notes(self, part: str) -> dict[str, tuple[str, str]]:
        """Return the notes of a sheet: address → author, text."""
        comments = self.related(part, "comments")
        if comments is None:
            return {}
        root = ElementTree.fromstring(self.parts[comments])
        authors = [author.text or "" for author in root.iter() if local(author) == "author"]
        listed = (element for element in root.iter() if local(element) == "comment")
        return {
            note.get("ref", ""): (
                dict(enumerate(authors)).get(int(note.get("authorId", 0)), ""),
                "".join(text.text or "" for run in note.iter() if local(run) in ("r", "text") for text in run),
            )
            for note in listed
        }

    def drawing(self, sheet: SheetXml) -> bytes:
        """Return the drawing of a sheet's notes."""
        legacy = [element for element in sheet.root.iter() if local(element) == "legacyDrawing"]
        if not legacy:
            return b""
        relation = next(value for name, value in legacy[0].items() if name.endswith("}id"))
        return self.drawings.get(self.relations(sheet.part).get(relation, ("", ""))[1], b"")

    @cached_property
    def drawings(self) -> dict[str, bytes]:
        """The drawings in VML, those in UTF-16 made UTF-8."""
        drawings = {name: data for name, data in self.parts.items() if name.endswith(".vml")}
        return {
            name: data.decode("utf-16").replace("UTF-16", "UTF-8").encode() if data.startswith(b"\xff\xfe") else data
            for name, data in drawings.items()
        }


def chosen(entry: Element) -> Element:
    """Return an entry of a table; of alternatives the last, which is the one for programs that know no other."""
    return entry[-1][0] if local(entry) == "AlternateContent" else entry


class Styles:
    """The cell formats: what each is made of."""

    def __init__(self, data: bytes) -> None:
        tables = {local(table): list(map(chosen, table)) for table in ElementTree.fromstring(data)}
        self.formats = tables.get("cellXfs", [])
        self.fills = tables.get("fills", [])

    def colour(self, style: int) -> str | None:
        """Return the colour of a format's solid fill."""
        for pattern in self.fills[int(self.formats[style].get("fillId", 0))]:
            if pattern.get("patternType") == "solid":
                return next((colour.get("rgb") for colour in pattern if local(colour) == "fgColor"), None)
        return None

    def look(self, style: int) -> object:
        """Return all of a format."""
        number = int(self.formats[style].get("fillId", 0)) if style < len(self.formats) else 0
        fill = [whole(pattern) for pattern in self.fills[number]] if number < len(self.fills) else []
        none = [pattern for pattern in fill if "none" not in str(pattern)]
        return none, self.rest(style)

    def rest(self, style: int) -> object:
        """Return all of a format but its fill."""
        format_ = self.formats[style if style < len(self.formats) else 0] if self.formats else Element("xf")
        numbers = {name: format_.get(name, "0") for name in ("numFmtId", "fontId", "borderId")}
        remaining = {
            name: value
            for name, value in format_.items()
            if name not in (*numbers, "fillId", "applyFill", "xfId") and not name.startswith("{")
        }
        return numbers | remaining, [whole(child) for child in format_]


def places(sheet: SheetXml, noted: Iterable[str]) -> list[Place]:
    """Choose cells to mark: first and last, merged and noted ones, absent ones between, next to them and below."""
    last_row = max(sheet.rows, default=0)
    widest = max((column for _, column in sheet.cells), default=0)
    absent_row = next(row for row in count(2) if row not in sheet.rows)
    middle = sorted(sheet.cells)[len(sheet.cells) // 2 :][:1]
    gaps = [(row, column + 1) for row, column in sheet.cells if (row, column + 1) not in sheet.cells]
    chosen = [
        (1, 1),
        *middle,
        *sorted(sheet.cells)[-1:],
        *gaps[:1],
        *gaps[-1:],
        (absent_row, 2),
        (max(last_row, 1), widest + 2),
        (last_row + 3, 2),
        *((top, left) for left, top, _, _ in sheet.merges[:1]),
        *(_place(reference) for reference in list(noted)[:2]),
    ]
    inside = [(row, column) for row, column in chosen if row <= 1_048_576 and column <= 16_384]
    return sorted({place for place in inside if not sheet.covered(place)})


def differences(before: Book, after: Book, marks: list[Mark]) -> Iterator[str]:
    """Yield what marking changed without being asked to, or did not do."""
    names = [name for name in before.names if name in after.parts]
    if names != [name for name in after.names if name in before.parts] or len(names) != len(before.names):
        yield "parts are lost, doubled or in another order"
    marked = {mark.sheet for mark in marks}
    touched = {part for name in marked for part in _own_parts(before, before.sheets[name])}
    for name, data in before.parts.items():
        if name not in touched and not _MAY_CHANGE.fullmatch(name) and after.parts.get(name) != data:
            yield f"{name} is changed"
    for name, sheet in before.sheets.items():
        own = [mark for mark in marks if mark.sheet == name]
        if own and name in after.sheets:
            yield from _sheet_differences(before, after, sheet, after.sheets[name], own)
            yield from _note_differences(before, after, sheet, after.sheets[name], own)
    yield from _shape_differences(before, after)


def left_behind(before: Book, after: Book) -> Iterator[str]:
    """Yield all that is not as it was before marking, after the marks were removed."""
    remaining = [name for name in before.names if name in after.parts or not _leads_nowhere(before, name)]
    if remaining != [name for name in after.names if name in before.parts]:
        yield "parts are lost, doubled or in another order"
    if left := [name for name in after.names if name not in before.parts and name != "xl/styles.xml"]:
        yield f"parts are left: {left}"
    if list(before.sheets) != list(after.sheets):
        yield "other sheets"
    sheet_parts = {part for sheet in before.sheets.values() for part in _own_parts(before, sheet)}
    for name, data in before.parts.items():
        if name not in sheet_parts and not _MAY_CHANGE.fullmatch(name) and after.parts.get(name) != data:
            yield f"{name} is changed"
    for name, old in before.sheets.items():
        new = after.sheets[name]
        if _around(old) != _around(new):
            yield f"{old.part}: lost or changed besides the cells"
        if before.notes(old.part) != after.notes(new.part):
            yield f"{old.part}: other notes"
        pairs = {(old.style(place), new.style(place)): place for place in {*old.cells, *new.cells}}
        for (was, now), place in pairs.items():
            if before.styles.look(was) != after.styles.look(now):
                yield f"{old.part}: {place} looks different"
    for name, data in before.drawings.items():
        if len(_SHAPE_ID.findall(data)) != len(_SHAPE_ID.findall(after.drawings.get(name, b""))):
            yield f"{name}: other shapes"


def number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def whole(element: Element) -> object:
    """Return all that an element is but the way to notes, to be compared."""
    inside = [whole(child) for child in element if local(child) != "legacyDrawing"]
    return element.tag, sorted(element.items()), (element.text or "").strip() if inside else element.text, inside


def _own_parts(book: Book, sheet: SheetXml) -> Iterator[str]:
    yield sheet.part
    for kind, target in book.relations(sheet.part).values():
        if kind in ("comments", "vmlDrawing"):
            yield target


def _sheet_differences(before: Book, after: Book, old: SheetXml, new: SheetXml, marks: list[Mark]) -> Iterator[str]:
    requested = {(mark.row, mark.column): mark for mark in marks}
    if _around(old) != _around(new):
        yield f"{old.part}: lost or changed besides the cells"
    order = [_ORDER.index(name) for child in new.root if (name := local(child)) in _ORDER]
    if order != sorted(order):
        yield f"{old.part}: elements out of order"
    if list(new.rows) != sorted(new.rows) or len(new.written_rows()) != len(new.rows):
        yield f"{old.part}: rows out of order"
    for number, row in old.rows.items():
        if _attributes(row, "spans") != _attributes(new.rows[number], "spans"):
            yield f"{old.part}: row {number} is changed"
    if list(new.cells) != sorted(new.cells) or sum(map(_count_cells, new.written_rows())) != len(new.cells):
        yield f"{old.part}: cells out of order"
    for place in {*old.cells, *new.cells}:
        cell, was = new.cells.get(place), old.cells.get(place)
        if cell is None or (was is None and place not in requested):
            yield f"{old.part}: {place} is lost or new"
        elif was is not None and (_attributes(was, "s"), _inside(was)) != (_attributes(cell, "s"), _inside(cell)):
            yield f"{old.part}: {place} is changed"
        elif was is not None and place not in requested and was.get("s") != cell.get("s"):
            yield f"{old.part}: {place} has another format"
    for place, mark in requested.items():
        style = int(new.cells[place].get("s", 0))
        if after.styles.colour(style) != COLOURS[mark.kind]:
            yield f"{mark.cell} of {mark.sheet} has no colour"
        if before.styles.rest(old.style(place)) != after.styles.rest(style):
            yield f"{mark.cell} of {mark.sheet}: more than the fill is changed"


def _note_differences(before: Book, after: Book, old: SheetXml, new: SheetXml, marks: list[Mark]) -> Iterator[str]:
    was, now = before.notes(old.part), after.notes(new.part)
    noted = {mark.cell for mark in marks if mark.noted}
    boxes = {(int(row) + 1, int(column) + 1) for row, column in _NOTE_BOX.findall(after.drawing(new))}
    for mark in marks:
        if mark.noted and "【" not in now.get(mark.cell, ("", ""))[1]:
            yield f"{mark.cell} of {mark.sheet} has no note"
        if mark.noted and mark.cell not in was and (mark.row, mark.column) not in boxes:
            yield f"{mark.cell} of {mark.sheet}: the note has no box"
        if mark.noted and mark.cell not in was and not now[mark.cell][0].startswith("cgs-validate"):
            yield f"{mark.cell} of {mark.sheet}: the note's author is {now[mark.cell][0]!r}"
    for cell, (author, text) in was.items():
        if now[cell][0] != author or not now[cell][1].startswith(text) or (cell not in noted and now[cell][1] != text):
            yield f"{cell} of {old.part}: the old note is changed"


def _shape_differences(before: Book, after: Book) -> Iterator[str]:
    """Yield shape numbers that were unique in the workbook and are not any more, and drawings that lost something."""
    for name, data in before.drawings.items():
        was, now = (_SIZE.sub(b"", _IDMAP.sub(b"", one)) for one in (data, after.drawings.get(name, b"")))
        if not _is_within(was, now):
            yield f"{name}: something of the drawing is lost"
    was, now = _numbers(before, _SHAPE_ID), _numbers(after, _SHAPE_ID)
    if len(was) == len(set(was)) and len(now) != len(set(now)):
        yield "shapes share a number"
    was, now = _numbers(before, _IDMAP), _numbers(after, _IDMAP)
    if len(was) == len(set(was)) and len(now) != len(set(now)):
        yield "drawings share a block of numbers"


def _numbers(book: Book, pattern: re.Pattern[bytes]) -> list[bytes]:
    found = (numbers for data in book.drawings.values() for numbers in pattern.findall(data))
    return [number.strip() for numbers in found for number in numbers.split(b",") if number.strip()]


def _is_within(old: bytes, new: bytes) -> bool:
    """Whether the new is the old with something put in at one place; a root in one tag may be opened for it."""
    old = old.removesuffix(b"/>")
    same = next((at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), len(old))
    return new.endswith(old[same:])


def _around(sheet: SheetXml) -> list[object]:
    """Return all of a sheet but its rows and the way to its notes."""
    remaining = [child for child in sheet.root if local(child) not in ("sheetData", "legacyDrawing")]
    return [sheet.root.tag, sorted(sheet.root.items()), *map(whole, remaining)]


def _attributes(element: Element, but: str) -> dict[str, str]:
    return {name: value for name, value in element.items() if name != but}


def _leads_nowhere(book: Book, name: str) -> bool:
    """Whether this is a part of relations without any, or to notes that are not there, which may go."""
    relations = book.relations(name.replace("_rels/", "").removesuffix(".rels")).values()
    return name.endswith(".rels") and all(
        kind in ("comments", "vmlDrawing") and target not in book.parts for kind, target in relations
    )


def _count_cells(row: Element) -> int:
    return sum(local(cell) == "c" for cell in row)


def _inside(element: Element) -> list[object]:
    return [whole(child) for child in element]


def _place(reference: str) -> Place:
    letters, row = coordinate_from_string(reference)
    return row, column_index_from_string(letters)


def _column(reference: str | None) -> int | None:
    return _place(reference)[1] if reference else None


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
