"""The formats of a workbook are what they were before it was marked, and marking it again gives the same bytes.

An index beyond the end of a list is as good as the first: whatever is added, no cell may look different for it.
"""

import io
import re
from collections.abc import Iterator
from itertools import cycle
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marking_checks import Book, Mark, local, places, whole
from marking_corpus import SHEET, WORKBOOKS, by_openpyxl, packed, parts_of, small
from sorts import COLOURS, found_as

from cgs_validate import load_spec, unmark
from cgs_validate.checking.findings import Place
from cgs_validate.checking.report import Report
from cgs_validate.marking.mark import mark
from cgs_validate.ooxml.limits import ACTIVE, Limits
from cgs_validate.reading.workbook import open_workbook, read_workbook

LIMITS = Limits(file_bytes=100_000_000, last_row=1_048_576, last_column=16_384, allow=frozenset(ACTIVE))
STYLES, OTHER = "xl/styles.xml", "xl/worksheets/sheet2.xml"
# Relations and types of parts that are not there, which go with the first marks.
LEADING_NOWHERE = ("drawing of notes missing", "notes missing", "styles missing")


def marks_of(data: bytes) -> list[Mark]:
    """Choose cells of the first three sheets."""
    book = Book(data)
    return [
        Mark(name, row, column, kind)
        for name, sheet in list(book.sheets.items())[:3]
        for (row, column), kind in zip(places(sheet, book.notes(sheet.part)), cycle(COLOURS), strict=False)
    ]


def marked(data: bytes, marks: list[Mark], *, only_first: bool = False) -> bytes:
    """Mark cells. only_first: whether the check has read the first sheet only."""
    workbook = read_workbook(data, "book.xlsx", LIMITS)
    if only_first:
        opened = open_workbook(data, "book.xlsx", LIMITS)
        workbook = opened.read(opened.workbook.sheets[:1])
    found = [found_as(one.kind, Place(one.sheet, one.row, one.column)) for one in marks]
    report = Report(load_spec("cgs/111"), "0", workbook, None, None, tuple(found), (), (), "zh-TW")
    mark(data, report, target := io.BytesIO(), limits=LIMITS)
    return target.getvalue()


def unmarked(data: bytes) -> bytes:
    unmark(data, target := io.BytesIO(), limits=LIMITS)
    return target.getvalue()


def styles(data: bytes) -> bytes | None:
    book = Book(data)
    part = book.related(book.part, "styles")
    return book.parts[part] if part else None


@pytest.mark.parametrize("name", WORKBOOKS)
def test_every_workbook_has_its_formats_again(name: str) -> None:
    data = WORKBOOKS[name]()
    marks = marks_of(data)
    for some in (marks, []):
        once = marked(data, some)
        again = unmarked(once)
        assert styles(data) in (styles(again), None)
        if name in LEADING_NOWHERE:
            once = marked(again, some)
        assert marked(once, some) == once
        assert marked(again, some) == once


def looks(data: bytes) -> dict[tuple[str, str], object]:
    """How each cell, row and column looks that refers to a format: an index beyond a list is the first of it.

    Without a cell: the first format, which cells have that refer to none.
    """
    book = Book(data)
    tables = {local(table): list(table) for table in ElementTree.fromstring(styles(data) or b"")}

    def entry(table: str, index: str | None) -> ElementTree.Element:
        entries = tables[table]
        return entries[int(index or 0) if int(index or 0) < len(entries) else 0]

    def look(index: str) -> object:
        own = entry("cellXfs", index)
        parts = [whole(entry(f"{name}s", own.get(f"{name}Id"))) for name in ("font", "fill", "border")]
        return parts, own.get("numFmtId"), [whole(child) for child in own]

    def referring() -> Iterator[tuple[str, str, str]]:
        for name, sheet in book.sheets.items():
            for element in sheet.root.iter():
                at = element.get("r") or f"{local(element)} {element.get('min', '')}"
                for attribute in ("s", "style"):
                    if (index := element.get(attribute)) is not None:
                        yield name, at, index

    return {("", ""): look("0"), **{(sheet, at): look(index) for sheet, at, index in referring()}}


INDICES = st.one_of(st.integers(0, 12), st.sampled_from([99, 65_490, 4_294_967_295]))
DANGLING = st.fixed_dictionaries(
    {
        "cells": st.lists(INDICES, min_size=1, max_size=6),
        "others": st.lists(INDICES, max_size=6),
        "row": INDICES,
        "column": INDICES,
        "formats": st.lists(st.tuples(INDICES, INDICES, INDICES), min_size=1, max_size=4),
    }
)


def dangling(cells: list[int], others: list[int], row: int, column: int, formats: list[tuple[int, int, int]]) -> bytes:
    """Return a workbook whose cells, rows, columns and formats refer to what may not be there."""

    def rows(indices: list[int]) -> str:
        return "".join(f'<row r="{at}"><c r="A{at}" s="{index}"/></row>' for at, index in enumerate(indices, 2))

    first = f'<row r="1" s="{row}" customFormat="1"><c r="A1" s="{cells[0]}"><v>1</v></c></row>'
    columns = f'<cols><col min="3" max="3" width="9" style="{column}"/></cols>{{}}'
    parts = parts_of(small(first + rows(cells[1:]), around=columns))
    data = f"<sheetData>{rows(others)}</sheetData>".encode()
    parts[OTHER] = re.sub(rb"<sheetData.*</sheetData>", data, parts[OTHER])
    xfs = "".join(
        f'<xf numFmtId="0" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0"/>'
        for font, fill, border in [(0, 0, 0), *formats]
    ).encode()
    table = b'<cellXfs count="%d">%s</cellXfs>' % (len(formats) + 1, xfs)
    parts[STYLES] = re.sub(rb"<cellXfs.*</cellXfs>", lambda _: table, parts[STYLES], flags=re.DOTALL)
    return packed(parts)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(DANGLING, st.sets(st.integers(1, 6), max_size=4), st.booleans())
def test_what_refers_to_nothing_gets_no_meaning(made: dict[str, Any], rows: set[int], only_first: bool) -> None:
    data = dangling(**made)
    marks = [Mark("資料", row, 1, kind) for row, kind in zip(sorted(rows), cycle(COLOURS), strict=False)]
    before, once = looks(data), marked(data, marks, only_first=only_first)
    after, again = looks(once), unmarked(once)

    own = {("資料", mark.cell) for mark in marks}
    assert [at for at in before.keys() - own if after[at] != before[at]] == []
    assert styles(again) == styles(data)
    looks_again = looks(again)
    assert {at: looks_again.get(at, looks_again["", ""]) for at in before} == before
    assert marked(once, marks, only_first=only_first) == once
    assert read_workbook(again).sheets == read_workbook(data).sheets


def saved(data: bytes) -> bytes:
    """Return a workbook as another program saves it, which keeps all formats."""
    openpyxl.load_workbook(io.BytesIO(data)).save(target := io.BytesIO())
    return target.getvalue()


def test_nothing_is_left_behind_where_another_program_saved_the_workbook() -> None:
    data = saved(by_openpyxl())
    marks = marks_of(data)
    for _ in range(2):
        again = unmarked(saved(marked(data, marks)))
        assert [len(table) for table in ElementTree.fromstring(styles(again))] == [
            len(table) for table in ElementTree.fromstring(styles(data))
        ]
        assert looks(data).items() <= looks(again).items()
        data = again


def test_a_format_of_ours_that_a_cell_has_got_stays() -> None:
    """Somebody gave a mark's format to another cell, with a program that keeps the part of formats as it is."""
    data = by_openpyxl()
    parts = parts_of(marked(data, [Mark("Sheet", 1, 1, "missing")]))
    index = re.search(rb'<c r="A1"[^>]* s="([0-9]+)"', parts[SHEET])[1]
    parts[SHEET] = re.sub(rb'(<c r="B1")([^>]*?)(?: s="[0-9]+")?', rb'\1 s="%s"\2' % index, parts[SHEET], count=1)
    book = openpyxl.load_workbook(io.BytesIO(unmarked(packed(parts))))
    assert [book.active[cell].fill.fgColor.rgb for cell in ("A1", "B1")] == ["00000000", "FFFFFF00"]


def test_unmarking_gives_no_meaning_either_where_it_adds_a_format() -> None:
    """Another program left out what A1 was, and the other sheet refers to what would come next."""
    parts = parts_of(marked(small('<row r="1"><c r="A1"><v>1</v></c></row>'), [Mark("資料", 1, 1, "missing")]))
    written = re.sub(rb"<!--.*-->", b"", parts[STYLES]).replace(b'<xf numFmtId="0"', b'<xf numFmtId="9"')
    parts[STYLES] = written.replace(b'<xf numFmtId="9"', b'<xf numFmtId="0"', 2)  # the named format, and the first
    count = len(next(table for table in ElementTree.fromstring(parts[STYLES]) if local(table) == "cellXfs"))
    parts[OTHER] = parts[OTHER].replace(b'<c r="A1"', b'<c r="A1" s="%d"' % count)
    data = packed(parts)
    again = unmarked(data)
    assert looks(again)["清單", "A1"] == looks(data)["清單", "A1"]
    assert styles(again).count(b"<xf ") > styles(data).count(b"<xf ")
