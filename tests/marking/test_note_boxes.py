"""A teacher's note that marking extends: its box grows, and comes back as it was; parts that two sheets share."""

import io
import re
from collections.abc import Callable

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from marking_corpus import edited, packed, parts_of
from openpyxl.comments import Comment
from workbooks import case, workbook

from cgs_validate import mark, unmark, validate
from cgs_validate.editing.note_boxes import NoteBoxes, ShapeBlocks

LINE = 13  # points
TEXT = "請導師確認這位學生的年級，並和輔導室的名冊核對。\n" * 4
PLAIN = workbook([case(D=99), case(C="S002", E=None)])
EXCEL = """<xml xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:x="urn:schemas-microsoft-com:office:excel">
 <o:shapelayout v:ext="edit">
  <o:idmap v:ext="edit" data="1"/>
 </o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202"
  path="m,l,21600r21600,l21600,xe">
  <v:stroke joinstyle="miter"/>
  <v:path gradientshapeok="t" o:connecttype="rect"/>
 </v:shapetype><v:shape id="_x0000_s1025" type="#_x0000_t202" style='position:absolute;
  margin-left:59.25pt;margin-top:1.5pt;width:108pt;height:59.25pt;z-index:1;
  visibility:hidden' fillcolor="infoBackground [80]" strokecolor="none [81]"
  o:insetmode="auto">
  <v:textbox style='mso-direction-alt:auto'>
   <div style='text-align:left'></div>
  </v:textbox>
  <x:ClientData ObjectType="Note">
   <x:MoveWithCells/>
   <x:SizeWithCells/>
   <x:Anchor>
    4, 15, 4, 10, 6, 31, 8, 9</x:Anchor>
   <x:AutoFill>False</x:AutoFill>
   <x:Row>5</x:Row>
   <x:Column>3</x:Column>
  </x:ClientData>
 </v:shape></xml>"""


def renamed(drawing: str, **prefixes: str) -> str:
    """Return a drawing with other prefixes."""
    for old, new in prefixes.items():
        drawing = re.sub(rf"(?<=[<\s/]){old}:|(?<=xmlns:){old}(?==)", lambda m, n=new: n + m[0][1:], drawing)
    return drawing


DRAWINGS = {
    "Excel": EXCEL,
    "other prefixes": renamed(EXCEL, v="ns1", o="a.b-c", x="表"),
    "prefixes for something else": renamed(EXCEL, v="o", o="x", x="v"),
    "default namespace": re.sub(r"(</?)v:", r"\1", EXCEL).replace(
        "xmlns:v=", 'xmlns="urn:schemas-microsoft-com:vml" xmlns:v='
    ),
    "no size but the cells'": re.sub(r"width:.*?pt;height:.*?pt;", "", EXCEL),
    "no cells but a size": re.sub(r"<x:Anchor>.*?</x:Anchor>", "", EXCEL, flags=re.DOTALL),
    "pixels": EXCEL.replace("width:108pt;height:59.25pt", "width:144px; height: 79px"),
    "millimetres": EXCEL.replace("width:108pt;height:59.25pt", "width:38.10mm;height:20.9mm"),
    "byte order mark": "\ufeff" + EXCEL,
    "a button besides": EXCEL.replace(
        "</xml>",
        '<v:shape id="_x0000_s1026" type="#_x0000_t201" style=\'height:20pt\'><x:ClientData ObjectType="Button">'
        "<x:Anchor>1, 15, 5, 2, 3, 15, 7, 16</x:Anchor></x:ClientData></v:shape></xml>",
    ),
}


def noted(drawing: str = EXCEL, text: str = TEXT) -> bytes:
    """Return the workbook with a teacher's note on D6, which is wrong. drawing: with the note's box."""

    def note(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["D6"].comment = Comment(text, "陳老師")

    data = workbook([case(D=99), case(C="S002", E=None)], edit=note)
    (part,) = (name for name in parts_of(data) if name.endswith(".vml"))
    return packed(parts_of(data) | {part: drawing.encode()})


def marked(data: bytes) -> bytes:
    target = io.BytesIO()
    mark(data, validate(data), target)
    return target.getvalue()


def unmarked(data: bytes) -> bytes:
    target = io.BytesIO()
    unmark(data, target)
    return target.getvalue()


def around(data: bytes) -> dict[str, bytes]:
    """Return the parts but the sheets' own, and the formats: what belongs to notes, and what lists it."""
    own = re.compile(r"xl/worksheets/[^/]*\.xml|xl/styles\.xml")
    return {name: part for name, part in parts_of(data).items() if not own.fullmatch(name)}


def drawing_of(data: bytes) -> str:
    return next(part.decode() for name, part in parts_of(data).items() if name.endswith(".vml"))


def bottom(drawing: str) -> int | None:
    anchor = re.search(r"Anchor>([^<]*)<", drawing)
    return int(anchor[1].split(",")[6]) if anchor else None


def height(drawing: str) -> float | None:
    """Return the height of the first box in points, as its style says."""
    style = re.search(r"height:\s*([\d.]+)(pt|px|mm)", drawing)
    return float(style[1]) * {"pt": 1, "px": 0.75, "mm": 72 / 25.4}[style[2]] if style else None


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_box_grows_and_goes_back(name: str) -> None:
    data = noted(DRAWINGS[name])
    before, after = DRAWINGS[name], drawing_of(marked(data))
    lines = len(TEXT) * 2 / 16 + 3  # in a box of 16 half-width characters, and ours at least
    if (low := height(before)) and "cells'" not in name:
        assert (height(after) or 0) >= max(low, lines * LINE)
    if was := bottom(before):
        assert (bottom(after) or 0) - 4 >= max(was - 4, lines * LINE / 15 - 1)
    assert around(unmarked(marked(data))) == around(data)


@pytest.mark.parametrize("name", DRAWINGS)
def test_marking_again_makes_no_difference(name: str) -> None:
    once = marked(noted(DRAWINGS[name]))
    assert drawing_of(marked(once)) == drawing_of(once)


@pytest.mark.parametrize("name", ["Excel", "no cells but a size"])
@pytest.mark.parametrize(("row", "rows"), [(15, 4), (30, 2), (60, 1)])
def test_a_box_that_libreoffice_measured_anew_is_high_enough(name: str, row: int, rows: int) -> None:
    """It writes the rows that a box really covers: here they are higher than those of a new sheet."""
    parts = parts_of(marked(noted(DRAWINGS[name])))
    (part,) = (part for part in parts if part.endswith(".vml"))
    drawing = parts[part].decode()
    anchor = f"<x:Anchor>0, 79, 0, 2, 1, 116, {round((height(drawing) or 0) / row)}, 14</x:Anchor>"
    anew = re.sub(r"<x:Anchor>[^<]*</x:Anchor>|(?=<x:AutoFill>)", anchor, drawing, count=1)
    after = drawing_of(unmarked(packed(parts | {part: anew.encode()})))
    assert height(after) == height(EXCEL)
    assert bottom(after) in (rows, rows + 1)


def test_the_box_has_room_for_large_letters() -> None:
    def drawn(size: bytes) -> float:
        text = b'<r><rPr><sz val="%s"/></rPr>%s</r>' % (size, plain)
        return height(drawing_of(marked(edited(noted(), "xl/comments/comment1.xml", (plain, text))))) or 0

    (plain,) = re.findall(rb"<t\b.*?</t>", parts_of(noted())["xl/comments/comment1.xml"], re.DOTALL)
    assert drawn(b"0") == drawn(b"9") < drawn(b"12.5") < drawn(b"18") - 100


def test_a_box_that_is_high_enough_stays() -> None:
    data = noted(EXCEL.replace("height:59.25pt", "height:900pt").replace("6, 31, 8, 9", "6, 31, 80, 9"))
    assert (height(drawing_of(marked(data))), bottom(drawing_of(marked(data)))) == (900, 80)


def test_a_box_at_the_end_of_the_sheet_stays() -> None:
    data = noted(EXCEL.replace("6, 31, 8, 9", "6, 31, 1048570, 9"))
    assert height(drawing_of(marked(data))) == 59.25


def test_a_box_goes_back_after_another_program_wrote_the_drawing_again() -> None:
    data = marked(noted())
    (part,) = (name for name in parts_of(data) if name.endswith(".vml"))
    again = re.sub(r"_x0000_s\d+", "_x0000_s1030", renamed(drawing_of(data), v="a", o="b", x="c").replace("\n", " "))
    drawing = drawing_of(unmarked(packed(parts_of(data) | {part: again.encode()})))
    assert (height(drawing), bottom(drawing), drawing.count("<a:shape ")) == (59.25, 8, 1)


@given(
    st.tuples(*[st.integers(0, 2_000)] * 8).map(lambda anchor: ", ".join(map(str, anchor))),
    st.sampled_from(["", "height:{}pt", "height: {}px;", "height:{}in", "height:{}cm", "z-index:1;height:{}mm"]),
    st.integers(0, 9_999) | st.sampled_from(["0.5", "12.75", "007", ".5", "1e3", "55.50", "-3"]),
    st.text("說明 a\n", max_size=300),
)
def test_any_box_goes_back_to_the_byte(anchor: str, style: str, number: int | str, text: str) -> None:
    drawing = (
        EXCEL.replace("4, 15, 4, 10, 6, 31, 8, 9", anchor).replace("height:59.25pt", style.format(number)).encode()
    )
    growing, shrinking = NoteBoxes(ShapeBlocks([])), NoteBoxes(ShapeBlocks([]))
    growing.fit((6, 4), (text, 9))
    grown = growing.drawn(drawing, "drawing")
    shrinking.shrink((6, 4), *growing.grown.get((6, 4), (0, 0)))
    assert shrinking.drawn(grown, "drawing") == drawing


SHARED = {
    "comments and drawing": lambda relations: relations,
    "comments": lambda relations: relations.replace(b"Drawing1.vml", b"Drawing9.vml"),
    "drawing": lambda relations: relations.replace(b"comments/comment1.xml", b"comments/comment9.xml"),
}


@pytest.mark.parametrize("name", SHARED)
def test_notes_that_two_sheets_share_are_left_alone(name: str) -> None:
    data = shared(SHARED[name])
    done = mark(data, validate(data), target := io.BytesIO())
    assert [place.rpartition(" ")[2] for place in done.without_note] == ["D6", "E7"]
    after = around(target.getvalue())
    assert [name for name in around(data) if "omment" in name and after[name] != around(data)[name]] == []
    assert [name for name in after if "omment" in name or name.endswith(".vml")] == [
        name for name in around(data) if "omment" in name or name.endswith(".vml")
    ]
    assert around(unmarked(target.getvalue())) == around(data)


def shared(change: Callable[[bytes], bytes]) -> bytes:
    """Return the workbook whose second sheet has the relations of the first. change: of those."""
    parts = parts_of(noted())
    first, second = (f"xl/worksheets/_rels/sheet{number}.xml.rels" for number in (1, 2))
    sheet, *_ = re.findall(rb"<legacyDrawing [^>]*/>", parts["xl/worksheets/sheet1.xml"])
    more = packed(parts | {second: change(parts[first])})
    return edited(more, "xl/worksheets/sheet2.xml", (b"</worksheet>", sheet + b"</worksheet>"))


def test_a_threaded_comment_stays() -> None:
    data = edited(
        noted(), "xl/comments/comment1.xml", ("陳老師".encode(), b"tc={11111111-2222-3333-4444-555555555555}")
    )
    result = marked(data)
    assert around(result)["xl/comments/comment1.xml"].count(TEXT.strip().encode()) == 1
    assert drawing_of(result).startswith(EXCEL.replace('data="1"', 'data="1,2"').removesuffix("</xml>"))
    assert around(unmarked(result)) == around(data)
