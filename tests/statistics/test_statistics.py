"""Statistics of workbooks, and a school's year: the numbers are those that another reader adds up."""

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from made_up_school import CODE, MONTHS, SESSIONS, School, case_rows, made_up_school
from workbooks import case, workbook

from cgs_validate.commands.cli import group

BY = (None, "month", "teacher", "grade", "sex", "category")
MAIN, SECONDARY = 10, 12  # columns of 個案類別


@pytest.fixture(scope="module")
def school() -> School:
    return made_up_school(seed=3)


@pytest.fixture(scope="module")
def folder(school: School, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three months of the school; one in between is missing."""
    path = tmp_path_factory.mktemp("school")
    for number in (0, 1, 3):
        (path / f"{number}.xlsx").write_bytes(school.books[number])
    return path


@pytest.fixture(scope="module")
def books(school: School) -> list[Any]:
    return [openpyxl.load_workbook(io.BytesIO(school.books[number])) for number in (0, 1, 3)]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(group, [*map(str, arguments), "--lang", "zh-TW"])


def tables(folder: Path, *arguments: str) -> dict[tuple[str, str], dict[str, Any]]:
    done = run("stats", folder, "--format", "json", *arguments)
    assert done.exit_code == 0, done.output
    return {(table["table"], table["measure"]): table for table in json.loads(done.output)["tables"]}


def test_counts_are_those_of_another_reader(folder: Path, books: list[Any]) -> None:
    rows = [row for book in books for row in case_rows(book)]
    main, sessions = Counter(str(row[MAIN - 1]) for row in rows), Counter[str]()
    for row in rows:
        sessions[str(row[MAIN - 1])] += row[SESSIONS - 1]
    either = Counter(code for row in rows for code in {str(row[MAIN - 1]), str(row[SECONDARY - 1])} - {"0"})
    persons = sum(
        cell.value or 0
        for book in books
        for column in "FG"
        for cell in book.worksheets[1][column][4:]
        if isinstance(cell.value, int)
    )

    found = tables(folder)

    def counted(*name: str) -> dict[str, int]:
        return {row["code"]: sum(row["counts"]) for row in found[name]["rows"] if sum(row["counts"])}  # type: ignore[index]

    assert counted("category_main", "cases") == dict(main)
    assert counted("category_main", "sessions") == {code: count for code, count in sessions.items() if count}
    assert counted("category_either", "cases") == dict(either)
    assert found["service", "persons"]["total"] == persons
    assert [row["code"] for row in found["category_main", "cases"]["rows"]] == [str(code) for code in range(1, 20)]
    assert found["category_main", "cases"]["rows"][2]["label"] == "T03.家庭困擾"


@pytest.mark.parametrize("by", BY[1:])
def test_columns_add_up_to_the_same(folder: Path, by: str) -> None:
    whole = {name: table["total"] for name, table in tables(folder).items()}
    apart = {name: table["total"] for name, table in tables(folder, "--by", by).items()}

    assert apart == {name: total for name, total in whole.items() if name in apart}
    assert ("service", "persons") in apart or by == "category"


def test_csv_has_a_line_for_each_count(folder: Path) -> None:
    lines = list(csv.DictReader(io.StringIO(run("stats", folder, "--by", "month", "--format", "csv").output)))

    assert {line["分類"] for line in lines} == {"111-08", "111-09", "111-11"}
    total = sum(int(line["數量"]) for line in lines if (line["統計表"], line["計算"]) == ("個案類別(主)", "人數"))
    assert total == tables(folder)["category_main", "cases"]["total"]


def test_xlsx_has_the_same_sums(folder: Path, tmp_path: Path) -> None:
    assert run("stats", folder, "--format", "xlsx", "-o", tmp_path / "a.xlsx").exit_code == 0
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]

    assert sheet["A1"].value == "個案類別(主)（人數）"
    assert sheet.cell(sheet.max_row, 2).value == tables(folder)["category_main", "cases"]["total"]


def test_xlsx_needs_a_file(folder: Path) -> None:
    done = run("stats", folder, "--format", "xlsx")
    assert done.exit_code == 2
    assert "-o 統計.xlsx" in done.output


def test_text_fits_the_terminal(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run("stats", folder, "--by", "month")
    assert "T03.家庭困擾" in done.output
    assert "T02.師生關係" not in done.output  # nothing is counted


@pytest.mark.parametrize("command", [["stats"], ["stats", "--by", "month"], ["year"]])
def test_pages_need_nothing_from_elsewhere(folder: Path, command: list[str]) -> None:
    page = run(command[0], folder, *command[1:], "--format", "html").output

    assert page.startswith("<!doctype html>")
    assert "<script" not in page
    assert not re.search(r"https?:(?!//www\.w3\.org/)|url\(http|@import", page)
    assert page.count("<svg") == page.count('role="img"') > 0
    assert page == run(command[0], folder, *command[1:], "--format", "html").output


def test_a_year_shows_its_months_and_what_is_missing(folder: Path, books: list[Any]) -> None:
    year = json.loads(run("year", folder, "--format", "json").output)

    counts = {month["month"]: month["counts"] for month in year["months"]}
    assert counts["111-10"] is None
    assert year["missing"] == ["111-10"]
    for month, book in zip(("111-08", "111-09", "111-11"), books, strict=True):
        rows = case_rows(book)
        assert counts[month]["cases"] == len(rows)
        assert counts[month]["sessions"] == sum(row[SESSIONS - 1] for row in rows)
        assert counts[month]["new"] == sum(row[7] == 1 for row in rows)


def test_a_year_names_students_only_where_asked(folder: Path, books: list[Any]) -> None:
    codes = {row[CODE - 1] for row in case_rows(books[0])}
    for form in ("text", "csv", "json", "html"):
        plain = run("year", folder, "--format", form).output
        asked = run("year", folder, "--format", form, "--codes").output
        assert not any(code.casefold() in plain.casefold() for code in codes)
        assert all(code.casefold() in asked.casefold() for code in codes)


def test_a_teacher_whose_code_is_a_name_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook([case(A="王小明")]))
    for form in ("text", "csv", "json", "html"):
        assert "王小明" not in run("stats", tmp_path, "--by", "teacher", "--format", form).output


def test_what_cannot_be_read_is_named_and_the_rest_counted(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes((folder / "0.xlsx").read_bytes())
    (tmp_path / "b.xlsx").write_bytes(b"PK")

    done = run("stats", tmp_path, "--format", "json")

    assert done.exit_code == 2
    assert "b.xlsx" in done.output
    assert '"files": 1' in done.output


def test_wrong_answers_are_not_counted(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(
        workbook([case(J=20, N=4), case(C="S2", J=None, N="很多"), case(C="S3", J=3, N=2)])
    )
    found = tables(tmp_path)

    assert found["category_main", "cases"]["total"] == 1
    assert found["state", "sessions"]["total"] == 2 + 4


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    assert run("year", tmp_path).exit_code == 2


def test_the_whole_school_takes_each_month(school: School, tmp_path: Path) -> None:
    for number, book in enumerate(school.books):
        (tmp_path / f"{number}.xlsx").write_bytes(book)

    year = json.loads(run("year", tmp_path, "--format", "json").output)

    assert len(year["months"]) == MONTHS
    assert year["missing"] == []


def test_a_year_says_which_files_share_a_month_or_have_none(school: School, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.xlsx").write_bytes(school.books[0])
    book = openpyxl.load_workbook(io.BytesIO(school.books[1]))
    for sheet in book.worksheets[:2]:
        sheet["A1"] = "輔導教師工作成果"
    book.save(tmp_path / "沒有年月.xlsx")

    for form in ("text", "html", "csv"):
        said = " ".join(run("year", tmp_path, "--format", form).output.split())
        assert "111-08 有 2 個檔案" in said
        assert "沒有年月.xlsx" in said
    assert json.loads(run("year", tmp_path, "--format", "json").output)["months"][0]["files"] == 2
