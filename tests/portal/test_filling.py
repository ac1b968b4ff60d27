"""工作填報: the reporting status, uploading, 無需上傳, 申請修改."""

from collections.abc import Callable
from typing import Any

import pytest
from browsing import Browser, Page, text_of
from sending import stored
from workbooks import case, workbook

from cgs_portal.accounts.models import Account, Unit
from cgs_portal.reports import receiving
from cgs_portal.reports.models import Report, Status
from cgs_validate.spec.months import Month


def state(page: Page) -> list[str]:
    [items] = page.all("ul", aria_label="填報情形")
    return [text_of(item) for item in items]


def test_nothing_is_reported_yet(browser: Browser) -> None:
    page = browser.page("/work/")
    assert state(page) == ["無待補填報的月份", "當期填報月份：111-10（尚未填報）"]
    assert "請在 111年11月10日（星期四）以前完成 111-10 的填報" in page.main
    assert page.links == ["/current/"]


def test_the_current_month_is_reported(browser: Browser, clean: bytes) -> None:
    browser.upload(clean)
    page = browser.page("/work/")
    assert state(page) == ["無待補填報的月份", "當期填報月份：111-10（本期已填）", "更新時間：111年11月5日 12:00"]
    assert "已經填報完成（111年11月5日 12:00）" in page.main
    assert page.links == ["/records/111-10/"]


def test_overdue_months_keep_the_current_one_shut(
    browser: Browser, clean: bytes, school: Unit, at: Callable[[str], None]
) -> None:
    at("2022-11-11 09:00")
    page = browser.page("/work/")
    assert state(page) == ["待補填報的月份：111-10", "當期填報月份：111-11（尚未填報）"]
    assert page.links == ["/months/111-10/"]

    shut = browser.page("/current/")
    assert shut.heading == "當期填報 111-11"
    assert "還有逾期未填報的月份：111-10" in shut.main
    assert shut.links == ["/months/111-10/"]
    assert not [form for form in shut.all("form") if form.get("enctype")]
    assert "還有逾期未填報的月份：111-10" in browser.upload(clean, "111-11").main
    assert not Report.objects.exists()

    overdue = browser.page("/overdue/")
    assert overdue.rows == [["月份", "原因", "補填"], ["111-10", "逾期未填報", "補填 111-10"]]
    made_up = browser.upload(clean)
    assert "111-10 匯入成功" in made_up.main
    assert state(browser.page("/current/")) == ["無待補填報的月份", "當期填報月份：111-11（尚未填報）"]


def test_a_school_that_begins_later_has_nothing_to_do(browser: Browser, school: Unit) -> None:
    school.first_month = Month(111, 11)
    school.save()
    assert "從 111-11 開始填報" in browser.page("/work/").main
    assert "現在沒有開放填報" in browser.page("/current/").main


@pytest.mark.parametrize(
    ("url", "tab"),
    [("/guide/", "填報說明"), ("/current/", "當期填報"), ("/overdue/", "逾期補填"), ("/corrections/", "申請修改")],
)
def test_tabs(browser: Browser, url: str, tab: str) -> None:
    page = browser.page(url)
    [tabs] = page.all("nav", aria_label="工作填報")
    assert [text_of(link) for link in tabs.iter("a")] == ["填報說明", "當期填報", "逾期補填", "申請修改"]
    assert [text_of(link) for link in page.all("a", aria_current="page")] == [tab]


def test_a_right_workbook(browser: Browser, clean: bytes) -> None:
    page = browser.upload(clean)
    report = Report.objects.get()
    assert page.heading == "111-10 填報資料"
    assert "111-10 匯入成功，以下是你匯入的資料" in page.main
    assert report.receipt in page.main
    assert report.sha256 in page.main
    assert "王小明" not in page.source


def test_it_may_be_replaced(browser: Browser, clean: bytes) -> None:
    browser.upload(clean)
    page = browser.page("/current/")
    assert "111-10 已經在 111年11月5日 12:00 填報（已上傳，看資料和收據）。再填報一次，會蓋掉原來的資料。" in page.main
    browser.upload(workbook([case(D=10)]))
    assert Report.objects.get().rows == {"cases": 1, "services": 2}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7", "這是 PDF"),
        (b"PK", "請"),
        (b"", "這個檔案是空的"),
        (workbook([], []), "還沒有填任何資料"),
    ],
    ids=["PDF", "half", "empty", "blank"],  # bytes of a workbook differ from process to process
)
def test_a_refused_file_has_its_message_at_the_field(browser: Browser, data: bytes, message: str) -> None:
    page = browser.upload(data)
    assert page.status == 422
    [field] = page.all("input", name="workbook")
    assert field.get("aria-invalid") == "true"
    described = (field.get("aria-describedby") or "").split()
    assert message in "".join(text_of(item) for item in page.root.iter() if item.get("id") in described)
    assert text_of(page.all("title")[0]).startswith("錯誤：")
    assert stored() == []


def test_no_file_was_chosen(browser: Browser) -> None:
    page = browser.send("/months/111-10/")
    assert page.status == 422
    assert "請先選擇檔案" in page.main


def test_too_large(browser: Browser, settings: object) -> None:
    settings.PORTAL_LARGEST = 1_000_000
    page = browser.upload(b"x" * 1_100_000)
    assert page.status == 413
    assert "檔案超過 1 MB" in page.main


@pytest.mark.parametrize("month", ["111-09", "111-11", "120-01"])
def test_a_month_that_is_not_open(browser: Browser, clean: bytes, month: str) -> None:
    page = browser.page(f"/months/{month}/")
    assert "沒有開放填報" in page.main
    assert not [form for form in page.all("form") if form.get("enctype")]
    assert browser.upload(clean, month).status == 409
    assert not Report.objects.exists()


@pytest.mark.parametrize("month", ["111-13", "11110", "1-1", "111-10x", "１１１-10"])
def test_no_month(browser: Browser, month: str) -> None:
    assert browser.page(f"/months/{month}/").status == 404


def test_none_where_nothing_was_uploaded(browser: Browser) -> None:
    page = browser.send("/months/111-10/none/")
    assert "111-10 無需上傳，已完成無個案及服務的填報" in page.main
    assert Report.objects.get().status == Status.NONE


def test_none_asks_before_it_deletes(
    browser: Browser, clean: bytes, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    browser.upload(clean)
    receipt = Report.objects.get().receipt
    question = browser.send("/months/111-10/none/")
    assert question.heading == "要刪除 111-10 已上傳的資料嗎？"
    for named in (receipt, "當月個案20 列", "相關服務8 列", "111年11月5日 12:00", "刪除後無法復原"):
        assert named in question.main
    assert Report.objects.get().status == Status.UPLOADED

    with django_capture_on_commit_callbacks(execute=True):
        done = browser.send("/months/111-10/none/", deletes=receipt)
    assert "無需上傳" in done.main
    assert Report.objects.get().status == Status.NONE
    assert stored() == []


def test_none_deletes_only_the_report_that_was_shown(browser: Browser, clean: bytes) -> None:
    browser.upload(clean)
    seen = Report.objects.get().receipt
    browser.upload(workbook([case(D=10)]))
    question = browser.send("/months/111-10/none/", deletes=seen)
    assert question.heading.startswith("要刪除")
    assert Report.objects.get().status == Status.UPLOADED


def test_none_deletes_nothing_that_came_in_between(
    browser: Browser, teacher: Account, clean: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.upload(clean)
    seen = Report.objects.get().receipt

    enter = receiving._enter

    def between(*arguments: Any, **named: Any) -> Any:
        monkeypatch.undo()
        receiving.receive(teacher, Month(111, 10), workbook([case(D=10)]))
        return enter(*arguments, **named)

    monkeypatch.setattr(receiving, "_enter", between)
    question = browser.send("/months/111-10/none/", deletes=seen)
    report = Report.objects.get()
    assert (report.status, report.receipt != seen) == (Status.UPLOADED, True)
    assert report.receipt in question.main


def test_none_of_a_month_that_is_not_open(browser: Browser) -> None:
    page = browser.send("/months/111-08/none/")
    assert page.status == 409
    assert not Report.objects.exists()


def test_a_month_is_corrected(browser: Browser, clean: bytes, at: Callable[[str], None]) -> None:
    browser.upload(clean)
    assert "現在沒有可以申請修改的月份" in browser.page("/corrections/").main
    at("2022-11-12 09:00")
    page = browser.page("/corrections/")
    assert [text_of(option) for option in page.all("option")] == ["111-10"]

    opened = browser.send("/corrections/", month="111-10")
    assert opened.heading == "逾期補填 111-10"
    assert "申請修改、待上傳的月份：111-10" in state(opened)
    assert "現在沒有可以申請修改的月份" in browser.page("/corrections/").main
    assert browser.page("/overdue/").rows[1:] == [["111-10", "申請修改", "修改 111-10"]]
    assert "匯入成功" in browser.upload(workbook([case(D=10)])).main
    assert state(browser.page("/work/")) == ["無待補填報的月份", "當期填報月份：111-11（尚未填報）"]


@pytest.mark.parametrize("month", ["111-09", "110-12", "<b>", ""])
def test_a_month_that_cannot_be_corrected(browser: Browser, teacher: Account, month: str) -> None:
    page = browser.send("/corrections/", month=month)
    assert page.status == 422
    assert not teacher.unit.corrections.exists()
