"""``python page_pictures.py FOLDER DOCS``: draws a counsellor's walk through the page, by the invented example.

FOLDER is what ``addin/build_page.py`` wrote.
"""

import io
import sys
from pathlib import Path

import openpyxl
from chromium import chromium
from teacher_page import NAME, choose, opened, saved

EXAMPLES = Path(__file__).parents[2] / "examples"
FIRST_ROW = 5  # below the headers
SIZE = {"width": 900, "height": 700}


def main(built: Path, docs: Path) -> None:
    """Open, drop a file with errors, look, download, mend the copy, drop it, and take its marks out."""
    with chromium() as browser, opened(browser, (built / NAME).absolute().as_uri(), viewport=SIZE) as page:
        page.screenshot(path=docs / "page-open.png", clip={"x": 0, "y": 0, "width": 900, "height": 330})
        choose(page, **{"111-10": (EXAMPLES / "cgs-111-errors.xlsx").read_bytes()})
        marked = saved(page, "mark")
        page.evaluate("document.getElementById('verdict').scrollIntoView()")
        page.screenshot(path=docs / "page-errors.png")
        page.evaluate("document.getElementById('s1-E7').scrollIntoView({block: 'center'})")
        page.hover("#s1-L8")
        page.screenshot(path=docs / "page-reason.png")
        choose(page, **{"111-10.marked": mended(marked)})
        saved(page, "unmark")
        page.evaluate("document.getElementById('verdict').scrollIntoView()")
        page.screenshot(path=docs / "page-clean.png")


def mended(marked: bytes) -> bytes:
    """Return the marked copy with the right values in it, its marks as they are."""
    book, right = openpyxl.load_workbook(io.BytesIO(marked)), openpyxl.load_workbook(EXAMPLES / "cgs-111-clean.xlsx")
    for sheet in right:
        copy = book[sheet.title]
        for area in list(copy.merged_cells.ranges):
            copy.unmerge_cells(area.coord)
        for row in sheet.iter_rows(min_row=FIRST_ROW):
            for cell in row:
                copy[cell.coordinate].value = cell.value
    book.save(target := io.BytesIO())
    return target.getvalue()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
