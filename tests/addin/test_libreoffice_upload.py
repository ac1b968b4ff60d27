"""上傳 in LibreOffice, to a real server on loopback."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from libreoffice import OpenInLibreOffice
from scripted_portal import TOKEN, ScriptedPortal
from workbooks import CASES, case, workbook

from cgs_validate import upload, validate
from cgs_validate_addin import actions

pytestmark = [
    pytest.mark.program,
    pytest.mark.xdist_group("libreoffice"),
    pytest.mark.usefixtures("memory_keyring"),
]
RIGHT, WRONG = workbook(), workbook([case(D=99)])


def press(book: OpenInLibreOffice, *answers: bool) -> str:
    """Press the button; return the last message."""
    book.person("will_answer", *answers)
    actions.run(actions.upload, book)
    return book.messages[-1]


@pytest.mark.parametrize("typed", [8, "=4+4"])
def test_the_saved_file_is_sent_and_the_receipt_shown(typed: int | str) -> None:
    book = OpenInLibreOffice(WRONG)
    with ScriptedPortal() as portal:
        upload.login(portal.url, TOKEN)
        actions.run(actions.check, book)
        assert book.messages[-1].startswith("✗ 還不能上傳")
        book.person("type", CASES.name, "D6", typed)
        message = press(book, True)
    sent = portal.tries[0].body
    assert message.startswith("✓ 上傳完成，填報系統已確認收到這個檔案。\n\n收據編號：R0001\n月份：111-10\n")
    assert hashlib.sha256(sent).hexdigest() in message
    assert book.path
    assert book.path.read_bytes() == sent
    assert validate(sent).ok
    assert "檢核結果" not in [name for name, _ in book.person("names")]
    assert "測試國中（國中）" in book.messages[-2]


@pytest.mark.parametrize(
    ("answers", "prepare", "message"),
    [
        ([False], lambda book: None, "沒有上傳任何資料。"),
        ([], lambda book: book.person("make_read_only"), "唯讀"),
        ([], lambda book: book.person("type", CASES.name, "D6", 99), "✗ 還不能上傳：有 1 處有誤。"),
    ],
)
def test_nothing_is_sent_or_saved(
    answers: list[bool], prepare: Callable[[OpenInLibreOffice], None], message: str, tmp_path: Path
) -> None:
    book = OpenInLibreOffice(RIGHT)
    path = book.path
    assert path
    before = path.read_bytes()
    prepare(book)
    with ScriptedPortal() as portal:
        upload.login(portal.url, TOKEN)
        assert message in press(book, *answers)
    assert (portal.tries, path.read_bytes()) == ([], before)


def test_only_the_checked_answers_are_sent() -> None:
    book = OpenInLibreOffice(RIGHT)
    book.person("type", CASES.name, "D6", 9)
    book.save = lambda: None  # type: ignore[method-assign]
    with ScriptedPortal() as portal:
        upload.login(portal.url, TOKEN)
        assert "不一樣，所以沒有上傳任何資料" in press(book, True)
    assert portal.tries == []


def test_a_kind_of_file_that_no_portal_accepts_is_refused_before_any_question() -> None:
    book = OpenInLibreOffice(OpenInLibreOffice(RIGHT).saved("ods"), Path("十月.ods"))
    with ScriptedPortal() as portal:
        upload.login(portal.url, TOKEN)
        assert "另存成 .xlsx" in press(book)
    assert portal.tries == []
