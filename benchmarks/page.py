"""How fast the page without installation is in Chromium: ``python -m benchmarks.page FOLDER``.

FOLDER is what ``addin/build_page.py`` wrote. Times are those of the processor, of the page's own process; what the page
does is done natively, too, and the ratio is printed. Chromium comes from Debian.
"""

import argparse
import base64
import json
import os
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from .data import build, fill_in

_NAME = "輔導報表檢核.html"
_READY = 120_000  # milliseconds
_STARTS, _TIMES = 3, 20
_SEEKING = 5  # seconds, in which a teacher looks for the file; the page reads an example meanwhile
_SETTLING = 20  # seconds, after which Chromium has given back what it compiled with
_TICKS = os.sysconf("SC_CLK_TCK")

# Has the page's worker check and mark a workbook, so many times.
_ASKING = """
window.Worker = class extends Worker {
  constructor(...source) { super(...source); window.worker = this; }
};
const ask = (request, bytes) => new Promise((resolve) => {
  window.worker.onmessage = ({ data }) => resolve(data);
  window.worker.postMessage({ request, bytes });
});
window.checkAndMark = async (text, times) => {
  const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0)).buffer;
  for (let turn = 0; turn < times; turn++) {
    for (const name of ["check", "mark"]) await ask({ do: name, name: `${turn}.xlsx` }, bytes);
  }
};
"""


class Figure(NamedTuple):
    """What is measured, and the most that it shall be."""

    what: str
    unit: str
    most: float
    measured: float
    native: float | None = None

    def line(self) -> str:
        """Return it as a line."""
        ratio = f"{self.measured / self.native:6.1f} × native" if self.native else ""
        reached = "reached" if self.measured <= self.most else "NOT REACHED"
        return f"  {self.what:<44} ≤ {self.most:g} {self.unit:<3} {self.measured:7.1f}  {reached:<12} {ratio}"


def measure(browser: Browser, page_file: Path, folder: Path) -> Iterator[Figure]:
    """Open the page some times, and let it check a form and a large workbook."""
    form, large = fill_in(folder / "form.xlsx", 30), build(folder / "large.xlsx", 2_000)
    starts, firsts = [], []
    for _ in range(_STARTS):
        with _opened(browser, page_file) as page:
            process = _Process(browser.new_browser_cdp_session())
            starts.append(process.seconds())
            time.sleep(_SEEKING)
            firsts.append(process.spent(page, form, 1))
            process.spent(page, form, _TIMES)
            warm = process.spent(page, form, _TIMES)
            rows = process.spent(page, large, 5)
            time.sleep(_SETTLING)
            memory = process.megabytes()
    yield Figure("from opening to ready", "s", 3, min(starts))
    yield Figure("30 rows, checked and marked, the first time", "ms", 500, 1_000 * min(firsts))
    yield Figure("30 rows, checked and marked", "ms", 50, 1_000 * warm, 1_000 * _natively(form, _TIMES))
    yield Figure("2,000 rows, checked and marked", "ms", 300, 1_000 * rows, 1_000 * _natively(large, 5))
    yield Figure("memory of the tab after all that", "MB", 250, memory)


@contextmanager
def _opened(browser: Browser, page_file: Path) -> Iterator[Page]:
    context = browser.new_context()
    context.add_init_script(_ASKING)
    page = context.new_page()
    page.goto(page_file.absolute().as_uri())
    page.wait_for_selector("#file:enabled", timeout=_READY)
    yield page
    context.close()


class _Process:
    """The process of the page, with its worker."""

    def __init__(self, session: CDPSession) -> None:
        processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
        renderers = [one["id"] for one in processes if one["type"] == "renderer"]
        self.folder = Path("/proc") / str(max(renderers, key=lambda pid: _seconds(Path("/proc") / str(pid))))

    def seconds(self) -> float:
        """The processor's time that it has used."""
        return _seconds(self.folder)

    def megabytes(self) -> float:
        """Its memory, with its part of what it shares."""
        [line] = [line for line in (self.folder / "smaps_rollup").read_text().splitlines() if line.startswith("Pss:")]
        return int(line.split()[1]) * 1_024 / 1e6

    def spent(self, page: Page, path: Path, times: int) -> float:
        """Return the processor's time of a check with its marked copy."""
        before = self.seconds()
        page.evaluate("([text, times]) => window.checkAndMark(text, times)", [_text(path), times])
        return (self.seconds() - before) / times


def _seconds(folder: Path) -> float:
    user, system = (folder / "stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / _TICKS


def _text(path: Path) -> str:
    return base64.b64encode(path.read_bytes()).decode()


def _natively(path: Path, times: int) -> float:
    from cgs_validate_page.bridge import answer

    data, spent = path.read_bytes(), []
    for turn in range(times):
        before = time.process_time()
        for action in ("check", "mark"):
            answer(json.dumps({"do": action, "name": f"{turn}.xlsx"}), data)
        spent.append(time.process_time() - before)
    return statistics.median(spent)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page", description=__doc__)
    parser.add_argument("folder", metavar="FOLDER", type=Path)
    page_file = parser.parse_args().folder / _NAME
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        print(f"page: Chromium {browser.version}, the processor's time")
        for figure in measure(browser, page_file, Path(folder)):
            print(figure.line(), flush=True)
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
