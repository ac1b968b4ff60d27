"""Draws the ribbon as SVG from the XML that Excel gets, for the documentation: ``python addin/draw_ribbon.py``."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from cgs_validate_addin.ribbon_layout import ribbon_tab

PICTURE = Path(__file__).parents[1] / "docs" / "excel-ribbon.svg"
LARGE, SMALL, GAP, TOP, HEIGHT = 84, 96, 14, 64, 96
LONGEST, LINE = 5, 20  # characters of a large button's line, and its height
SYMBOLS = {
    "check": ("✓", "#c00000"),
    "previous": ("▲", "#2f5597"),
    "next_": ("▼", "#2f5597"),
    "fix": ("✎", "#bf8f00"),
    "clear": ("⌫", "#7f7f7f"),
    "arm": ("▦", "#548235"),
    "upload": ("⇧", "#548235"),
    "help_": ("?", "#2f5597"),
}
FONTS = "'Noto Sans CJK TC', 'Microsoft JhengHei', 'PingFang TC', sans-serif"
TEXT = f'font-family="{FONTS}" font-size="15" text-anchor="middle"'
CAPTION = "這是示意圖，依增益集的功能區定義畫成，不是 Excel 的畫面；實際的圖示由 Excel 提供。"


def draw() -> str:
    """Return the drawing."""
    tab = ribbon_tab()
    shapes, x = [], GAP
    for group in tab:
        columns = list(_columns(list(group)))
        width = sum(LARGE if len(column) == 1 else SMALL for column in columns)
        shapes += _group(group, columns, x, width)
        x += width + 2 * GAP
    return "\n".join([*_frame(tab.attrib["label"], x), *shapes, "</svg>\n"])


def _columns(buttons: list[ElementTree.Element]) -> Iterator[list[ElementTree.Element]]:
    """Yield each large button alone, and the small ones of a group as one column, as Excel does."""
    small = [button for button in buttons if button.get("size") != "large"]
    yield from ([button] for button in buttons if button not in small)
    if small:
        yield small


def _frame(title: str, width: int) -> list[str]:
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{TOP + HEIGHT + 56}" {TEXT}>',
        '<rect width="100%" height="100%" fill="#f3f2f1"/>',
        f'<text x="64" y="36" font-weight="bold" fill="#217346">{escape(title)}</text>',
        '<rect x="24" y="46" width="80" height="3" fill="#217346"/>',
        f'<rect x="4" y="{TOP - 8}" width="{width - 8}" height="{HEIGHT + 28}" rx="6" fill="#fff" stroke="#d2d0ce"/>',
        f'<text x="{width / 2}" y="{TOP + HEIGHT + 44}" font-size="12" fill="#605e5c">{CAPTION}</text>',
    ]


def _group(group: ElementTree.Element, columns: list[list[ElementTree.Element]], x: int, width: int) -> list[str]:
    label, edge = escape(group.attrib["label"]), x + width + GAP
    shapes = [
        f'<text x="{x + width / 2}" y="{TOP + HEIGHT + 12}" font-size="12" fill="#605e5c">{label}</text>',
        f'<line x1="{edge}" y1="{TOP}" x2="{edge}" y2="{TOP + HEIGHT + 10}" stroke="#e1dfdd"/>',
    ]
    for column in columns:
        if len(column) == 1:
            shapes += _button(column[0], x + LARGE / 2, TOP + 34, x + LARGE / 2, TOP + 72, 30)
            x += LARGE
        else:
            for row, button in enumerate(column):
                y = TOP + 26 + 36 * row
                shapes += _button(button, x + 14, y, x + 58, y, 17)
            x += SMALL
    return shapes


def _button(button: ElementTree.Element, x: float, y: float, label_x: float, label_y: float, size: int) -> list[str]:
    symbol, colour = SYMBOLS[button.attrib["id"]]
    label, tip = escape(button.attrib["label"]), escape(button.attrib["supertip"])
    cut = len(label) if len(label) <= LONGEST else (len(label) + 1) // 2
    return [
        f'<text x="{x}" y="{y}" font-size="{size}" fill="{colour}">{symbol}</text>',
        *(
            f'<text x="{label_x}" y="{label_y + LINE * number}"><title>{tip}</title>{line}</text>'
            for number, line in enumerate(filter(None, (label[:cut], label[cut:])))
        ),
    ]


if __name__ == "__main__":
    PICTURE.write_text(draw(), "utf-8")
