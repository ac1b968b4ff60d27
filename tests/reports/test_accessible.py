"""The pages that commands write, by axe: what hinders people who listen to them, or see other colours."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from chromium import chromium
from click.testing import CliRunner
from playwright.sync_api import Browser
from test_html import WRONG, report
from workbooks import RIGHT_CASES, service

from cgs_validate.commands.cli import group
from cgs_validate.reports.html import render_html

pytestmark = pytest.mark.program

ROOT = Path(__file__).parents[2]
AXE = ROOT / "tests" / "support" / "axe"


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


def report_page(folder: Path, language: str) -> str:
    checked = report([*RIGHT_CASES, *WRONG], services=[service(G=None), service(C=99)])
    return render_html(checked, language)


def index_of_folder(folder: Path, language: str) -> str:
    run("check", folder, "--format", "html", "-o", folder / "pages", "--lang", language)
    return (folder / "pages" / "index.html").read_text("utf-8")


def statistics_by_month(folder: Path, language: str) -> str:
    return run("stats", folder, "--by", "month", "--format", "html", "--lang", language)


def year(folder: Path, language: str) -> str:
    return run("year", folder, "--format", "html", "--lang", language)


def run(*arguments: object) -> str:
    return CliRunner().invoke(group, [*map(str, arguments)]).output


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two workbooks, one of them with mistakes, and a file that is none."""
    path = tmp_path_factory.mktemp("school")
    for name in ("clean", "errors"):
        shutil.copy(ROOT / "examples" / f"cgs-111-{name}.xlsx", path)
    (path / "notes.txt").write_text("x")
    return path


@pytest.mark.parametrize("make", [report_page, index_of_folder, statistics_by_month, year])
@pytest.mark.parametrize("language", ["zh-TW", "en"])
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light")])
def test_axe_finds_nothing(
    browser: Browser,
    axe: str,
    folder: Path,
    make: Callable[[Path, str], str],
    language: str,
    width: int,
    scheme: Any,
) -> None:
    size = {"width": width, "height": 800}
    page = browser.new_page(viewport=size, color_scheme=scheme, bypass_csp=True)  # the report lets no script in
    page.set_content(make(folder, language))
    page.evaluate(axe)
    found = page.evaluate("axe.run().then(({violations, passes}) => ({violations, passes: passes.length}))")
    page.close()
    assert found["passes"] > 15
    assert [(rule["id"], [node["html"][:200] for node in rule["nodes"][:3]]) for rule in found["violations"]] == []
