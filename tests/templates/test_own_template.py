"""A template that we wrote ourselves is known as such, also after other programs saved it; a real form is not."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from workbooks import convert

from cgs_validate import load_spec
from cgs_validate.reading.workbook import open_workbook
from cgs_validate.spec.own_template import NOTICE, is_named_own, is_own_text, without_signs
from cgs_validate.templates.workbook import build_template
from cgs_validate.text import key
from cgs_validate.workbook import Workbook

ROOT = Path(__file__).parents[2]


def provisional() -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(build_template(load_spec("cgs/114"))))


def texts_of(book: openpyxl.Workbook) -> list[str]:
    shown = [sheet for sheet in book if sheet.sheet_state == "visible"]
    return [cell.value for sheet in shown for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def read(book: openpyxl.Workbook) -> Workbook:
    book.properties.category = book.properties.keywords = None
    book.save(saved := BytesIO())
    opened = open_workbook(saved.getvalue())
    return opened.read(opened.workbook)


def is_own_template(workbook: Workbook) -> bool:
    columns = (column for sheet in workbook for column in sheet.grid.columns.values())
    return is_named_own(workbook) or any(is_own_text(cell.text) for column in columns for _, cell in column.between())


def saved_elsewhere(book: openpyxl.Workbook) -> openpyxl.Workbook:
    if "_lists" in book:
        del book["_lists"]
    return book


def one_sheet_copied(book: openpyxl.Workbook) -> openpyxl.Workbook:
    """A sheet's values copied into a new workbook."""
    other = openpyxl.Workbook()
    for row in book.worksheets[0].iter_rows(values_only=True):
        other.active.append(row)
    return other


def title_typed_anew(book: openpyxl.Workbook) -> openpyxl.Workbook:
    for sheet in saved_elsewhere(book):
        sheet["A1"] = "[115-03] 測試國中輔導教師工作成果(當月個案填報)"
    return book


def only_the_list_is_left(book: openpyxl.Workbook) -> openpyxl.Workbook:
    for sheet in book.worksheets[:-1]:
        sheet.delete_rows(1, 100)
    return book


CHANGES = [saved_elsewhere, one_sheet_copied, title_typed_anew, only_the_list_is_left]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_our_own_template_is_known_again(change: Callable[[openpyxl.Workbook], openpyxl.Workbook]) -> None:
    assert is_own_template(read(change(provisional())))


@pytest.mark.program
def test_libreoffice_leaves_the_signs(tmp_path: Path) -> None:
    saved_elsewhere(provisional()).save(tmp_path / "form.xlsx")
    (ods,) = convert([tmp_path / "form.xlsx"], "ods", tmp_path / "profile")
    (again,) = convert([ods], "xlsx", tmp_path / "profile")

    assert is_own_template(read(title_typed_anew(openpyxl.load_workbook(again))))


def test_a_form_of_the_same_words_is_not_ours() -> None:
    book = saved_elsewhere(provisional())
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = without_signs(cell.value)

    assert not is_own_template(read(book))


def test_every_sheet_says_that_it_is_provisional() -> None:
    shown = [sheet for sheet in provisional() if sheet.sheet_state == "visible"]

    assert [sheet["A1"].value.partition("\n")[0] for sheet in shown] == [NOTICE] * 3


def test_the_template_of_a_stated_form_is_as_it_was_published() -> None:
    book = openpyxl.load_workbook(BytesIO(build_template(load_spec("cgs/111"))))

    assert [text for text in texts_of(book) if text != without_signs(text)] == []


def test_a_provisional_template_says_nothing_without_a_source() -> None:
    """Each line of it is in the published form of 111, or in the documents; «…» marks words left out."""
    published = openpyxl.load_workbook(BytesIO(build_template(load_spec("cgs/111"))))
    facts = (ROOT / "docs" / "facts.md").read_text("utf-8").splitlines()
    words = ["、".join(codes.codes) for codes in load_spec("cgs/114").code_lists.values()]
    known = "".join(map(key, [*facts, *texts_of(published), *words]))
    lines = [line for text in texts_of(provisional()) for line in without_signs(text).split("\n")]

    assert [line for line in lines if not all(key(part) in known for part in line.split("…"))] == []
