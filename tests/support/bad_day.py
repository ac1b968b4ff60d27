"""The workbook of tests/cases/bad-day.yaml."""

from pathlib import Path
from typing import Any

import openpyxl
import yaml
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import CASES, SERVICES, Page, by_openpyxl, case, form_page, service

DAY = yaml.safe_load((Path(__file__).parents[1] / "cases" / "bad-day.yaml").read_text("utf-8"))
FORMS = {"cases": (CASES, case, 6), "services": (SERVICES, service, 5)}


def places() -> list[tuple[str, str, dict[str, Any]]]:
    """Return the sheet's name, the cell and the line of each mistake."""
    title = (CASES.name, "A1", {"says": DAY["title"][1:7]})
    return [title] + [
        (form.name, f"{line['strikes']}{row}", line)
        for sheet, (form, _, first) in FORMS.items()
        for row, line in enumerate(DAY[sheet], first)
        if "strikes" in line
    ]


def workbook() -> bytes:
    return by_openpyxl(map(_page, FORMS), _fill)


def _page(sheet: str) -> Page:
    form, right, _ = FORMS[sheet]
    title = DAY["title"] if sheet == "cases" else None
    return form_page(form, [None if "only" in line else right() for line in DAY[sheet]], title=title)


def _fill(book: openpyxl.Workbook) -> None:
    for sheet, (form, _, first) in FORMS.items():
        page = book[form.name]
        for row, line in enumerate(DAY[sheet], first):
            own = {"C": f"N{row:03}"} if sheet == "cases" and "cells" in line else {}
            for letter, value in {**own, **line.get("cells", {}), **line.get("only", {})}.items():
                _type(page, f"{letter}{row}", value)
            page.row_dimensions[row].hidden = line.get("hidden", False)


def _type(page: Worksheet, cell: str, value: Any) -> None:
    match value:
        case {"struck": struck, "then": then}:
            page[cell].value = CellRichText(TextBlock(InlineFont(strike=True), struck), then)
        case {"value": number, "format": number_format}:
            page[cell].value = number
            page[cell].number_format = number_format
        case _:
            page[cell].value = value
