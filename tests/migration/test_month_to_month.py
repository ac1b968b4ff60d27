"""Sixteen months of a made-up school: no right month has a finding, and each mistake of copying is found."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from made_up_school import (
    CODE,
    GRADE,
    MONTHS,
    REFERRAL,
    SESSIONS,
    SEX,
    SOURCE,
    STATE,
    School,
    case_rows,
    made_up_school,
    put,
)

from cgs_validate import Report, WorkerPool, validate
from cgs_validate.commands.cli import group

Rows = list[list[Any]]


@pytest.fixture(scope="module")
def school() -> School:
    return made_up_school(seed=1)


def check(school: School, number: int, data: bytes | None = None) -> Report:
    return validate(data or school.books[number], previous=[school.books[number - 1]])


def test_the_form_changes_once(school: School) -> None:
    assert [made.result.spec.id for made in school.made] == 11 * ["cgs/111"] + 4 * ["cgs/112"]


@pytest.mark.parametrize("number", range(1, MONTHS))
def test_no_right_month_has_a_finding(school: School, number: int) -> None:
    report = check(school, number)
    assert [(finding.code, finding.place, finding.params) for finding in report.findings] == []


# What is changed, of the rows of a month that are old cases, and what is found
def state_left_as_it_was(rows: Rows, before: Rows) -> None:
    rows[0][STATE - 1], rows[0][SOURCE - 1] = 1, 1


def code_of_a_stranger(rows: Rows, before: Rows) -> None:
    rows[0][CODE - 1] = "ZZZ999"


def referral_from_nowhere(rows: Rows, before: Rows) -> None:
    known = {row[CODE - 1]: row[REFERRAL - 1] for row in before}
    row = next(row for row in rows if known.get(row[CODE - 1]) in (2, 4))
    row[REFERRAL - 1] = 3


def referred_again(rows: Rows, before: Rows) -> None:
    known = {row[CODE - 1]: row[REFERRAL - 1] for row in before}
    row = next(row for row in rows if known.get(row[CODE - 1]) in (1, 3))
    row[REFERRAL - 1] = 1


def row_lost(rows: Rows, before: Rows) -> None:
    del rows[0]


def other_sex(rows: Rows, before: Rows) -> None:
    rows[0][SEX - 1] = "男" if rows[0][SEX - 1] == "女" else "女"


def other_grade(rows: Rows, before: Rows) -> None:
    rows[0][GRADE - 1] = 7 if rows[0][GRADE - 1] == 9 else 9


def other_teacher(rows: Rows, before: Rows) -> None:
    rows[0][0] = "T9"


def slip_in_the_code(rows: Rows, before: Rows) -> None:
    rows[0][CODE - 1] = rows[0][CODE - 1][:-1] + "Q"


def counts_of_last_month(rows: Rows, before: Rows) -> None:
    for row, same in zip(rows, before, strict=False):
        row[CODE - 1], row[SESSIONS - 1] = same[CODE - 1], same[SESSIONS - 1]
    del rows[len(before) :]


MISTAKES: dict[Callable[[Rows, Rows], None], str] = {
    state_left_as_it_was: "seen_before",
    code_of_a_stranger: "not_seen_before",
    referral_from_nowhere: "does_not_follow",
    referred_again: "does_not_follow",
    row_lost: "not_continued",
    other_sex: "changed_since",
    other_grade: "changed_since",
    other_teacher: "changed_since",
    slip_in_the_code: "resembles_earlier",
    counts_of_last_month: "same_counts",
}


MONTHS_BUT_AUGUST = [number for number in range(1, MONTHS) if number % 12]


@settings(max_examples=40)
@given(st.sampled_from(MONTHS_BUT_AUGUST), st.sampled_from(list(MISTAKES)))
def test_each_mistake_of_copying_is_found(school: School, number: int, mistake: Callable[[Rows, Rows], None]) -> None:
    before = case_rows(openpyxl.load_workbook(io.BytesIO(school.books[number - 1])))
    book = openpyxl.load_workbook(io.BytesIO(school.books[number]))
    codes = {row[CODE - 1] for row in before}
    rows = sorted(case_rows(book), key=lambda row: row[CODE - 1] not in codes)
    try:
        mistake(rows, before)
    except StopIteration:  # no such case in that month
        reject()
    put(book.worksheets[0], rows)
    book.save(written := io.BytesIO())

    assert MISTAKES[mistake] in {finding.code for finding in check(school, number, written.getvalue()).findings}


def test_the_very_file_is_found(school: School) -> None:
    book = school.books[3]
    assert "same_file" in {finding.code for finding in validate(book, previous=[book]).findings}


def test_without_last_month_it_says_that_nothing_was_compared(school: School) -> None:
    report = validate(school.books[5], previous=[school.books[2]])

    assert [item.reason for item in report.skipped if item.code == "not_seen_before"] == ["no_last_month"]
    assert report.findings == ()


def test_a_worker_compares_months_as_well(school: School) -> None:
    book, before = school.books[4], school.books[3]
    with WorkerPool(workers=1) as pool:
        report = pool.validate(before, month="112-03", previous=[before])
        assert report.to_dict() == validate(before, month="112-03", previous=[before]).to_dict()
        assert pool.validate(book, previous=[before]).findings == ()


def test_the_command_takes_a_file_or_the_folder_of_a_year(school: School, tmp_path: Path) -> None:
    for number in (3, 4):
        (tmp_path / f"{number}.xlsx").write_bytes(school.books[number])
    (tmp_path / "wrong.xlsx").write_bytes(school.books[3])
    month = str(school.made[3].month)

    def output(*arguments: str) -> str:
        return CliRunner().invoke(group, ["check", *arguments, "--lang", "zh-TW"]).output

    assert "沒有需要修改的地方" in output(str(tmp_path / "4.xlsx"), "--previous", str(tmp_path / "3.xlsx"))
    assert "沒有需要修改的地方" in output(str(tmp_path / "4.xlsx"), "--previous", str(tmp_path))
    wrong = output(str(tmp_path / "wrong.xlsx"), "--month", month, "--previous", str(tmp_path / "3.xlsx"))
    assert "這個檔案和之前的檔案完全相同" in wrong


def test_a_workbook_that_cannot_be_read_is_no_fault_of_the_one_checked(school: School) -> None:
    for unread in (b"PK", b"", workbook_of_something_else()):
        report = validate(school.books[4], previous=[unread, school.books[3]])
        assert report.findings == ()
        assert [item.reason for item in report.skipped] == ["previous_unread"]


def workbook_of_something_else() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "採購單"
    book.save(written := io.BytesIO())
    return written.getvalue()


def test_the_month_before_comes_before_a_month_that_is_not_known(school: School) -> None:
    book = openpyxl.load_workbook(io.BytesIO(school.books[0]))
    for sheet in book.worksheets[:2]:
        sheet["A1"] = "輔導教師工作成果"
    book.save(undated := io.BytesIO())

    assert validate(school.books[4], previous=[undated.getvalue(), school.books[3]]).findings == ()
