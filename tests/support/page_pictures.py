"""``python page_pictures.py FOLDER DOCS``: draws a counsellor's walk through the page, by the invented example.

FOLDER is what ``addin/build_page.py`` wrote.
"""

import sys
from pathlib import Path

from chromium import chromium
from teacher_page import NAME, choose, opened, saved

EXAMPLES = Path(__file__).parents[2] / "examples"
SIZE = {"width": 900, "height": 700}


def main(built: Path, docs: Path) -> None:
    """Open, drop a file with errors, look, download, drop the corrected one."""
    with chromium() as browser, opened(browser, (built / NAME).absolute().as_uri(), viewport=SIZE) as page:
        page.screenshot(path=docs / "page-open.png", clip={"x": 0, "y": 0, "width": 900, "height": 330})
        choose(page, **{"111-10": (EXAMPLES / "cgs-111-errors.xlsx").read_bytes()})
        saved(page, "mark")
        page.evaluate("document.getElementById('verdict').scrollIntoView()")
        page.screenshot(path=docs / "page-errors.png")
        page.evaluate("document.getElementById('s1-E7').scrollIntoView({block: 'center'})")
        page.hover("#s1-L8")
        page.screenshot(path=docs / "page-reason.png")
        choose(page, **{"111-10": (EXAMPLES / "cgs-111-clean.xlsx").read_bytes()})
        page.evaluate("document.getElementById('verdict').scrollIntoView()")
        page.screenshot(path=docs / "page-clean.png", clip={"x": 0, "y": 0, "width": 900, "height": 400})


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
