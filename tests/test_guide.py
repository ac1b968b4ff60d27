"""The maintainers' guide, walked from its first block to its last in a folder of one's own: all that it shows is so."""

import re
import shutil
from pathlib import Path

import pytest
from documented import run_shown
from system_blanks import as_of_the_system

from cgs_validate import validate
from cgs_validate.spec.library import list_specs, load_file, load_spec, packaged_folder
from cgs_validate.templates.workbook import build_template

HERE = Path(__file__).parent
GUIDE = (HERE.parents[0] / "docs" / "spec-guide.zh.md").read_text("utf-8")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the specs, and the blank form that the guide speaks of."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CGS_SPECS_PATH", "specs")
    shutil.copytree(packaged_folder() / "cgs", tmp_path / "specs" / "cgs")
    (tmp_path / "specs" / "newform").mkdir()
    whole = Path(shutil.copy(HERE / "cases" / "guide-115.yaml", tmp_path / "specs" / "cgs" / "115.yaml"))
    (tmp_path / "115學年度空白表格.xlsx").write_bytes(as_of_the_system(build_template(load_file(whole))))
    whole.unlink()
    return tmp_path


def test_the_guide_is_true_from_beginning_to_end(project: Path) -> None:
    for kind, text in re.findall(r"^```(\w+)\n(.*?)^```", GUIDE, re.M | re.S):
        {"console": run_shown, "yaml": write_or_find, "diff": edit}[kind](text, project)
    assert "cgs/115" in list_specs()
    assert load_spec("cgs/115").status == "released"
    report = validate(project / "115空白.xlsx", month="115-09")
    assert report.spec.id == "cgs/115"
    assert not [finding for finding in report.findings if finding.code != "sheet_empty"]


def test_from_the_blank_to_a_released_spec_are_nine_commands() -> None:
    year = GUIDE[GUIDE.index("## 5 ") : GUIDE.index("## 6 ")]

    assert len(re.findall(r"^\$ ", year, re.M)) == 9
    assert "一共九個指令" in year


def write_or_find(text: str, project: Path) -> None:
    """Do with a block of YAML as its first line says: look for it in the file, or put it there."""
    head, _, block = text.partition("\n")
    name, where = re.fullmatch(r"# ([\w/.-]+)(.*)", head).groups()  # type: ignore[union-attr]
    path = project / name
    if where == "（節錄）":
        lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
        shown = [line.strip() for line in block.splitlines()]
        assert any(lines[start : start + len(shown)] == shown for start in range(len(lines))), block
    else:
        assert where == "，加在 changes 的最後"
        path.write_text(path.read_text("utf-8") + block, "utf-8")


def edit(text: str, project: Path) -> None:
    """Replace the lines with ``-`` by those with ``+``, in the file of the first line; blank lines part the places."""
    head, _, block = text.partition("\n")
    for place in block.split("\n\n"):
        old, new = (
            "\n".join(line[1:] for line in place.splitlines() if line.startswith(sign)) + "\n" for sign in ("-", "+")
        )
        replace(project / head.removeprefix("# "), old, new)


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), "utf-8")
