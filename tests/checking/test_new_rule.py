"""A rule is added in five files: its module, the registry, its texts in two languages, its cases."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RULES = "src/cgs_validate/checking/rules"

MODULE = '''"""A count is greater than the count of which it is a part.

Wrong: 3 of 2
Right: 2 of 3

Source: made up for this test.
"""

from collections.abc import Iterator

from ...spec.model import RuleSpec
from ...spec.rule_options import FIELD
from ..findings import Hit
from ..tables import Table
from ..values import Value

CODE = "not_above"
OPTIONS = {"field": FIELD, "of": FIELD}


def check(table: Table, rule: RuleSpec) -> Iterator[Hit]:
    field, whole = rule.params["field"], rule.params["of"]
    for index in table.rows_with((field, whole), _is_above):
        yield Hit(table.place(index, field), field, {"other": table.named(whole)})


def _is_above(part: Value | None, whole: Value | None) -> bool:
    if not part or not whole or part.broken or whole.broken:
        return False
    return bool(part.meaning > whole.meaning)
'''
CHINESE = """
not_above:
  message: 不能比「{other}」大。
  hint: 請確認兩個數字是否填對。
  why: 一部分不會比全部多。
  wrong: 應到 2 人，實到 3 人
  right: 應到 3 人，實到 2 人
  declared:
    about: field 不能比 of 大。
    options: {field: 一部分的欄位。, of: 全部的欄位。}
    says: 「{field}」不可比「{of}」大
"""
ENGLISH = """
not_above:
  message: This is more than “{other}”.
  hint: Check both numbers.
  declared:
    about: The number in field is not above that in of.
    options: {field: The column of the part., of: The column of the whole.}
    says: “{field}” is not above “{of}”
"""
CASES = """
params: other
fields:
  came: {header: 實到, type: integer}
  invited: {header: 應到, type: integer}
rules:
  - not_above: {field: came, of: invited}
wrong:
  - {rows: [{came: "3", invited: "2"}], finds: [A4]}
right:
  - {rows: [{came: "2", invited: "3"}, {came: "2", invited: "2"}]}
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with one rule more."""
    copy = tmp_path_factory.mktemp("project")
    ignored = shutil.ignore_patterns("__pycache__")
    for folder in ("src", "specs", "tests/cases"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=ignored)
    for folder in ("checking", "support"):
        (copy / "tests" / folder).mkdir()
    for file in ("pyproject.toml", "tests/checking/test_rules.py", "tests/support/looks.py"):
        shutil.copy(ROOT / file, copy / file)
    (copy / RULES / "not_above.py").write_text(MODULE, "utf-8")
    registry = (copy / RULES / "__init__.py").read_text("utf-8")
    line = "    not_all_zero,\n"
    (copy / RULES / "__init__.py").write_text(registry.replace(line, f"{line}    not_above,\n"), "utf-8")
    for name, text in (("zh-TW", CHINESE), ("en", ENGLISH)):
        with (copy / "specs" / "messages" / f"rules.{name}.yaml").open("a", encoding="utf-8") as file:
            file.write(text)
    (copy / "tests" / "cases" / "rules" / "not_above.yaml").write_text(CASES, "utf-8")
    return copy


def run(copy: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(copy / "src"), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=copy, env=environment, capture_output=True, text=True, encoding="utf-8"
    )
    return done.stdout + done.stderr


def test_its_cases_pass(copy: Path) -> None:
    """A spec declares it, a workbook breaks it, its findings have sentences and the parameters of the case file."""
    shown = run(
        copy,
        "pytest",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:django",
        "tests/checking/test_rules.py",
        "-k",
        "not_above",
        "-rA",
    )
    assert shown.count("PASSED") == 5
    assert "FAILED" not in shown


def test_its_files_are_complete(copy: Path) -> None:
    """Nothing else is missing: not in a second list, not in another language."""
    assert run(copy, "cgs_validate", "spec", "lint", "--lang", "en") == run(
        ROOT, "cgs_validate", "spec", "lint", "--lang", "en"
    )


@pytest.mark.parametrize(
    ("language", "texts"), [("zh-TW", ["一部分不會", "應到 2 人"]), ("en", ["is a part", "3 of 2"])]
)
def test_it_is_explained(language: str, texts: list[str], copy: Path) -> None:
    page = run(copy, "cgs_validate", "explain", "not_above", "--lang", language)
    assert [text for text in texts if text not in page] == []


def test_it_is_documented(copy: Path) -> None:
    run(copy, "cgs_validate", "spec", "docs", "-o", "docs")
    assert "`of`: The column of the whole." in (copy / "docs" / "rules.en.md").read_text("utf-8")
    assert "field 不能比 of 大。" in (copy / "docs" / "spec.schema.json").read_text("utf-8")


def test_specs_that_declare_it_are_shown_and_their_mistakes_found(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CGS_SPECS_PATH", "tests/cases/specs")
    spec = copy / "tests" / "cases" / "specs" / "leaver" / "114.yaml"
    text = spec.read_text("utf-8")
    age = "- age: {born: birth_date, on: report_date, max: 17}"
    assert age in text
    spec.write_text(text.replace(age, "- not_above: {field: report_date, of: birth_date}"), "utf-8")
    assert "「填報日期」不可比「出生日期」大" in run(
        copy, "cgs_validate", "spec", "show", "leaver/114", "--lang", "zh-TW"
    )
    spec.write_text(text.replace(age, "- not_above: {field: report_date, of: brith_date}"), "utf-8")
    assert "birth_date" in run(copy, "cgs_validate", "spec", "lint", str(spec), "--lang", "zh-TW")
