"""What the documentation shows is what happens."""

import io
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from documented import run_shown

from cgs_validate.authoring.docs import pages
from cgs_validate.spec.examples import load_example
from cgs_validate.spec.library import load_spec
from cgs_validate.templates.workbook import build_template

ROOT = Path(__file__).parents[1]
WRITTEN = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
WALKED = ("spec-guide.zh.md", "upload.zh.md")  # by test_guide.py and test_upload_pages.py, as a whole


def blocks(kind: str) -> list[object]:
    found = []
    for path in (path for path in WRITTEN if path.name not in WALKED):
        for number, text in enumerate(re.findall(rf"^```{kind}\n(.*?)^```", path.read_text("utf-8"), re.M | re.S)):
            found.append(pytest.param(text, id=f"{path.name}-{number}"))
    return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder like the one that the documentation speaks of."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    shutil.copy(ROOT / "examples" / "cgs-111-errors.xlsx", tmp_path / "111-10.xlsx")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("text", blocks("console"))
def test_commands_print_what_is_shown(text: str, folder: Path) -> None:
    run_shown(text, folder)


@pytest.mark.parametrize("text", blocks("python"))
def test_python_examples_run(text: str, folder: Path) -> None:
    exec(compile(text, "documentation", "exec"), {})


@pytest.mark.parametrize(("path", "text"), [pytest.param(*page, id=str(page[0])) for page in pages().items()])
def test_generated_pages_are_up_to_date(path: Path, text: str) -> None:
    assert (ROOT / "docs" / path).read_text("utf-8") == text, "run: cgs-validate spec docs"


@pytest.mark.parametrize("name", ["blank", "clean", "errors"])
def test_example_workbooks_are_up_to_date(name: str) -> None:
    example = None if name == "blank" else load_example("cgs/111", name)
    suffix = "" if name == "blank" else f"-{name}"
    committed = (ROOT / "examples" / f"cgs-111{suffix}.xlsx").read_bytes()
    assert parts(committed) == parts(build_template(load_spec("cgs/111"), example)), "run: cgs-validate template"


def parts(workbook: bytes) -> dict[str, bytes]:
    """A workbook's parts, which each Python may compress in its own way."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", path.read_text("utf-8")):
        assert (path.parent / link).exists(), link
