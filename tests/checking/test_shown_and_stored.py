"""What Excel made of an answer is said with what is shown and what is stored, and is never put right by itself."""

from typing import Any

import pytest
from workbooks import case, workbook

from cgs_validate import Report, validate
from cgs_validate.checking.fixes import probable_fixes, safe_fixes
from cgs_validate.checking.messages import LANGUAGES, catalog
from cgs_validate.reports.text import render_text


def report_of(column: str, value: Any, code: str) -> Report:
    def set_format(book: Any) -> None:
        book.worksheets[0][f"{column}6"].number_format = code

    return validate(workbook([case(**{column: value})], edit=set_format), "cgs/111", "111-10", "senior")


def said(report: Report) -> str:
    """Return all that is said of the findings."""
    return "\n".join(f"{render_text(report, lang, width=500)}{report.to_json(lang)}" for lang in LANGUAGES)


@pytest.mark.parametrize(
    ("column", "value", "code", "shown", "stored"),
    [
        ("C", 1140133, "000-0000", "114-0133", "1140133"),
        ("C", 150, '[<100]"A"000;"B"000', "B150", "150"),
        ("C", 46025, 'm"月"d"日"', "1月3日", "46025"),
        ("C", 1234567890123450, "General", "1.23457E+15", "1234567890123450"),
        ("C", 100000, "0.00E+00", "1.00E+05", "100000"),
        ("L", 46091, 'm"月"d"日"', "3月10日", "46091"),
        ("L", 3.1, "0.00", "3.10", "3.1"),
        ("N", 3, 'm"月"d"日"', "1月3日", "3"),
        ("N", 2.9999999999, "0", "3", "2.9999999999"),
        ("J", 2.9999999999, "General", "3", "2.9999999999"),
    ],
)
def test_both_are_named(column: str, value: Any, code: str, shown: str, stored: str) -> None:
    (finding,) = [found for found in report_of(column, value, code).findings if found.place.cell == f"{column}6"]
    for language in LANGUAGES:
        message = catalog(language).message(finding)
        assert shown in message
        assert stored in message


@pytest.mark.parametrize(
    ("value", "code"), [(46091, 'm"月"d"日"'), (0.131944444444444, "h:mm"), (310, "General"), (3.1, "0.00")]
)
def test_what_was_typed_is_proposed_and_never_written(value: Any, code: str) -> None:
    report = report_of("L", value, code)
    (finding,) = [found for found in report.findings if found.place.cell == "L6"]
    assert "您要填的可能是「3,10」" in catalog("zh-TW").hint(finding)
    assert not [*safe_fixes(report), *probable_fixes(report)]


def test_a_count_in_scientific_notation_is_not_too_long() -> None:
    (finding,) = [found for found in report_of("N", 3, "0.0E+00").findings if found.place.cell == "N6"]
    assert "通用格式" in (catalog("zh-TW").hint(finding) or "")


@pytest.mark.parametrize(
    ("value", "code", "never"),
    [
        (912345678, "0000-000-000", "0912-345-678"),
        (912345678, '"電話"0', "912345678"),
        (39512, "yyyy/m/d", "2008/3/5"),
        (39512, '[$-404]e"年"m"月"d"日"', "97年3月5日"),
        (123456789, '"A"000000000', "123456789"),
        ("王小明", '@"同學"', "王小明"),
    ],
)
def test_what_may_name_a_person_is_not_shown(value: Any, code: str, never: str) -> None:
    assert never not in said(report_of("C", value, code))


@pytest.mark.parametrize(
    ("column", "value", "code"), [("C", 1140133, "000-0000"), ("L", 46091, 'm"月"d"日"'), ("L", 310, "0")]
)
def test_without_values_there_are_none(column: str, value: Any, code: str) -> None:
    found = report_of(column, value, code).to_dict("zh-TW", values=False)
    shown = str([item for item in found["findings"] if item["cell"] == f"{column}6"])
    assert not [text for text in ("114-0133", "1140133", "46091", "3月10日", "310", "'3,10'") if text in shown]
