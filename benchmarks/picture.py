"""The picture for the README: bars, written as SVG by hand, so that fonts and colours are the reader's."""

from collections.abc import Iterable

from .contenders import CERBERUS, CERBERUS_COPY, CHECKERS, OURS, OURS_COPY, OURS_FORM
from .measuring import Contender
from .parts import Results, Sizes

_WIDTH, _LEFT, _BAR, _STEP = 760, 300, 18, 30
_NAMES = {
    "calamine:read": "只讀檔（python-calamine）",
    OURS.run: "cgs-validate，同樣六條規則",
    OURS_FORM.run: "cgs-validate，表格的全部規則",
    "by_pandera:check": "pandera + pandas + calamine",
    "by_pydantic:check": "pydantic + openpyxl",
    "by_frictionless:check": "frictionless",
    CERBERUS.run: "Cerberus 逐列 + openpyxl",
    OURS_COPY.run: "cgs-validate",
    CERBERUS_COPY.run: "Cerberus 逐列 + openpyxl",
}
_STYLE = """
  text { font: 14px sans-serif; fill: #24292f }
  .title { font-weight: bold }
  .ours { fill: #1a7f37 }
  .other { fill: #8c959f }
  @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .ours { fill: #3fb950 } .other { fill: #6e7681 } }
"""


def draw(results: Results, sizes: Sizes) -> str:
    """Return the picture of how long a check takes, and a marked copy."""
    checked = _bars("large", [one for one in CHECKERS if ("large", one.run) in results.measured], results)
    copied = _bars("copy", [OURS_COPY, CERBERUS_COPY], results)
    lines: list[str] = []
    top = 0
    for title, bars in (
        (f"檢核 {sizes.large:,} 列 × 16 欄，從檔案到每一格的錯誤（時間，以只讀檔為 1）", checked),
        (f"檢核並標示 {sizes.mark[0]:,} 列 × 16 欄，存成標示好的檔案（時間，以 cgs-validate 為 1）", copied),
    ):
        lines.append(f'<text class="title" x="0" y="{top + 18}">{title}</text>')
        lines += _drawn(bars, top + 34)
        top += 34 + _STEP * len(bars) + 16
    size = f'width="{_WIDTH}" height="{top}" viewBox="0 0 {_WIDTH} {top}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">\n<style>{_STYLE}</style>'
    return "\n".join([head, *lines, "</svg>", ""])


def _bars(part: str, contenders: Iterable[Contender], results: Results) -> list[tuple[Contender, float]]:
    """Return the times in multiples of the first."""
    times = [(one, results.measured[part, one.run].wall) for one in contenders]
    return [(one, seconds / times[0][1]) for one, seconds in times]


def _drawn(bars: list[tuple[Contender, float]], top: int) -> Iterable[str]:
    longest = max(ratio for _, ratio in bars)
    for number, (contender, ratio) in enumerate(bars):
        y = top + _STEP * number
        width = max(2.0, ratio / longest * (_WIDTH - _LEFT - 60))
        kind = "ours" if contender.run.startswith("ours:") else "other"
        yield f'<text x="{_LEFT - 10}" y="{y + 14}" text-anchor="end">{_NAMES[contender.run]}</text>'
        yield f'<rect class="{kind}" x="{_LEFT}" y="{y}" width="{width:.1f}" height="{_BAR}" rx="2"/>'
        yield f'<text x="{_LEFT + width + 6:.1f}" y="{y + 14}">{ratio:.1f}</text>'
