"""Data flows one way, and imports follow it (DESIGN.md section 3)."""

import ast
from pathlib import Path

import pytest

import cgs_validate

ROOT = Path(cgs_validate.__file__).parent

# From what knows nothing of the others to what knows all; a module imports only from lines above its own,
# or from its own package.
ORDER = """
version
errors
collector
sandbox
worker
regexes
normalize
saving
markdown
months
formats
sheets
blanks
readers
editors
mark_memory
mark_matching
spec_files
spec_text
spec_grammar
spec
requirements
spec_changes
spec_build
spec_library
spec_lock
findings
remarks
quick_schema
values
headers
form_layout
form_answers
inference
form_differences
list_comparison
column_comparison
workbook_comparison
change_proposal
tables
rules
spec_comparison
grouping
messages
spec_wording
comparison_table
workers
report
crossing
engine
validating
draft_text
explanations
filled
carrying
examples
spec_schema
spec_lint
writers
documentation
unmarking
marking
fixing
migrating
upload
__init__
commands
cli
__main__
""".strip().splitlines()
LEVELS = {name: level for level, name in enumerate(ORDER)}


def modules() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


def imported(path: Path) -> set[str]:
    """The top names inside the package that a module imports, anywhere in its code."""
    depth = len(path.relative_to(ROOT).parts)
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            inside = node.level < depth
            own_package = path.relative_to(ROOT).parts[0]
            parts = {(node.module or alias.name).split(".")[0] for alias in node.names}
            names |= {own_package} if inside else {part if part in LEVELS else "__init__" for part in parts}
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    own = path.relative_to(ROOT).parts[0].removesuffix(".py")
    for name in imported(path) - {own}:
        assert LEVELS[name] < LEVELS[own], f"{own} imports {name}"


@pytest.mark.parametrize("library", ["openpyxl", "python_calamine", "xlwings", "lxml"])
def test_no_excel_library_is_known_to_the_engine(library: str) -> None:
    users = {path.relative_to(ROOT).parts[0] for path in modules() if f"import {library}" in path.read_text("utf-8")}
    assert users <= {"readers", "writers"}
