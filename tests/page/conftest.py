"""The page, built once for the tests that need it, and the browser that opens it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import chromium
from playwright.sync_api import Browser, Page
from teacher_page import NAME, opened

ROOT = Path(__file__).parents[2]


def build(out: Path) -> Path:
    subprocess.run([sys.executable, ROOT / "addin" / "build_page.py", out], check=True, stdout=subprocess.DEVNULL)
    return out


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def page(browser: Browser, built: Path) -> Iterator[Page]:
    """The page opened by a double click, once for the tests of a module: a teacher goes on with it, too."""
    with opened(browser, (built / NAME).as_uri()) as page:
        yield page
