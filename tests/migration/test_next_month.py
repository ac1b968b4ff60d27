"""Last month's workbook made this month's: what changes, what stays to the byte, and what is only asked."""

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import form_114
import openpyxl
import pytest
import xlsxwriter
from click.testing import CliRunner
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from workbooks import replaced

from cgs_validate import NextMonth, ReadError, arm, mark, next_month, validate
from cgs_validate.commands.cli import group
from cgs_validate.spec.examples import Filled, FilledSheet, load_example
from cgs_validate.spec.library import load_spec
from cgs_validate.spec.months import Month, parse_month, with_month
from cgs_validate.templates.workbook import build_template

CASES, SERVICES = "表A-1-輔導教師-1_當月個案", "表A-2-輔導教師-2_相關服務"
CALLED = "測試國中"
# 教師編碼, 身分, 學生代號, 年級, 性別, 學生身分, 個案來源, 輔導概況, 轉介概況, 主, 主說明, 副, 副說明, 次數
NEW = ("T1", "1", "A01", "8", "女", "0", "1,4", "1", "2", "5", "0", "0", "0", "3")
OLD = ("T1", "1", "A02", "9", "男", "9", "0", "2", "3", "19", "搬家", "1", "0", "2")
SERVICE = ("T1", "1", "2", "0", "8", "12", "11")


def filled(*cases: tuple[str, ...], month: str = "111-10", spec: str = "cgs/111") -> bytes:
    sheets = {"cases": FilledSheet(cases or (NEW, OLD)), "services": FilledSheet((SERVICE,))}
    return build_template(load_spec(spec), Filled(school=CALLED, month=parse_month(month), sheets=sheets))


def with_answers(**answers: str) -> tuple[str, ...]:
    """A new case with other answers, by the column's letter."""
    return tuple(answers.get(letter, answer) for letter, answer in zip("ABCDEFGHIJKLMN", NEW, strict=True))


def continued(data: bytes, **options: Any) -> tuple[NextMonth, bytes]:
    target = io.BytesIO()
    return next_month(data, target, **options), target.getvalue()


def rows(data: bytes, sheet: str = CASES, first: int = 6) -> list[list[Any]]:
    found = openpyxl.load_workbook(io.BytesIO(data))[sheet].iter_rows(min_row=first, values_only=True)
    return [list(row) for row in found if any(cell is not None for cell in row)]


def listed(done: NextMonth) -> list[tuple[str, str | None]]:
    return [(item.code, item.place.cell if item.place else None) for item in done.review]


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def edit(data: bytes, change: Any) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)
    change(book)
    book.save(written := io.BytesIO())
    return written.getvalue()


def test_cases_go_on_and_services_begin_anew() -> None:
    done, data = continued(filled())

    assert rows(data) == [
        ["T1", 1, "A01", 8, "女", 0, "0", 2, 2, 5, 0, "0", 0, None],
        ["T1", 1, "A02", 9, "男", 9, "0", 2, 3, 19, "搬家", "1", 0, None],
    ]
    assert rows(data, SERVICES, 5) == []
    assert done.month == Month(111, 11)
    assert done.result.month == Month(111, 11)
    assert {finding.code for finding in done.result.findings} == {"required", "sheet_empty"}
    assert done.review == ()


def test_only_the_sheets_concerned_change() -> None:
    before = parts(filled())
    _, data = continued(filled())
    after = parts(data)

    differing = {name for name in before if before[name] != after.get(name)}
    assert before.keys() == after.keys()
    assert differing == {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}


def test_what_the_teacher_set_up_stays() -> None:
    def set_up(book: Any) -> None:
        sheet = book[CASES]
        sheet["C6"].comment = Comment("家長電話改了", "我")
        sheet.column_dimensions["E"].hidden = True
        sheet.row_dimensions[7].height = 41
        sheet["P6"] = "下週約"

    _, data = continued(edit(filled(), set_up))

    sheet = openpyxl.load_workbook(io.BytesIO(data))[CASES]
    assert sheet["C6"].comment.text == "家長電話改了"
    assert sheet.column_dimensions["E"].hidden
    assert sheet.row_dimensions[7].height == 41
    assert sheet["P6"].value == "下週約"


CODES = {
    "a referral is served on": ({"I": "1"}, {"I": 3}),
    "a referral has ended": ({"I": "4"}, {"I": 2}),
    "one that goes on": ({"I": "3"}, {"I": 3}),
    "a name in the place of a code": ({"H": "新案"}, {"H": "2", "G": "0"}),
    "an old case with a source": ({"H": "2", "G": "3"}, {"G": "0"}),
    "no source": ({"G": ""}, {"G": 0}),
    "what is none stays": ({"H": "？", "G": "3"}, {"H": "？", "G": "3"}),
}


@pytest.mark.parametrize(("typed", "expected"), CODES.values(), ids=CODES)
def test_codes_are_followed_by_those_of_the_next_month(typed: dict[str, str], expected: dict[str, Any]) -> None:
    _, data = continued(filled(with_answers(**typed)))

    row = dict(zip("ABCDEFGHIJKLMN", rows(data)[0], strict=False))
    assert {letter: row[letter] for letter in expected} == expected


ASKED = {
    "no session": ([with_answers(N="0")], [("still_listed", "N6")]),
    "a referral that has ended": ([with_answers(I="4")], [("still_listed", "I6")]),
    "a student who comes twice": ([NEW, NEW], [("finding", "C7")]),
    "what was wrong before": ([with_answers(J="20")], [("finding", "J6")]),
}


@pytest.mark.parametrize(("cases", "expected"), ASKED.values(), ids=ASKED)
def test_what_a_person_must_decide_is_listed(cases: list[tuple[str, ...]], expected: list[tuple[str, str]]) -> None:
    done, _ = continued(filled(*cases))

    assert listed(done) == expected


def test_a_formula_is_left_and_listed() -> None:
    def add_up(book: Any) -> None:
        book[CASES]["N6"] = "=1+2"

    done, data = continued(edit(filled(), add_up))

    assert ("formula_stays", "N6") in listed(done)
    assert listed(done).count(("finding", "N6")) == 0
    assert openpyxl.load_workbook(io.BytesIO(data))[CASES]["N6"].value == "=1+2"
    assert done.calculated


def test_in_august_the_next_grade_is_proposed_and_graduates_are_listed() -> None:
    done, data = continued(filled(NEW, OLD, month="112-07"))

    assert done.migrated
    assert done.result.spec.id == "cgs/112"
    assert [row[3] for row in rows(data, "表A-1-輔導教師-1.當月個案")] == [8, 9]
    assert ("promoted", "D6") in listed(done)
    assert ("graduates", "D7") in listed(done)


def test_in_the_same_form_of_another_year_only_the_sheets_change() -> None:
    before = filled(month="113-07", spec="cgs/112")
    done, data = continued(before)

    assert done.result.spec.id == "cgs/113"
    assert {name for name, part in parts(before).items() if part != parts(data)[name]} == {
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
    }


def test_rows_that_move_are_named_where_they_are_in_the_other_form() -> None:
    gap = ("",) * 14
    done, _ = continued(filled(NEW, gap, with_answers(C="A03", N="0"), month="112-07"))

    assert ("still_listed", "N7") in listed(done)


def test_codes_of_another_meaning_in_the_form_in_hand_are_not_followed() -> None:
    def type_codes(book: Any) -> None:
        for code, row in enumerate(range(form_114.first_row(wording), form_114.first_row(wording) + 4), 1):
            book[form_114.NAMES[0]][f"J{row}"] = code

    wording, texts = next(iter(form_114.CASES["wordings"].values())), form_114.ministry()
    texts["cases"][9] = "請依轉介情況選填:\n1.無轉介\n2.本月轉介輔諮中心\n3.已轉介\n4.已結案"
    data = form_114.workbook(wording, texts, type_codes)

    done, written = continued(data)

    typed = [
        [cell.value for cell in openpyxl.load_workbook(io.BytesIO(book))[form_114.NAMES[0]]["J"]]
        for book in (data, written)
    ]
    assert typed[0] == typed[1]
    assert [item.code for item in done.review if item.label == "轉介概況"] == 4 * ["other_meaning"]


def test_marks_are_removed_and_living_colours_stay() -> None:
    source = filled(with_answers(J="20"))
    mark(source, validate(source), marked := io.BytesIO())
    arm(source, armed := io.BytesIO())

    _, unmarked = continued(marked.getvalue())
    _, living = continued(armed.getvalue())

    assert "檢核結果" not in openpyxl.load_workbook(io.BytesIO(unmarked)).sheetnames
    assert b"cgs_" in parts(living)["xl/workbook.xml"]


TITLES = {
    "[111-10] 測試國中": "[111-11] 測試國中",
    "[111-12] 測試國中": "[112-01] 測試國中",
    "　[111- 9] 測試國中": "　[111- 10] 測試國中",
    "[１１１－１０]測試國中": "[111－11]測試國中",
    "111年9月測試國中": "111年10月測試國中",
    "111年12月測試國中": "112年1月測試國中",
    "111 年 09 月": "111 年 10 月",
    "測試國中 111-10": "測試國中 111-11",
    "[   -   ] （學校名稱）": "[111-11] （學校名稱）",
    "測試國中": None,
}


@pytest.mark.parametrize(("title", "expected"), TITLES.items())
def test_a_title_is_raised_as_it_is_written(title: str, expected: str | None) -> None:
    last = {"9": Month(111, 10), "12": Month(112, 1)}
    month = next((month for digits, month in last.items() if f"{digits}" in title.replace("09", "9")), Month(111, 11))

    assert with_month(title, month) == expected


def test_the_looks_of_a_title_stay() -> None:
    def emphasise(book: Any) -> None:
        red = InlineFont(b=True, color="FFFF0000")
        book[CASES]["A1"] = CellRichText("[111-", TextBlock(red, "10"), "] 測試國中輔導教師工作成果(當月個案填報)")

    _, data = continued(edit(filled(), emphasise))

    title = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)[CASES]["A1"].value
    assert str(title) == "[111-11] 測試國中輔導教師工作成果(當月個案填報)"
    assert [str(piece) for piece in title if isinstance(piece, TextBlock)] == ["11"]


def test_a_title_without_a_month_is_listed() -> None:
    def rename(book: Any) -> None:
        book[SERVICES]["A1"] = "相關服務"

    done, _ = continued(edit(filled(), rename))

    assert [(item.code, item.sheet) for item in done.review] == [("title_stays", "相關服務")]


def test_the_month_may_be_named() -> None:
    done, data = continued(filled(month="111-10"), month="111-12")

    assert done.month == Month(111, 12)
    assert validate(data).month == Month(111, 12)


def test_without_a_month_nothing_is_written(tmp_path: Path) -> None:
    def rename(book: Any) -> None:
        book[CASES]["A1"] = book[SERVICES]["A1"] = "報表"

    with pytest.raises(ReadError) as error:
        next_month(edit(filled(), rename), tmp_path / "out.xlsx")

    assert error.value.code == "no_month_to_follow"
    assert not list(tmp_path.iterdir())


def test_a_month_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="111-13"):
        next_month(filled(), io.BytesIO(), month="111-13")


NAMES = {
    "111-10.xlsx": "111-11.xlsx",
    "輔導11110.xlsx": "輔導11111.xlsx",
    "111年10月 測試國中.xlsx": "111年11月 測試國中.xlsx",
    "111-10.marked.xlsx": "111-11.xlsx",
    "個案.xlsx": "個案.111-11.xlsx",
}


@pytest.mark.parametrize(("name", "expected"), NAMES.items())
def test_the_file_is_named_after_its_month(name: str, expected: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(filled())

    result = CliRunner().invoke(group, ["next-month", str(tmp_path / name)])

    assert result.exit_code == 0, result.output
    assert "做好 111-11 的表格，帶了 2 列" in result.output
    assert (tmp_path / expected).exists()


def test_the_command_lists_what_to_look_at_without_names(tmp_path: Path) -> None:
    (tmp_path / "111-10.xlsx").write_bytes(filled(with_answers(C="王小明", N="0"), OLD))

    result = CliRunner().invoke(group, ["next-month", str(tmp_path / "111-10.xlsx")])

    assert result.exit_code == 1
    assert "這位學生這個月還要列嗎" in result.output
    assert "王小明" not in result.output


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "111-10.xlsx").write_bytes(filled())
    (tmp_path / "111-11.xlsx").write_bytes(b"mine")

    result = CliRunner().invoke(group, ["next-month", str(tmp_path / "111-10.xlsx")])

    assert result.exit_code == 2
    assert (tmp_path / "111-11.xlsx").read_bytes() == b"mine"


@pytest.mark.parametrize("spec", ["cgs/108", "cgs/109", "cgs/111", "cgs/112", "cgs/113", "cgs/114"])
def test_the_example_of_each_form_goes_on(spec: str) -> None:
    done, _ = continued(build_template(load_spec(spec), load_example(spec, "clean")), spec=spec)

    assert sum(done.result.rows.values()) == done.source.rows[next(iter(done.source.rows))]
    assert all(item.code != "finding" for item in done.review), json.dumps([str(item) for item in done.review])


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_a_title_among_shared_texts_is_raised(prefix: str) -> None:
    book = xlsxwriter.Workbook(written := io.BytesIO())
    for sheet in openpyxl.load_workbook(io.BytesIO(filled())).worksheets:
        copy = book.add_worksheet(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                copy.write(cell.row - 1, cell.column - 1, cell.value)
    book.close()
    data = written.getvalue()
    table = parts(data)["xl/sharedStrings.xml"].decode()
    other = re.sub(r"<(/?)(sst|si|t)(?=[ >])", rf"<\1{prefix}\2", table)
    other = other.replace("xmlns=", f"xmlns:{prefix[:-1]}=") if prefix else other

    _, raised = continued(replaced(data, "xl/sharedStrings.xml", table, other))

    assert str(rows(raised, CASES, 1)[0][0]).startswith("[111-11] 測試國中")


def test_last_months_form_may_be_named(tmp_path: Path) -> None:
    (tmp_path / "111-10.xlsx").write_bytes(filled())
    for option in ("--from", "--spec"):
        done = CliRunner().invoke(group, ["next-month", str(tmp_path / "111-10.xlsx"), option, "cgs/111", "--force"])
        assert done.exit_code == 0, done.output
