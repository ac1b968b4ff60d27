"""What may name a person and what does not, by ``cases/personal.yaml`` and by codes made up in the ways of schools."""

from itertools import chain, product
from pathlib import Path
from typing import Any

import pytest
import yaml

from cgs_validate import load_spec
from cgs_validate.formats.class_seat import looks_like_class_seat
from cgs_validate.formats.contact import contains_contact
from cgs_validate.formats.national_id import contains_national_id
from cgs_validate.formats.person_name import looks_like_person_name
from cgs_validate.formats.personal import may_name_person

CASES: dict[str, Any] = yaml.load(
    (Path(__file__).parents[1] / "cases" / "personal.yaml").read_text(encoding="utf-8"), yaml.BaseLoader
)
PROGRAMMES = CASES["programmes"]
NUMERALS, STEMS, CLASSES = "一二三四五六七八九十", "甲乙丙丁戊己庚辛", "忠孝仁愛信義和平"


@pytest.mark.parametrize("text", [*chain(*CASES["names"].values())])
def test_a_name(text: str) -> None:
    assert looks_like_person_name(text)
    assert may_name_person(text)


@pytest.mark.parametrize("text", [*chain(*CASES["no_names"].values())])
def test_a_school_word(text: str) -> None:
    assert not looks_like_person_name(text)
    assert not contains_contact(text)


@pytest.mark.parametrize("text", CASES["contacts"])
def test_a_contact(text: str) -> None:
    assert contains_contact(text)
    assert may_name_person(text)
    assert not looks_like_person_name(text)


@pytest.mark.parametrize("text", CASES["no_contacts"])
def test_no_contact(text: str) -> None:
    assert not contains_contact(text)


@pytest.mark.parametrize("kind", ["numbers", "no_numbers"])
def test_an_identity_number(kind: str) -> None:
    assert {contains_national_id(text) for text in CASES[kind]} == {kind == "numbers"}


def test_no_code_made_up_in_the_ways_of_schools_is_a_name() -> None:
    serials = ["", *map(str, range(1, 30)), *(f"{number:03}" for number in range(30)), *NUMERALS, *STEMS, *CLASSES]
    parts = ["", "-", "_", " ", ".", "生", "班", "組", "號"]
    words = (f"{word}{part}{serial}" for word, part, serial in product(PROGRAMMES, parts, serials))
    years = (f"{year}{sign}{number:04}" for year, sign, number in product(range(106, 116), "-_/ ", range(1, 400, 7)))
    seats = (f"{grade}{room:02}{seat:02}" for grade, room, seat in product(range(1, 13), range(1, 20, 3), range(1, 40)))
    letters = (f"{one}{two}{sign}{number}" for one, two, sign, number in product("ABCLOSTX", "AEINO", "-_ ", range(25)))
    classes = (f"{level}{year}{room}" for level, year, room in product("國高", "一二三", [*CLASSES, *STEMS[:4]]))
    for code in chain(words, years, seats, letters, classes):
        assert not looks_like_person_name(code), code
        assert not contains_contact(code), code


@pytest.mark.parametrize("text", CASES["notes_with_names"])
def test_a_name_within_a_note_is_not_shown(text: str) -> None:
    assert may_name_person(text)
    assert not looks_like_class_seat(text)


@pytest.mark.parametrize("text", CASES["notes_without_names"])
def test_a_note_that_names_no_one_is_shown(text: str) -> None:
    assert not may_name_person(text)


def test_what_may_be_a_name_is_not_shown_where_the_form_knows_no_such_word() -> None:
    words = load_spec("cgs/111").words
    assert [text for text in CASES["perhaps_names"] if not may_name_person(text, words)] == []
    assert [text for text in CASES["perhaps_names"] if looks_like_person_name(text)] == []
    assert [text for text in CASES["words_of_a_form"] if may_name_person(text, words)] == []


def test_long_text_takes_no_time() -> None:
    for text in ("王" * 32_767, "王○" * 16_000, "Wang " * 6_000, "0912-" * 6_000, "a@" * 16_000, "‧巴" * 16_000):
        may_name_person(text)
        looks_like_person_name(text)
