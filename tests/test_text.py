"""Comparable forms of text: benign text as Unicode has it, hostile text in time and room that its length bounds."""

import time
import unicodedata

import pytest

from cgs_validate import text
from cgs_validate.text import fold, key, plain_ideographs, undecorated

CLASSES = "\u0345\u0300\u0316\u302a\u05b0"  # of marks, which normalising puts into another order
MARKS = "\u0315\u0300\u05ae\u0bcd"
DESCENDING = "a" + "".join(mark * 390 for mark in CLASSES)
HALF_KANA = "\uff9e\u0300"  # a letter that becomes a mark
CHARACTERS = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]


def nfkc(written: str) -> str:
    return unicodedata.normalize("NFKC", written)


@pytest.mark.parametrize(
    "written", ["１２．Ａ", "Ａ\u0301（甲，乙）", "e\u0301" * 15, "が" * 40, "カ\uff9e" * 40, "㌖ﬁ①", "a" + MARKS, "ﷲ"]
)
def test_usual_text_is_folded_as_unicode_has_it(written: str) -> None:
    assert fold(written) == nfkc(written)


def test_a_run_of_marks_is_cut_where_no_script_has_one() -> None:
    for marks in (MARKS, HALF_KANA):
        assert fold("a" + marks * 12) == nfkc("a" + (marks * 12)[:30])
    assert fold("a" + "\u0301" * 30) == nfkc("a" + "\u0301" * 30)
    assert fold("----" + "。" * 60) == "----" + "。" * 60


def test_every_character_that_begins_with_a_mark_is_seen_as_one() -> None:
    for char in CHARACTERS:
        if unicodedata.combining(unicodedata.normalize("NFKD", char)[0]):
            assert text._LONG_RUN.fullmatch(char * 31), hex(ord(char))
            assert text._is_mark(char), hex(ord(char))


def test_no_character_becomes_many() -> None:
    assert max(len(fold(char)) for char in CHARACTERS) == 8
    assert fold("ﷺ" * 40) == "ﷺ" * 40


@pytest.mark.parametrize("compared", [fold, key, plain_ideographs])
@pytest.mark.parametrize(
    "piece", [DESCENDING, "か" + HALF_KANA * 999, "ﷺ" * 1_990, DESCENDING * 10, "1" + "\u200b" * 978 + "2"]
)
def test_hostile_text_takes_time_in_proportion(compared: object, piece: str) -> None:
    begun = time.process_time()
    for number in range(2_000_000 // len(piece)):
        compared(f"{piece}{number % 10}")  # type: ignore[operator]
    assert time.process_time() - begun < 2


def test_text_that_is_too_long_for_any_label_is_compared_as_it_is() -> None:
    assert fold("\u3000" * 3_000 + "１") == "1"
    assert fold("１" * 2_000) == "1" * 2_000
    assert fold("１" * 2_001) == "１" * 2_001


def test_a_header_of_brackets_that_are_never_closed_takes_no_time() -> None:
    start = time.process_time()
    assert undecorated("代碼(必" * 8_000).endswith("(必")
    assert time.process_time() - start < 0.5
