"""Our parts of the add-in's package: the ribbon, the sheet of sentences, the properties."""

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape

from ..ribbon_layout import ribbon_xml

SHEET = "messages"
TITLE = "輔導報表檢核"
ABOUT = "cgs-validate：在 Excel 裡檢核輔導教師的月報表，黃色＝未填寫，紅色＝有誤。含 xlwings (BSD-3-Clause)。"

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TEMPLATE_FOLDER = r"<mc:AlternateContent\b.*?</mc:AlternateContent>"


def our_parts(template: Mapping[str, bytes], sentences: Mapping[str, str]) -> dict[str, bytes]:
    """Return the parts that replace the template's, by name."""
    workbook = re.sub(TEMPLATE_FOLDER, "", template["xl/workbook.xml"].decode())
    texts = {
        "customUI/customUI.xml": ribbon_xml(),
        "xl/workbook.xml": workbook.replace('name="_myaddin.conf"', f'name="{SHEET}"'),
        "xl/worksheets/sheet1.xml": _sheet(sentences),
        "docProps/core.xml": _properties(),
    }
    return {name: text.encode() for name, text in texts.items()}


def _sheet(sentences: Mapping[str, str]) -> str:
    """Return the hidden sheet with the Chinese texts for VBA, whose source has only code page 1252."""
    rows = (_row(number, row) for number, row in enumerate(sentences.items(), 1))
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}">'
        f'<sheetPr codeName="Sheet2"/><sheetData>{"".join(rows)}</sheetData></worksheet>'
    )


def _row(number: int, texts: tuple[str, ...]) -> str:
    cells = (
        f'<c r="{column}{number}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
        for column, text in zip("AB", texts, strict=True)
    )
    return f'<row r="{number}">{"".join(cells)}</row>'


def _properties() -> str:
    """Return the properties that Excel shows in its list of add-ins."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{TITLE}</dc:title><dc:creator>cgs-validate</dc:creator><dc:description>{ABOUT}</dc:description>"
        "</cp:coreProperties>"
    )
