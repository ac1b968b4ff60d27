"""One sheet of the open document: its cells and their format. Rows and columns are counted from 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import Uno
from .lists import arrange
from .notes import NoteChange, NoteCut, note_text

if TYPE_CHECKING:
    from collections.abc import Iterator

NUMBER, DAY, TEXT, NOTE, FORMULA, FORMATTED = 1, 2, 4, 8, 16, 512  # com.sun.star.sheet.CellFlags
VALUES = NUMBER | DAY | TEXT | FORMULA
TAB = "\x01"  # a tab in data arrays
CALC, EXCEL = 0, 1  # com.sun.star.sheet.AddressConvention
BOLD, TOP = 150.0, 1  # com.sun.star.awt.FontWeight, com.sun.star.table.CellVertJustify2


def _each(parts: Uno) -> Iterator[Uno]:
    """Yield the parts of a text."""
    following = parts.createEnumeration()
    while following.hasMoreElements():
        yield following.nextElement()


class Sheet:
    """A sheet. ``document`` and ``sheet``: the objects of LibreOffice."""

    def __init__(self, document: Uno, sheet: Uno) -> None:
        self._document = document
        self._sheet = sheet

    def used(self) -> list[int] | None:
        """Return the last row and column with content, None for an empty sheet."""
        areas = self._sheet.queryContentCells(VALUES).RangeAddresses
        return [max(area.EndRow for area in areas) + 1, max(area.EndColumn for area in areas) + 1] if areas else None

    def recalculate(self) -> None:
        """Calculate the document, even with manual calculation."""
        self._document.calculate()

    def read(self, top: int, left: int, bottom: int, right: int) -> dict[str, object]:
        """Return the values of an area by rows, and its formulas: row, column, formula, LibreOffice's error number.

        Blank cells are empty texts; cells with an error are None.
        """
        area = self._area(top, left, bottom, right)
        rows = [list(row) for row in area.getDataArray()]
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str) and TAB in value:
                    row[column] = area.getCellByPosition(column, number).String
        return {"values": rows, "formulas": self._formulas(area)}

    def _formulas(self, area: Uno) -> list[list[object]]:
        found = []
        for place in area.queryContentCells(FORMULA).RangeAddresses:
            part = self._sheet.getCellRangeByPosition(place.StartColumn, place.StartRow, place.EndColumn, place.EndRow)
            values = part.getDataArray()
            for row, formulas in enumerate(part.getFormulaArray()):
                for column, formula in enumerate(formulas):
                    error = part.getCellByPosition(column, row).getError() if values[row][column] is None else 0
                    found.append([place.StartRow + row + 1, place.StartColumn + column + 1, formula, error])
        return found

    def formats(self, bottom: int, right: int) -> list[dict[str, object]]:
        """Return the areas of each format and of merged cells, down to that row and column.

        merged: the numbers of rows and columns merged into each cell of the areas, None for none.
        """
        formats = self._document.NumberFormats
        groups = self._area(1, 1, bottom, right).UniqueCellFormatRanges
        found = []
        for number in range(groups.Count):
            group = groups.getByIndex(number)
            areas = group.RangeAddresses
            shown = formats.getByKey(group.NumberFormat)
            found.append(
                {
                    "areas": [[a.StartRow + 1, a.StartColumn + 1, a.EndRow + 1, a.EndColumn + 1] for a in areas],
                    "code": shown.FormatString,
                    "standard": shown.StandardFormat,
                    "kind": shown.Type,
                    "struck": bool(group.CharStrikeout),
                    "merged": self._merged(areas[0]),
                }
            )
        return found

    def _merged(self, place: Uno) -> list[int] | None:
        first = self._sheet.getCellByPosition(place.StartColumn, place.StartRow)
        if not first.getIsMerged():
            return None
        cursor = self._sheet.createCursorByRange(first)
        cursor.collapseToMergedArea()
        return [cursor.Rows.Count, cursor.Columns.Count]

    def hidden(self, bottom: int, right: int) -> list[list[int]]:
        """Return the rows and the columns that cannot be seen, down to that row and column."""
        visible = self._area(1, 1, bottom, right).queryVisibleCells().RangeAddresses
        rows = {row for area in visible for row in range(area.StartRow + 1, area.EndRow + 2)}
        columns = {column for area in visible for column in range(area.StartColumn + 1, area.EndColumn + 2)}
        return [
            [row for row in range(1, bottom + 1) if row not in rows],
            [column for column in range(1, right + 1) if column not in columns],
        ]

    def filtered(self) -> bool:
        """Return whether a filter may have hidden rows."""
        number, named = self._sheet.RangeAddress.Sheet, self._document.DatabaseRanges
        areas = [named.getByIndex(index) for index in range(named.Count)]
        filtered = [area for area in areas if area.DataArea.Sheet == number and area.AutoFilter]
        return bool(filtered or self._document.getPropertyValue("UnnamedDatabaseRanges").hasByTable(number))

    def runs(self, bottom: int, right: int) -> list[list[object]]:
        """Return the cells that may have runs of text of their own format: row, column, how they look."""
        found = []
        for place in self._area(1, 1, bottom, right).queryContentCells(FORMATTED).RangeAddresses:
            for row in range(place.StartRow + 1, place.EndRow + 2):
                for column in range(place.StartColumn + 1, place.EndColumn + 2):
                    found.append([row, column, self._look(self._cell(row, column))])
        return found

    @staticmethod
    def _look(cell: Uno) -> str:
        """Return how a text looks: ``struck``, ``partly_struck`` or ``raised``, empty for plain."""
        runs = [run for paragraph in _each(cell) for run in _each(paragraph) if run.String.strip()]
        struck = [bool(run.CharStrikeout) for run in runs]
        if any(struck):
            return "struck" if all(struck) else "partly_struck"
        return "raised" if any(run.CharEscapement for run in runs) else ""

    def list_source(self, row: int, column: int) -> str:
        """Return the source of a cell's dropdown as in Excel's files, empty if there is none."""
        validation = self._cell(row, column).Validation
        if validation.Type.value != "LIST":
            return ""
        source = str(validation.getFormula1())
        if source.startswith('"'):
            return source.replace('";"', ",")
        return self._translated(source, validation.getSourcePosition())

    def named(self, name: str) -> str:
        """Return the formula of a defined name in Excel's grammar, the sheet's own first; empty if there is none."""
        for names in (self._sheet.NamedRanges, self._document.NamedRanges):
            if names.hasByName(name):
                found = names.getByName(name)
                return self._translated(found.Content, found.ReferencePosition)
        return ""

    def _translated(self, formula: str, place: Uno) -> str:
        """Return a formula in Excel's grammar. place: the cell for which it was written."""
        parser = self._document.createInstance("com.sun.star.sheet.FormulaParser")
        parser.CompileEnglish = True
        parser.FormulaConvention = CALC
        tokens = parser.parseFormula(formula, place)
        parser.FormulaConvention = EXCEL
        return str(parser.printFormula(tokens, place))

    def colours(self, cells: list[list[int]]) -> list[int]:
        """Return the background colours of cells as numbers, -1 for none."""
        return [self._cell(row, column).CellBackColor for row, column in cells]

    def paint(self, areas: list[list[int]], colour: int) -> None:
        """Set the background colour of areas, unless the cells' style already gives it."""
        ranges = self._document.createInstance("com.sun.star.sheet.SheetCellRanges")
        ranges.addRangeAddresses(tuple(self._area(*area).RangeAddress for area in areas), False)
        ranges.setPropertyToDefault("CellBackColor")
        if ranges.CellBackColor != colour:
            ranges.CellBackColor = colour

    def notes(self) -> list[list[object]]:
        """Return the notes: row, column, text, author."""
        notes = (self._sheet.Annotations.getByIndex(number) for number in range(self._sheet.Annotations.Count))
        return [[note.Position.Row + 1, note.Position.Column + 1, note_text(note), note.Author] for note in notes]

    def add_note(self, row: int, column: int, text: str) -> None:
        """Add a note, or append lines to the existing one."""
        cell = self._cell(row, column)
        if cell.queryContentCells(NOTE).Count:
            self._change(NoteChange(cell, note_text(cell.Annotation), f"\n{text}"))
        else:
            self._sheet.Annotations.insertNew(cell.CellAddress, text)

    def truncate_note(self, row: int, column: int, length: int) -> None:
        """Shorten a note to its first characters; a length of 0 deletes it."""
        cell = self._cell(row, column)
        if length:
            text = note_text(cell.Annotation)
            self._change(NoteCut(cell, text[:length], text[length:]))
        else:
            cell.clearContents(NOTE)

    def _change(self, change: NoteChange) -> None:
        change.redo()
        self._document.UndoManager.addUndoAction(change)

    def write_cell(self, row: int, column: int, value: str | float) -> None:
        """Write a number, or a text that stays text."""
        if isinstance(value, str):
            self._cell(row, column).String = value
        else:
            self._cell(row, column).Value = value

    def write(self, rows: list[list[str]], formulas: list[list[Uno]]) -> None:
        """Write texts from the first cell on, and formulas: row, column, those of the cells below."""
        self._area(1, 1, len(rows), len(rows[0])).setDataArray(tuple(map(tuple, rows)))
        for row, column, texts in formulas:
            self._area(row, column, row + len(texts) - 1, column).setFormulaArray(tuple((text,) for text in texts))

    def format_list(self, widths: list[int], header: int, last: int, links: int, colour: int) -> None:
        """Format a list. widths: in hundredths of a millimetre; links: the column in that colour."""
        for column, width in enumerate(widths):
            self._sheet.Columns.getByIndex(column).Width = width
        headings = self._area(header, 1, header, len(widths))
        headings.CharWeight = headings.CharWeightAsian = BOLD
        body = self._area(header, 1, last, len(widths))
        body.IsTextWrapped = True
        body.VertJustify = TOP
        if last > header:
            self._area(header + 1, links, last, links).CharColor = colour
        adjusts, self._document.IsAdjustHeightEnabled = self._document.IsAdjustHeightEnabled, True
        self._area(1, 1, last, 1).Rows.OptimalHeight = True
        self._document.IsAdjustHeightEnabled = adjusts

    def arrange_list(self, top: int, left: int, bottom: int, right: int) -> None:
        """Frame a list, filter it, and have its headings stay in sight and on every printed page."""
        arrange(self._document, self._sheet, self._area(top, left, bottom, right))

    def select(self, row: int, column: int) -> bool:
        """Show the sheet and select a cell; return whether its row and column are visible."""
        controller = self._document.CurrentController
        controller.ActiveSheet = self._sheet
        cell = self._cell(row, column)
        controller.select(cell)
        return bool(cell.Rows.IsVisible and cell.Columns.IsVisible)

    def _cell(self, row: int, column: int) -> Uno:
        return self._sheet.getCellByPosition(column - 1, row - 1)

    def _area(self, top: int, left: int, bottom: int, right: int) -> Uno:
        return self._sheet.getCellRangeByPosition(left - 1, top - 1, right - 1, bottom - 1)
