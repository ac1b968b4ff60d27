"""填報說明: the forms that are offered, and the files themselves."""

import io
from collections.abc import Callable

import pytest
from browsing import Browser
from openpyxl import load_workbook

from cgs_validate import load_spec, validate
from cgs_validate.templates.workbook import build_template


@pytest.mark.parametrize(
    ("moment", "first", "last"),
    [
        ("2022-11-05 09:00", "111", "108"),
        ("2022-08-05 09:00", "109", "108"),  # the new year's form is there before its first month is over
        ("2023-09-05 09:00", "112", "108"),
        ("2025-10-05 09:00", "114", "108"),
    ],
)
def test_the_form_for_the_current_month_comes_first(
    browser: Browser, at: Callable[[str], None], moment: str, first: str, last: str
) -> None:
    at(moment)
    browser.get("/guide/")
    page = browser.page("/guide/")
    forms = [row for row in page.rows if "學年度" in row[0]]
    assert f"{first}學年度" in forms[0][0]
    assert "當期適用" in forms[0][0]
    assert f"{last}學年度" in forms[-1][0]
    assert not any("當期適用" in form[0] for form in forms[1:])


def test_the_next_form_is_there_in_time(browser: Browser, at: Callable[[str], None]) -> None:
    at("2022-08-05 09:00")
    assert any("111學年度" in row[0] for row in browser.page("/guide/").rows)
    at("2022-06-05 09:00")
    assert not any("111學年度" in row[0] for row in browser.page("/guide/").rows)
    assert browser.get("/guide/cgs/111/blank.xlsx").status_code == 404


def test_the_blank_form(browser: Browser) -> None:
    response = browser.get("/guide/cgs/111/blank.xlsx")
    assert response.content == build_template(load_spec("cgs/111"))
    assert "cgs-111-" in response.headers["Content-Disposition"]


def test_every_link_gives_a_workbook(browser: Browser) -> None:
    links = [link for link in browser.page("/guide/").links if link.endswith(".xlsx")]
    assert len(links) == 6
    for link in links:
        assert load_workbook(io.BytesIO(browser.get(link).content)).sheetnames


def test_the_example_is_refused_as_a_report(browser: Browser) -> None:
    example = browser.get("/guide/cgs/111/example.xlsx").content
    assert validate(example, month="111-10", stage="senior").rows["cases"] == 20
    page = browser.upload(example)
    assert page.heading.startswith("匯入失敗")
    assert "範例" in page.main
