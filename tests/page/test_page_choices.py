"""What is shown belongs to the workbook and the options chosen last, whatever is done meanwhile, in Chromium."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from teacher_page import NAME, READY, SHOWN, choose, files, opened, shown
from workbooks import case, workbook

pytestmark = [pytest.mark.program, pytest.mark.xdist_group("page")]

WRONG, RIGHT = workbook([case(D="８", N=None)]), workbook([case()])
MANY = workbook([case()] * 20_000)  # takes seconds

# What the page asks of its worker, and each workbook that it says it shows.
WATCHED = """
window.asked = []; window.named = [];
const post = Worker.prototype.postMessage;
Worker.prototype.postMessage = function (message, ...more) {
  if (message.request) window.asked.push(`${message.request.do} ${message.request.name}`);
  return post.call(this, message, ...more);
};
document.addEventListener("DOMContentLoaded", () => {
  const verdict = document.getElementById("verdict");
  const name = () => verdict.dataset.file && window.named.push(verdict.dataset.file);
  new MutationObserver(name).observe(verdict, {attributes: true, attributeFilter: ["data-file"]});
});
"""
# Chooses a workbook after the other without a pause, and returns what the page says at once.
AT_ONCE = """
(names) => {
  const input = document.getElementById("file");
  for (const name of names) {
    const chosen = new DataTransfer();
    chosen.items.add(new File([window.bytes[name]], name));
    input.files = chosen.files;
    input.dispatchEvent(new Event("change"));
  }
  return [window.cgs.report, document.getElementById("verdict").dataset.file ?? null];
}
"""

# Sends what the worker cannot do in place of the next request.
DYING = """
{
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function () {
    Worker.prototype.postMessage = post;
    post.call(this, {request: {do: "none"}, bytes: new ArrayBuffer(0)});
  };
}
null;
"""


@pytest.fixture(scope="module")
def page(browser: Browser, built: Path) -> Iterator[Page]:
    with opened(browser, (built / NAME).as_uri(), WATCHED) as page:
        yield page


@pytest.fixture
def fresh(browser: Browser, built: Path) -> Iterator[Page]:
    with opened(browser, (built / NAME).as_uri(), WATCHED) as page:
        yield page


def start(page: Page, **contents: bytes) -> None:
    page.set_input_files("#file", files(**contents))


def asked(page: Page) -> Any:
    return page.evaluate("window.asked.splice(0)")


def give(page: Page, **contents: bytes) -> None:
    """Have bytes at hand in the page, by name."""
    page.evaluate(
        "(given) => { window.bytes = Object.fromEntries(given.map(([n, b]) => [n, new Uint8Array(b)])); }",
        [[f"{name}.xlsx", list(data)] for name, data in contents.items()],
    )


def test_a_second_choice_is_not_shown_with_the_first_report(page: Page) -> None:
    choose(page, a=WRONG)
    give(page, a=RIGHT)  # of the same name, corrected
    assert page.evaluate(AT_ONCE, ["a.xlsx"]) == [None, None]
    page.wait_for_selector(SHOWN.format("a.xlsx"), timeout=READY)
    assert shown(page)["ok"]


def test_of_quick_choices_the_last_is_shown(page: Page) -> None:
    give(page, a=WRONG, b=WRONG, c=RIGHT)
    page.evaluate("window.named.splice(0)")
    page.evaluate(AT_ONCE, ["a.xlsx", "b.xlsx", "c.xlsx"])
    page.wait_for_selector(SHOWN.format("c.xlsx"), timeout=READY)
    page.wait_for_selector("#working", state="hidden")
    assert page.evaluate("window.named") == ["c.xlsx"]
    assert shown(page)["ok"]


def test_another_choice_ends_a_long_check(page: Page) -> None:
    start(page, long=MANY)
    page.wait_for_selector("#working")
    choose(page, b=WRONG)
    assert shown(page)["workbook"]["name"] == "b.xlsx"


def test_each_of_many_is_shown_when_it_is_chosen(page: Page) -> None:
    choose(page, a=WRONG, b=RIGHT, c=b"%PDF-1.7")
    assert page.locator("#files li").count() == 3
    page.click("#files li:nth-child(3) button")
    assert shown(page) is None
    assert "PDF" in page.inner_text("#verdict")
    page.click("#files li:nth-child(2) button")
    assert shown(page)["workbook"]["name"] == "b.xlsx"


def test_another_language_changes_what_is_shown_and_no_more(page: Page) -> None:
    choose(page, a=WRONG, b=WRONG, c=b"%PDF-1.7", d=RIGHT)
    page.click("#files li:nth-child(2) button")
    asked(page)
    page.click("[data-language=en]")
    page.wait_for_selector("#files li:nth-child(3):has-text('not an Excel')", timeout=READY)
    page.wait_for_selector(SHOWN.format("b.xlsx"), timeout=READY)
    assert "Not ready" in page.inner_text("#summary")
    assert "Ready for upload" in page.inner_text("#files li:nth-child(4)")
    assert asked(page) == ["check b.xlsx", "check c.xlsx"]
    page.click("#files li:nth-child(1) button")
    page.wait_for_selector(SHOWN.format("a.xlsx"), timeout=READY)
    assert "Not ready" in page.inner_text("#summary")
    page.click("[data-language=zh-TW]")


def test_another_month_keeps_the_workbook_and_the_focus(page: Page) -> None:
    choose(page, a=WRONG, b=RIGHT)
    page.click("#files li:nth-child(2) button")
    page.evaluate("document.getElementById('options').open = true")
    page.fill("#month", "111-11")
    page.press("#month", "Tab")
    page.wait_for_selector(SHOWN.format("b.xlsx") + " .facts:has-text('111-11')", timeout=READY)
    page.wait_for_selector("#working", state="hidden")
    assert page.evaluate("document.activeElement.id") == "stage"
    page.select_option("#stage", "senior")
    page.wait_for_selector(SHOWN.format("b.xlsx") + " .facts:has-text('高中職')", timeout=READY)
    page.click("#files li:nth-child(1) button")
    page.check("#hide")
    page.wait_for_selector(SHOWN.format("a.xlsx"), timeout=READY)
    assert [finding["value"] for finding in shown(page)["findings"] if finding["value"]] == []
    page.uncheck("#hide")
    page.select_option("#stage", "")
    page.fill("#month", "")


def test_it_is_said_to_those_who_cannot_see_it(page: Page) -> None:
    choose(page, a=WRONG)
    assert page.evaluate("document.activeElement.id") == "verdict"
    assert page.inner_text("#announced") == "a.xlsx　還不能上傳"


def test_a_check_that_is_cancelled(page: Page) -> None:
    start(page, a=MANY, b=RIGHT, c=RIGHT)
    page.click("#cancel")
    page.wait_for_selector("#working", state="hidden", timeout=READY)
    assert "已經取消" in page.inner_text("#summary")
    assert shown(page) is None
    assert page.locator("#files li:has-text('已經取消')").count() == 3
    page.click("[data-language=en]")
    assert "Cancelled" in page.inner_text("#summary")
    page.click("[data-language=zh-TW]")
    choose(page, b=WRONG)
    assert not shown(page)["ok"]


def test_a_check_that_is_cancelled_before_another_worker_is_ready(page: Page) -> None:
    for name in ("a", "b"):
        start(page, **{name: MANY})
        page.click("#cancel")
        page.wait_for_selector(f'{SHOWN.format(f"{name}.xlsx")}:has-text("已經取消")', timeout=READY)
    choose(page, c=WRONG)
    assert not shown(page)["ok"]


def test_a_check_that_takes_too_long(fresh: Page) -> None:
    fresh.clock.install()
    start(fresh, a=MANY)
    fresh.wait_for_selector("#working")
    fresh.clock.fast_forward(61_000)
    fresh.wait_for_selector(SHOWN.format("a.xlsx"), timeout=READY)
    assert "60" in fresh.inner_text("#summary")
    assert shown(fresh) is None
    choose(fresh, b=WRONG)
    assert not shown(fresh)["ok"]


def test_a_worker_that_dies(fresh: Page) -> None:
    fresh.evaluate(DYING)
    choose(fresh, a=RIGHT)
    assert "中斷" in fresh.inner_text("#summary")
    assert shown(fresh) is None
    choose(fresh, a=RIGHT)
    assert shown(fresh)["ok"]


def test_the_same_file_can_be_chosen_again(page: Page) -> None:
    choose(page, a=WRONG)
    assert page.evaluate("document.getElementById('file').value") == ""
