"""Files of the hostile corpus whose cells are too far, too many, out of order, or hold what is no value."""

import re

from hostile_making import BENIGN, GOOD, MAIN, SHEET, SHEET_1, book, cell, changed, expect, grid, sheet

from cgs_validate.workbook import column_letters

FAR = {
    "last cell of all": "XFD1048576",
    "last row": "A1048576",
    "last column": "XFD1",
    "row 200,001": "A200001",
    "column 1,025": "AMK1",
    "a million rows": "P1000000",
}
for name, at in FAR.items():
    row = re.sub("[A-Z]", "", at)
    first = '<c r="A1"><v>1</v></c>' if row == "1" else ""
    rows = (
        f'<row r="1">{first}<c r="{at}"><v>1</v></c></row>'
        if first
        else (f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{row}"><c r="{at}"><v>1</v></c></row>')
    )
    expect(f"far: {name}", "sheet_too_large", lambda r=rows: sheet(r))
    text = rows.replace("<v>1</v>", "<is><t>x</t></is>").replace('"><is>', '" t="inlineStr"><is>')
    expect(f"far: {name}, text", "sheet_too_large", lambda r=text: sheet(r))
    blank = rows.replace(f'<c r="{at}"><v>1</v></c>', f'<c r="{at}" s="0"/>')
    expect(f"far: {name}, blank", BENIGN, lambda r=blank: sheet(r))
for at in ("A1048577", "A9999999", "XFE1", "ZZZ1"):
    row = re.sub("[A-Z]", "", at)
    expect(f"far: {at} is in no sheet", "damaged", lambda a=at, r=row: sheet(f'<row r="{r}"><c r="{a}" s="0"/></row>'))

ORDER = {
    "rows descending": '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
    "a row twice": '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
    "a row twice, parted": '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="B1"><v>2</v></c></row>',
    "row 0": '<row r="0"><c r="A0"><v>1</v></c></row>',
    "cells descending": '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
    "a cell twice": '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
    "a cell of another row": '<row r="1"><c r="A2"><v>1</v></c></row>',
    "a cell without a row": '<row r="1"><c r="A"><v>1</v></c></row>',
    "a cell without a column": '<row r="1"><c r="1"><v>1</v></c></row>',
    "a cell with an area": '<row r="1"><c r="A1:B2"><v>1</v></c></row>',
    "a cell with a sheet": '<row r="1"><c r="b!A1"><v>1</v></c></row>',
    "a cell in full width": '<row r="1"><c r="Ａ1"><v>1</v></c></row>',
    "a row that went back": '<row r="3"/><row><c><v>1</v></c></row><row r="4"><c r="A4"><v>2</v></c></row>',
}
for name, rows in ORDER.items():
    expect(f"order: {name}", "out_of_order", lambda r=rows: sheet(r))
    many = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(10, 60))
    expect(f"order: {name}, behind many", "out_of_order", lambda r=rows, m=many: sheet(m + r))
ROWS = {
    "a row numbered in full width": '<row r="１"><c r="A1"><v>1</v></c></row>',
    "a row numbered with a sign": '<row r="+1"><c r="A1"><v>1</v></c></row>',
    "a row numbered 1.0": '<row r="1.0"><c r="A1"><v>1</v></c></row>',
    "a row in a row": '<row r="1"><row r="2"><c r="A2"><v>1</v></c></row></row>',
    "a cell in a cell": '<row r="1"><c r="A1"><c r="B1"><v>1</v></c></c></row>',
    "rows in a choice": '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="x"><row r="1"><c r="A1"><v>1</v></c></row></mc:Choice></mc:AlternateContent>',
    "a cell without a row around it": '<c r="A1"><v>1</v></c>',
    "two values": '<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>',
    "a value and a text": '<row r="1"><c r="A1" t="inlineStr"><v>1</v><is><t>2</t></is></c></row>',
    "a text and a value": '<row r="1"><c r="A1" t="inlineStr"><is><t>2</t></is><v>1</v></c></row>',
    "a foreign row": '<x:row xmlns:x="urn:x" r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>',
    "a foreign value": '<row r="1"><c r="A1"><x:v xmlns:x="urn:x">1</x:v></c></row>',
    "data in data": '<sheetData/><row r="1"><c r="A1"><v>1</v></c></row>',
    "data once more": '</sheetData><sheetData><row r="1"><c r="A1"><v>1</v></c></row>',
}
for name, rows in ROWS.items():
    expect(f"rows: {name}", "damaged", lambda r=rows: sheet(r))

OTHERWISE = {
    "data in a choice": lambda data: data.replace(b"<sheetData>", b"<a><sheetData>").replace(
        b"</sheetData>", b"</sheetData></a>"
    ),
    "foreign data": lambda data: data.replace(b"<sheetData>", b'<sheetData xmlns="urn:x">'),
    "a foreign sheet": lambda data: data.replace(MAIN.encode(), b"urn:x"),
    "a sheet without a namespace": lambda data: data.replace(b' xmlns="%s"' % MAIN.encode(), b""),
    "another root": lambda data: data.replace(b"worksheet", b"chartsheet"),
}
for name, change in OTHERWISE.items():
    expect(f"rows: {name}", "damaged", lambda c=change: changed({SHEET: c(GOOD[SHEET])}))

for claimed in ("A1", "A1:A1", "XFD1048576", "A1:XFD1048576", "B2:A1", "nonsense", ""):
    expect(
        f"dimension {claimed!r}",
        BENIGN,
        lambda c=claimed: sheet('<row r="3"><c r="C3"><v>1</v></c></row>', before=f'<dimension ref="{c}"/>'),
    )


def numbered(rows: range, content: str) -> str:
    """Return rows of one cell each, with addresses."""
    return "".join(f'<row r="{row}"><c r="A{row}"{content}</row>' for row in rows)


def addressed(rows: range) -> str:
    """Return rows of ten cells each, with addresses."""
    cells = "".join(f'<c r="{letter}{{0}}"><v>1</v></c>' for letter in "ABCDEFGHIJ")
    return "".join(f'<row r="{row}">{cells.format(row)}</row>' for row in rows)


expect("cells: 600,001 with a value", "sheet_too_large", lambda: sheet(grid(600, 1_001, "><v>1</v></c>")))
expect("cells: a million with a value, addressed", "sheet_too_large", lambda: sheet(addressed(range(1, 100_001))))
expect("cells: 1.3 million blank ones", "sheet_too_large", lambda: sheet(grid(1_300, 1_000, ' s="0"/>')))
expect("cells: 600,000 blank ones", BENIGN, lambda: sheet(grid(600, 1_000, ' s="0"/>')))
expect("cells: a styled column to the end", BENIGN, lambda: sheet(numbered(range(1, 1_048_577), ' s="0"/>')))
expect("rows: blank to the end", BENIGN, lambda: sheet("".join(f'<row r="{row}"/>' for row in range(1, 1_048_577))))
expect(
    "rows: one at the end", BENIGN, lambda: sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576" ht="20"/>')
)
expect("rows: 100,000 with a value", BENIGN, lambda: sheet(numbered(range(1, 100_001), "><v>1</v></c>")))


def filled(row: int, columns: int) -> str:
    """Return a row with a value in each of its first columns."""
    cells = "".join(f'<c r="{column_letters(number)}{row}"><v>1</v></c>' for number in range(1, columns + 1))
    return f'<row r="{row}">{cells}</row>'


expect("columns: 16,384 in a row", "sheet_too_large damaged", lambda: sheet(filled(1, 16_384) + filled(2, 16_384)))
expect(
    "columns: 1,024 in each of 500 rows", BENIGN, lambda: sheet("".join(filled(row, 1_024) for row in range(1, 501)))
)
expect(
    "columns: one more in each of 700 rows", BENIGN, lambda: sheet("".join(filled(row, row) for row in range(1, 701)))
)
expect(
    "columns: one less in each of 700 rows",
    BENIGN,
    lambda: sheet("".join(filled(row, 701 - row) for row in range(1, 701))),
)

# values


for number in ("1", "-1", "1.5", ".5", "5.", "1e5", "1E-5", "+3", "0", "1e308", "-0", " 7 ", "00012", "1" * 300):
    expect(f"number {number[:20]!r}", BENIGN, lambda n=number: cell(f"<v>{n}</v>"))
for number in (
    "１２３",
    "1_000",
    "1,000",
    "NaN",
    "nan",
    "inf",
    "-Infinity",
    "1e999",
    "0x10",
    "1e",
    "--1",
    "1 2",
    "一",
    "#N/A",
    "1.2.3",
    "1e1000000",
    "٣",
    "TRUE",
    "²",
    "1\u00a0",
):
    expect(f"number {number!r} is none", "damaged", lambda n=number: cell(f"<v>{n}</v>"))
for kind in ("x", "S", "number", "ｎ", "date", ""):
    if kind:
        expect(f"kind {kind!r} is none", "damaged", lambda k=kind: cell("<v>1</v>", k))
for value in ("#N/A", "#REF!", "#SPILL!", "#GETTING_DATA", "#CALC!", "#FIELD!", "#無", "N/A", ""):
    expect(f"error {value!r}", BENIGN, lambda v=value: cell(f"<v>{v}</v>", "e"))
for value in ("0", "1", "true", "false"):
    expect(f"boolean {value}", BENIGN, lambda v=value: cell(f"<v>{v}</v>", "b"))
for value in ("2", "yes", "-1", "TRUEE", "１"):
    expect(f"boolean {value} is none", "damaged", lambda v=value: cell(f"<v>{v}</v>", "b"))
for value in ("2024-09-01", "2024-09-01T00:00:00", "2024-09-01T12:30:00.000Z"):
    expect(f"day {value}", BENIGN, lambda v=value: cell(f"<v>{v}</v>", "d"))
for value in ("10:59:59.9999999999984025", "T23:44", "PT0H11M0.000S", "P1DT2H"):
    expect(f"time {value}", BENIGN, lambda v=value: cell(f"<v>{v}</v>", "d"))
for value in (
    "2024-13-01",
    "2024-02-30",
    "20240901",
    "2024-W01-1",
    "x",
    "2024-09-01x",
    "２０２４-09-01",
    "24:00:00",
    "12:60",
    "PT",
    "P1Y",
):
    expect(f"day {value} is none", "damaged", lambda v=value: cell(f"<v>{v}</v>", "d"))
for text in (
    "=1+1",
    "=cmd|'/c calc'!A0",
    "+1",
    "-1",
    "@SUM(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\t=1",
    "{{7*7}}",
    "%s%n",
    "'; DROP TABLE",
    "../../etc/passwd",
    "\u202etxt",
    "\u200b",
    "🙂",
):
    expect(f"text {text[:20]!r}", BENIGN, lambda t=text: cell(f"<v>{t}</v>", "str"))
expect("formula without a value", BENIGN, lambda: cell("<f>1+1</f>"))
expect("days of 1904", BENIGN, lambda: book(SHEET_1, more='<workbookPr date1904="1"/>'))
