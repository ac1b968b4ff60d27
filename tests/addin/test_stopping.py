"""Esc at any moment, while reading, checking, painting or clearing: it stops, and all marks can be removed."""

from collections.abc import Callable
from typing import Any

import excel_model
import mac_stubs
import pytest
import windows_stubs
from open_books import PROGRAMS, OpenInExcel, OpenInOpenpyxl
from test_actions import MANY, coloured, seen, turn_rows_round
from workbooks import CASES, case, workbook

from cgs_validate_addin import actions
from cgs_validate_addin.open_book import Stopped

Open = Callable[[bytes], Any]


@pytest.fixture(params=PROGRAMS)
def opened(request: pytest.FixtureRequest) -> Open:
    opened: Open = PROGRAMS[request.param]
    return opened


def press(book: Any, button: str, stop_at: int | None = None) -> int:
    """Press a button, and Esc at the n-th check for it; return the number of these checks."""
    moments = 0

    def asked() -> None:
        nonlocal moments
        moments += 1
        if moments == stop_at:
            raise Stopped

    book.raise_if_stopped = asked
    book.messages.clear()
    actions.run(getattr(actions, button), book)
    assert (book.screen_frozen, book.status[-1]) == (False, False)
    assert (stop_at == moments) == book.messages[0].startswith("已經停止")
    return moments


def untouched(book: Any) -> None:
    pass


def corrected(book: Any) -> None:
    """Three cells corrected, two more wrong."""
    sheet = book.openpyxl[CASES.name]
    sheet["D6"], sheet["L7"], sheet["E8"], sheet["N6"], sheet["J8"] = 9, "3,10", "男", None, 99


def sorted_(book: Any) -> None:
    turn_rows_round(book.openpyxl)


@pytest.mark.parametrize("change", [untouched, corrected, sorted_])
@pytest.mark.parametrize("button", ["check", "clear"])
def test_the_marks_so_far_can_be_removed(button: str, change: Callable[[Any], None], opened: Open) -> None:
    marked = opened(MANY)
    press(marked, "check")
    change(marked)
    data = marked.saved()
    plain = opened(MANY)
    change(plain)
    expected, moments = seen(plain.saved()), press(opened(data), button)
    assert moments > 5
    for moment in range(1, moments + 1):
        book = opened(data)
        press(book, button, moment)
        press(book, "clear")
        assert seen(book.saved()) == expected, moment
        assert book.messages[0].startswith("拿掉了")
        assert "不在原來的地方" not in book.messages[0]


def test_a_check_that_was_stopped_can_be_done_again(opened: Open) -> None:
    whole = opened(MANY)
    moments = press(whole, "check")
    for moment in range(1, moments + 1):
        book = opened(MANY)
        press(book, "check", moment)
        press(book, "check")
        assert seen(book.saved()) == seen(whole.saved())


def test_reading_and_checking_change_nothing(opened: Open) -> None:
    """As long as no percentage of marks is shown; the last of these moments is after checking."""
    moments = press(opened(MANY), "check")
    books = [opened(MANY) for _ in range(moments)]
    for moment, book in enumerate(books, 1):
        press(book, "check", moment)
    before = [book for book in books if not any("標記中" in str(text) for text in book.status)]
    assert 6 < len(before) < moments
    assert [len(coloured(book.saved())) for book in before] == [0] * len(before)
    assert all(coloured(book.saved()) for book in books if book not in before)


@pytest.mark.parametrize(
    ("state", "in_front", "stops"), [(0x8000, 1, True), (1, 1, True), (1, 99, False), (0, 1, False)]
)
def test_esc_counts_where_excel_is_in_front(state: int, in_front: int, stops: bool) -> None:
    book = OpenInExcel(MANY)
    windows_stubs.KEYS[0x1B], windows_stubs.IN_FRONT[:] = state, [in_front]
    actions.run(actions.check, book)
    windows_stubs.KEYS.clear()
    windows_stubs.IN_FRONT.clear()
    assert book.messages[0].startswith("已經停止") == stops
    assert (seen(book.saved()) == seen(MANY)) == stops


def test_esc_before_the_button_does_not_count() -> None:
    windows_stubs.import_windows_module()
    windows_stubs.KEYS[0x1B] = 1
    book = OpenInExcel(MANY)
    actions.run(actions.check, book)
    assert book.messages[0].startswith("✗")


@pytest.mark.parametrize("in_front", [True, False])
def test_esc_on_a_mac(in_front: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    mac_stubs.hold_escape(monkeypatch)
    book = OpenInOpenpyxl(MANY)
    book.person.in_front = in_front
    actions.run(actions.check, book)
    assert book.messages[0].startswith("已經停止") == in_front


def test_a_large_workbook_is_read_in_blocks_with_progress() -> None:
    book = OpenInExcel(workbook([case(C=f"S{row:05}") for row in range(6_000)]))
    excel_model.LARGEST.clear()
    actions.run(actions.check, book)
    message = [text for text in book.status if text and CASES.name in text]
    assert [text for text in message if "%" in text] == message
    assert len(set(message)) > 4
    assert max(excel_model.LARGEST) <= 20_000
