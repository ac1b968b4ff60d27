"""Months as people type them: what is not 民國年-月 is refused, with the month that was probably due."""

import pytest

from cgs_validate.errors import ReadError
from cgs_validate.spec.months import Month, read_month


@pytest.mark.parametrize("typed", ["111-10", "111-1", "１１１－１０", " 111-10 "])
def test_a_month_is_read(typed: str) -> None:
    assert read_month(typed) in (Month(111, 10), Month(111, 1))


@pytest.mark.parametrize(
    ("typed", "code", "sentence"),
    [
        ("2022-10", "month_otherwise", "是不是 111-10？"),
        ("2022/10", "month_otherwise", "是不是 111-10？"),
        ("202210", "month_otherwise", "是不是 111-10？"),
        ("西元2022年10月", "month_otherwise", "是不是 111-10？"),
        ("11110", "month_otherwise", "是不是 111-10？"),
        ("111/9", "month_otherwise", "是不是 111-09？"),
        ("民國111年10月", "month_otherwise", "是不是 111-10？"),
        ("111-13", "no_such_month", "例如 111-10"),
        ("2022-00", "no_such_month", "例如 111-10"),
        ("October", "wrong_month", "例如 111-10"),
        ("10", "wrong_month", "例如 111-10"),
        ("3-10", "wrong_month", "例如 111-10"),
        ("2022-10-05", "wrong_month", "例如 111-10"),
        ("", "wrong_month", "例如 111-10"),
    ],
)
def test_what_is_no_month_is_answered(typed: str, code: str, sentence: str) -> None:
    with pytest.raises(ReadError) as raised:
        read_month(typed)
    raised.value.language = "zh-TW"
    assert (raised.value.code, sentence in raised.value.hint) == (code, True)
