"""What is Excel's own on a Mac: its boxes, files on OneDrive, and that it does not wait for Python."""

import mac_stubs
import openpyxl_engine
import pytest
from open_books import OpenInOpenpyxl
from test_bridge import MANY, seen
from xlwings import XlwingsError

from cgs_validate_addin import bridge


def test_boxes_have_buttons_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    book, shown = OpenInOpenpyxl(MANY), list[list[str]]()

    def answer(_: str, buttons: list[str]) -> str:
        shown.append(buttons)
        return buttons[0]

    monkeypatch.setitem(mac_stubs.PEOPLE, book.person.pid, answer)
    bridge.run(bridge.fix, book)
    bridge.run(bridge.help_, book)
    assert shown == [["否", "是"], ["好"]]
    assert seen(book.saved()) == seen(MANY)


def test_a_workbook_that_only_onedrive_has_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> str:
        raise XlwingsError("Couldn't find the local OneDrive folder!")

    monkeypatch.setattr(openpyxl_engine.Book, "fullname", property(fail))
    book = OpenInOpenpyxl(MANY)
    bridge.run(bridge.check, book)
    assert book.told[0].startswith("✗")
