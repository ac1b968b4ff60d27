"""The formats' own examples, and what holds for every text."""

import doctest
import importlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cgs_validate import formats, load_spec
from cgs_validate.formats import row_labels
from cgs_validate.formats.calendar_date import read_date
from cgs_validate.formats.chinese_number import in_chinese, lone_number
from cgs_validate.formats.choices import read_choices
from cgs_validate.formats.code import code_names, named, read_code
from cgs_validate.formats.national_id import contains_national_id
from cgs_validate.formats.personal import PersonFinder
from cgs_validate.formats.typed_codes import of_moment
from cgs_validate.formats.whole_number import read_whole_number
from cgs_validate.text import key, other_digits, strip
from cgs_validate.workbook import address, parse_address

LISTS = load_spec("cgs/111").code_lists
MODULES = [path.stem for path in Path(formats.__file__).parent.glob("*.py") if path.stem != "__init__"]


@pytest.mark.parametrize("name", MODULES)
def test_doctests(name: str) -> None:
    module = importlib.import_module(f"cgs_validate.formats.{name}")
    assert doctest.testmod(module).failed == 0


@given(st.sampled_from(sorted(LISTS)), st.text())
def test_a_fix_needs_no_other_fix(name: str, text: str) -> None:
    names = LISTS[name].names
    for read in (lambda text: read_code(text, names), lambda text: read_choices(text, names, ",", "0")):
        fix = read(strip(text)).fix
        assert fix is None or read(fix).problems == ()


@given(st.sampled_from(sorted(LISTS)), st.data())
def test_every_way_to_write_a_code_means_it(name: str, data: st.DataObject) -> None:
    codes = LISTS[name]
    code = data.draw(st.sampled_from(list(codes.codes.values())))
    written = [code.code, str(code), f"{code.code} {code.label}".strip(), f"　{code.code}　"]
    if codes.prefix:
        written += [f"{codes.prefix}{code.code:0>2}", f"{codes.prefix}{code.code:0>2}.{code.label}"]
    for text in written:
        assert read_code(strip(text), codes.names).meaning == code.code


@given(
    st.lists(st.sampled_from(list(LISTS["case_category"].codes)), min_size=1, max_size=4), st.sampled_from("，、；/ ")
)
def test_choices_are_understood_whatever_parts_them(codes: list[str], separator: str) -> None:
    names = LISTS["case_category"].names
    right = read_choices(",".join(codes), names, ",", "0")
    other = read_choices(separator.join(codes), names, ",", "0")
    assert right.problems == ()
    assert other.meaning == right.meaning == tuple(codes)
    assert other.fix == (",".join(codes) if len(codes) > 1 else None)


@given(st.integers(-(10**14), 10**14))
def test_whole_numbers(number: int) -> None:
    assert read_whole_number(str(number)).meaning == number


@given(st.dates(date(1912, 1, 1), date(2100, 12, 31)))
def test_dates_in_both_calendars(day: date) -> None:
    roc = day.year - 1911
    for text in (f"{roc}/{day.month}/{day.day}", f"民國{roc}年{day.month}月{day.day}日", f"{roc}{day:%m%d}"):
        assert read_date(text, "roc").meaning == day
    assert read_date(day.isoformat(), "gregorian").meaning == day


@given(st.text())
def test_no_text_is_too_odd_to_read(text: str) -> None:
    contains_national_id(text)
    read_whole_number(text)
    key(text)


@given(st.integers(1, 1_048_576), st.integers(1, 16_384))
def test_addresses(row: int, column: int) -> None:
    assert parse_address(address(row, column)) == (row, column)


@pytest.mark.parametrize("text", ["", "A", "1", "A0x", "ＡＡ１", "ABCD1", "A12345678", "$A$1", "A1:B2"])
def test_what_is_no_address(text: str) -> None:
    assert parse_address(text) is None


@given(st.sampled_from(sorted(row_labels._PATTERNS)), st.data())
def test_every_text_that_fits_a_label_is_looked_at(label: str, data: st.DataObject) -> None:
    assert row_labels._MAY_FIT.search(data.draw(st.from_regex(row_labels._PATTERNS[label])))


def test_a_time_longer_than_any_number_of_minutes_is_no_codes() -> None:
    assert of_moment(1e308, None, {"1", "10"}, None) == []


def test_text_longer_than_any_choice_is_read_as_it_is() -> None:
    names = code_names({"3": ("家庭困擾",), "10": ("脆弱家庭",)}, prefix="T")
    for written in ("3," * 151, "㌖" * 301, "3" + " " * 300):
        assert read_choices(written, names, ",", "0").meaning == (written,)
        assert read_code(written, names).meaning == written


def test_no_text_that_is_too_long_is_looked_at_for_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand of them, of ten thousand characters each, would take half a minute."""
    for name in ("plain_ideographs", "_is_other_digit"):
        monkeypatch.setattr(f"cgs_validate.text.{name}", None)
    for text in ("①" * 301, "é" * 9_000):
        assert in_chinese(f"1{text}") == f"1{text}"
        assert (lone_number(text), other_digits(text), named(text, {text: "1"})) == ("", "", None)


def test_of_more_texts_than_any_workbook_has_all_may_name_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cgs_validate.formats.personal._MOST_CHARACTERS", 10)
    names_person = PersonFinder("")
    assert [names_person(text) for text in ("王小明", "喪親調適", "喪親調適", "人際困擾")] == [True, False, False, True]
    assert [names_person(text) for text in ("3,10", "110-0133", "0912345678", "3," * 11)] == [False, False, True, True]
