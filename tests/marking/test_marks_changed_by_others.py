"""A marked workbook that others changed: what comes back, what is reported, and that nothing of theirs is removed."""

import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from marking_corpus import packed, parts_of
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from workbooks import case, plain_page, workbook

from cgs_validate import mark, unmark, validate
from cgs_validate.commands.cli import group
from cgs_validate.editing.undo import undo, with_undo
from cgs_validate.marking import mark as marking
from cgs_validate.reading.workbook import read_workbook

GREEN, YELLOW, RED = "FF00FF00", "FFFFFF00", "FFFF6666"
STYLES, BOOK, RELS, TYPES = "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
MARKED_CELLS = ("D6", "E6", "D7")


def workbook_with(edit: Any = None, **more: Any) -> bytes:
    """Return a workbook with three mistakes, one of them on a green cell."""

    def change(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["D6"].fill = PatternFill("solid", fgColor=GREEN)
        for cell in ("E6", "D7"):  # so that there is a cell, with a format
            book.worksheets[0][cell].number_format = "0"
        if edit:
            edit(book)

    return workbook([case(D=99, E=None), case(C="S002", D=99)], edit=change, **more)


DATA = workbook_with()


def marked(data: bytes, **options: Any) -> bytes:
    mark(data, validate(data), target := io.BytesIO(), **options)
    return target.getvalue()


def unmarked(data: bytes) -> bytes:
    unmark(data, target := io.BytesIO())
    return target.getvalue()


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def saved(book: openpyxl.Workbook) -> bytes:
    book.save(target := io.BytesIO())
    return target.getvalue()


def colours(data: bytes) -> list[str]:
    """Return the colours of the three cells."""
    return [opened(data).worksheets[0][cell].fill.fgColor.rgb for cell in MARKED_CELLS]


def notes(data: bytes) -> dict[str, str]:
    sheet = opened(data).worksheets[0]
    return {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}


def without(data: bytes, *sheets: str) -> bytes:
    """Return a workbook after openpyxl took some sheets out."""
    book = opened(data)
    for name in sheets:
        del book[name]
    return saved(book)


def plain(data: bytes) -> bytes:
    """Return a workbook as openpyxl saves it."""
    return without(data)


def test_marking_again_reports_what_does_not_come_back(tmp_path: Path) -> None:
    data = without(marked(DATA), "_cgs_marks")
    done = unmark(data, io.BytesIO())
    again = mark(data, validate(data), io.BytesIO())
    assert len(done.without_fill) == 3
    assert (again.cells, again.without_fill, again.lost) == (3, done.without_fill, done.lost)
    (tmp_path / "a.xlsx").write_bytes(data)
    said = [CliRunner().invoke(group, [name, str(tmp_path / "a.xlsx")]).stdout for name in ("unmark", "mark")]
    assert said[0].splitlines()[1:] == said[1].splitlines()[1:] != []


def renamed(data: bytes, *, formulas: bool) -> bytes:
    """Return a workbook whose first sheet has another name; formulas: whether the program renamed it there, too."""
    old, parts = opened(data).sheetnames[0], parts_of(data)
    for name in [BOOK, *(name for name in parts if name.startswith("xl/worksheets/sheet") and formulas)]:
        parts[name] = re.sub(
            rf"""(<sheet name="|<f>[A-Z]+\('){re.escape(old)}""", r"\1當月''個案" if name != BOOK else r"\1當月'個案",
            parts[name].decode(),
        ).encode()  # fmt: skip
    return packed(parts)


@pytest.mark.parametrize("most_notes", [0, 1, 5_000])
@pytest.mark.parametrize("formulas", [True, False])
def test_marks_are_found_in_a_sheet_that_was_renamed(
    formulas: bool, most_notes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marking, "MOST_NOTES", most_notes)
    data = renamed(marked(DATA), formulas=formulas)
    done = unmark(data, target := io.BytesIO())
    assert (done.cells, done.lost, done.without_fill) == (3, [], [])
    assert parts_of(target.getvalue()) == parts_of(renamed(DATA, formulas=formulas))


@pytest.mark.parametrize("most_notes", [0, 5_000])
def test_no_mark_is_looked_for_in_a_sheet_that_was_deleted(most_notes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marking, "MOST_NOTES", most_notes)
    name, *_ = opened(DATA).sheetnames
    done = unmark(without(marked(DATA), name), target := io.BytesIO())
    assert (done.cells, done.lost, done.without_fill) == (0, [], [])
    assert looks(target.getvalue()) == looks(without(DATA, name))


def looks(data: bytes) -> dict[tuple[str, str], str]:
    cells = ((sheet, cell) for sheet in opened(data) for row in sheet.iter_rows() for cell in row)
    return {(sheet.title, cell.coordinate): repr(cell.fill) for sheet, cell in cells}


def test_notes_are_enough_where_both_sheets_of_ours_are_gone() -> None:
    data = without(marked(DATA), "_cgs_marks", "檢核結果")
    done = unmark(data, target := io.BytesIO())
    assert (done.cells, len(done.without_fill), notes(target.getvalue())) == (3, 3, {})
    assert colours(target.getvalue()) == ["00000000"] * 3
    again = marked(data)
    assert notes(again) == notes(marked(DATA))
    assert unmarked(DATA) == DATA


@pytest.mark.parametrize("name", ["_cgs_marks", "_CGS_MARKS", "檢核結果"])
@pytest.mark.parametrize("first", ["我的記號", None, "cgs-validate"])
def test_a_sheet_of_the_same_name_is_somebody_elses(name: str, first: str | None) -> None:
    own = plain(workbook_with(more=[plain_page(name, [[first, "x"]])]))
    assert unmarked(own) == own
    once = marked(own)
    for data in (once, marked(once)):
        book = opened(data)
        assert book[name]["B1"].value == "x"
        assert len({title.casefold() for title in book.sheetnames}) == len(opened(own).sheetnames) + 2
        assert parts_of(unmarked(data)) == parts_of(own)


FOREIGN = {
    "alone": ("【未填寫】\n學生說下週補。", "D8"),
    "above our lines": ("【未填寫】\n學生說下週補。", "D6"),
    "many heads": ("【未填寫】\n【資料有誤】\n" * 4 + "請看名冊", "D6"),
}


@pytest.mark.parametrize("where", FOREIGN)
def test_a_note_that_only_begins_like_ours_stays(where: str) -> None:
    text, cell = FOREIGN[where]

    def note(book: openpyxl.Workbook) -> None:
        book.worksheets[0][cell].comment = Comment(text, "陳老師")

    data = plain(workbook_with(note))
    assert notes(unmarked(marked(data))) == {cell: text}
    assert notes(unmarked(marked(marked(data)))) == {cell: text}


def test_a_note_of_ours_that_somebody_changed_stays() -> None:
    book = opened(marked(DATA))
    cell = book.worksheets[0]["D6"]
    cell.comment.text = changed = cell.comment.text.replace("\n", "\n問過導師：", 1)
    data = saved(book)
    assert (notes(unmarked(data)), colours(unmarked(data))[0]) == ({"D6": changed}, GREEN)
    assert notes(unmarked(marked(data))) == {"D6": changed}


TEXTS = "xl/sharedStrings.xml"
INLINE = re.compile(rb'(<c [^<>]*?)t="inlineStr"([^<>]*>)<is>(<t[^<>]*>[^<]*</t>)</is>')
HIDDEN = {
    "as written": lambda sheet: sheet,
    "a comment": lambda sheet: sheet.replace(b"<v>", b"<!-- --><v>"),
    "a section": lambda sheet: re.sub(rb"<v>([0-9]+)", rb"<v><![CDATA[\1]]>", sheet),
    "a type": lambda sheet: sheet.replace(b't="s"', b"t = '&#115;'"),
    "a prefix": lambda sheet: re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", sheet).replace(b"xmlns=", b"xmlns:x=", 1),
    "a reference": lambda sheet: re.sub(rb"<v>([0-9])", lambda match: b"<v>&#%d;" % ord(match[1]), sheet),
}


def shared(data: bytes) -> bytes:
    """Return a workbook as Excel and LibreOffice save it: with all texts in a part of their own."""
    parts, texts = parts_of(data), dict[bytes, int]()

    def index(match: re.Match[bytes]) -> bytes:
        return match[1] + b't="s"' + match[2] + b"<v>%d</v>" % texts.setdefault(match[3], len(texts))

    for name in sorted(name for name in parts if name.startswith("xl/worksheets/sheet")):
        parts[name] = INLINE.sub(index, parts[name])
    written = b"".join(b"<si>%s</si>" % text for text in texts)
    parts[TEXTS] = b'<sst %s count="999" uniqueCount="%d">%s</sst>' % (MAIN, len(texts), written)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    relation = f'<Relationship Id="texts" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    parts[RELS] = parts[RELS].replace(b"</Relationships>", relation.encode())
    type_ = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/{TEXTS}" ContentType="{type_}"/></Types>'
    parts[TYPES] = parts[TYPES].replace(b"</Types>", override.encode())
    return packed(parts)


@pytest.mark.parametrize("way", HIDDEN)
def test_our_texts_go_where_another_program_saved_them(way: str) -> None:
    """Unless it cannot be seen which of them the other sheets use."""
    once, sheet = parts_of(shared(marked(DATA))), "xl/worksheets/sheet1.xml"
    again = unmarked(packed(once | {sheet: HIDDEN[way](once[sheet])}))
    texts, before = parts_of(again)[TEXTS], parts_of(shared(DATA))[TEXTS]
    assert texts.partition(b"<si>")[2] == (before if way == "as written" else once[TEXTS]).partition(b"<si>")[2]
    assert read_workbook(again).sheets == read_workbook(DATA).sheets


def test_a_text_of_ours_that_another_cell_got_stays() -> None:
    book = opened(marked(DATA))
    text = book.worksheets[0]["R40"] = book["檢核結果"]["A1"].value
    assert opened(unmarked(shared(saved(book)))).worksheets[0]["R40"].value == text


def test_a_chart_that_somebody_put_into_our_list_goes_with_it() -> None:
    book = opened(marked(DATA))
    book["檢核結果"].add_chart(BarChart(), "H2")
    assert parts_of(unmarked(saved(book))).keys() == parts_of(plain(DATA)).keys()


def test_a_sheet_is_visible_where_only_ours_were() -> None:
    parts = parts_of(marked(DATA))
    parts[BOOK] = parts[BOOK].replace(b'state="visible"', b'state="hidden"')
    book = opened(unmarked(packed(parts)))
    assert book.active.sheet_state == "visible"
    assert [sheet.sheet_state for sheet in book].count("visible") == 1


def without_styles(data: bytes, *, part: bool) -> bytes:
    """Return a workbook that names no part of formats. part: whether one is there all the same."""
    parts = parts_of(data)
    parts[RELS] = re.sub(rb'<Relationship [^>]*styles"[^>]*/>', b"", parts[RELS])
    if not part:
        parts[TYPES] = re.sub(rb"<Override [^>]*styles[^>]*/>", b"", parts[TYPES])
        del parts[STYLES]
    parts[STYLES] = re.sub(rb'numFmtId="[0-9]+"', b'numFmtId="0"', parts[STYLES]) if part else b""
    if not part:
        del parts[STYLES]
    sheets = [name for name in parts if name.startswith("xl/worksheets/sheet")]
    return packed(parts | {name: re.sub(rb' s="[0-9]+"', b"", parts[name]) for name in sheets})


@pytest.mark.parametrize("part", [True, False])
@pytest.mark.parametrize("rows", [[case(D=99, E=None)], [case()]])
@pytest.mark.parametrize("summary", [True, False])
def test_a_workbook_without_formats_has_none_again(part: bool, rows: list[Any], summary: bool) -> None:
    data = without_styles(workbook(rows), part=part)
    once = marked(data, summary=summary)
    again = parts_of(unmarked(once))
    sheet = "xl/worksheets/sheet1.xml"  # a blank cell that was put in stays
    assert {name: part for name, part in again.items() if name != sheet} == {
        name: part for name, part in parts_of(data).items() if name != sheet
    }
    assert parts_of(marked(once, summary=summary)) == parts_of(once)
    if not summary and rows == [case()]:
        assert parts_of(once) == parts_of(data)


LONG = b'<numFmts><numFmt numFmtId="200" formatCode="%s"/></numFmts>' % (b"0" * 300)
FORGED = {
    "nothing": lambda own: b"",
    "no formats": lambda own: b"<styleSheet %s/>" % MAIN,
    "other formats": lambda own: own.replace(b'fontId="0"', b'fontId="1"', 3),
    "fewer formats": lambda own: re.sub(rb'(<cellXfs count=")[0-9]+(">.*?)<xf [^>]*/>', rb"\g<1>1\2", own, count=1),
    "not formats": lambda own: b"<x/>",
    "not whole": lambda own: b"<a>",
    "a document type": lambda own: b"<!DOCTYPE a><styleSheet/>",
    "a number format too long": lambda own: re.sub(rb"(<styleSheet[^>]*>)", rb"\1" + LONG, own),
}


@pytest.mark.parametrize("name", FORGED)
def test_no_forged_memory_of_formats_is_believed(name: str) -> None:
    parts = parts_of(marked(DATA))
    written = parts[STYLES]
    now, own = written[: written.rindex(b"<!--")], undo(written)
    assert own
    forged = FORGED[name](own.part)
    assert forged != own.part
    comment = with_undo(now, [(0, len(now), forged)], own.numbers)
    result = unmarked(packed(parts | {STYLES: comment}))
    assert colours(result) == colours(DATA)
    assert len(validate(result).annotations) == 3


@pytest.mark.parametrize("numbers", [[], [0], [123_456_789], [1] * 5_000])
def test_no_forged_origin_of_a_format_is_believed(numbers: list[int]) -> None:
    parts = parts_of(marked(DATA))
    written = parts[STYLES]
    now, own = written[: written.rindex(b"<!--")], undo(written)
    assert own
    forged = with_undo(now, [(0, len(now), own.part)], numbers * len(own.numbers))
    result = unmarked(packed(parts | {STYLES: forged}))
    assert colours(result) == colours(DATA)


def test_a_cell_that_had_a_marks_colour_has_its_own_format_again() -> None:
    """Two formats that look the same: the cell gets the one that it had."""
    parts = parts_of(workbook_with(lambda book: setattr(book.worksheets[0]["D7"], "fill", PatternFill("solid", RED))))
    format_ = re.search(rb'<c r="D7" s="([0-9]+)"', parts["xl/worksheets/sheet1.xml"])
    assert format_
    table = re.search(rb'<cellXfs count="([0-9]+)">(.*?)</cellXfs>', parts[STYLES])
    assert table
    xf = re.findall(rb"<xf .*?(?:/>|</xf>)", table[2])
    count = int(table[1])
    parts[STYLES] = parts[STYLES].replace(
        table[0], b'<cellXfs count="%d">%s</cellXfs>' % (count + 1, table[2] + xf[int(format_[1])])
    )
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(
        format_[0], b'<c r="D7" s="%d"' % count
    )
    data = packed(parts)
    assert parts_of(unmarked(marked(data))) == parts_of(data)
