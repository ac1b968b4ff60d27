"""Identical mistakes are listed once, the worst first."""

from dataclasses import replace

from cgs_validate.checking.findings import Finding, Kind, Place, Severity
from cgs_validate.checking.messages import catalog
from cgs_validate.reports.grouping import group, runs
from cgs_validate.workbook import parse_address


def place(cell: str, sheet: str = "當月個案") -> Place:
    row, column = parse_address(cell) or (None, None)
    return Place(sheet, row, column)


def finding(cell: str, code: str = "allowed", **changes: object) -> Finding:
    made = Finding(code, Kind.INVALID, Severity.ERROR, place(cell), field="student_grade", params={"expects": "code"})
    return replace(made, **changes)


def missing(cell: str) -> Finding:
    return finding(cell, "required", kind=Kind.MISSING)


def codes(findings: list[Finding]) -> list[str]:
    return [same.first.code for same in group(findings)]


def test_adjacent_cells_of_a_column_are_joined() -> None:
    places = [place(cell) for cell in ("C12", "C8", "C7", "C9", "D9", "D10")]
    assert "、".join(map(str, runs(places))) == "C7:C9、C12、D9:D10"


def test_a_cell_is_named_once_and_none_is_no_text() -> None:
    assert list(map(str, runs([place("C7"), place("C7")]))) == ["C7"]
    assert runs([]) == []


def test_identical_mistakes_are_one_group() -> None:
    [same] = group([finding("D7", value="x"), finding("D8", value="x"), finding("D10", value="y")])
    assert same.count == 3
    assert [(spot.value, "、".join(map(str, spot.runs)), spot.count) for spot in same.spots] == [
        ("x", "D7:D8", 2),
        ("y", "D10", 1),
    ]
    assert [run.count for run in same.spots[0].runs] == [2]


def test_another_sheet_field_code_severity_or_sentence_is_another_group() -> None:
    first = finding("D7")
    others = [
        replace(first, place=place("D7", "相關服務")),
        replace(first, field="student_sex"),
        replace(first, code="min"),
        replace(first, severity=Severity.WARNING),
        replace(first, params={"expects": "word"}),
    ]
    assert len(group([first, *others])) == 6


def test_fixes_differ_within_a_group() -> None:
    [same] = group([finding("J8", fix="3"), finding("J9", fix="3,10"), finding("J10", fix="3")])
    assert [(spot.fix, "、".join(map(str, spot.runs))) for spot in same.spots] == [("3", "J8、J10"), ("3,10", "J9")]
    assert same.first.fix == "3"
    assert same.common.fix is None


def test_one_fix_for_all_is_shown_by_the_group() -> None:
    [same] = group([finding("J8", fix="3"), finding("J9", fix="3")])
    assert same.common.fix == "3"


def test_worst_first() -> None:
    whole = finding("A1", "sheet_missing", place=Place(None), field=None)
    renamed = finding("H3", "column_renamed", field="case_status")
    warning = finding("D7", "unusual", severity=Severity.WARNING)
    often = [finding("D7"), finding("D8")]
    blank = [missing(f"E{row}") for row in range(7, 12)]
    assert codes([warning, *blank, finding("D9", "min"), *often, renamed, whole]) == [
        "column_renamed",
        "sheet_missing",
        "allowed",
        "min",
        "required",
        "unusual",
    ]


def test_what_is_about_the_whole_file_or_a_sheet() -> None:
    about = {
        "sheet_missing": finding("A1", "sheet_missing", place=Place(None), field=None),
        "column_missing": finding("A1", "column_missing", place=Place("當月個案", 3)),
        "column_renamed": finding("H3", "column_renamed"),
        "month_mismatch": finding("A1", "month_mismatch", field=None),
        "inconsistent": finding("B9", "inconsistent"),
        "gap_in_rows": finding("A9", "gap_in_rows", field=None),
        "required": missing("A9"),
    }
    whole = {same.first.code for same in group(about.values()) if same.whole}
    assert whole == {"sheet_missing", "column_missing", "column_renamed", "month_mismatch"}


def test_findings_of_a_group_each_name_the_row_they_are_compared_with() -> None:
    columns = [{"field": "student_code", "label": "學生代號"}]
    twice = [
        finding(cell, "unique", params={"columns": columns, "earlier": {"row": row}}, related=(place(f"C{row}"),))
        for cell, row in (("C9", 7), ("C10", 8))
    ]
    words = catalog("zh-TW")
    assert [words.message(each) for each in twice] == [f"「學生代號」和第 {row} 列相同，重複填了。" for row in (7, 8)]
    [same] = group(twice)
    assert words.message(same.common) == "「學生代號」和另一列相同，重複填了。"
    assert words.message(group(twice[:1])[0].common) == words.message(twice[0])
