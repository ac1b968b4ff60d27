"""The list 檢核結果 in an open workbook: it looks as in a marked file."""

from typing import Any

import pytest
from open_books import OpenInExcel, OpenInOpenpyxl
from sorts import COLOURS
from test_actions import MANY

from cgs_validate.checking.findings import Sort
from cgs_validate.checking.messages import catalog
from cgs_validate_addin import actions


def listed(program: Any) -> Any:
    book = program(MANY)
    actions.run(actions.check, book)
    return book.openpyxl["檢核結果"]


@pytest.mark.parametrize("program", [OpenInOpenpyxl, OpenInExcel])
def test_kinds_are_coloured(program: Any) -> None:
    sheet, words = listed(program), catalog("zh-TW")
    sorts = {words.text(sort): sort for sort in Sort}
    kinds = [cell for cell in sheet["A"] if cell.value in sorts]
    assert {sorts[cell.value] for cell in kinds} >= {Sort.MISSING, Sort.INVALID}
    for cell in kinds:
        assert cell.fill.fgColor.rgb == COLOURS.get(sorts[cell.value], "00000000")


def test_its_head_stays_and_is_filtered_and_printed_on_windows() -> None:
    sheet = listed(OpenInExcel)
    head = next(cell.row for cell in sheet["A"] if cell.value == "種類")
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == (f"A{head + 1}", f"A{head}:G{sheet.max_row}")
    assert (sheet.print_title_rows, sheet.page_setup.orientation) == (f"${head}:${head}", "landscape")
    assert sheet.cell(head + 1, 2).border.left.style == "thin"
