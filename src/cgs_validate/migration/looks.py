"""The teacher's notes, colours and threads, carried where their cells are carried; all that is left behind is listed.

Our own marks are neither. A fill that the row below the last answers has, too, is the form's.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from ..checking.findings import Place
from ..editing.fill_colours import FillColours
from ..editing.references import formats_in
from ..editing.sheet import SheetEditor
from ..editing.sheet_notes import SheetNotes
from ..editing.styles import StylesEditor
from ..editing.threads import threads
from ..editing.workbook import WorkbookEditor
from ..errors import ReadError
from ..marking.memory import fill
from ..marking.unmark import unmarked
from ..ooxml.container import Container
from .review import ReviewItem

_At = tuple[int, int]  # a row and a column
# Emphasised letters: bold, italic, underlined, a colour but black
_EMPHASIS = re.compile(
    rb'<(?:b|i|u)(?: val="(?!0"|false"|none")[^"]*")?\s*/>'
    rb'|<color (?!(?:auto="(?:1|true)"|theme="1"|indexed="(?:8|64)"|rgb="(?:FF)?000000")\s*/>)[^>]*/>'
)


@dataclass(frozen=True)
class CarriedSheet:
    """The cells of a sheet that were carried: its rows and columns, each with that in the result, None for none.

    label: of the sheet in the result, for its review items.
    """

    source: str
    target: str
    label: str
    rows: Mapping[int, int | None]
    columns: Mapping[int, int | None]

    def target_of(self, at: _At) -> _At | None:
        """Return where a cell went, None where it was left behind."""
        row, column = self.rows.get(at[0]), self.columns.get(at[1])
        return (row, column) if row and column else None


@dataclass
class _Looks:
    """What cells of a sheet have: author and text of a note or thread; six digits of a colour, "" for other fills.

    ``fonts``: the cells whose letters are emphasised.
    """

    notes: dict[_At, tuple[str, str]] = field(default_factory=dict)
    threads: set[_At] = field(default_factory=set)
    colours: dict[_At, str] = field(default_factory=dict)
    fonts: list[_At] = field(default_factory=list)


def carry_looks(source: Container, result: bytes, sheets: list[CarriedSheet]) -> tuple[bytes, list[ReviewItem]]:
    """Return the result with the looks of the carried cells in it, and their review items."""
    try:
        plain, _ = unmarked(source)
        move = _Move(WorkbookEditor(plain), WorkbookEditor(Container(result, source.limits)))
        return move.carry(sheets) or result, move.review
    except ReadError:
        return result, [ReviewItem("looks_unreadable")]


class _Move:
    def __init__(self, old: WorkbookEditor, new: WorkbookEditor) -> None:
        self.old, self.new = old, new
        self.old_styles, self.new_styles = StylesEditor.of(old), StylesEditor.of(new)
        self.colours = FillColours(old)
        self.review: list[ReviewItem] = []

    def carry(self, sheets: list[CarriedSheet]) -> bytes:
        """Return the result with the looks in it, nothing where there are none."""
        for sheet in sheets:
            looks = self._looks(sheet)
            self._write(sheet, looks)
            self.review += _items(sheet, looks)
        for name in self.old.worksheets.keys() - {sheet.source for sheet in sheets}:
            self.review += _items(CarriedSheet(name, "", name, {}, {}), self._with_notes(name, _Looks()))
        styles = self.new_styles.result()
        if self.new_styles.markup.changed:
            self.new.package.write(self.new_styles.markup.part, styles)
        return self.new.result().data if self.new.package.written() else b""

    def _looks(self, sheet: CarriedSheet) -> _Looks:
        part = self.old.worksheets[sheet.source]
        editor = SheetEditor(self.old.package.read(part), part)
        colours = {at: self.colours.of(own) for at, own in self._own(sheet, editor, self._fill)}
        fonts = [at for at, _ in self._own(sheet, editor, self._emphasis)]
        return self._with_notes(sheet.source, _Looks(colours=colours, fonts=fonts))

    def _with_notes(self, name: str, looks: _Looks) -> _Looks:
        part = self.old.worksheets[name]
        said = threads(self.old, part)
        for at, note in SheetNotes(self.old, part).editor.notes.items():
            looks.notes[note.place] = (
                said.get(at, (note.author, note.text)) if note.is_thread else (note.author, note.text)
            )
            if note.is_thread:
                looks.threads.add(note.place)
        return looks

    def _own(
        self, sheet: CarriedSheet, editor: SheetEditor, look: Callable[[int], bytes]
    ) -> Iterator[tuple[_At, bytes]]:
        """Yield the cells with a look that is not the form's, each with it. look: returns that of a format."""
        if not (rows := self._rows_with(sheet, editor, look)):
            return
        below = max(sheet.rows) + 1
        cells = editor.locate(product([*rows, below], sheet.columns))
        for (row, column), cell in cells.items():
            own = look(cell.style)
            if own and row < below and own != look(cells[below, column].style):
                yield (row, column), own

    def _rows_with(self, sheet: CarriedSheet, editor: SheetEditor, look: Callable[[int], bytes]) -> list[int]:
        """Return the rows in which any cell may have a look."""
        data, part = editor.markup.data, editor.markup.part
        having = {style for style in formats_in(data, part) if look(style)}
        first_cells = editor.locate((row, 1) for row in sheet.rows) if having else {}
        elements = {row: cell.row.element for (row, _), cell in first_cells.items()}
        return [row for row, at in elements.items() if at and formats_in(data[at.start : at.end], part) & having]

    def _fill(self, style: int) -> bytes:
        """Return the XML of a format's fill, nothing where it shows none."""
        xml = self.old_styles.fill_of(style)
        return xml if b"gradientFill" in xml or (b"patternType" in xml and b'"none"' not in xml) else b""

    def _emphasis(self, style: int) -> bytes:
        """Return the XML of the emphasis of a format's letters, nothing where there is none."""
        return b"".join(_EMPHASIS.findall(self.old_styles.font_of(style)))

    def _write(self, sheet: CarriedSheet, looks: _Looks) -> None:
        notes = {target: note for at, note in looks.notes.items() if (target := sheet.target_of(at))}
        colours = {target: colour for at, colour in looks.colours.items() if colour and (target := sheet.target_of(at))}
        if not (notes or colours):
            return
        part = self.new.worksheets[sheet.target]
        editor, added = SheetEditor(self.new.package.read(part), part), SheetNotes(self.new, part)
        for at, cell in editor.locate(colours).items():
            editor.restyle(cell, self.new_styles.with_fill(cell.style, fill(f"FF{colours[at]}")))
        for (row, column), (author, text) in sorted(notes.items()):
            added.editor.add(row, column, text, author)
        added.write(editor)
        self.new.package.write(part, *editor.pieces())


def _items(sheet: CarriedSheet, looks: _Looks) -> Iterator[ReviewItem]:
    for at in sorted(looks.threads):
        if target := sheet.target_of(at):
            yield ReviewItem("thread_as_note", sheet.label, place=Place(sheet.target, *target))
    for code, places in (
        ("note_left", (at for at in looks.notes if not sheet.target_of(at))),
        ("font_left", looks.fonts),
        ("colour_left", (at for at, colour in looks.colours.items() if not (colour and sheet.target_of(at)))),
    ):
        yield from (ReviewItem(code, sheet.label, source=Place(sheet.source, *at)) for at in sorted(places))
