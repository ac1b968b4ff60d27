"""Workbooks that are marked, and whose marks come out, though something in them is odd."""

import io
from collections.abc import Callable

import openpyxl
from marking_corpus import parts_of
from openpyxl.comments import Comment
from workbooks import case, workbook

from cgs_validate import mark, unmark, validate
from cgs_validate.marking.mark import write_summary

WRONG = workbook([case(D=99), case(C="S002", L="3、10")])
STYLES = "xl/styles.xml"


def with_large_helper() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(WRONG))
    helper = book.create_sheet("helper")
    helper["A1"].comment = Comment("老師的註解", "陳老師")
    helper["XFD1048576"] = 1
    book.save(target := io.BytesIO())
    return target.getvalue()


def done(work: Callable[..., object], data: bytes, *arguments: object) -> bytes:
    work(data, *arguments, target := io.BytesIO())
    return target.getvalue()


def test_formats_and_notes_come_back() -> None:
    data = with_large_helper()
    marked = done(mark, data, validate(data))
    assert done(mark, marked, validate(marked)) == marked
    plain = parts_of(done(unmark, marked))
    assert plain[STYLES] == parts_of(data)[STYLES]
    assert "xl/comments/comment1.xml" in plain


def test_nothing_but_a_summary_stays_as_it_is() -> None:
    write_summary(validate(WRONG), summary := io.BytesIO())
    assert done(unmark, summary.getvalue()) == summary.getvalue()
