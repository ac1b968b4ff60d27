"""A part remembers what it was, and believes no comment that does not fit it."""

import zlib
from base64 import b64encode
from codecs import BOM_UTF8

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cgs_validate.editing.markup import Markup
from cgs_validate.editing.undo import Undo, undo, with_undo

PART = b'<a count="1"><b/><c x="1"/><d>text</d></a>'
PLACES = st.lists(st.integers(0, len(PART)), max_size=8, unique=True).map(sorted)


@given(st.sampled_from([b"", BOM_UTF8]), PLACES, st.binary(max_size=9), st.lists(st.integers(0, 70_000), max_size=5))
def test_any_changes_are_undone(mark: bytes, places: list[int], new: bytes, numbers: list[int]) -> None:
    markup = Markup(mark + PART, "part")
    for start, end in zip(places[::2], places[1::2], strict=False):
        markup.change(start, end, new)
    assert undo(with_undo(markup.result(), list(markup.reversals()), numbers)) == Undo(mark + PART, numbers)


def test_a_part_that_was_changed_since_is_left_alone() -> None:
    written = with_undo(PART, [], [])
    assert undo(written) == Undo(PART, [])
    assert undo(written.replace(b"text", b"test")) is None
    assert undo(written + b"\n") is None
    assert undo(PART) is None


@pytest.mark.parametrize(
    "changes",
    [
        b" 0:1:A",  # no base64
        b" 0:1:=A==",
        b" 5:3:",  # backwards
        b" 40:0: 40:0: 40:0:",  # the part again and again
        b" 0:999999999:" + b64encode(b"<a/>"),
        b" 999999999:999999999:",
        b" 1:1:" + b64encode(b"a" * 100_000),
    ],
)
def test_no_odd_comment_is_believed(changes: bytes) -> None:
    comment = b"<!--cgs-validate/undo/1 %08x 1,2%s-->" % (zlib.crc32(PART), changes)
    assert undo(PART + comment) is None
