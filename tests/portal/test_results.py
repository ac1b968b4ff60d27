"""匯入失敗: the page of a refused workbook, and the access to its marked copy."""

import io
import os
from pathlib import Path

import pytest
from browsing import Browser, Page, text_of
from django.conf import settings
from django.core.management import call_command
from openpyxl import load_workbook
from sending import stored
from sorts import COLOURS
from workbooks import case, workbook

from cgs_portal.accounts.models import Account, Unit
from cgs_portal.reports.models import Report
from cgs_validate import ReadError, validate
from cgs_validate.checking.messages import catalog

WRONG = (Path(__file__).parents[2] / "examples" / "cgs-111-errors.xlsx").read_bytes()
RESULT, MARKED = "/months/111-10/result/", "/months/111-10/marked.xlsx"


def held() -> list[Path]:
    folder = settings.PORTAL_FILES.with_name("refused")
    return sorted(path for path in folder.rglob("*") if path.is_file())


def failing(*_: object) -> None:
    error = ReadError("worker_died")
    error.language = "zh-TW"
    raise error


def expected_marks() -> dict[tuple[str | None, str | None], str]:
    """The cells of the report with their kinds; those of the merged area A18:A20 are marked on its first cell."""
    report = validate(WRONG, month="111-10", stage="senior")
    cases = report.tables[0].sheet
    marks = {(note.place.sheet, note.place.cell): str(note.sort) for note in report.annotations}
    assert marks.pop((cases, "A19")) == marks.pop((cases, "A20")) == "missing"
    return {**marks, (cases, "A18"): "missing"}


def test_no_page_of_a_refused_workbook_names_a_person(browser: Browser) -> None:
    page = browser.upload(
        workbook(
            [
                case(C="A123456789"),
                case(C="吳怡萱", E="李小花", L="吳小胖"),
                case(A="溫美玲", K="彭淑芬老師", N="林阿水"),
            ]
        )
    )
    assert page.heading == "匯入失敗，已標示錯誤資料欄位"
    names = ("A123456789", "吳怡萱", "李小花", "吳小胖", "溫美玲", "彭淑芬", "林阿水")
    assert not [name for name in names if name in browser.get(RESULT).content.decode()]


def test_every_annotation_is_drawn_with_its_message(browser: Browser) -> None:
    report = validate(WRONG, month="111-10", stage="senior", language="zh-TW")
    page = browser.upload(WRONG)
    assert page.heading == "匯入失敗，已標示錯誤資料欄位"
    assert f"{report.counts['missing']} 格未填寫" in page.main
    assert f"{report.counts['invalid']} 處有誤" in page.main
    numbers = {table.sheet: number for number, table in enumerate(report.tables, 1)}
    drawn = {cell.get("id"): cell for cell in page.all("td") if cell.get("id")}
    assert report.annotations
    for note in report.annotations:
        cell = drawn[f"s{numbers[note.place.sheet]}-{note.place.cell}"]
        assert note.sort in (cell.get("class") or "").split()
        assert all(catalog("zh-TW").message(finding) in text_of(cell) for finding in note.findings)
    assert not Report.objects.exists()
    assert stored() == []


def test_the_marked_copy_has_the_same_marks(browser: Browser) -> None:
    page = browser.upload(WRONG)
    assert MARKED in page.links
    response = browser.get(MARKED)
    assert response.headers["Content-Disposition"].startswith("attachment")
    book = load_workbook(io.BytesIO(response.content))
    sorts = {colour: sort for sort, colour in COLOURS.items()}
    marks = {
        (sheet.title, cell.coordinate): sorts[cell.fill.fgColor.rgb]
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in sorts and cell.comment
    }
    assert marks == expected_marks()


def test_the_marked_copy_itself_is_refused_for_the_same(browser: Browser) -> None:
    browser.upload(WRONG)
    first = browser.page(RESULT)
    again = browser.upload(browser.get(MARKED).content)
    assert again.main == first.main


def test_reloading_sends_nothing_again(browser: Browser) -> None:
    browser.upload(WRONG)
    assert browser.page(RESULT).main == browser.page(RESULT).main
    assert len(held()) == 1


def test_it_is_stored_privately(browser: Browser) -> None:
    browser.upload(WRONG)
    [file] = held()
    assert file.read_bytes() == WRONG
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_no_one_else_can_fetch_it(browser: Browser, teacher: Account, neighbour: Account) -> None:
    browser.upload(WRONG)
    for account in (neighbour, teacher):  # another school, and another session of the same account
        other = Browser()
        other.force_login(account)
        for address in (RESULT, MARKED, "/months/111-10/", "/records/"):
            response = other.get(address, follow=True)
            assert "S001" not in response.content.decode()
            assert response.headers["Content-Type"].startswith("text/html")
    assert Browser().get(MARKED).status_code == 302
    assert browser.get(MARKED).status_code == 200


@pytest.mark.parametrize("month", ["111-09", "111-11"])
def test_of_another_month_there_is_none(browser: Browser, month: str) -> None:
    browser.upload(WRONG)
    page = browser.get(f"/months/{month}/result/", follow=True)
    assert "請再上傳一次" in page.content.decode()


def test_it_goes_with_the_next_upload(browser: Browser, clean: bytes) -> None:
    browser.upload(WRONG)
    [first] = held()
    browser.upload(workbook([case(D=99)]))
    [second] = held()
    assert second != first
    assert "匯入成功" in browser.upload(clean).main
    assert held() == []


@pytest.mark.parametrize("data", [b"%PDF-1.7", workbook([], [])], ids=["unreadable", "blank"])
def test_it_goes_with_an_upload_that_is_refused(browser: Browser, data: bytes) -> None:
    browser.upload(WRONG)
    assert browser.upload(data).status == 422
    assert held() == []


def test_it_goes_with_a_declaration(browser: Browser) -> None:
    browser.upload(WRONG)
    browser.send("/months/111-10/none/")
    assert held() == []


def test_it_goes_with_the_session(browser: Browser) -> None:
    browser.upload(WRONG)
    browser.send("/logout/")
    assert held() == []


def test_an_account_fills_the_disk_with_no_more_than_so_many(browser: Browser, teacher: Account) -> None:
    browser.upload(WRONG)
    for _ in range(5):
        another = Browser()
        another.force_login(teacher)
        another.upload(WRONG)
    assert len(held()) == 3
    assert "請再上傳一次" in browser.get(RESULT, follow=True).content.decode()
    assert another.page(RESULT).heading == "匯入失敗，已標示錯誤資料欄位"


@pytest.mark.parametrize("made_at", [0, 4e9], ids=["old", "the clock was set back"])
def test_it_goes_after_an_hour(browser: Browser, neighbour: Account, made_at: float) -> None:
    browser.upload(WRONG)
    [file] = held()
    os.utime(file, (made_at, made_at))
    assert "請再上傳一次" in browser.get(RESULT, follow=True).content.decode()
    assert "請再上傳一次" in browser.get(MARKED, follow=True).content.decode()
    other = Browser()
    other.force_login(neighbour)
    other.upload(WRONG)
    assert file not in held()
    [file] = held()
    os.utime(file, (made_at, made_at))
    call_command("clean_up", verbosity=0)
    assert held() == []


@pytest.mark.parametrize("address", [RESULT, MARKED])
def test_a_worker_that_fails_is_reported(browser: Browser, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    browser.upload(WRONG)

    monkeypatch.setattr("cgs_portal.pages.results.check_workbook", failing)
    page = Page(browser.get(address, follow=True))
    assert "程式中斷了，沒有檢核完" in page.main
    assert page.heading == "當期填報 111-10"


def test_a_workbook_that_cannot_be_marked_is_reported(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    browser.upload(WRONG)
    monkeypatch.setattr("cgs_portal.pages.results.marked_copy", failing)
    page = Page(browser.get(MARKED, follow=True))
    assert page.heading.startswith("匯入失敗")
    assert "這份檔案沒辦法標示。" in page.main


def test_a_name_in_the_workbook_is_not_shown(browser: Browser) -> None:
    page = browser.upload(workbook([case(C="王小明", D=99)]))
    assert page.heading.startswith("匯入失敗")
    assert "王小明" not in page.source


def test_texts_of_the_workbook_are_no_markup(browser: Browser) -> None:
    page = browser.upload(
        workbook([case(K="<script>alert(1)</script>{{ 7|add:7 }}")], in_cases={"name": "<u>當月個案"})
    )
    assert page.heading.startswith("匯入失敗")
    assert "<u>當月個案" in page.main
    assert not page.all("u")
    assert "{{ 7|add:7 }}" in page.main


def test_what_may_be_wrong_is_stored_only_after_a_second_step(browser: Browser) -> None:
    doubtful = workbook([case(D=10, F="1,2")])
    page = browser.upload(doubtful)
    assert page.heading == "111-10 還沒有存檔，請先看過下面的地方"
    assert "這一欄只能選一個" in page.main
    assert "1 處可能有誤" in page.main
    assert [cell.get("id") for cell in page.all("td") if "probably_invalid" in (cell.get("class") or "")] == ["s1-F6"]
    sheet = load_workbook(io.BytesIO(browser.get(MARKED).content)).worksheets[0]
    assert (MARKED in page.links, sheet["F6"].fill.fgColor.rgb) == (True, COLOURS["probably_invalid"])
    assert not Report.objects.exists()
    confirmed = browser.send("/months/111-10/confirm/")
    assert "111-10 匯入成功" in confirmed.main
    assert Report.objects.count() == 1
    assert held() == []


def test_the_workbook_of_another_school_is_stored_only_after_a_second_step(school: Unit, browser: Browser) -> None:
    school.name = "示範高級中學"
    school.save()
    page = browser.upload(workbook([case(D=10)], school="雲海高級中學"))
    assert page.heading == "111-10 還沒有存檔，請先看過下面的地方"
    assert "標題的學校看起來不是「示範高級中學」" in page.main
    assert "111-10 匯入成功" in browser.upload(workbook([case(D=10)], school="示範縣立示範高中")).main


def test_nothing_is_stored_by_a_confirmation_alone(browser: Browser) -> None:
    assert "請再上傳一次" in browser.send("/months/111-10/confirm/").main
    browser.upload(WRONG)
    assert browser.send("/months/111-10/confirm/").heading == "匯入失敗，已標示錯誤資料欄位"
    assert not Report.objects.exists()
