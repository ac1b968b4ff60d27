"""Workbooks of the form of 114, whose wording is not public, as ``tests/cases/form-114.yaml`` has it."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import yaml
from openpyxl.utils import column_index_from_string

from cgs_validate import Report, load_spec

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "form-114.yaml").read_text("utf-8"))
NAMES = ("表A-1-輔導教師-個案", "表A-2-輔導教師-服務")
WRONG = {sheet: {item["cell"]: item["typed"] for item in items} for sheet, items in CASES["wrong"].items()}
LISTS = {name: "\n".join(map(str, codes.codes.values())) for name, codes in load_spec("cgs/114").code_lists.items()}

Sheets = dict[str, list[str | None]]


def ministry() -> Sheets:
    """The ministry's own instructions, column by column."""
    whole = {sheet: CASES["ministry"][sheet] for sheet in CASES["right"]}
    return {sheet: [text and text.format(**LISTS) for text in texts] for sheet, texts in whole.items()}


def replaced(cells: list[Any], by_letter: dict[str, Any]) -> list[Any]:
    changed = {column_index_from_string(letter): value for letter, value in by_letter.items()}
    whole = {**dict(enumerate(cells, 1)), **changed}
    return [whole.get(column) for column in range(1, max(whole) + 1)]


def sheet_rows(
    wording: dict[str, Any], sheet: str, rows: list[list[Any]], instructions: Sheets | None = None
) -> list[list[Any]]:
    """The rows of one sheet, from its title to its data."""
    headers = replaced(CASES["words"][wording["like"]][sheet], wording.get(sheet, {}))
    around = wording.get("around", "{header}")
    headers = [header and around.format(number=number, header=header) for number, header in enumerate(headers, 1)]
    title = wording.get("title", "[115-03] 虛構國中輔導教師工作成果")
    below = [(instructions or CASES["instructions"])[sheet]] * wording.get("below", 1)
    return [[title], *wording.get("above", []), headers, *below, *rows]


def first_row(wording: dict[str, Any]) -> int:
    return 3 + len(wording.get("above", [])) + wording.get("below", 1)


def workbook(
    wording: dict[str, Any],
    instructions: Sheets | None = None,
    edit: Callable[[openpyxl.Workbook], None] = lambda _: None,
    **wrong: dict[str, Any],
) -> bytes:
    """A workbook in a wording. wrong: what is typed by letter into the first row of a sheet."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, (sheet, right) in zip(wording.get("names", NAMES), CASES["right"].items(), strict=True):
        rows = [replaced(row, wording.get("filled", {}) if sheet == "cases" else {}) for row in right]
        rows[0] = replaced(rows[0], wrong.get(sheet, {}))
        page = book.create_sheet(name)
        for row in sheet_rows(wording, sheet, rows, instructions):
            page.append(row)
    edit(book)
    book.save(target := io.BytesIO())
    return target.getvalue()


def found(report: Report) -> list[str]:
    return [f"{finding.code} {finding.place.cell}" for finding in report.findings]
