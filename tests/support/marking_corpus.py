"""Workbooks of many origins to be marked: every feature that an editor could lose, and every odd way of writing one.

``WORKBOOKS`` names them; each is made when it is called.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.styles import PatternFill, Protection
from openpyxl.worksheet.datavalidation import DataValidation

Parts = dict[str, bytes]

SHEET = "xl/worksheets/sheet1.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006": b"http://purl.oclc.org/ooxml/officeDocument",
}
_COMPATIBLE = b'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_THREADED = b"<author>tc={F1B0C7B7-2B0E-4E52-9C5E-0B1F4C1E6A11}</author>"


def picture() -> BytesIO:
    """Return a picture of one red dot."""
    chunks = (
        (b"IHDR", struct.pack(">2I5B", 1, 1, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\xff\0\0")),
        (b"IEND", b""),
    )
    packed = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return BytesIO(b"\x89PNG\r\n\x1a\n" + b"".join(packed))


# Requests to XlsxWriter for a sheet with a small table.
FEATURES: dict[str, Callable[[Any, Any], object]] = {
    "plain": lambda book, sheet: None,
    "chart": lambda book, sheet: sheet.insert_chart("F2", _chart(book)),
    "image": lambda book, sheet: sheet.insert_image("F2", "red.png", {"image_data": picture()}),
    "image in a cell": lambda book, sheet: sheet.embed_image("F2", "red.png", {"image_data": picture()}),
    "text box": lambda book, sheet: sheet.insert_textbox("F2", "填報說明"),
    "button": lambda book, sheet: sheet.insert_button("F2", {"macro": "say_hello"}),
    "checkbox": lambda book, sheet: sheet.insert_checkbox("F2", True),
    "dropdown from another sheet": lambda book, sheet: sheet.data_validation(
        "B2:B9", {"validate": "list", "source": "=清單!$A$1:$A$3"}
    ),
    "prompt with a greater-than sign": lambda book, sheet: sheet.data_validation(
        "B2:B9", {"validate": "integer", "criteria": ">", "value": 3, "input_message": "a > b \" ' <c r='B2'/>"}
    ),
    "conditional formats": lambda book, sheet: [
        sheet.conditional_format("B2:B9", {"type": "data_bar_2010" if modern else "3_color_scale"} | modern)
        for modern in ({}, {"type": "data_bar", "data_bar_2010": True})
    ],
    "sparklines": lambda book, sheet: sheet.add_sparkline("F2", {"range": "資料!B2:B5"}),
    "table": lambda book, sheet: sheet.add_table("A1:C5", {"columns": [{"header": h} for h in ("a", "b", "c")]}),
    "notes": lambda book, sheet: [sheet.write_comment(cell, f"my own {cell}") for cell in ("A1", "B3", "C9")],
    "notes and a button": lambda book, sheet: (sheet.write_comment("B3", "note"), sheet.insert_button("F2")),
    "notes, table, header image": lambda book, sheet: (
        FEATURES["notes"](book, sheet),
        FEATURES["header image"](book, sheet),
        FEATURES["table"](book, sheet),
    ),
    "protection": lambda book, sheet: (sheet.protect("secret"), sheet.unprotect_range("B2:B9")),
    "header image": lambda book, sheet: sheet.set_header("&L&G", {"image_left": "r.png", "image_data_left": picture()}),
    "background image": lambda book, sheet: sheet.set_background(picture()),
    "print settings": lambda book, sheet: (
        sheet.print_area("A1:C5"),
        sheet.repeat_rows(0),
        sheet.set_h_pagebreaks([3]),
        sheet.set_paper(9),
        book.define_name("資料!mine", "=資料!$A$1"),
    ),
    "frozen, filtered, grouped": lambda book, sheet: (
        sheet.freeze_panes(1, 1),
        sheet.autofilter("A1:C5"),
        sheet.set_row(2, None, None, {"level": 1, "hidden": True}),
        sheet.set_column("B:C", 12, None, {"level": 1}),
    ),
    "rich text": lambda book, sheet: sheet.write_rich_string("B7", "a ", book.add_format({"bold": True}), "bold", " b"),
    "formulas": lambda book, sheet: (
        sheet.write_formula("B7", "=SUM(B2:B5)", None, 10),
        sheet.write_array_formula("C7:C8", "{=B2:B3*2}", None, 2),
        sheet.write_dynamic_array_formula("D7", "=_xlfn.UNIQUE(B2:B5)", None, 1),
        sheet.write_formula("B9", '="a"&"<>"', None, "a<>"),
    ),
    "links": lambda book, sheet: (
        sheet.write_url("B7", "https://example.org/?a=1&b=2", tip="x > y"),
        sheet.write_url("B8", "internal:'清單'!A1"),
    ),
    "formats of rows and columns": lambda book, sheet: (
        sheet.set_row(6, 20, book.add_format({"bold": True, "locked": False})),
        sheet.set_column("B:F", 12, book.add_format({"num_format": "0.00", "align": "center", "border": 1})),
    ),
    "merged cells": lambda book, sheet: (
        sheet.merge_range("A7:C8", "merged", book.add_format({"border": 1})),
        sheet.merge_range("E1:E4", ""),
    ),
    "macros": lambda book, sheet: book.add_vba_project(BytesIO(b"not looked at"), is_stream=True),
    "many sheets": lambda book, sheet: [book.add_worksheet(f"{n} <&' {n}").write("A1", n) for n in range(12)],
    "chart sheet": lambda book, sheet: book.add_chartsheet().set_chart(_chart(book)),
    "far cells": lambda book, sheet: sheet.write("XFD9", "far"),
}


def _chart(book: Any) -> Any:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=資料!$B$2:$B$5"})
    return chart


def by_xlsxwriter(feature: str) -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("資料")
        for row, cells in enumerate(
            [["a", "b", "c"], ["x", 1, 1.5], ["y & <z>", 2, True], ["", 3, None], ["z", 4, "0"]]
        ):
            sheet.write_row(row, 0, cells)
        book.add_worksheet("清單").write_column("A1", ["一", "二", "三"])
        FEATURES[feature](book, sheet)
    return target.getvalue()


def by_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["代號", "人次"], ["S1", 3], ["S2", "=B2*2"], [None, None, "c"]):
        sheet.append(row)
    sheet["B2"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet["B2"].number_format, sheet["B2"].protection = "0.0", Protection(locked=False)
    sheet["A2"].comment = Comment("自己的備註", "老師")
    sheet["Z40"].comment = Comment("far", "老師")
    sheet.merge_cells("A6:B7")
    sheet.conditional_formatting.add("B2:B9", ColorScaleRule("min", None, "FFFFFF", end_type="max", end_color="FF0000"))
    guard = DataValidation(type="list", formula1='"1,2,3"')
    guard.add("B2:B9")
    sheet.add_data_validation(guard)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def parts_of(data: bytes) -> Parts:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def small(rows: str, *, around: str = "{}", attributes: str = "", **others: bytes) -> bytes:
    """Return a workbook written by hand. rows: the content of <sheetData>; others: parts by their base name."""
    sheet = f'<worksheet xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"{attributes}>'
    data = around.format(f"<sheetData>{rows}</sheetData>" if rows else "<sheetData/>")
    parts = parts_of(by_xlsxwriter("plain"))
    parts[SHEET] = f"{sheet}{data}</worksheet>".encode()
    return packed(parts | others)


def edited(data: bytes, part: str, *changes: tuple[bytes, bytes]) -> bytes:
    """Return a workbook with pieces of one part replaced; each must be there."""
    parts = parts_of(data)
    for old, new in changes:
        assert old in parts[part], f"{old!r} is not in {part}"
        parts[part] = parts[part].replace(old, new)
    return packed(parts)


def prefixed(
    data: bytes, pattern: str = r"xl/(workbook|styles|sharedStrings|comments\d|worksheets/sheet\d)\.xml"
) -> bytes:
    """Give the elements of the main namespace a prefix."""
    parts = parts_of(data)
    for name in filter(re.compile(pattern).fullmatch, parts):
        xml = re.sub(rb"<(/?)(?=[a-zA-Z]+[\s/>])", rb"<\1x:", parts[name])
        parts[name] = xml.replace(b"xmlns=", b"xmlns:x=", 1)
    return packed(parts)


def strict(data: bytes) -> bytes:
    parts = parts_of(data)
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            for old, new in _STRICT.items():
                part = part.replace(old, new)
            parts[name] = part
    return packed(parts)


def without(data: bytes, part: str, *mentions: tuple[str, bytes]) -> bytes:
    """Take a part out, and what mentions it: (part, pattern)."""
    parts = parts_of(_without(data, *mentions))
    del parts[part]
    return packed(parts)


def _without(data: bytes, *pieces: tuple[str, bytes]) -> bytes:
    """Take pieces of parts out: (part, pattern)."""
    parts = parts_of(data)
    for name, pattern in pieces:
        parts[name] = re.sub(pattern, b"", parts[name])
    return packed(parts)


def utf16(data: bytes, *names: str) -> bytes:
    parts = parts_of(data)
    for name in names:
        parts[name] = parts[name].decode().replace("UTF-8", "UTF-16").encode("utf-16")
    return packed(parts)


_RELATION_OF_STYLES = ("xl/_rels/workbook.xml.rels", rb"<[^>]*styles\.xml[^>]*>")
_ALTERNATIVES = (
    rb'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice '
    rb'xmlns:hs="http://schemas.haansoft.com/office/spreadsheet/8.0" Requires="hs">\1</mc:Choice>'
    rb"<mc:Fallback>\1</mc:Fallback></mc:AlternateContent>"
)


def _without_styles(*, mentioned: bool = False) -> bytes:
    mentions = [
        ("[Content_Types].xml", rb"<Override[^>]*styles[^>]*>"),
        _RELATION_OF_STYLES,
    ]
    return without(small('<row r="2"><c r="B2"><v>1</v></c></row>'), "xl/styles.xml", *([] if mentioned else mentions))


def _restyled(*changes: tuple[str, bytes]) -> bytes:
    """Return a workbook with patterns replaced in the part of styles."""
    parts = parts_of(by_xlsxwriter("plain"))
    for pattern, new in changes:
        parts["xl/styles.xml"], found = re.subn(pattern.encode(), new, parts["xl/styles.xml"], flags=re.DOTALL)
        assert found, pattern
    return packed(parts)


def _renoted(*changes: tuple[bytes, bytes], part: str = "xl/comments1.xml") -> bytes:
    return edited(by_xlsxwriter("notes"), part, *changes)


def _redrawn(*changes: tuple[bytes, bytes]) -> bytes:
    return _renoted(*changes, part="xl/drawings/vmlDrawing1.vml")


def _notes_wrapped() -> bytes:
    """Return a workbook whose <legacyDrawing> sits in mc:AlternateContent."""
    choice = rb'<mc:AlternateContent %s><mc:Choice Requires="v">\1</mc:Choice></mc:AlternateContent>' % _COMPATIBLE
    parts = parts_of(by_xlsxwriter("notes, table, header image"))
    parts[SHEET] = re.sub(rb"(<legacyDrawing [^>]*/>)", choice, parts[SHEET])
    return packed(parts)


def _controls_wrapped() -> bytes:
    wrapped = (
        f'{{}}<mc:AlternateContent {_COMPATIBLE.decode()}><mc:Choice Requires="x14"><controls/></mc:Choice>'
        '</mc:AlternateContent><extLst><ext uri="{{none}}"/></extLst>'
    )
    return small('<row r="1"><c r="A1"><v>1</v></c></row>', around=wrapped)


def _renamed(old: str, new: str) -> bytes:
    parts = parts_of(by_xlsxwriter("notes"))
    return packed({new if name == old else name: data for name, data in parts.items()})


# Ways of writing a workbook by hand that some program has, or Excel allows.
VARIATIONS: dict[str, Callable[[], bytes]] = {
    "prefixes": lambda: prefixed(by_xlsxwriter("plain")),
    "prefixes, with notes": lambda: prefixed(by_xlsxwriter("notes, table, header image")),
    "strict": lambda: strict(by_xlsxwriter("conditional formats")),
    "strict, with notes": lambda: strict(by_xlsxwriter("notes")),
    "strict without styles": lambda: strict(_without_styles()),
    "no addresses": lambda: small("<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c><v>3</v></c></row>"),
    "no addresses in some": lambda: small('<row r="3"><c r="B3"><v>1</v></c><c><v>2</v></c></row><row><c/></row>'),
    "addresses not first": lambda: small("<row spans='1:2' r='3'><c t='n' s='0' r='B3'><v>1</v></c></row>"),
    "blanks in tags": lambda: small('<row r="3" ><c r="B3"\n><v>1</v></c ><c r = "D3" /></row\t>'),
    "greater-than signs in tags": lambda: small(
        '<row r="3" note="a>b"><c r="B3" note="/>"><v>1</v></c><c note=">" r="D3"/></row>'
    ),
    "UTF-16": lambda: utf16(by_xlsxwriter("plain"), SHEET, "xl/styles.xml", "xl/workbook.xml"),
    "UTF-16 everywhere": lambda: utf16(
        by_xlsxwriter("notes"), *(n for n in parts_of(by_xlsxwriter("notes")) if n.endswith((".xml", ".rels")))
    ),
    "byte order marks": lambda: packed(
        {name: b"\xef\xbb\xbf" + part for name, part in parts_of(by_xlsxwriter("plain")).items()}
    ),
    "CDATA and comments": lambda: small(
        '<!-- <row r="1"><c r="A1"/></row> --><row r="2"><c r="B2" t="str"><v><![CDATA[</c><c r="C2">]]></v></c></row>'
        '<?app <c r="D2"/> ?><!--</sheetData>-->'
    ),
    "no rows": lambda: small(""),
    "no rows, opened": lambda: edited(small(""), SHEET, (b"<sheetData/>", b"<sheetData></sheetData>")),
    "rows without cells": lambda: small('<row r="1"/><row r="2" ht="20" customHeight="1"></row><row r="5" s="0"/>'),
    "stale spans": lambda: small('<row r="2" spans="1:2"><c r="A2"><v>1</v></c></row>'),
    "inline strings": lambda: small(
        '<row r="2"><c r="A2" t="inlineStr"><is><r><rPr><b/><color rgb="FFFF0000"></color></rPr>'
        '<t xml:space="preserve"> a </t></r></is></c></row>'
    ),
    "shared formulas": lambda: small(
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">1+1</f><v>2</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c></row>'
    ),
    "format beyond the list": lambda: small('<row r="1"><c r="A1" s="99"><v>1</v></c></row>'),
    "controls as alternative content": _controls_wrapped,
    "notes as alternative content": _notes_wrapped,
    "drawing of notes missing": lambda: without(by_xlsxwriter("notes"), "xl/drawings/vmlDrawing1.vml"),
    "notes missing": lambda: without(by_xlsxwriter("notes"), "xl/comments1.xml"),
    "no relation for the notes' drawing": lambda: edited(
        by_xlsxwriter("notes"), "xl/worksheets/_rels/sheet1.xml.rels", (b"vmlDrawing1.vml", b"vmlDrawing7.vml")
    ),
    "absolute targets": lambda: edited(
        by_xlsxwriter("notes"), "xl/worksheets/_rels/sheet1.xml.rels", (b'Target="../', b'Target="/xl/')
    ),
    "backslashes in targets": lambda: edited(
        by_xlsxwriter("plain"), "xl/_rels/workbook.xml.rels", (b"worksheets/", b"worksheets\\")
    ),
    "backslashes in names": lambda: _renamed(SHEET, SHEET.replace("/", "\\")),
    "names in another case": lambda: _renamed(SHEET, "XL/Worksheets/Sheet1.XML"),
    "stored": lambda: packed(parts_of(by_xlsxwriter("notes")), zipfile.ZIP_STORED),
    "no styles": _without_styles,
    "styles missing": lambda: _without_styles(mentioned=True),
    "styles without a relation": lambda: _without(
        small('<row r="2"><c r="B2"><v>1</v></c></row>'), _RELATION_OF_STYLES
    ),
    "formats as alternative content": lambda: edited(
        _restyled((r"(<xf numFmtId=[^>]*/>)(?=</cellXfs>)", 2 * _ALTERNATIVES)),
        SHEET,
        (b'<c r="B3">', b'<c r="B3" s="1">'),
    ),
    "UTF-16 with a byte order mark": lambda: packed(
        {
            name: re.sub(r"^<\?xml.*?\?>", '<?xml version="1.0" encoding="UTF-16BE"?>', part.decode()).encode(
                "utf-16-be"
            )
            for name, part in parts_of(by_xlsxwriter("plain")).items()
        }
    ),
    "parts outside of xl": lambda: packed(
        {
            name.replace("xl/", ""): part.replace(b'"xl/', b'"').replace(b'"/xl/', b'"/')
            for name, part in parts_of(small('<row r="1"><c r="A1" s="99"/></row>')).items()
        }
    ),
    "styles without fills": lambda: _restyled((r"<fills.*</fills>", b"")),
    "styles with no fill": lambda: _restyled((r"<fills.*</fills>", b'<fills count="0"/>')),
    "styles with no fill, opened": lambda: _restyled((r"<fills.*</fills>", b"<fills></fills>")),
    "styles without formats": lambda: _restyled((r"<cellXfs.*</cellXfs>", b"")),
    "styles with no format, opened": lambda: _restyled((r"<cellXfs.*</cellXfs>", b"<cellXfs ></cellXfs>")),
    "styles empty": lambda: _restyled((r"(<styleSheet[^>]*)>.*", rb"\1/>")),
    "styles without fonts": lambda: _restyled((r"<fonts.*</fonts>", b"")),
    "note with plain text": lambda: packed(
        parts_of(by_xlsxwriter("notes"))
        | {
            "xl/comments1.xml": f'<comments xmlns="{_MAIN}"><authors><author>a&amp;b</author></authors><commentList>'
            '<comment ref="B3" authorId="0"><text><t xml:space="preserve"> mine </t></text></comment>'
            '<comment ref="C9" authorId="0"><text/></comment></commentList></comments>'.encode()
        }
    ),
    "note with a reading": lambda: _renoted(
        (b"</r></text>", b'</r><rPh sb="0" eb="1"><t>mi</t></rPh><phoneticPr fontId="1"/></text>')
    ),
    "notes without authors": lambda: _renoted((b"<authors><author></author></authors>", b"")),
    "authors in one tag": lambda: _renoted((b"<authors><author></author></authors>", b"<authors/>")),
    "threaded comment": lambda: _renoted((b"<author></author>", _THREADED)),
    "drawing not well-formed": lambda: _redrawn((b"</o:shapelayout>", b"</o:shapelayout><br><b>")),
    "drawing without a map": lambda: _redrawn(
        (b'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>', b"")
    ),
    "drawing with single quotes": lambda: _redrawn((b'"', b"'")),
    "drawing with other prefixes": lambda: _redrawn(
        (b"<v:", b"<vml:"), (b"</v:", b"</vml:"), (b"xmlns:v=", b"xmlns:vml="), (b" v:ext=", b" vml:ext=")
    ),
    "drawing in UTF-16": lambda: utf16(
        _redrawn((b"<xml ", b'<?xml version="1.0" encoding="UTF-8"?><xml ')), "xl/drawings/vmlDrawing1.vml"
    ),
    "drawing with blanks": lambda: _redrawn((b"</xml>", b"</xml >\n ")),
    "drawing with a line": lambda: packed(
        parts_of(
            without(
                by_xlsxwriter("notes"),
                "xl/comments1.xml",
                ("[Content_Types].xml", rb"<Override[^>]*comments1[^>]*>"),
                ("xl/worksheets/_rels/sheet1.xml.rels", rb"<Relationship [^>]*comments1[^>]*>"),
            )
        )
        | {
            "xl/drawings/vmlDrawing1.vml": b'<xml xmlns:v="urn:schemas-microsoft-com:vml" '
            b'xmlns:x="urn:schemas-microsoft-com:office:excel"><v:line id="Line 1">'
            b'<x:ClientData ObjectType="Shape"/></v:line></xml>',
        }
    ),
    "data table": lambda: small(
        '<row r="1"><c r="A1"><f t="dataTable" ref="A1:A2" dt2D="1" dtr="1" r1="B1" r2="B2"/><v>1</v></c></row>'
    ),
    "drawing in one tag": lambda: packed(
        parts_of(by_xlsxwriter("notes"))
        | {"xl/drawings/vmlDrawing1.vml": b'<xml xmlns:v="urn:schemas-microsoft-com:vml"/>'}
    ),
}

WORKBOOKS: dict[str, Callable[[], bytes]] = {
    **{f"XlsxWriter: {name}": lambda name=name: by_xlsxwriter(name) for name in FEATURES},
    "openpyxl": by_openpyxl,
    **VARIATIONS,
}
