"""A browser that cannot run the page is known at once by what it lacks, and an old page says its age, in Chromium."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from teacher_page import NAME, READY, SHOWN, files
from workbooks import case, workbook

pytestmark = [pytest.mark.program, pytest.mark.xdist_group("page")]

SOON = 2_000  # milliseconds

# Notes when a sentence is first shown.
WATCHED = """
window.said = {};
new MutationObserver(() => {
  for (const one of document.querySelectorAll(".state:not([hidden])")) window.said[one.id] ??= performance.now();
}).observe(document, {subtree: true, childList: true, attributes: true});
"""
LACKS = {
    "old": "WebAssembly.validate = () => false;",  # no externref
    "old, no packed data": "delete window.DecompressionStream;",
    "old, as Internet Explorer": "delete HTMLScriptElement.prototype.noModule;",
}


@contextmanager
def unfit(browser: Browser, page_file: Path, script: str = "") -> Iterator[Page]:
    context = browser.new_context()
    context.add_init_script(WATCHED + script)
    page = context.new_page()
    page.goto(page_file.as_uri(), wait_until="commit")
    yield page
    context.close()


def says(page: Page, state: str, words: str) -> None:
    """Hold that a sentence is shown in time, and no other."""
    page.wait_for_selector(f"#state-{state}", timeout=READY)
    assert words in page.inner_text(f"#state-{state}")
    assert page.is_hidden("#state-starting")
    assert page.evaluate("window.said")[f"state-{state}"] <= SOON


@pytest.mark.parametrize("lack", LACKS)
def test_an_old_browser(browser: Browser, built: Path, lack: str) -> None:
    with unfit(browser, built / NAME, LACKS[lack]) as page:
        says(page, "old", "太舊")
        assert page.is_hidden("#asked")


def test_a_browser_in_which_the_program_is_forbidden(browser: Browser, built: Path) -> None:
    switches = ["--no-sandbox", "--js-flags=--jitless"]
    strict = browser.browser_type.launch(executable_path="/usr/bin/chromium", args=switches)
    with unfit(strict, built / NAME) as page:
        says(page, "blocked", "安全設定")
    strict.close()


def test_a_browser_that_runs_no_module_of_a_file(browser: Browser, built: Path, tmp_path: Path) -> None:
    """As Safari, whose workers import nothing in a page that is opened as a file."""
    stricter = (built / NAME).read_text("utf-8").replace(" blob: ", " ", 1)  # that of script-src; the worker starts
    (tmp_path / NAME).write_text(stricter, "utf-8")
    with unfit(browser, tmp_path / NAME) as page:
        says(page, "no_modules", "填報系統")


def test_a_browser_without_scripts(browser: Browser, built: Path) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto((built / NAME).as_uri())
    assert "JavaScript" in page.inner_text("noscript")
    page.close()


def about(built: Path) -> Any:
    page = (built / "check" / "index.html").read_text("utf-8")
    return {name: re.search(f'"{name}": "(.*?)"', page)[1] for name in ("date", "last")}  # type: ignore[index]


@pytest.mark.parametrize(("days", "is_old"), [(-30, False), (364, False), (367, True)])
def test_a_page_of_over_a_year(browser: Browser, built: Path, days: int, is_old: bool) -> None:
    context = browser.new_context()
    page = context.new_page()
    made = datetime.combine(date.fromisoformat(about(built)["date"]), datetime.min.time(), UTC)
    page.clock.set_fixed_time(made + timedelta(days=days))
    page.goto((built / NAME).as_uri(), wait_until="commit")
    page.wait_for_selector("#languages [aria-pressed]", timeout=READY)
    assert page.is_visible("#age") is is_old
    assert ("一年" in page.inner_text("#age")) is is_old
    context.close()


def test_a_month_after_the_last_known_form(page: Page, built: Path) -> None:
    assert about(built)["last"] == "115-07"  # the form of school year 114 has no known end
    for month, warned in {"115-07": False, "115-08": True}.items():
        page.set_input_files("#file", files(**{f"m{month}": workbook([case()], month=month)}))
        page.wait_for_selector(SHOWN.format(f"m{month}.xlsx"), timeout=READY)
        assert page.is_visible("#age") is warned
    assert "115-08" in page.inner_text("#age")
    page.set_input_files("#file", files(pdf=b"%PDF-1.7"))
    page.wait_for_selector(SHOWN.format("pdf.xlsx"), timeout=READY)
    assert page.is_hidden("#age")
    page.evaluate("document.getElementById('options').open = true")
    page.fill("#month", "115-09")
    page.press("#month", "Tab")
    page.wait_for_selector("#age")
