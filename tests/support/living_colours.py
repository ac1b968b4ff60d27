"""The colours of conditional formats as LibreOffice shows them: its HTML export has them as the cells' own."""

import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

from cgs_validate.checking.findings import COLOURS, Sort

NEEDED = "LibreOffice is needed (tests/support/programs.py installs it)"
SORTS = {f"#{colour}": sort for sort, colour in COLOURS.items()}

_Place = tuple[int, int]
Colours = dict[_Place, Sort]


def colours(workbook: bytes, folder: Path) -> list[Colours]:
    """The colours of marks in each sheet, by row and column."""
    soffice = shutil.which("soffice")
    assert soffice, NEEDED
    (folder / "living.xlsx").write_bytes(workbook)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "html", "--outdir", str(folder), "living.xlsx"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=600)
    return colours_of((folder / "living.html").read_text("utf-8"))


def colours_of(html: str) -> list[Colours]:
    """Return the colours of marks in what LibreOffice exported."""
    reader = _Reader()
    reader.feed(html)
    return reader.sheets


class _Reader(HTMLParser):
    """Counts rows and cells, and leaves out those that a merged one is over."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[Colours] = []
        self._row = self._column = 0
        self._covered: set[_Place] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.sheets.append({})
            self._row, self._covered = 0, set()
        elif tag == "tr":
            self._row, self._column = self._row + 1, 0
        elif tag == "td":
            self._cell(dict(attrs))

    def _cell(self, attributes: dict[str, str | None]) -> None:
        self._column += 1
        while (self._row, self._column) in self._covered:
            self._column += 1
        wide, high = (int(attributes.get(name) or 1) for name in ("colspan", "rowspan"))
        rows, columns = range(self._row, self._row + high), range(self._column, self._column + wide)
        self._covered |= {(row, column) for row in rows for column in columns}
        if sort := SORTS.get(attributes.get("bgcolor") or ""):
            self.sheets[-1][self._row, self._column] = sort
        self._column += wide - 1
