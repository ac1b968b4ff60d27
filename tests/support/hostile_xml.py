"""Files of the hostile corpus with XML that attacks its parser, is broken, or in other encodings."""

import re

from hostile_making import (
    BENIGN,
    BOOK,
    BOOK_RELS,
    GOOD,
    RELS,
    SHEET,
    STRINGS,
    STYLES,
    TYPES,
    XML_PARTS,
    cell,
    changed,
    edited,
    expect,
    sheet,
)

DOCTYPES = {
    "plain": "<!DOCTYPE x>",
    "billion laughs": '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
    "a file": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "the web": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    "a parameter": '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x">%a;]>',
}
for part in XML_PARTS:
    for name, doctype in DOCTYPES.items():
        expect(
            f"DOCTYPE: {name} in {part}",
            "doctype",
            lambda p=part, d=doctype: changed({p: re.sub(rb"(<[A-Za-z])", d.encode() + rb"\1", GOOD[p], count=1)}),
        )
for part in ("xl/drawings/vmlDrawing1.vml", "xl/comments1.xml", "xl/worksheets/sheet2.xml", "customXml/item1.xml"):
    expect(f"DOCTYPE: unread in {part}", "doctype", lambda p=part: changed({p: b"<!DOCTYPE x><x/>"}))
    expect(
        f"DOCTYPE: far down in {part}",
        "doctype",
        lambda p=part: changed({p: b"<!--" + b" " * 100_000 + b"--><!DOCTYPE x><x/>"}),
    )
    expect(f"DOCTYPE: UTF-16 in {part}", "doctype", lambda p=part: changed({p: "<!DOCTYPE x><x/>".encode("utf-16")}))
expect("entity without a declaration", "damaged", lambda: cell("<v>&nobody;</v>", "str"))
expect("entities of XML", BENIGN, lambda: cell("<v>&lt;&amp;&gt;&quot;&apos;&#65;</v>", "str"))
expect("DOCTYPE in a text", BENIGN, lambda: cell("<v>&lt;!DOCTYPE x&gt;</v>", "str"))
expect("DOCTYPE in CDATA", BENIGN, lambda: cell("<v><![CDATA[<!DOCTYPE x>]]></v>", "str"))


# tokens, depth, broken XML


expect("token: an attribute", "damaged", lambda: sheet(f'<row r="1" a="{"x" * 50_000_000}"/>'))
expect("token: a comment", "damaged", lambda: sheet(f"<!--{'x' * 50_000_000}-->"))
expect("token: an instruction", "damaged", lambda: sheet(f"<?x {'x' * 50_000_000}?>"))
expect("token: a name", "damaged", lambda: sheet(f"<{'x' * 3_000_000}/>"))
expect("token: blanks", "damaged", lambda: sheet(" " * 50_000_000))
expect("token: in texts", "damaged", lambda: changed({STRINGS: b"<sst>" + b"x" * 3_000_000 + b"</sst>"}))
expect("token: in a part that is not read", "damaged", lambda: changed({"xl/x.xml": b"<x>" + b"x" * 3_000_000}))
expect(
    "token: in a sheet that is not named as XML",
    "damaged",
    lambda: changed(
        {
            **{name: GOOD[name].replace(b"sheet1.xml", b"sheet1.dat") for name in (TYPES, BOOK_RELS)},
            SHEET: None,
            SHEET.replace(".xml", ".dat"): GOOD[SHEET].replace(
                b"</worksheet>", b"<!--" + b" " * 3_000_000 + b"--></worksheet>"
            ),
        }
    ),
)
expect("token: a megabyte", BENIGN, lambda: sheet(" " * 1_000_000))
for depth in (300, 10_000, 1_000_000):
    for part in (SHEET, STRINGS, STYLES, BOOK):
        root = re.search(rb"<([A-Za-z]+)", GOOD[part].partition(b"?>")[2])[1]
        expect(
            f"depth {depth} in {part}",
            "damaged",
            lambda p=part, d=depth, r=root: changed(
                {p: GOOD[p].replace(b"</%s>" % r, b"<a>" * d + b"</a>" * d + b"</%s>" % r)}
            ),
        )
for part in XML_PARTS[:-1]:
    for name, break_ in {
        "cut off": lambda data: data[: len(data) * 3 // 4],
        "closed twice": lambda data: data + b"</x>",
        "NUL": lambda data: data[:-10] + b"\0" + data[-10:],
        "no XML": lambda _: b"\x01\x02\x03",
        "nothing": lambda _: b"",
        "not UTF-8": lambda data: data.replace(b"<", b"<!--\xff\xfe-->\x80<", 3),
    }.items():
        expect(f"broken: {name} in {part}", "damaged", lambda p=part, b=break_: changed({p: b(GOOD[p])}))


def stuffed(part: str, element: bytes, megabytes: int = 60) -> bytes:
    """Return the good workbook with a part full of one element."""
    data, count = GOOD[part], megabytes * 1_000_000 // len(element)
    at = data.rindex(b"</")
    return changed({part: data[:at] + element * count + data[at:]})


for part in (SHEET, STRINGS, STYLES, BOOK, TYPES, RELS):
    expect(f"elements: 15 million in {part}", "too_many_elements", lambda p=part: stuffed(p, b"<a/>"))
expect(
    "elements: 7 million in UTF-16",
    "too_many_elements",
    lambda: changed({SHEET: ("<a>" + "<a/>" * 7_000_000).encode("utf-16")}),
)
expect("elements: 4 million relations", "inconsistent too_many_elements", lambda: stuffed(RELS, b"<Relationship/>"))
expect("elements: a million cells in other places", BENIGN, lambda: stuffed(SHEET, b"<x><c/></x>", 10))
FORMS = "".join(f'<row r="{row}" a{row}=""><c r="A{row}"><v>1</v></c></row>' for row in range(1, 20_000))
expect("forms: 20,000 of rows", BENIGN, lambda: sheet(FORMS))
expect("forms: 20,000 of rows below a long head", "damaged", lambda: sheet(FORMS, before="<x/>" * 100_000))


def wide_rows() -> str:
    """Return rows of 624 blank cells, nine of each form."""
    letters = [a + b for a in "ABCDEFGHIJKLMNOPQRSTUVWX" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    cells = "".join(f'<c r="{name}{{0}}"/>' for name in letters)
    return "".join(f'<row r="{row}" a{row // 9}="">{cells.format(row)}</row>' for row in range(1, 1_801))


expect("forms: 200 wide ones, by turns", BENIGN, lambda: sheet(wide_rows()))


# encodings, characters


def declared(encoding: str, written: str, part: str = SHEET) -> bytes:
    """Return the good workbook with a part that declares an encoding and is written in one."""
    text = re.sub(r"^<\?xml.*?\?>\s*", "", GOOD[part].decode())
    return changed({part: f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(written)})


for encoding in (
    "big5",
    "cp950",
    "gbk",
    "shift_jis",
    "utf-7",
    "latin-1",
    "windows-1252",
    "utf-32",
    "idna",
    "rot13",
    "hex",
    "unicode_escape",
    "x",
    "",
):
    for part in (SHEET, STRINGS):
        expect(
            f"encoding {encoding or 'of no name'} in {part}",
            "damaged",
            lambda e=encoding, p=part: declared(e, "utf-8", p),
        )
for declared_as, written in (
    ("utf-16", "utf-8"),
    ("utf-8", "utf-16"),
    ("utf-8", "utf-32"),
    ("utf-16", "utf-32"),
    ("big5", "utf-16"),
):
    expect(
        f"encoding: {declared_as} declared, {written} written",
        "damaged",
        lambda t=declared_as, w=written: declared(t, w),
    )
expect("encoding: utf-16", BENIGN, lambda: declared("UTF-16", "utf-16"))
expect("encoding: utf-16 of the texts", BENIGN, lambda: declared("utf-16", "utf-16", STRINGS))
for end in ("le", "be"):
    expect(f"encoding: utf-16{end}", BENIGN, lambda e=end: declared(f"UTF-16{e.upper()}", f"utf-16-{e}"))
expect("encoding: utf-16be declared, utf-16le written", "damaged", lambda: declared("utf-16be", "utf-16"))
expect("encoding: utf-8 in small letters", BENIGN, lambda: declared("utf-8", "utf-8"))
expect("encoding: a byte order mark", BENIGN, lambda: declared("utf-8", "utf-8-sig"))
expect("XML 1.1", "damaged", lambda: edited(SHEET, b'version="1.0"', b'version="1.1"'))
for code in (0, 1, 8, 11, 27, 31, 0xFFFE, 0xFFFF):
    expect(f"character {code} raw", "damaged", lambda c=code: cell(f"<v>a{chr(c)}b</v>", "str"))
    expect(f"character {code} by number", "damaged", lambda c=code: cell(f"<v>a&#{c};b</v>", "str"))
expect("half a character by number", "damaged", lambda: cell("<v>&#xD800;</v>", "str"))
for escape in ("_x0000_", "_x001B_", "_x0007_", "_xD800_", "_x005F_x001B_", "_xFFFF_", "_x000D_"):
    expect(f"escape {escape}", BENIGN, lambda e=escape: cell(f"<v>a{e}b</v>", "str"))
