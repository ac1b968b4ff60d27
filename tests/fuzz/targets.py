"""What is fuzzed, and what must hold: of its own, the library raises ReadError and SpecError, and nothing else."""

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from xml.etree import ElementTree

from marking_checks import Book, left_behind

from cgs_validate import ReadError, SpecError, fix, load_spec, mark, unmark, validate
from cgs_validate.authoring.read_form import read_blank
from cgs_validate.checking.findings import Finding, Kind, Place, Severity
from cgs_validate.checking.report import Report
from cgs_validate.ooxml.container import Container
from cgs_validate.reading.fast_sheet import read_sheet
from cgs_validate.reading.sheet import GridReader
from cgs_validate.reading.workbook import WorkbookReader, read_workbook
from cgs_validate.spec import builder, inheritance, yaml_reader
from cgs_validate.spec.library import packaged_folder
from cgs_validate.workbook import Grid, Sheet

from . import mutations, seeds
from .mutations import Mutation


@dataclass(frozen=True)
class Target:
    """run: tries one file, and raises where what must hold does not."""

    run: Callable[[bytes], None]
    seeds: Callable[[], tuple[bytes, ...]]
    mutated: Mutation


def container(data: bytes) -> None:
    """A zip file is refused, or its parts are read."""
    try:
        opened = Container(data)
        for name in ("[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"):
            if name in opened:
                opened.read(name)
    except ReadError:
        pass


def sheet(data: bytes) -> None:
    """A workbook is refused, or it is read and checked, and its report can be written."""
    try:
        validate(data, "cgs/111", language="en").to_json()
    except ReadError as error:
        assert error.message, error.code
    try:
        _values(data)
        read_blank(data)
    except ReadError:
        pass


def readers(data: bytes) -> None:
    """The quick reader of sheets and the slow one see the same cells, or both refuse."""
    try:
        book = WorkbookReader(Container(data))
    except ReadError:
        return
    for part in (sheet.part for sheet in book.parts.worksheets):
        read = book.container.read(part)
        assert _grid(read_sheet, read, part, book) == _grid(_read_slowly, read, part, book), part


def _read_slowly(data: bytes, part: str, book: WorkbookReader) -> Grid:
    return GridReader(data, part, book).read()


def _grid(
    reader: Callable[[bytes, str, WorkbookReader], Grid], data: bytes, part: str, book: WorkbookReader
) -> tuple[Grid, int | None] | None:
    try:
        grid = reader(data, part, book)
        return grid, grid.last_format
    except ReadError:
        return None


def spec(data: bytes) -> None:
    """A text is a spec, or its mistakes are reported, each with its place."""
    folder = packaged_folder() / "cgs"
    try:
        template = yaml_reader.parse(data.decode(errors="replace"), "fuzz.yaml")
        extends = isinstance(template.data, dict) and isinstance(template.data.get("extends"), str)
        lists = yaml_reader.read(folder / "code-lists.yaml")
        earlier = inheritance.resolve(yaml_reader.read(folder / "111.yaml"), None, lists) if extends else None
        builder.build(inheritance.resolve(template, earlier, lists))
    except SpecError as error:
        assert error.problems


def marker(data: bytes) -> None:
    """A workbook is refused, or marked: all its values stay, and they stay when the marks are removed."""
    try:
        values = _values(data)
        report = _report(data)
        marked = io.BytesIO()
        mark(data, report, marked)
    except ReadError:
        return
    plain = io.BytesIO()
    unmark(marked.getvalue(), plain)
    for result in (marked.getvalue(), plain.getvalue()):
        remaining = _values(result)
        assert values == {name: remaining[name] for name in values}
        _assert_well_formed(data, result)


def there_and_back(data: bytes) -> None:
    """A workbook is refused, or checked, marked, fixed and read again, and nothing is left when marks are removed."""
    plain, marked, fixed, again = io.BytesIO(), io.BytesIO(), io.BytesIO(), io.BytesIO()
    try:
        unmark(data, plain)
        before = plain.getvalue()
        report = validate(before, "cgs/111", language="en")
        fix(before, report, fixed)
        mark(before, _report(before), marked)
    except ReadError:
        return
    validate(fixed.getvalue(), "cgs/111", language="en")
    unmark(marked.getvalue(), again)
    checked = validate(again.getvalue(), "cgs/111", language="en")
    assert [finding.code for finding in checked.findings] == [finding.code for finding in report.findings]
    left = _left_behind(before, again.getvalue())
    assert not left, left


def _left_behind(before: bytes, after: bytes) -> list[str]:
    """Return what is not as it was, nothing where the first cannot be compared; a drawing of notes may stay.

    Notes of ours that a damaged memory does not know go with the new ones.
    """
    if any(b"<author>cgs-validate" in part for part in Book(before).parts.values()):
        return []
    try:
        list(left_behind(Book(before), Book(before)))
    except Exception:
        return []
    found = left_behind(Book(before), Book(after))
    return [line for line in found if not line.startswith("parts are left: ['xl/drawings/vml")]


def _assert_well_formed(before: bytes, after: bytes) -> None:
    """Assert that every XML part that was changed can be parsed."""
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        checksums = {(entry.filename, entry.CRC) for entry in old.infolist()}
        for entry in new.infolist():
            if (entry.filename, entry.CRC) not in checksums and entry.filename.lower().endswith((".xml", ".rels")):
                ElementTree.fromstring(new.read(entry))


def _values(data: bytes) -> dict[str, Grid]:
    return {one.name: one.grid for one in read_workbook(data)}


def _report(data: bytes) -> Report:
    """Return a report with something to say of some cells of the first sheets."""
    book = read_workbook(data)
    found = [Finding("error_value", kind, Severity.ERROR, place) for place, kind in _places(book.sheets[:3])]
    return Report(load_spec("cgs/111"), "0", book, None, None, tuple(found), (), (), "zh-TW")


def _places(sheets: list[Sheet]) -> Iterator[tuple[Place, Kind]]:
    """Yield cells with a value, and a blank one, of each sheet."""
    kinds = cycle(Kind)
    for one in sheets:
        filled = ((row, number) for number, column in sorted(one.grid.columns.items()) for row in column.rows[:2])
        for row, number in (*islice(filled, 6), (3, 5)):
            yield Place(one.name, row, number), next(kinds)


TARGETS = {
    "container": Target(container, seeds.books, mutations.archive),
    "sheet": Target(sheet, seeds.forms, mutations.workbook),
    "readers": Target(readers, seeds.books, mutations.workbook),
    "spec": Target(spec, seeds.specs, mutations.text),
    "marker": Target(marker, seeds.books, mutations.workbook),
    "there_and_back": Target(there_and_back, seeds.books, mutations.tree),
}
