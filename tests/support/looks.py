"""What of a sheet's looks changes what it says: hidden rows and columns, filters, struck-out and raised text."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

FONTS = {
    "plain": InlineFont(),
    "strike": InlineFont(strike=True),
    "unstruck": InlineFont(strike=False),
    "superscript": InlineFont(vertAlign="superscript"),
    "subscript": InlineFont(vertAlign="subscript"),
    "baseline": InlineFont(vertAlign="baseline"),
}


def dress(sheet: Worksheet, case: dict[str, Any]) -> None:
    """Give a sheet the looks of a case: ``hide``, ``struck``, ``raised``, ``runs``."""
    hide(sheet, **case.get("hide", {}))
    for name, font in (("struck", Font(strike=True)), ("raised", Font(vertAlign="superscript"))):
        for cell in case.get(name, ()):
            sheet[cell].font = font
    for cell, written in case.get("runs", {}).items():
        sheet[cell].value = CellRichText(list(_runs(written)))


def _runs(written: Sequence[str]) -> Iterator[str | TextBlock]:
    """Yield the runs of a text: names of fonts, each before its text; ``own`` is that of the cell."""
    for font, text in zip(written[::2], written[1::2], strict=True):
        yield text if font == "own" else TextBlock(FONTS[font], text)


def hide(
    sheet: Worksheet,
    rows: Sequence[Any] = (),
    columns: Sequence[str] = (),
    outline: Sequence[Any] = (),
    column_outline: Sequence[str] = (),
    filter: str = "",  # noqa: A002 - as the cases call it
    sheet_state: str = "visible",
) -> None:
    """Hide rows and columns in each of the ways there are. filter: its area."""
    for row in rows:
        sheet.row_dimensions[int(row)].hidden = True
    for row in outline:
        sheet.row_dimensions.group(int(row), int(row), hidden=True)
    for column in columns:
        sheet.column_dimensions[column].hidden = True
    if column_outline:
        sheet.column_dimensions.group(column_outline[0], column_outline[-1], hidden=True)
    if filter:
        sheet.auto_filter.ref = filter
    sheet.sheet_state = sheet_state


def anywhere(data: bytes) -> bool:
    """Return whether a workbook may have struck-out or raised runs of text."""
    with ZipFile(BytesIO(data)) as book:
        parts = [name for name in book.namelist() if name.startswith(("xl/sharedStrings", "xl/worksheets/sheet"))]
        return any(word in book.read(part) for part in parts for word in (b"strike", b"vertAlign"))


def of_runs(cell: Any) -> dict[str, bool | None]:
    """Return what the fonts of a cell's runs say in place of its own: None where they differ."""
    if not isinstance(cell.value, CellRichText):
        return {}
    fonts = [run.font if isinstance(run, TextBlock) else cell.font for run in cell.value if str(run).strip()]
    struck = {bool(font.strike) for font in fonts}
    said: dict[str, set[bool]] = {"strike": struck}
    said |= {name: {font.vertAlign == name for font in fonts} for name in ("superscript", "subscript")}
    return {name: found.pop() if len(found) == 1 else None for name, found in said.items()}
