"""A small model of Excel's objects on Windows, over a workbook of openpyxl's, with Excel's behaviour.

Colours are blue-green-red; of several cells that differ a property is None, but a colour 0; a second note on a cell is
refused, and any change to a protected sheet; all numbers are floats, sums of money decimals, error values int, what is
empty None; input that looks like a number becomes one. Each property and method that is used counts.
"""

import re
import types
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.colors import Color
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from windows_stubs import CDispatch, com_error, refused

from cgs_validate_addin.fills import parse_fill

_PATTERNS = {None: -4142, "solid": 1, "lightGrid": 15, "darkGrid": 9, "mediumGray": -4125, "gradient": 4000}
_NAMES = {number: name for name, number in _PATTERNS.items()}
_NONE, _AUTOMATIC = -4142, -4105
_ERRORS = {"#NULL!": 2000, "#DIV/0!": 2007, "#VALUE!": 2015, "#REF!": 2023, "#NAME?": 2029, "#NUM!": 2036, "#N/A": 2042}
_FIRST_ERROR = -2146828288
FIRST_DAY = datetime(1899, 12, 30)
_NUMBER = re.compile(r"-?[0-9]+([.,][0-9]+)*")
_PLACE = re.compile(r"=(ROW|COLUMN)\('(?:[^']|'')+'!\$?([A-Z]+)\$?([0-9]+)\)")
_LINK = re.compile(r'=HYPERLINK\("(?:[^"]|"")*","([^"]*)"\)')


CALLS: Counter[str] = Counter()  # of Excel, by the property or method
LARGEST: list[int] = []  # how many cells were read at once


class Com(CDispatch):
    """An object of Excel's: ``get_…`` and ``set_…`` are its properties, ``do_…`` its methods."""

    class _oleobj_:  # noqa: N801 # pywin32's own name
        @staticmethod
        def GetIDsOfNames(_: int, name: str) -> None:  # noqa: N802
            raise com_error(-1, f"no {name}", None, None)

    def __getattr__(self, name: str) -> Any:
        if (get := getattr(type(self), f"get_{name}", None)) is not None:
            CALLS[name] += 1
            return get(self)
        do: Callable[..., Any] | None = getattr(type(self), f"do_{name}", None)
        if do is None:
            raise AttributeError(name)

        def call(own: Any, *arguments: Any) -> Any:
            CALLS[name] += 1
            return do(own, *(getattr(argument, "_inner", argument) for argument in arguments))

        return types.MethodType(call, self)

    def __setattr__(self, name: str, value: Any) -> None:
        if name[0].islower():
            object.__setattr__(self, name, value)
        else:
            CALLS[f"{name} ="] += 1
            getattr(type(self), f"set_{name}")(self, value)


class Value(Com):
    """An object with plain properties."""

    def __init__(self, **values: Any) -> None:
        self.values = values

    def __getattr__(self, name: str) -> Any:
        if name not in object.__getattribute__(self, "values"):
            raise AttributeError(name)
        CALLS[name] += 1
        return self.values[name]

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "values":
            object.__setattr__(self, name, value)
        else:
            CALLS[f"{name} ="] += 1
            self.values[name] = value


class Application(Com):
    def __init__(self, book: Workbook, results: dict[tuple[str, str], Any]) -> None:
        self.book = WorkbookObject(self, book)
        self.results = results
        self.state: dict[str, Any] = {"ScreenUpdating": True, "EnableEvents": True, "DisplayAlerts": True}
        self.status: list[Any] = []
        self.selected = (1, 1)
        self.window: Window | None = None
        self.open_notes: set[str] = set()  # cells of which the note is shown
        self.threads: set[str] = set()  # cells with threaded comments, which are no notes
        self.partly: dict[tuple[str, str], dict[str, Any]] = {}  # by sheet and cell, what is not of all of its text

    def get_Hwnd(self) -> int:  # noqa: N802
        return 1

    def get_ActiveCell(self) -> "Range":  # noqa: N802
        return Range(self.book.sheet(self.book.openpyxl.active), [(*self.selected, *self.selected)])

    def do_Intersect(self, one: "Range", other: "Range") -> "Range | None":  # noqa: N802
        both = {*map(id, one.cells())} & {*map(id, other.cells())}
        return one if both else None

    def get_ActiveWindow(self) -> "Window":  # noqa: N802
        if self.window is None or self.window.sheet is not self.book.openpyxl.active:
            self.window = Window(self.book.openpyxl.active)
        return self.window

    def set_StatusBar(self, text: Any) -> None:  # noqa: N802
        self.status.append(text)


def _switch(name: str) -> None:
    setattr(Application, f"get_{name}", lambda self: self.state[name])
    setattr(Application, f"set_{name}", lambda self, value: self.state.update({name: value}))


for _name in ("ScreenUpdating", "EnableEvents", "DisplayAlerts"):
    _switch(_name)


class WorkbookObject(Com):
    def __init__(self, application: Application, book: Workbook) -> None:
        self.application = application
        self.openpyxl = book
        self.path = Path("111-10.xlsx")
        self.address = ""  # on OneDrive
        self.shared = self.read_only = False

    def refuse_where_locked(self) -> None:
        if self.shared or self.get_ProtectStructure():
            raise refused("the structure is protected")

    def sheet(self, sheet: Worksheet) -> "SheetObject":
        return SheetObject(self, sheet)

    get_Application = lambda self: self.application  # noqa: E731, N815
    get_Name = lambda self: self.path.name  # noqa: E731, N815
    get_Path = lambda self: str(self.path.parent)  # noqa: E731, N815
    get_FullName = lambda self: self.address or str(self.path)  # noqa: E731, N815
    get_FileFormat = lambda self: 51  # noqa: E731, N815
    get_ReadOnly = lambda self: self.read_only  # noqa: E731, N815
    get_Worksheets = lambda self: Worksheets(self)  # noqa: E731, N815
    get_ActiveSheet = lambda self: self.sheet(self.openpyxl.active)  # noqa: E731, N815
    get_Date1904 = lambda self: self.openpyxl.epoch.year == 1904  # noqa: E731, N815
    get_Names = lambda self: Names(self.openpyxl.defined_names)  # noqa: E731, N815
    get_MultiUserEditing = lambda self: self.shared  # noqa: E731, N815

    def get_ProtectStructure(self) -> bool:  # noqa: N802
        return bool(self.openpyxl.security and self.openpyxl.security.lockStructure)

    def do_Activate(self) -> None:  # noqa: N802
        pass

    def do_Save(self) -> None:  # noqa: N802
        self.openpyxl.save(self.path)

    def do_BuiltinDocumentProperties(self, name: str) -> Value:  # noqa: N802
        return Value(Value=getattr(self.openpyxl.properties, name.lower()))


class Worksheets(Com):
    def __init__(self, book: WorkbookObject) -> None:
        self.book = book

    get_Parent = lambda self: self.book  # noqa: E731, N815
    get_Count = lambda self: len(self.book.openpyxl.worksheets)  # noqa: E731, N815

    def __call__(self, key: str | int) -> "SheetObject":
        CALLS["Item"] += 1
        sheets = self.book.openpyxl.worksheets
        return self.book.sheet(sheets[key - 1] if isinstance(key, int) else self.book.openpyxl[key])

    def __iter__(self) -> Iterator["SheetObject"]:
        for sheet in list(self.book.openpyxl.worksheets):
            CALLS["Item"] += 1
            yield self.book.sheet(sheet)

    def __getattr__(self, name: str) -> Any:
        if name != "Add":
            return super().__getattr__(name)

        def add(own: Any, Before: Any) -> SheetObject:  # noqa: N803
            CALLS["Add"] += 1
            own.book.refuse_where_locked()
            before = getattr(Before, "_inner", Before).openpyxl
            sheet = own.book.openpyxl.create_sheet(index=own.book.openpyxl.worksheets.index(before))
            own.book.openpyxl.active = sheet
            return own.book.sheet(sheet)

        return types.MethodType(add, self)


class SheetObject(Com):
    def __init__(self, book: WorkbookObject, sheet: Worksheet) -> None:
        self.book = book
        self.openpyxl = sheet

    get_Parent = lambda self: self.book  # noqa: E731, N815
    get_Name = lambda self: self.openpyxl.title  # noqa: E731, N815
    get_Index = lambda self: self.book.openpyxl.worksheets.index(self.openpyxl) + 1  # noqa: E731, N815
    get_ProtectContents = lambda self: self.openpyxl.protection.sheet  # noqa: E731, N815
    get_Protection = lambda self: Value(AllowFormattingCells=not self.openpyxl.protection.formatCells)  # noqa: E731, N815
    get_Cells = lambda self: Range(self, [(1, 1, 1_048_576, 16_384)])  # noqa: E731, N815
    get_Rows = lambda self: _Rows()  # noqa: E731, N815

    get_Names = lambda self: Names(self.openpyxl.defined_names)  # noqa: E731, N815
    get_PageSetup = lambda self: PageSetup(self.openpyxl)  # noqa: E731, N815
    get_AutoFilterMode = lambda self: bool(self.openpyxl.auto_filter.ref)  # noqa: E731, N815
    get_FilterMode = lambda self: False  # noqa: E731, N815
    get_ListObjects = lambda self: Value(Count=len(self.openpyxl.tables))  # noqa: E731, N815

    def set_Name(self, name: str) -> None:  # noqa: N802
        self.openpyxl.title = name

    def get_Visible(self) -> int:  # noqa: N802
        return {"visible": -1, "hidden": 0, "veryHidden": 2}[self.openpyxl.sheet_state]

    def set_Visible(self, shown: int) -> None:  # noqa: N802
        self.openpyxl.sheet_state = {2: "veryHidden", 0: "hidden"}.get(shown, "visible")

    def get_Comments(self) -> Iterator["Note"]:  # noqa: N802
        for row in self.openpyxl.iter_rows():
            for cell in row:
                if cell.comment:
                    CALLS["Item"] += 1
                    yield Note(self, cell)

    def do_Range(self, first: Any, last: Any = None) -> "Range":  # noqa: N802
        if last is not None:
            return Range(self, [(*first.area[:2], *last.area[2:])])
        if len(first) > 255:
            raise refused("an address is too long")
        bounds = map(range_boundaries, first.split(","))
        return Range(self, [(top, left, bottom, right) for left, top, right, bottom in bounds])

    def do_Activate(self) -> None:  # noqa: N802
        assert self.openpyxl.sheet_state == "visible"
        self.book.openpyxl.active = self.openpyxl

    def do_Delete(self) -> None:  # noqa: N802
        self.book.refuse_where_locked()
        if self.openpyxl.sheet_state == "veryHidden":
            raise refused("Delete method of Worksheet class failed")
        self.book.openpyxl.remove(self.openpyxl)

    def do_Calculate(self) -> None:  # noqa: N802
        pass

    def __getattr__(self, name: str) -> Any:
        if name != "Move":
            return super().__getattr__(name)

        def move(own: Any, Before: Any) -> None:  # noqa: N803
            CALLS["Move"] += 1
            sheets = own.book.openpyxl._sheets
            sheets.remove(own.openpyxl)
            sheets.insert(sheets.index(getattr(Before, "_inner", Before).openpyxl), own.openpyxl)

        return types.MethodType(move, self)


class Names(Com):
    """Defined names, of the workbook or of one sheet only."""

    def __init__(self, names: Any) -> None:
        self.names = {name.casefold(): defined for name, defined in names.items()}

    def __call__(self, name: str) -> Value:
        CALLS["Item"] += 1
        if name.casefold() not in self.names:
            raise refused("there is no such name")
        return Value(RefersTo=f"={self.names[name.casefold()].attr_text}")


class _Rows(Com):
    def do_AutoFit(self) -> None:  # noqa: N802
        pass


class Range(Com):
    def __init__(self, sheet: SheetObject, areas: list[tuple[int, int, int, int]]) -> None:
        self.sheet = sheet
        self.areas = areas
        self.area = areas[0]

    def cells(self) -> list[Any]:
        rows = [self.sheet.openpyxl.iter_rows(top, bottom, left, right) for top, left, bottom, right in self.areas]
        return [cell for area in rows for row in area for cell in row]

    def change(self, **what: Any) -> None:
        self.refuse_where_protected()
        for cell in self.cells():
            for name, value in what.items():
                setattr(cell, name, value)

    def refuse_where_protected(self, *, looks: bool = False) -> None:
        protection = self.sheet.openpyxl.protection
        if protection.sheet and (protection.formatCells or not looks):
            raise refused("the sheet is protected")

    def __call__(self, row: int, column: int) -> "Range":
        CALLS["Item"] += 1
        top, left = self.area[0] + row - 1, self.area[1] + column - 1
        return Range(self.sheet, [(top, left, top, left)])

    get_Row = lambda self: self.area[0]  # noqa: E731, N815
    get_Column = lambda self: self.area[1]  # noqa: E731, N815
    get_Rows = lambda self: Value(Count=self.area[2] - self.area[0] + 1)  # noqa: E731, N815
    get_Columns = lambda self: Value(Count=self.area[3] - self.area[1] + 1)  # noqa: E731, N815
    get_Worksheet = lambda self: self.sheet  # noqa: E731, N815
    get_Borders = lambda self: Borders(self)  # noqa: E731, N815
    get_Comment = lambda self: Note(self.sheet, self.cells()[0]) if self.cells()[0].comment else None  # noqa: E731, N815
    get_Application = lambda self: self.sheet.book.application  # noqa: E731, N815
    get_Validation = lambda self: Validation(self)  # noqa: E731, N815
    get_Interior = lambda self: Interior(self)  # noqa: E731, N815
    get_Font = lambda self: CellFont(self)  # noqa: E731, N815
    get_Address = lambda self: address_of(self.area)  # noqa: E731, N815
    get_EntireRow = lambda self: Value(Hidden=rows_hidden(self.sheet.openpyxl, self.area))  # noqa: E731, N815
    get_EntireColumn = lambda self: Value(Hidden=columns_hidden(self.sheet.openpyxl, self.area))  # noqa: E731, N815
    get_NumberFormat = lambda self: _common({cell.number_format for cell in self.cells()})  # noqa: E731, N815

    def get_Value(self) -> Any:  # noqa: N802
        results = self.sheet.book.application.results
        top, left, bottom, right = self.area
        LARGEST.append((bottom - top + 1) * (right - left + 1))
        rows = self.sheet.openpyxl.iter_rows(top, bottom, left, right)
        values = tuple(tuple(_value(cell, results) for cell in row) for row in rows)
        return values[0][0] if (top, left) == (bottom, right) else values

    def get_Value2(self) -> Any:  # noqa: N802
        assert not self.sheet.book.get_Date1904(), "days of their own there"
        return tuple(tuple(map(_serial, row)) for row in self.get_Value())

    def set_Value(self, data: Any) -> None:  # noqa: N802
        self.refuse_where_protected()
        rows = data if isinstance(data, tuple) else ((data,),)
        for offset, row in enumerate(rows):
            for step, value in enumerate(row):
                type_in(self.sheet.openpyxl.cell(self.area[0] + offset, self.area[1] + step), value)

    def get_Formula(self) -> Any:  # noqa: N802
        rows = self.sheet.openpyxl.iter_rows(*(self.area[index] for index in (0, 2, 1, 3)))
        return tuple(tuple("" if cell.value is None else unescape(str(cell.value)) for cell in row) for row in rows)

    def get_MergeCells(self) -> bool | None:  # noqa: N802
        top, left, bottom, right = self.area
        covered = 0
        for area in self.sheet.openpyxl.merged_cells.ranges:
            rows = min(bottom, area.max_row) - max(top, area.min_row) + 1
            columns = min(right, area.max_col) - max(left, area.min_col) + 1
            covered += max(0, rows) * max(0, columns)
        return False if not covered else True if covered == (bottom - top + 1) * (right - left + 1) else None

    def get_MergeArea(self) -> "Range":  # noqa: N802
        for area in self.sheet.openpyxl.merged_cells.ranges:
            if (*self.area[:2],) in {*area.cells}:
                return Range(self.sheet, [(area.min_row, area.min_col, area.max_row, area.max_col)])
        return self

    def do_Find(self, what: str, after: Any, look: int, part: int, order: int, direction: int) -> "Range | None":  # noqa: N802
        assert (what, look, direction) == ("*", -4123, 2)
        held = [at for at, cell in self.sheet.openpyxl._cells.items() if cell.value is not None]
        if not held:
            return None
        row, column = max(held) if order == 1 else max(held, key=lambda at: (at[1], at[0]))
        return Range(self.sheet, [(row, column, row, column)])

    def do_SpecialCells(self, kind: int) -> "Range":  # noqa: N802
        """Find cells on the whole sheet, as Excel does where it is asked about a single cell."""
        assert kind == -4174, "cells with a validation"
        found = [area.bounds for guard in validations(self.sheet.openpyxl) for area in guard.sqref.ranges]
        if not found:
            raise refused("No cells were found.")
        return Range(self.sheet, [(top, left, bottom, right) for left, top, right, bottom in found])

    def do_AddComment(self, text: str) -> "Note":  # noqa: N802
        self.refuse_where_protected()
        (cell,) = self.cells()
        if cell.comment or cell.coordinate in self.sheet.book.application.threads:
            raise refused("the cell has a note, or a threaded comment")
        cell.comment = Comment(text, "一位老師")
        return Note(self.sheet, cell)

    def do_AutoFilter(self) -> None:  # noqa: N802
        self.sheet.openpyxl.auto_filter.ref = address_of(self.area).replace("$", "")

    def do_Select(self) -> None:  # noqa: N802
        self.sheet.book.application.selected = self.area[:2]

    def get_RowHeight(self) -> float:  # noqa: N802
        return 0.0 if self.sheet.openpyxl.row_dimensions[self.area[0]].hidden else 15.0

    def get_ColumnWidth(self) -> float:  # noqa: N802
        return 0.0 if self.sheet.openpyxl.column_dimensions[get_column_letter(self.area[1])].hidden else 8.43

    def set_ColumnWidth(self, width: float) -> None:  # noqa: N802
        self.sheet.openpyxl.column_dimensions[get_column_letter(self.area[1])].width = width

    def set_WrapText(self, wraps: bool) -> None:  # noqa: N802
        self.change(alignment=Alignment(wrapText=wraps))

    def set_VerticalAlignment(self, _: int) -> None:  # noqa: N802
        self.change(alignment=Alignment(wrapText=True, vertical="top"))


def rows_hidden(sheet: Worksheet, area: tuple[int, int, int, int]) -> bool | None:
    """Return whether the rows of an area are hidden, None where they differ."""
    return _common({bool(sheet.row_dimensions[row].hidden) for row in range(area[0], area[2] + 1)})


def columns_hidden(sheet: Worksheet, area: tuple[int, int, int, int]) -> bool | None:
    """Return whether the columns of an area are hidden, None where they differ."""
    hidden = {
        number
        for column in sheet.column_dimensions.values()
        if column.hidden
        for number in range(column.min or column_index_from_string(column.index), (column.max or 0) + 1)
    }
    return _common({number in hidden for number in range(area[1], area[3] + 1)})


def font_says(cell: Any, name: str) -> bool:
    """Return whether the font of a cell is struck out, raised or lowered."""
    return bool(cell.font.strike) if name == "strike" else cell.font.vertAlign == name


class Validation(Com):
    """The validation of a cell, which has a type and formulas only where there is one."""

    def __init__(self, cells: Range) -> None:
        self.guard = guard_of(*cells.cells())

    def get_Type(self) -> int:  # noqa: N802
        if self.guard is None:
            raise refused("Application-defined or object-defined error")
        return {"whole": 1, "list": 3}[self.guard.type]

    get_Formula1 = lambda self: typed(self.guard)  # noqa: E731, N815


def validations(sheet: Worksheet) -> list[DataValidation]:
    """Return the validations of a sheet."""
    return list(sheet.data_validations.dataValidation)


def guard_of(cell: Any) -> DataValidation | None:
    """Return the validation of a cell, None where there is none."""
    return next((guard for guard in validations(cell.parent) if cell.coordinate in guard.sqref), None)


def typed(guard: DataValidation) -> str:
    """Return a validation's formula as Excel's dialog shows it: entries without quotes, anything else after ``=``."""
    formula = str(guard.formula1)
    return formula[1:-1].replace('""', '"') if formula.startswith('"') else f"={formula}"


class Borders(Com):
    """All borders of cells, within and around them."""

    def __init__(self, cells: Range) -> None:
        self.cells = cells

    def set_LineStyle(self, _: int) -> None:  # noqa: N802
        side = Side("thin")
        self.cells.change(border=Border(left=side, right=side, top=side, bottom=side))

    def set_Color(self, _: int) -> None:  # noqa: N802
        pass


class Window(Com):
    """The window of the active sheet."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.row = 0

    def set_SplitColumn(self, column: int) -> None:  # noqa: N802
        assert column == 0

    def set_SplitRow(self, row: int) -> None:  # noqa: N802
        self.row = row

    def set_FreezePanes(self, freeze: bool) -> None:  # noqa: N802
        self.sheet.freeze_panes = f"A{self.row + 1}" if freeze else None


class PageSetup(Com):
    """How a sheet is printed."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet

    def set_PrintTitleRows(self, rows: str) -> None:  # noqa: N802
        self.sheet.print_title_rows = rows.replace("$", "")

    def set_Orientation(self, number: int) -> None:  # noqa: N802
        self.sheet.page_setup.orientation = {1: "portrait", 2: "landscape"}[number]

    def set_Zoom(self, zoom: bool) -> None:  # noqa: N802
        self.sheet.sheet_properties.pageSetUpPr.fitToPage = zoom is False

    def set_FitToPagesTall(self, pages: int | bool) -> None:  # noqa: N802
        self.sheet.page_setup.fitToHeight = int(pages)

    def set_FitToPagesWide(self, pages: int) -> None:  # noqa: N802
        self.sheet.page_setup.fitToWidth = pages


class CellFont(Com):
    def __init__(self, cells: Range) -> None:
        self.range = cells

    def common(self, name: str) -> bool | None:
        """Return a property that is the same in all cells, and in all of each cell's text; None for another."""
        sheet, partly = self.range.sheet.openpyxl, self.range.sheet.book.application.partly
        own = (partly.get((sheet.title, cell.coordinate), {}) for cell in self.range.cells())
        return _common(
            {more.get(name, font_says(cell, name)) for more, cell in zip(own, self.range.cells(), strict=True)}
        )

    get_Strikethrough = lambda self: self.common("strike")  # noqa: E731, N815
    get_Superscript = lambda self: self.common("superscript")  # noqa: E731, N815
    get_Subscript = lambda self: self.common("subscript")  # noqa: E731, N815

    def set_Bold(self, bold: bool) -> None:  # noqa: N802
        self.range.change(font=Font(b=bold))

    def set_Color(self, colour: int) -> None:  # noqa: N802
        self.range.change(font=Font(color=f"FF{colour.to_bytes(3, 'little').hex()}"))


class Interior(Com):
    """The fill of cells; what openpyxl calls fgColor is ``Color`` of a solid fill, else ``PatternColor``."""

    def __init__(self, cells: Range) -> None:
        self.range = cells

    def fills(self) -> list[Any]:
        return [cell.fill for cell in self.range.cells()]

    def colours(self, which: str) -> list[Color]:
        return [getattr(fill, _side(_pattern(fill), which), Color(indexed=64)) for fill in self.fills()]

    def recolour(self, which: str, change: Callable[[Color], Color]) -> None:
        self.range.refuse_where_protected(looks=True)
        for cell in self.range.cells():
            pattern = _pattern(cell.fill) or "solid"
            side = _side(pattern, which)
            colours = {"fgColor": cell.fill.fgColor, "bgColor": cell.fill.bgColor}
            cell.fill = PatternFill(pattern, **{**colours, side: change(colours[side])})

    def get_Pattern(self) -> int | None:  # noqa: N802
        return _common({_PATTERNS[_pattern(fill)] for fill in self.fills()})

    def set_Pattern(self, pattern: int) -> None:  # noqa: N802
        self.range.refuse_where_protected(looks=True)
        name = _NAMES[pattern]
        for cell in self.range.cells():
            own = _pattern(cell.fill)
            keep = {} if own == "gradient" else {"fgColor": cell.fill.fgColor, "bgColor": cell.fill.bgColor}
            if own not in (None, "solid") or name == "solid":
                keep = {} if name in (None, "solid") else keep
            cell.fill = PatternFill(name, **keep) if name else PatternFill()


def _pattern(fill: Any) -> str | None:
    return "gradient" if fill.tagname == "gradientFill" else fill.patternType  # type: ignore[no-any-return]


def address_of(area: tuple[int, int, int, int]) -> str:
    """Return an address with dollars, of one cell without a colon."""
    first, last = (f"${get_column_letter(column)}${row}" for row, column in (area[:2], area[2:]))
    return first if first == last else f"{first}:{last}"


def _side(pattern: str | None, which: str) -> str:
    return "fgColor" if pattern == "solid" or which == "Pattern" else "bgColor"


def _properties(which: str) -> None:
    """Give Interior the properties of its two colours."""

    def colour(self: Interior) -> int:
        return _common({_blue_green_red(each) for each in self.colours(which)}) or 0

    def index(self: Interior) -> int | None:
        found = {_AUTOMATIC if each.type == "indexed" and each.indexed == 64 else 1 for each in self.colours(which)}
        return _common(found)

    def theme(self: Interior) -> int | None:
        return _common({each.theme + 1 if each.type == "theme" else None for each in self.colours(which)})

    def tint(self: Interior) -> float | None:
        return _common({each.tint for each in self.colours(which)})

    def set_colour(self: Interior, value: int) -> None:
        self.recolour(which, lambda _: Color(rgb=f"FF{value.to_bytes(3, 'little').hex().upper()}"))

    def set_index(self: Interior, value: int) -> None:
        if value != _AUTOMATIC and not 1 <= value <= 56:
            raise refused("Unable to set the ColorIndex property of the Interior class")
        self.recolour(which, lambda _: Color(indexed=64 if value == _AUTOMATIC else value + 7))

    def set_theme(self: Interior, value: int) -> None:
        self.recolour(which, lambda _: Color(theme=value - 1))

    def set_tint(self: Interior, value: float) -> None:
        def tinted(old: Color) -> Color:
            return Color(theme=old.theme, tint=value) if old.type == "theme" else Color(rgb=old.rgb, tint=value)

        self.recolour(which, tinted)

    for name, get, change in (
        ("Color", colour, set_colour),
        ("ColorIndex", index, set_index),
        ("ThemeColor", theme, set_theme),
        ("TintAndShade", tint, set_tint),
    ):
        setattr(Interior, f"get_{which}{name}", get)
        setattr(Interior, f"set_{which}{name}", change)


_properties("")
_properties("Pattern")


class Note(Com):
    def __init__(self, sheet: SheetObject, cell: Any) -> None:
        self.sheet = sheet
        self.cell = cell

    get_Author = lambda self: self.cell.comment.author  # noqa: E731, N815
    get_Parent = lambda self: Range(self.sheet, [(self.cell.row, self.cell.column) * 2])  # noqa: E731, N815
    get_Shape = lambda self: NoteBox(self)  # noqa: E731, N815
    get_Visible = lambda self: self.cell.coordinate in self.sheet.book.application.open_notes  # noqa: E731, N815

    def set_Visible(self, shown: bool) -> None:  # noqa: N802
        Range(self.sheet, [(1, 1, 1, 1)]).refuse_where_protected()
        notes = self.sheet.book.application.open_notes
        (notes.add if shown else notes.discard)(self.cell.coordinate)

    def do_Text(self, text: str | None = None, start: int | None = None, overwrite: bool = True) -> str:  # noqa: N802
        old = self.cell.comment.text
        if text is not None:
            start_text = _cut(old, (start or 1) - 1) if start else ""
            rest = old[len(start_text) :] if not overwrite else ""
            self.cell.comment = Comment(start_text + text + rest, self.cell.comment.author)
        return str(self.cell.comment.text)

    def do_Delete(self) -> None:  # noqa: N802
        Range(self.sheet, [(1, 1, 1, 1)]).refuse_where_protected()
        self.cell.comment = None


class NoteBox(Com):
    def __init__(self, note: Note) -> None:
        self.note = note

    get_TextFrame = lambda self: self  # noqa: E731, N815

    def set_Width(self, _: float) -> None:  # noqa: N802
        pass

    def set_Height(self, _: float) -> None:  # noqa: N802
        pass

    def do_Characters(self, start: int, count: int) -> "Characters":  # noqa: N802
        return Characters(self.note, start, count)


class Characters(Com):
    def __init__(self, note: Note, start: int, count: int) -> None:
        self.note, self.start, self.count = note, start, count

    def do_Delete(self) -> None:  # noqa: N802
        old = self.note.cell.comment
        before, through = _cut(old.text, self.start - 1), _cut(old.text, self.start - 1 + self.count)
        self.note.cell.comment = Comment(before + old.text[len(through) :], old.author)


def _cut(text: str, length: int) -> str:
    """Return the beginning of a text, with the length in UTF-16 code units."""
    return text.encode("utf-16-le")[: 2 * length].decode("utf-16-le")


def _common(values: set[Any]) -> Any:
    return values.pop() if len(values) == 1 else None


def _blue_green_red(colour: Color) -> int:
    if colour.type == "rgb":
        return int.from_bytes(bytes.fromhex(colour.rgb[-6:]), "little")
    attributes = (
        f'theme="{colour.theme}" tint="{colour.tint}"' if colour.type == "theme" else f'indexed="{colour.indexed}"'
    )
    fill = parse_fill(f'<fill><patternFill patternType="solid"><fgColor {attributes}/></patternFill></fill>')
    return int.from_bytes(bytes.fromhex(fill.fore.shown), "little")


def day_of(value: time | datetime, epoch: datetime) -> datetime:
    """Return a date as programs get it: before March 1900, one day less than Excel shows."""
    day = datetime.combine(epoch, value) if isinstance(value, time) else value
    return day - timedelta(days=1) if FIRST_DAY + timedelta(days=1) < day < datetime(1900, 3, 1) else day


def _value(cell: Any, results: dict[tuple[str, str], Any]) -> Any:
    value = cell.value
    if cell.data_type == "f":
        value = result_of(cell, results)
        if isinstance(value, str) and value in _ERRORS:
            return _FIRST_ERROR + _ERRORS[value]
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return Decimal(str(value)) if "NT$" in cell.number_format else float(value)
    if isinstance(value, time | datetime):
        return day_of(value, cell.parent.parent.epoch)
    if cell.data_type == "e":
        return _FIRST_ERROR + _ERRORS[value]
    return unescape(value) if isinstance(value, str) else value


def _serial(value: Any) -> Any:
    """Return a date as its serial number, money as a number."""
    if isinstance(value, datetime):
        return (value - FIRST_DAY) / timedelta(days=1)
    return float(value) if isinstance(value, Decimal) else value


def result_of(cell: Any, results: dict[tuple[str, str], Any]) -> Any:
    if place := _PLACE.fullmatch(cell.value):
        return int(place[3]) if place[1] == "ROW" else range_boundaries(f"{place[2]}1")[0]
    if "#REF!" in cell.value:
        return "#REF!"
    link = _LINK.fullmatch(cell.value)
    return link[1] if link else results.get((cell.parent.title, cell.coordinate))


def type_in(cell: Any, value: Any) -> None:
    """Enter a value as if it were typed."""
    if isinstance(value, str) and value.startswith("'"):
        cell.value = value[1:]
        cell.data_type = "s"
    elif isinstance(value, str) and _NUMBER.fullmatch(value) and cell.number_format != "@":
        cell.value = float(value.replace(",", ""))
    else:
        cell.value = int(value) if isinstance(value, float) and value.is_integer() else value
