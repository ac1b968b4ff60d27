"""Files of the hostile corpus with odd texts, styles, areas, sheets and active parts, and the benign ones of others."""

import random
import zipfile

from hostile_making import (
    ANY,
    BENIGN,
    BOOK,
    BOOK_RELS,
    FORM,
    GOOD,
    MAIN,
    OFFICE,
    RELS,
    SHEET,
    SHEET_1,
    STRINGS,
    STYLES,
    TYPES,
    Maker,
    book,
    cell,
    changed,
    edited,
    expect,
    grid,
    relation,
    sheet,
)
from marking_corpus import FEATURES, VARIATIONS, by_openpyxl, by_xlsxwriter, packed, parts_of, picture, strict
from workbooks import case, workbook

LONG = "x" * 32_767
expect("text: 32,767 characters", BENIGN, lambda: cell(f"<v>{LONG}</v>", "str"))
expect("text: 32,768 characters", "text_too_long", lambda: cell(f"<v>{LONG}x</v>", "str"))
expect("text: 32,768 in an inline string", "text_too_long", lambda: cell(f"<is><t>{LONG}x</t></is>", "inlineStr"))
expect(
    "text: 32,768 in pieces",
    "text_too_long",
    lambda: cell(f"<is><r><t>{LONG}</t></r><r><t>x</t></r></is>", "inlineStr"),
)


BLANK_SHEET = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'.encode()


def shared(strings: str, rows: str) -> bytes:
    """Return a workbook with these shared strings."""
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    strings = f'<sst xmlns="{MAIN}">{strings}</sst>'
    return changed({STRINGS: strings.encode(), SHEET: xml.encode(), "xl/worksheets/sheet2.xml": BLANK_SHEET})


ONE = '<row r="1"><c r="A1" t="s"><v>{}</v></c></row>'
expect("text: 32,768 shared", "text_too_long", lambda: shared(f"<si><t>{LONG}x</t></si>", ONE.format(0)))
for cells in (3_100, 300_000):
    expect(
        f"text: {cells} cells share 32,767 characters",
        "too_much_text",
        lambda c=cells: shared(f"<si><t>{LONG}</t></si>", grid(c // 100, 100, ' t="s"><v>0</v></c>')),
    )
expect(
    "text: 1,000 cells share 32,767 characters",
    BENIGN,
    lambda: shared(f"<si><t>{LONG}</t></si>", grid(10, 100, ' t="s"><v>0</v></c>')),
)
for count in (1_000_001, 5_000_000):
    expect(
        f"text: {count} shared strings",
        "too_many_texts too_many_elements",
        lambda c=count: shared("<si/>" * c, ONE.format(0)),
    )
for index in ("1", "-1", "99999999999999999999", "1.0", "０", "x", "0x0", "1_0"):
    expect(f"text: shared string {index}", "damaged", lambda i=index: shared("<si><t>a</t></si>", ONE.format(i)))
expect("text: no shared strings", "damaged", lambda: changed({STRINGS: None}))


def styled(formats: str, count: int = 1, more: str = "") -> bytes:
    """Return a workbook with number formats, and so many cell formats of the first of them."""
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts><fonts><font/></fonts><fills><fill/></fills>'
        f'<cellXfs>{"<xf/>" * (count - 1)}<xf numFmtId="164"/></cellXfs>{more}</styleSheet>'
    )
    rows = f'<row r="1"><c r="A1" s="{count - 1}"><v>1</v></c></row>'
    return changed(
        {
            STYLES: styles.encode(),
            SHEET: f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode(),
        }
    )


def number_format(code: str) -> str:
    return f'<numFmt numFmtId="164" formatCode="{code}"/>'


expect("format: 255 characters", BENIGN, lambda: styled(number_format("0" * 255)))
expect("format: 256 characters", "number_format_too_long", lambda: styled(number_format("0" * 256)))
expect("format: 200,000 characters", "number_format_too_long", lambda: styled(number_format("0" * 200_000)))


def many_formatted(code: str, cells: int) -> bytes:
    """Return a workbook with so many different numbers under one number format."""
    numbers = "".join(f'<row r="{row}"><c r="A{row}" s="0"><v>{row}.5</v></c></row>' for row in range(1, cells + 1))
    styles = f'<numFmts>{number_format(code)}</numFmts><cellXfs><xf numFmtId="164"/></cellXfs>'
    return changed(
        {
            STYLES: f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'.encode(),
            SHEET: f'<worksheet xmlns="{MAIN}"><sheetData>{numbers}</sheetData></worksheet>'.encode(),
        }
    )


expect("format: 20,000 numbers, 10 characters", BENIGN, lambda: many_formatted("#,##0.0000", 20_000))
expect("format: 20,000 numbers, 250 characters", "too_many_formatted", lambda: many_formatted("0" * 250, 20_000))
for code in (
    "," * 255,
    "#," * 127,
    "," * 127 + "0" * 127 + "#",
    "[" * 255,
    "_" * 255,
    "*" * 255,
    "\\" * 255,
    "0." * 127,
    "&quot;" * 101,
    ";" * 255,
    "%" * 255,
    "?" * 255,
    "y" * 255,
    "0" * 127 + "." + "0" * 127,
    "[$-404]" * 36,
):
    expect(f"format: {code[:3]} and on, {len(code)} {code[-3:]}", BENIGN, lambda c=code: styled(number_format(c)))
NUMBERS = "".join(f'<row r="{row}"><c r="A{row}" s="0"><v>{row}.5</v></c></row>' for row in range(1, 201))
expect(
    "format: 200 numbers in one with commas before the digits",
    BENIGN,
    lambda: changed(
        {
            **parts_of(styled(number_format("," * 170 + "x0"))),
            SHEET: f'<worksheet xmlns="{MAIN}"><sheetData>{NUMBERS}</sheetData></worksheet>'.encode(),
        }
    ),
)
expect("styles: 65,490", BENIGN, lambda: styled(number_format("0"), 65_490))
expect("styles: 65,491", "too_many_styles", lambda: styled(number_format("0"), 65_491))
expect("styles: 5 million", "too_many_styles too_many_elements", lambda: styled(number_format("0"), 5_000_000))
expect("styles: 200,000 fonts", BENIGN, lambda: styled(number_format("0"), 1, f"<fonts>{'<font/>' * 200_000}</fonts>"))
for style in ("99999", "-1", "x", "9999999999999999999999"):
    expect(
        f"styles: format {style} of one",
        BENIGN,
        lambda s=style: sheet(f'<row r="1"><c r="A1" s="{s}"><v>1</v></c></row>'),
    )


def merged(*areas: str) -> bytes:
    cells = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    return sheet('<row r="1"><c r="A1"><v>1</v></c></row>', after=f"<mergeCells>{cells}</mergeCells>")


for area in ("A1:XFD1048576", "A1:A1048576", "A1:XFD1", "B2:XFD1048576", "A1:B2"):
    expect(f"merge: {area}", BENIGN, lambda a=area: merged(a))
for areas in (("A1:B2", "B2:C3"), ("A1:XFD1048576", "B2:B2"), ("A1:A9", "A9:A10"), ("A1:B2", "A1:B2")):
    expect(f"merge: {' and '.join(areas)}", "inconsistent", lambda a=areas: merged(*a))
expect("merge: 50,000 giant ones", "inconsistent", lambda: merged(*["A1:XFD1048576"] * 50_000))
expect("merge: 60,000 areas", BENIGN, lambda: merged(*(f"A{row}:B{row}" for row in range(1, 60_001))))
expect("merge: 60,001 areas", "too_many_merges", lambda: merged(*(f"A{row}:B{row}" for row in range(1, 60_002))))
expect("merge: a million areas", "too_many_merges", lambda: merged(*(f"A{row}:B{row}" for row in range(1, 1_000_001))))
for area in (":", "1:2", "A:B", "x", "", "A1:B2:C3", "A１:B２"):
    expect(f"merge: {area!r} is none", "damaged", lambda a=area: merged(a))
for name, after in {
    "links": '<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>',
    "dropdowns": '<dataValidations><dataValidation sqref="A1:XFD1048576" type="list"/></dataValidations>',
    "100,000 dropdowns": "<dataValidations>" + '<dataValidation sqref="A1:B2"/>' * 100_000 + "</dataValidations>",
    "conditional formats": '<conditionalFormatting sqref="A1:XFD1048576"/>',
    "protected ranges": '<protectedRanges><protectedRange name="a" sqref="A1:XFD1048576"/></protectedRanges>',
    "page breaks": '<rowBreaks><brk id="1"/></rowBreaks>',
    "something unknown": '<x:y xmlns:x="urn:x"><x:row r="1"/></x:y>',
}.items():
    expect(f"area: {name}", BENIGN, lambda a=after: sheet('<row r="1"><c r="A1"><v>1</v></c></row>', after=a))
expect(
    "notes: 100,000",
    BENIGN,
    lambda: changed(
        {
            "xl/comments1.xml": (
                f'<comments xmlns="{MAIN}"><authors><author/></authors><commentList>'
                + "".join(
                    f'<comment ref="A{row}" authorId="0"><text><t>x</t></text></comment>' for row in range(1, 100_001)
                )
                + "</commentList></comments>"
            ).encode()
        }
    ),
)


expect("sheets: one", BENIGN, lambda: book(SHEET_1))
expect("sheets: none", "no_sheets", lambda: book(""))
CHART = f'<chartsheet xmlns="{MAIN}"/>'.encode()
expect(
    "sheets: a chart only",
    "no_sheets",
    lambda: changed({**parts_of(book(SHEET_1, relation("rId1", "a.xml", "chartsheet"))), "xl/a.xml": CHART}),
)
for kind in ("chartsheet", "dialogsheet", "xlMacrosheet", "something"):
    expect(
        f"sheets: cells in a {kind}",
        "macros" if kind == "xlMacrosheet" else "inconsistent",
        lambda k=kind: book(SHEET_1, relation("rId1", "worksheets/sheet1.xml", k)),
    )
for target in ("styles.xml", "workbook.xml", "_rels/workbook.xml.rels"):
    expect(
        f"sheets: the target is {target}", "damaged inconsistent", lambda t=target: book(SHEET_1, relation("rId1", t))
    )
expect(
    "sheets: 10,000 of one part",
    "too_many_sheets inconsistent",
    lambda: book("".join(f'<sheet name="{number}" sheetId="{number}" r:id="rId1"/>' for number in range(1, 10_001))),
)
expect("sheets: two of one part", "inconsistent", lambda: book(SHEET_1 + SHEET_1.replace('"a"', '"b"')))
expect(
    "sheets: two of one name",
    "inconsistent",
    lambda: book(
        SHEET_1 + SHEET_1.replace("rId1", "rId2"),
        relation("rId1", "worksheets/sheet1.xml"),
        relation("rId2", "worksheets/sheet2.xml"),
    ),
)
expect(
    "sheets: two of one name in two cases",
    "inconsistent",
    lambda: book(
        SHEET_1 + SHEET_1.replace("rId1", "rId2").replace('"a"', '"A"'),
        relation("rId1", "worksheets/sheet1.xml"),
        relation("rId2", "worksheets/sheet2.xml"),
    ),
)
expect(
    "sheets: two relations of one id",
    "inconsistent",
    lambda: book(SHEET_1, relation("rId1", "worksheets/sheet1.xml"), relation("rId1", "worksheets/sheet2.xml")),
)
for target in (
    "../../etc/passwd",
    "../../../xl/worksheets/sheet1.xml",
    "/../xl/worksheets/sheet1.xml",
    "file:///etc/passwd",
    "http://127.0.0.1:9/sheet1.xml",
    "worksheets/sheet77.xml",
    "",
    "\\\\host\\share\\a.xml",
    "C:\\a.xml",
    "/etc/passwd",
):
    expect(f"sheets: target {target}", "damaged", lambda t=target: book(SHEET_1, relation("rId1", t)))
expect(
    "sheets: an external one",
    "damaged",
    lambda: book(SHEET_1, relation("rId1", "worksheets/sheet1.xml", more=' TargetMode="External"')),
)
TWO = (relation("rId1", "worksheets/sheet1.xml"), relation("rId2", "worksheets/sheet2.xml"))
for other in ('id="rId2"', 'q:id="rId2" xmlns:q="urn:q"'):
    other_relation = f"{other} {SHEET_1[SHEET_1.index('r:id') : -2]}"
    expect(
        f"sheets: {other} before the id",
        "inconsistent",
        lambda t=other_relation: book(f'<sheet name="a" sheetId="1" {t}/>', *TWO),
    )
    expect(
        f"sheets: {other} behind the id", "inconsistent", lambda o=other: book(SHEET_1.replace("/>", f" {o}/>"), *TWO)
    )
    expect(f"sheets: {other} alone", "damaged", lambda o=other: book(f'<sheet name="a" sheetId="1" {o}/>', *TWO))
SHEET_2 = '<sheet name="b" sheetId="2" r:id="rId2"/>'
DATED = '<workbookPr date1904="1"/>'
CHOICE = 'mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
for name, sheets, more in (
    ("one more in an extension", SHEET_1, f'<extLst><ext uri="u">{SHEET_2}</ext></extLst>'),
    ("one more next to the list", SHEET_1, SHEET_2),
    ("one more in a sheet", SHEET_1.replace("/>", f">{SHEET_2}</sheet>"), ""),
    (
        "one more in a choice",
        f'{SHEET_1}<{CHOICE}><mc:Choice Requires="x">{SHEET_2}</mc:Choice></mc:AlternateContent>',
        "",
    ),
    ("one more of a foreign kind", SHEET_1 + SHEET_2.replace("<sheet", '<q:sheet xmlns:q="urn:q"'), ""),
    ("two lists", SHEET_1, f"<sheets>{SHEET_2}</sheets>"),
    ("a foreign list", SHEET_1, f'<q:sheets xmlns:q="urn:q">{SHEET_2}</q:sheets>'),
    ("days of 1904 in an extension", SHEET_1, f'<extLst><ext uri="u">{DATED}</ext></extLst>'),
    ("days of 1904 in a list", SHEET_1 + DATED, ""),
    ("days of 1904 of a foreign kind", SHEET_1, DATED.replace("<", "<q:").replace(" ", ' xmlns:q="urn:q" ')),
    ("days of 1904 and not", SHEET_1, f"{DATED}<workbookPr/>"),
):
    expect(f"sheets: {name}", "damaged", lambda s=sheets, m=more: book(s, *TWO, more=m))
expect("sheets: in another root", "damaged", lambda: changed({BOOK: GOOD[BOOK].replace(b"workbook", b"book")}))
expect("sheets: of no namespace", "damaged", lambda: edited(BOOK, f' xmlns="{MAIN}"'.encode(), b""))
expect(
    "sheets: in a list in a list",
    "damaged no_sheets",
    lambda: changed({BOOK: GOOD[BOOK].replace(b"<sheets>", b"<a><sheets>").replace(b"</sheets>", b"</sheets></a>")}),
)
expect(
    "sheets: what Excel notes of charts in an extension",
    BENIGN,
    lambda: book(
        SHEET_1,
        more='<extLst><ext uri="{140A7094-0E35-4892-8432-C4D2E57EDEB5}" xmlns:x15="http://schemas.microsoft.com/office/'
        'spreadsheetml/2010/11/main"><x15:workbookPr chartTrackingRefBase="1"/></ext></extLst>',
    ),
)
expect("sheets: an unknown id", "damaged", lambda: book(SHEET_1.replace("rId1", "rId9")))
expect("sheets: no id", "damaged", lambda: book('<sheet name="a" sheetId="1"/>'))
for target in (
    "/xl/worksheets/sheet1.xml",
    "../xl/worksheets/sheet1.xml",
    "./worksheets/sheet1.xml",
    "worksheets\\sheet1.xml",
    "WORKSHEETS/SHEET1.XML",
    "worksheets//sheet1.xml",
):
    expect(f"sheets: odd target {target}", BENIGN, lambda t=target: book(SHEET_1, relation("rId1", t)))
for part, kind in ((STRINGS, "sharedStrings"), (STYLES, "styles")):
    expect(
        f"decoy: {kind}",
        "inconsistent",
        lambda p=part, k=kind: changed(
            {"xl/other.xml": GOOD[p], BOOK_RELS: GOOD[BOOK_RELS].replace(p.rpartition("/")[2].encode(), b"other.xml")}
        ),
    )
expect(
    "decoy: workbook",
    "inconsistent",
    lambda: changed({"xl/other.xml": GOOD[BOOK], RELS: GOOD[RELS].replace(b"xl/workbook.xml", b"xl/other.xml")}),
)
expect("no relation to the workbook", "damaged inconsistent", lambda: edited(RELS, b'/officeDocument"', b'/other"'))
expect(
    "no relation to the styles, which are two",
    "inconsistent",
    lambda: changed(
        {
            STYLES: GOOD[STYLES].replace(b"</cellXfs>", b'<xf numFmtId="0" fillId="1"/></cellXfs>'),
            BOOK_RELS: GOOD[BOOK_RELS].replace(b'/styles"', b'/other"'),
        }
    ),
)
expect("no relations", "damaged", lambda: changed({RELS: None}))
expect("no relations of the workbook", "damaged", lambda: changed({BOOK_RELS: None}))
expect("no workbook", "damaged", lambda: changed({BOOK: None}))
for list_, listed in ((BOOK_RELS, b"Relationship"), (RELS, b"Relationship"), (TYPES, b"Override")):
    for opening, closing in ((b"<a>", b"</a>"), (b'<y:a xmlns:y="urn:y">', b"</y:a>")):
        first = GOOD[list_][GOOD[list_].index(b"<" + listed + b" ") :].partition(b">")[0] + b">"
        expect(
            f"{list_}: {listed.decode()} in {opening.decode()}",
            "inconsistent",
            lambda p=list_, old=first, new=opening + first + closing: edited(p, old, new),
        )
expect("no sheet's part", "damaged", lambda: changed({SHEET: None}))


# what runs or fetches


def typed(part: str, content_type: str, content: bytes = b"x", **more: bytes) -> bytes:
    """Return the good workbook with a part of some content type."""
    override = f'<Override PartName="/{part}" ContentType="{content_type}"/></Types>'.encode()
    return changed({part: content, TYPES: GOOD[TYPES].replace(b"</Types>", override), **more})


def related(kind: str, target: str, part: str = BOOK_RELS, content: bytes = b"x") -> bytes:
    """Return the good workbook with a part that a relation leads to."""
    added = f'<Relationship Id="rId99" Type="{kind}" Target="{target}"/></Relationships>'.encode()
    return changed({part: GOOD[part].replace(b"</Relationships>", added), f"xl/{target}": content})


LINK = f'<externalLink xmlns="{MAIN}"><externalBook/></externalLink>'.encode()
DDE = f'<externalLink xmlns="{MAIN}"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'.encode()
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
MS = "http://schemas.microsoft.com/office/2006/relationships"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
ACTIVE_FILES: dict[str, tuple[str, Maker]] = {
    "macros by XlsxWriter": ("macros", lambda: by_xlsxwriter("macros")),
    "macros by name": ("macros", lambda: changed({"xl/vbaProject.bin": b"x"})),
    "macros in capitals": ("macros", lambda: changed({"XL/VBAPROJECT.BIN": b"x"})),
    "macros elsewhere": ("macros", lambda: changed({"xl/media/vbaProject.bin": OLE})),
    "macros by type": ("macros", lambda: typed("xl/a.bin", "application/vnd.ms-office.vbaProject")),
    "macros by relation": ("macros", lambda: related(f"{MS}/vbaProject", "a.bin")),
    "macro sheet by relation": ("macros", lambda: related(f"{MS}/xlMacrosheet", "a.xml", content=b"<x/>")),
    "macro sheet by folder": ("macros", lambda: changed({"xl/macrosheets/sheet1.xml": b"<x/>"})),
    "macro sheet by type": ("macros", lambda: typed("xl/a.xml", "application/vnd.ms-excel.macrosheet+xml", b"<x/>")),
    "link by folder": ("external_links", lambda: changed({"xl/externalLinks/externalLink1.xml": LINK})),
    "link by type": ("external_links", lambda: typed("xl/a.xml", f"{SHEET_TYPE}.externalLink+xml", LINK)),
    "link by relation": ("external_links", lambda: related(f"{OFFICE}/externalLink", "a.xml", content=LINK)),
    "DDE by folder": ("dde", lambda: changed({"xl/externalLinks/externalLink1.xml": DDE})),
    "DDE by type": ("dde", lambda: typed("xl/a.xml", f"{SHEET_TYPE}.externalLink+xml", DDE)),
    "object by folder": ("embedded", lambda: changed({"xl/embeddings/oleObject1.bin": OLE})),
    "document by folder": ("embedded", lambda: changed({"xl/embeddings/a.docx": packed({"a": b"b"})})),
    "object by type": ("embedded", lambda: typed("xl/a.bin", f"{SHEET_TYPE.replace('.spreadsheetml', '')}.oleObject")),
    "object by relation": ("embedded", lambda: related(f"{OFFICE}/oleObject", "a.bin")),
    "object in a picture": ("embedded", lambda: changed({"xl/media/image1.png": OLE})),
    "package by relation": ("embedded", lambda: related(f"{OFFICE}/package", "a.xlsx", content=FORM)),
    "ActiveX by folder": ("activex", lambda: changed({"xl/activeX/activeX1.xml": b"<x/>"})),
    "ActiveX by type": ("activex", lambda: typed("xl/a.xml", "application/vnd.ms-office.activeX+xml", b"<x/>")),
    "ActiveX by relation": ("activex", lambda: related(f"{OFFICE}/control", "a.xml", content=b"<x/>")),
}
for name, (code, make) in ACTIVE_FILES.items():
    expect(f"active: {name}", code, make)
for formula in (
    "cmd|'/c calc'!A0",
    "cmd|' /C calc.exe'!'A1'",
    "+cmd|'/c calc'!A0",
    "DDE|x!y",
    "1+MSEXCEL|'\\..\\a.exe'!A0",
    "HYPERLINK(\"x\")&amp;cmd|'/c calc'!A0",
    "[1]!a|b!c",
):
    expect(f"DDE in a formula: {formula}", "dde", lambda f=formula: cell(f"<f>{f}</f><v>1</v>"))
    expect(
        f"DDE in a name: {formula}",
        "dde",
        lambda f=formula: book(SHEET_1, more=f'<definedNames><definedName name="a">{f}</definedName></definedNames>'),
    )
expect(
    "DDE in a name behind brackets and quotes that are not closed",
    "dde",
    lambda: book(SHEET_1, more=f"<definedNames><definedName name='a'>{'[' * 1_900_000}|</definedName></definedNames>"),
)
for formula in (
    "SUM(A1:A2)",
    '"a|b"',
    "'a|b'!A1",
    "Table1[a|b]",
    '"WEBSERVICE("&amp;A1',
    "IMAGES(A1)",
    "MYCALL(A1)",
    'HYPERLINK("http://127.0.0.1:9")',
    'INDIRECT("A"&amp;1)',
    "1" + "+1" * 4_000,
):
    expect(f"formula: {formula[:40]}", BENIGN, lambda f=formula: cell(f"<f>{f}</f><v>1</v>", at="B2"))
for name, changes in {
    "printer settings": {"xl/printerSettings/printerSettings1.bin": bytes(1_000)},
    "pictures": {"xl/media/image1.png": picture().getvalue(), "xl/media/image2.emf": bytes(500)},
    "a drawing in SVG with a doctype": {"xl/media/image1.svg": b"<!DOCTYPE svg><svg/>"},
    "a thumbnail": {"docProps/thumbnail.jpeg": b"\xff\xd8\xff\xe0"},
    "custom data": {"customXml/item1.xml": b"<a/>", "customXml/itemProps1.xml": b"<a/>"},
    "form controls": {"xl/ctrlProps/ctrlProp1.xml": b"<formControlPr/>"},
    "connections": {"xl/connections.xml": b'<connections><connection id="1" refreshOnLoad="0"/></connections>'},
    "comments with signs": {
        "xl/worksheets/sheet9.xml": f'<worksheet xmlns="{MAIN}"><!-- | --><sheetData/></worksheet>'.encode()
    },
    "a calculation chain": {"xl/calcChain.xml": b"<calcChain/>"},
    "a signature": {"_xmlsignatures/sig1.xml": b"<Signature/>"},
    "drawings not well-formed": {"xl/drawings/vmlDrawing1.vml": b"<xml><br></xml>"},
    "notes of a Mac": {
        "__MACOSX/_rels/._.rels": b"\0\5\x16\7\0\2\0\0Mac OS X",
        "__MACOSX/xl/_rels/._workbook.xml.rels": b"\0\5\x16\7\0\2\0\0Mac OS X",
        "__MACOSX/xl/._workbook.xml": b"\0\5\x16\7\0\2\0\0Mac OS X",
    },
    "a ribbon": {"customUI/customUI.xml": b"<customUI/>"},
}.items():
    expect(f"passive: {name}", BENIGN, lambda c=changes: changed(c))


# benign oddities, and files that others make


for name in FEATURES:
    expect(
        f"made by XlsxWriter: {name}",
        {"macros": "macros", "far cells": "sheet_too_large"}.get(name, BENIGN),
        lambda n=name: by_xlsxwriter(n),
    )
expect("made by openpyxl", BENIGN, by_openpyxl)
for name, make in VARIATIONS.items():
    expect(f"written oddly: {name}", BENIGN, make)
expect("the form", BENIGN, lambda: FORM)
expect(
    "the form with names of brackets",
    BENIGN,
    lambda: workbook([case(C=f"王{number}" + "(" * 30_000) for number in range(20)]),
)
LIKE = [("明說他其主別類案個" * 4_000)[:30_000] + str(number) for number in range(180)]  # a header from back to front
expect(
    "the form with long unknown headers",
    BENIGN,
    lambda: workbook([case()], in_cases={"columns": [*"ABCDEFGHIJKLM", *LIKE]}),
)
expect("the form, strict", BENIGN, lambda: strict(FORM))
expect(
    "default content types",
    BENIGN,
    lambda: changed(
        {
            TYPES: GOOD[TYPES].replace(
                b'Extension="xml" ContentType="application/xml"',
                f'Extension="xml" ContentType="{SHEET_TYPE}.sheet.main+xml"'.encode(),
            )
        }
    ),
)
expect(
    "macros allowed for, none there",
    BENIGN,
    lambda: edited(
        TYPES, f"{SHEET_TYPE}.sheet.main+xml".encode(), b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    ),
)
for folder in ("", "wtf/", "圖/"):
    expect(
        f"parts in the folder {folder!r}",
        BENIGN,
        lambda f=folder: packed(
            {
                name.replace("xl/", f): data.replace(b'"/xl/', f'"/{f}'.encode()).replace(b'"xl/', f'"{f}'.encode())
                for name, data in GOOD.items()
            }
        ),
    )
expect("stored", BENIGN, lambda: packed(GOOD, zipfile.ZIP_STORED))
expect("parts in reverse", BENIGN, lambda: packed(dict(reversed(GOOD.items()))))

SEED = random.Random(111)
for number in range(40):
    at, length, byte = SEED.randrange(len(FORM)), SEED.randrange(1, 60), SEED.randrange(256)
    expect(
        f"some bytes changed, {number}", ANY, lambda a=at, n=length, b=byte: FORM[:a] + bytes([b]) * n + FORM[a + n :]
    )
