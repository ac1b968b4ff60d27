"""Marked workbooks whose mark memory is lost, in the ways in which it gets lost."""

import io
import re
from collections.abc import Callable
from copy import copy
from typing import Any

import openpyxl
from marking_corpus import packed, parts_of
from openpyxl.comments import Comment
from workbooks import case, service, workbook

from cgs_validate import mark, validate

MARKED = ("D6", "E6", "D7")


def edited(data: bytes, edit: Callable[[openpyxl.Workbook], Any]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    edit(book)
    book.save(target := io.BytesIO())
    return target.getvalue()


DATA = workbook([case(D=99, E=None), case(C="S002", D=99), case(C="S003")])


def marked(data: bytes = DATA, **options: Any) -> bytes:
    mark(data, validate(data), target := io.BytesIO(), **options)
    return target.getvalue()


def without(*names: str, by: str | None = None) -> Callable[[openpyxl.Workbook], None]:
    """Return an edit that removes sheets. by: the author that a program gives to all notes."""

    def edit(book: openpyxl.Workbook) -> None:
        for name in names:
            del book[name]
        for cell in noted(book) if by is not None else ():
            cell.comment = Comment(cell.comment.text, by)

    return edit


def noted(book: openpyxl.Workbook) -> list[Any]:
    return [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.comment]


def moved(data: bytes, into: bytes) -> bytes:
    """Return a workbook with the first sheet of another one in place of its own, as Excel moves it."""
    source = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]

    def edit(book: openpyxl.Workbook) -> None:
        old, name = book.worksheets[0], book.worksheets[0].title
        del book[name]
        new = book.create_sheet(old.title, 0)
        for row in source.iter_rows():
            for cell in row:
                at = new.cell(cell.row, cell.column, cell.value)
                at.fill, at.number_format = copy(cell.fill), cell.number_format
                at.comment = copy(cell.comment) if cell.comment else None

    return edited(into, edit)


def as_text(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook whose notes are written otherwise."""
    parts = parts_of(data)
    names = [name for name in parts if name.rpartition("/")[2].startswith("comment")]
    return packed(parts | {name: change(parts[name]) for name in names})


def in_references(part: bytes) -> bytes:
    return part.decode().encode("ascii", "xmlcharrefreplace")


def in_utf_16(part: bytes) -> bytes:
    text = re.sub(r"<\?xml[^>]*\?>", "", part.decode())
    return f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16")


BOTH = ("_cgs_marks", "檢核結果")
LOST = {
    "hidden sheets removed": lambda: edited(marked(), without("_cgs_marks")),
    "both sheets removed": lambda: edited(marked(), without(*BOTH)),
    "no author": lambda: edited(marked(), without(*BOTH, by="")),
    "another author": lambda: edited(marked(), without(*BOTH, by="王小明")),
    "in English": lambda: edited(marked(language="en"), without(*BOTH, by="")),
    "without a list": lambda: edited(marked(summary=False), without("_cgs_marks", by="")),
    "moved to another book": lambda: moved(marked(), workbook([case()])),
    "moved to a marked book": lambda: moved(marked(), marked(workbook([case()], [service(C=99)]))),
    "in references": lambda: as_text(edited(marked(), without(*BOTH, by="")), in_references),
    "in UTF-16": lambda: as_text(edited(marked(), without(*BOTH, by="")), in_utf_16),
    "other line breaks": lambda: as_text(
        edited(marked(), without(*BOTH, by="")),
        lambda part: part.replace(b"\n", b"_x000D_\n").replace(b"?>_x000D_", b"?>"),
    ),
    "fills in small letters": lambda: small_letters(edited(marked(), without(*BOTH, by=""))),
    "twice, one below the other": lambda: edited(edited(marked(), without(*BOTH, by="")), doubled),
}


def small_letters(data: bytes) -> bytes:
    parts = parts_of(data)
    styles = re.sub(rb'rgb="[0-9A-F]{8}"', lambda match: match[0].lower(), parts["xl/styles.xml"])
    return packed(parts | {"xl/styles.xml": styles})


def doubled(book: openpyxl.Workbook) -> None:
    for cell in noted(book):
        cell.comment = Comment(f"{cell.comment.text}\n{cell.comment.text}", "")
