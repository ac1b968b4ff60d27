"""上傳 in both programs, to real servers on loopback: nothing is sent unasked, no success is reported unconfirmed."""

import hashlib
import io
import re
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from demo_server import running
from open_books import PROGRAMS, OpenInExcel, opener, press_button
from openpyxl.workbook.protection import WorkbookProtection
from scripted_portal import STATUS, TOKEN, Act, ScriptedPortal
from upload_doubles import refusal
from workbooks import CASES, case, workbook

from cgs_validate import load_spec, upload, validate
from cgs_validate.checking.messages import catalog
from cgs_validate.errors import errors_in
from cgs_validate.spec.examples import load_example
from cgs_validate.templates.workbook import build_template
from cgs_validate.upload import Token, UploadError
from cgs_validate.upload.address import parse_address
from cgs_validate.upload.tokens import save_token
from cgs_validate_addin import actions
from cgs_validate_addin.open_book import Stopped

Open = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("memory_keyring")
RIGHT, WRONG = workbook(), workbook([case(D=99)])


@pytest.fixture(params=PROGRAMS)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    return opener(PROGRAMS[request.param], tmp_path)


def press(book: Any) -> str:
    """Press the button; return the last message."""
    return press_button(actions.upload, book)


def test_the_saved_file_is_sent_and_the_receipt_shown(opened: Open) -> None:
    book = opened(WRONG, "yes")
    with ScriptedPortal() as portal:
        upload.login(portal.url, TOKEN)
        actions.run(actions.check, book)
        book.openpyxl[CASES.name]["D6"] = 8
        message = press(book)
    sent = portal.tries[0].body
    assert message.startswith("✓ 上傳完成，填報系統已確認收到這個檔案。\n\n收據編號：R0001\n月份：111-10\n")
    assert "當月個案 3 列" in message
    assert hashlib.sha256(sent).hexdigest() in message
    assert book.path.read_bytes() == sent
    saved = openpyxl.load_workbook(io.BytesIO(sent))
    assert saved[CASES.name]["D6"].value == 8
    assert set(saved.sheetnames) == set(openpyxl.load_workbook(io.BytesIO(RIGHT)).sheetnames)
    question = next(text for text in book.messages if "要上傳嗎？" in text)
    assert all(part in question for part in ("測試國中（國中）", "月份：111-10", "十月.xlsx", portal.url, "會先存檔"))


def test_errors_are_listed_and_nothing_is_sent(opened: Open) -> None:
    book = opened(WRONG)
    before = book.path.read_bytes()
    with ScriptedPortal() as portal:
        upload.login(portal.url, TOKEN)
        message = press(book)
    assert message.startswith("✗ 還不能上傳：有 1 處有誤。")
    assert book.openpyxl[CASES.name]["D6"].fill.fgColor.rgb == "FFFF6666"
    assert "檢核結果" in book.openpyxl.sheetnames
    assert (portal.tries, book.path.read_bytes()) == ([], before)


def test_it_is_checked_for_the_portals_month_and_stage(opened: Open) -> None:
    """Only the portal knows that this is no senior high school; the findings are shown before it is sent."""
    book = opened(RIGHT, "yes", "no")
    there = {**STATUS, "stage": "senior", "current_month": "111-09", "open": ["111-09"]}
    with ScriptedPortal(status=there) as portal:
        upload.login(portal.url, TOKEN)
        assert press(book) == "沒有上傳任何資料。"
    question = book.messages[-2]
    assert "提醒" in question
    warned = validate(RIGHT, month="111-09", stage="senior").findings
    assert {finding.code for finding in warned} == {"stage", "month_mismatch", "school_mismatch"}
    assert all(f"{finding.place.sheet} {finding.place.cell} " in question for finding in warned)


def test_no_means_no(opened: Open) -> None:
    book = opened(RIGHT, "no")
    before = book.path.read_bytes()
    with ScriptedPortal() as portal:
        upload.login(portal.url, TOKEN)
        assert press(book) == "沒有上傳任何資料。"
    assert (portal.tries, book.path.read_bytes()) == ([], before)


def test_without_a_login_the_message_says_what_to_do(opened: Open) -> None:
    assert "py -m cgs_validate login" in press(opened(RIGHT))


def test_of_several_portals_one_is_asked_for(opened: Open) -> None:
    with ScriptedPortal() as one, ScriptedPortal() as other:
        upload.login(one.url, TOKEN)
        upload.login(other.url, TOKEN)
        assert press(opened(RIGHT, "no", "yes", "yes")).startswith("✓")
        book = opened(RIGHT, "no", "no")
        assert press(book) == "沒有上傳任何資料。"
    assert ["按「否」看下一個" in question for question in book.messages] == [True, False, False]
    assert (one.stored, other.stored) == (1, 0)


@pytest.mark.parametrize(
    ("status", "answers", "stored"),
    [
        ({"open": ["111-09", "111-10"]}, ["yes", "yes"], ["111-10"]),
        ({"open": ["111-09", "111-10"]}, ["no", "no"], []),
        ({"open": ["111-10"], "overdue": ["111-09"]}, ["no"], []),
        ({"open": []}, [], []),
    ],
)
def test_the_month_is_one_that_the_portal_accepts(
    status: dict[str, Any], answers: list[str], stored: list[str], opened: Open
) -> None:
    book = opened(RIGHT, *answers)
    with ScriptedPortal(status={**STATUS, **status}) as portal:
        upload.login(portal.url, TOKEN)
        message = press(book)
    assert [*portal.reports] == stored
    assert message.startswith("✓") if stored else "沒有上傳任何資料。" in message
    if status.get("overdue"):
        question = "測試國中（國中）：要上傳 111-09 的報表嗎？這個月份逾期還沒填報，要先補齊。"
        assert book.messages[0] == f"{question}\n這個檔案的標題寫的是 111-10。"
    if len(status["open"]) > 1:
        assert book.messages[0].endswith("要上傳 111-10 的報表嗎？\n按「否」看其他可以填報的月份。")
        assert "按「否」" not in book.messages[1]


def test_the_portals_errors_are_marked_too(opened: Open) -> None:
    book = opened(RIGHT, "yes")
    with ScriptedPortal(Act(status=422, type="application/json", body=refusal())) as portal:
        upload.login(portal.url, TOKEN)
        message = press(book)
    assert message.startswith("這台電腦沒有檢核出錯誤，但填報系統檢核出下面的錯誤，沒有收下：")
    assert "新的" in book.openpyxl[CASES.name]["D6"].comment.text
    assert "檢核結果" in book.openpyxl.sheetnames


def test_a_receipt_of_something_else_is_no_success(opened: Open) -> None:
    with ScriptedPortal(Act(store=True, receipt={"sha256": "0" * 64})) as portal:
        upload.login(portal.url, TOKEN)
        message = press(opened(RIGHT, "yes"))
    assert "填報系統確認收到的檔案，和送出的不一樣。" in message
    assert "可能已經收下，但沒有確認" in message


def test_what_was_never_saved_is_not_sent(opened: Open) -> None:
    book = opened(RIGHT)
    book.path.unlink()
    with ScriptedPortal() as portal:
        upload.login(portal.url, TOKEN)
        assert "另存新檔" in press(book)
    assert portal.tries == []


def file_of(book: Any) -> Any:
    """Return the program's model of the file."""
    return book.model.book if isinstance(book, OpenInExcel) else book._book.impl


def test_what_is_on_onedrive_is_not_sent(opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """xlwings guesses the folder; its file may be older than the open workbook, or another of that name."""
    monkeypatch.setenv("OneDriveConsumer", str(tmp_path))
    book = opened(RIGHT)
    before = book.path.read_bytes()
    file_of(book).address = "https://d.docs.live.net/0123456789abcdef/十月.xlsx"
    with ScriptedPortal() as portal:
        upload.login(portal.url, TOKEN)
        assert "OneDrive" in press(book)
    assert (portal.tries, (tmp_path / "十月.xlsx").read_bytes()) == ([], before)


@pytest.mark.parametrize(("typed", "sent"), [(8, 1), (9, 0)])
def test_only_the_checked_answers_are_sent(typed: int, sent: int, opened: Open) -> None:
    """The saved file may hold other answers, even right ones."""
    book = opened(workbook([case(D=8)]), "yes")
    book.openpyxl[CASES.name]["D6"] = typed
    book.save = lambda: None
    with ScriptedPortal() as portal:
        upload.login(portal.url, TOKEN)
        message = press(book)
    assert (len(portal.tries), message.startswith("✓")) == (sent, bool(sent))
    assert sent or "不一樣，所以沒有上傳任何資料" in message


@pytest.mark.parametrize(("answers", "message"), [(["yes"], "取消保護工作表"), ([], "活頁簿的結構有保護")])
def test_marks_that_cannot_be_removed_are_not_sent(answers: list[str], message: str, opened: Open) -> None:
    book = opened(WRONG, *answers)
    before = book.path.read_bytes()
    actions.run(actions.check, book)
    sheet = book.openpyxl[CASES.name]
    sheet["D6"] = 8
    if answers:
        sheet.protection.enable()
    else:
        book.openpyxl.security = WorkbookProtection(lockStructure=True)
    with ScriptedPortal() as portal:
        upload.login(portal.url, TOKEN)
        assert message in (last := press(book))
    assert last.endswith("再按一次「上傳」。\n\n沒有上傳任何資料。")
    assert (portal.tries, book.path.read_bytes()) == ([], before)


def test_a_locked_workbook_without_marks_is_sent(opened: Open) -> None:
    book = opened(RIGHT, "yes")
    book.openpyxl.security = WorkbookProtection(lockStructure=True)
    with ScriptedPortal() as portal:
        upload.login(portal.url, TOKEN)
        assert press(book).startswith("✓")


def test_an_empty_report_is_refused_before_any_question(opened: Open) -> None:
    book = opened(workbook([], []))
    before = book.path.read_bytes()
    with ScriptedPortal() as portal:
        upload.login(portal.url, TOKEN)
        message = press(book)
    assert message.startswith(
        "這份表格還沒有填任何資料，所以沒有上傳。\n\n當月確定沒有個案及服務的話，請到填報系統的網頁"
    )
    assert (portal.tries, book.path.read_bytes()) == ([], before)


@pytest.mark.parametrize("spec", ["cgs/111", "cgs/113"])
def test_the_verdict_is_shown_before_it_is_sent(spec: str, opened: Open) -> None:
    data = build_template(load_spec(spec), load_example(spec, "clean"))
    month = str(validate(data).month)
    report = validate(data, month=month, stage="junior", school=STATUS["unit"])
    book = opened(data, "no")
    with ScriptedPortal(status={**STATUS, "current_month": month, "open": [month]}) as portal:
        upload.login(portal.url, TOKEN)
        press(book)
    assert book.messages[-2].startswith(f"{report.verdict('zh-TW')}\n\n學校：")


def test_no_error_asks_for_a_command_that_no_button_has(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(code: str, *_: Any, **__: Any) -> None:
        with errors_in("zh-TW"):
            raise UploadError(code, uncertain=True)

    with ScriptedPortal() as portal:
        upload.login(portal.url, TOKEN)
    for code in set(catalog("zh-TW").sentences["upload"]["errors"]) - {"needs_confirmation"}:
        monkeypatch.setattr(upload, "read_status", partial(fail, code))
        message = press(opened(RIGHT))
        assert not re.search(r"--\w|(?<!/)cgs-validate \w", message), message
        assert message.endswith("請再做一次：同一個月只會留最後一份，不會重複。")


def test_what_is_read_only_is_not_sent(opened: Open) -> None:
    book = opened(RIGHT)
    file_of(book).read_only = True
    with ScriptedPortal() as portal:
        upload.login(portal.url, TOKEN)
        assert "唯讀" in press(book)
    assert portal.tries == []


def test_a_portal_that_cannot_be_reached(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload.Connection, "_pause", lambda *_: 0.0)
    with ScriptedPortal() as portal:
        upload.login(portal.url, TOKEN)
    assert "連不上填報系統" in press(opened(RIGHT, "no"))
    asked_again = opened(RIGHT, "yes")
    assert "連不上填報系統" in press(asked_again)
    assert sum("代理伺服器" in text and "再試一次" in text for text in asked_again.messages) == 1


def test_a_possibly_stored_report_is_not_called_unsent(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    def lose(*_: Any, **__: Any) -> None:
        with errors_in("zh-TW"):
            raise UploadError("unreachable", uncertain=True)

    monkeypatch.setattr(upload, "send", lose)
    book = opened(RIGHT, "yes")
    with ScriptedPortal() as portal:
        upload.login(portal.url, TOKEN)
        assert "可能已經收下，但沒有確認" in press(book)
    assert "沒有上傳任何資料" not in "".join(map(str, book.messages))


BUSY, EARLY = Act(status=503), Act(status=429)


@pytest.mark.parametrize(
    ("status", "act", "shown", "stored"),
    [
        (STATUS, BUSY, "正在詢問可以填報的月份…（按住 Esc 停止）", 0),
        (BUSY, BUSY, "秒後再試。（按住 Esc 停止）", 0),
        (STATUS, EARLY, "秒後再試。（按住 Esc 停止）", 0),
        (STATUS, EARLY, "連不上或太忙，1 秒後再試。（按住 Esc 停止）", 0),
        (STATUS, BUSY, "已經送出", 1),
    ],
    ids=[
        "while the portal is asked",
        "while it is too busy",
        "while it takes nothing",
        "any second",
        "but no more once sent",
    ],
)
def test_esc_stops_as_long_as_nothing_was_sent(
    status: Any, act: Act, shown: str, stored: int, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload.Connection, "_pause", lambda *_: 1.9)
    monkeypatch.setattr(time, "sleep", lambda _: None)

    def stop() -> None:
        if shown in str(book.status[-1:]):
            raise Stopped

    book = opened(RIGHT, "yes")
    book.raise_if_stopped = stop
    with ScriptedPortal(act, Act(store=True), status=status) as portal:
        save_token(parse_address(portal.url), Token(TOKEN))
        actions.run(actions.upload, book)
    assert book.messages[-1] == "沒有上傳任何資料。" or (stored and book.messages[-1].startswith("✓"))
    assert portal.stored == stored
    assert any(shown in str(text) for text in book.status)


def test_the_screen_is_drawn_while_it_is_sent(opened: Open) -> None:
    book = opened(RIGHT, "yes")
    show, seen = book.show_status, {}

    def note(text: str | None) -> None:
        seen[text] = book.screen_frozen
        show(text)

    book.show_status = note
    with ScriptedPortal() as portal:
        upload.login(portal.url, TOKEN)
        press(book)
    assert [still for text, still in seen.items() if text and ("上傳" in text or "送出" in text)] == [False, False]


def test_missing_packages_get_a_message(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert "install-windows.cmd" in press(opened(RIGHT))


def test_the_example_portal_takes_it(opened: Open, tmp_path: Path) -> None:
    """From the button to the row in the database."""
    with running(tmp_path / "demo", "--schools", "1") as demo:
        upload.login(f"http://127.0.0.1:{demo.port}", demo.tokens[0])
        book = opened(RIGHT, "yes")
        message = press(book)
        rows = demo.rows("SELECT month, sha256, receipt FROM reports_report")
    assert message.startswith("✓ 上傳完成"), message
    assert [row[:2] for row in rows] == [("111-10", hashlib.sha256(book.path.read_bytes()).hexdigest())]
    assert rows[0][2] in message
