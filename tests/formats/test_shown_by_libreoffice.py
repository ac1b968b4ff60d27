"""LibreOffice shows what we show, for each of many formats and values, but where it is known to differ from Excel."""

import csv
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from cgs_validate.formats.number_format import show, show_text

FORMATS = (
    """
0|00|000|0000000|0.0|0.00|0.000|0.##|0.0#|#|#.##|#,##0|#,##0.00|#,###|0,000|#,##0.0,|0,|0,,|#,##0,,.00|.00
?0.0?|0%|0.00%|0.0##%|%0|0.00E+00|0E+0|0.0E-0|##0.0E+0|#.##E+00|000-0000|000"-"0000|0-0|(00) 0000-0000
"S"000|0"次"|"第"0"號"|"NT$"#,##0|$#,##0.00|[$NT$-404]#,##0|[$-404]0.0|0.00 "元"|0;(0)|0;-0;"零"|0;-0;;@|0;;
;;;|;;|0.00;[Red]-0.00|#,##0;[Red](#,##0);"-"|"正"0;"負"0;"無"|[>=100]"多"0;"少"0|[<100]"A"000;"B"000
[<1]0.00%;[<10]0.0;0|[=1]"男";[=2]"女";"其他"0|[Color10]0.0|[Red][<0]-0;[Blue]0|0_);(0)
_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-|\\S0000|\\#0|0\\.0|0\\/0|# ?/?|# ??/??|?/?|# ?/4|# ??/100|0 0/0
General|General"次"|"x"General;"y"General|"有"|@|@"號"|0;0;0;"學"@|yyyy/m/d|yyyy-mm-dd|m"月"d"日"|m/d|d-mmm
d-mmm-yy|mmm-yy|mmmm d, yyyy|mmmmm|ddd|dddd|dd/mm/yyyy|yy/mm/dd|yyyy"年"m"月"d"日"|[$-404]e/m/d
[$-404]e"年"m"月"d"日"|[$-404]gge"年"m"月"d"日"|h:mm|hh:mm:ss|h:mm AM/PM|h:mm:ss AM/PM|h"時"mm"分"|[h]:mm
[h]:mm:ss|[m]:ss|[mm]|[s]|mm:ss|mm:ss.0|ss.00|yyyy/m/d h:mm|m/d/yy hh:mm|[$-404]AM/PM h:mm|yyyy|m|d|h|s
""".strip()
    .replace("\n", "|")
    .split("|")
)
VALUES = (
    0,
    1,
    3,
    -3,
    12,
    150,
    310,
    1140133,
    1234567.891,
    -1234.5,
    0.03,
    0.5,
    2.675,
    2.9999999999,
    -0.3,
    45000,
    45000.123456,
)
TEXT = "甲A"
TIMES = "[ymdhse]"

# Where LibreOffice does not do as Excel does: format, value, and why.
KNOWN = (
    (r"[0#?.]*\.#+(E\+00)?", ".*", "Excel leaves the point behind a whole number"),
    (r"#,##0,,\.00", ".*", "of Excel, commas before the point divide, too"),
    (r".*General.*|@.*", r"2\.9999999999|45000\.123456", "Excel shows eleven characters at most"),
    (r'"有"', "-.*", "Excel shows the sign of a negative number"),
    (rf".*{TIMES}.*", r"-.*", "Excel has no days before 1900, and shows ####"),
    (rf".*{TIMES}.*", r"0|1|3|12|0\.03|0\.5|2\.675|2\.9999999999", "until 1900-03-01 Excel counts the days otherwise"),
    (r"\[\$-404\].*e.*", "150|310", "years before 民國 1 are not known"),
    (rf".*{TIMES}.*", r"2\.9999999999", "LibreOffice cuts the last fraction of a second"),
    (r".*s.*", r"45000\.123456", "LibreOffice cuts seconds, Excel rounds them"),
    (r"\[[hms]+\].*", r"1140133|1234567\.891", "too long for LibreOffice"),
    (r"# \?\?/100", r"2\.675", "LibreOffice rounds 67.5 hundredths down"),
)


@pytest.mark.program
def test_libreoffice_shows_the_same(tmp_path: Path) -> None:
    rows = list(shown_by_libreoffice(tmp_path))
    same, others = 0, []
    for code, row in zip(FORMATS, rows, strict=True):
        own = [*(show(value, code) for value in map(float, VALUES)), show_text(TEXT, code)]
        for value, ours, theirs in zip((*VALUES, TEXT), own, row, strict=True):
            if ours is not None and ours.strip() == theirs.strip():
                same += 1
            elif not any(re.fullmatch(known, code) and re.fullmatch(of, str(value)) for known, of, _ in KNOWN):
                others.append((code, value, ours, theirs))
    assert others == []
    assert same > 1_500


def shown_by_libreoffice(folder: Path) -> Iterator[list[str]]:
    book = openpyxl.Workbook()
    for row, code in enumerate(FORMATS, 1):
        for column, value in enumerate((*VALUES, TEXT), 1):
            cell = book.active.cell(row, column, value)
            cell.number_format = code
    book.save(folder / "formats.xlsx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    tabs_and_utf8 = "csv:Text - txt - csv (StarCalc):9,34,76"
    command = [
        "soffice",
        "--headless",
        profile,
        "--convert-to",
        tabs_and_utf8,
        "--outdir",
        folder,
        folder / "formats.xlsx",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shown = (folder / "formats.csv").read_text("utf-8-sig")
    yield from csv.reader(shown.splitlines(), delimiter="\t")


HOSTILE = [
    "," * 255, "#," * 127, "," * 127 + "0" * 127, "[" * 255, "_" * 255, "*" * 255, "\\" * 255, "0." * 127, '"' * 101,
    ";" * 255, "%" * 255, "?" * 255, "y" * 255, "0" * 127 + "." + "0" * 127, "[$-404]" * 36, "0/" + "0" * 250,
    "0E+" + "0" * 250, "s.000" * 50, "h:mm" * 60, "%" * 250 + "0", "0" * 250 + "E+0", "[h]" * 80, "General" * 36,
    "[<1]0;" * 3 + "0", "0;0;0;0;0", "[>0]", "0/0/0", "E+E+0", "e" * 200, "上午/下午" * 50,
]  # fmt: skip


@pytest.mark.parametrize("code", HOSTILE, ids=lambda code: f"{code[:4]} {len(code)}")
@pytest.mark.parametrize("number", [0.0, -1.5, 1e308, 5e-324, 45000.123, -(2.0**60)])
def test_any_format_is_quick_and_harmless(code: str, number: float) -> None:
    assert show(number, code) is None or len(show(number, code) or "") < 2_000
    assert len(show_text("S001", code)) < 2_000


@pytest.mark.parametrize(
    "code", ["[DBNum1]0", "[NatNum1]0", "b1yyyy", 'd mmm "', "0x", "[$-411]mmm", "[<1]0", "0;0;0;0;0"]
)
def test_what_is_not_known_is_said(code: str) -> None:
    assert show(3.0, code) is None
