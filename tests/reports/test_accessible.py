"""The HTML report by axe, which finds what hinders people who listen to it, use the keyboard, or see other colours."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chromium import chromium
from playwright.sync_api import Browser
from test_html import WRONG, report
from workbooks import RIGHT_CASES, service

from cgs_validate.reports.html import render_html

pytestmark = pytest.mark.program

AXE = Path(__file__).parents[1] / "support" / "axe"


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the script, by the hash of the lock."""
    folder = tmp_path_factory.mktemp("axe") / "axe"
    shutil.copytree(AXE, folder)
    fetch = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    subprocess.run(fetch, cwd=folder, check=True)
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.mark.parametrize("language", ["zh-TW", "en"])
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light")])
def test_axe_finds_nothing(browser: Browser, axe: str, language: str, width: int, scheme: Any) -> None:
    checked = report([*RIGHT_CASES, *WRONG], services=[service(G=None), service(C=99)])
    size = {"width": width, "height": 800}
    page = browser.new_page(viewport=size, color_scheme=scheme, bypass_csp=True)  # the report lets no script in
    page.set_content(render_html(checked, language))
    page.evaluate(axe)
    found = page.evaluate("axe.run().then(({violations, passes}) => ({violations, passes: passes.length}))")
    page.close()
    assert found["passes"] > 20
    assert [(rule["id"], [node["html"][:200] for node in rule["nodes"][:3]]) for rule in found["violations"]] == []
