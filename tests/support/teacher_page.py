"""The page without installation, driven as a teacher does."""

import functools
import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

NAME = "輔導報表檢核.html"
READY = 60_000  # milliseconds, on a busy machine
SHOWN = '#verdict[data-file="{}"]'


@contextmanager
def opened(browser: Browser, address: str, script: str = "", **options: Any) -> Iterator[Page]:
    """Open the page and wait until it is ready. script: runs before its own; options: of the browser's context."""
    context = browser.new_context(accept_downloads=True, **options)
    context.add_init_script(script)
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#file:enabled", timeout=READY)
    yield page
    context.close()


def files(**contents: bytes) -> list[Any]:
    """Return workbooks as they are chosen, by their names without the suffix."""
    return [{"name": f"{name}.xlsx", "mimeType": "", "buffer": data} for name, data in contents.items()]


def choose(page: Page, **contents: bytes) -> None:
    """Choose workbooks and wait until they are checked."""
    page.set_input_files("#file", chosen := files(**contents))
    page.wait_for_selector(SHOWN.format(chosen[0]["name"]), timeout=READY)
    page.wait_for_selector("#working", state="hidden", timeout=READY)


def shown(page: Page) -> Any:
    """Return the report of the workbook that is shown."""
    return json.loads(page.evaluate("JSON.stringify(window.cgs.report)"))


def saved(page: Page, button: str) -> bytes:
    """Press a button and return what it saves."""
    with page.expect_download() as download:
        page.click(f"#{button}")
    return download.value.path().read_bytes()


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder, and return its address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass
