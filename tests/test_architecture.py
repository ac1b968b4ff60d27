"""Data flows one way, and imports follow it (DESIGN.md section 3)."""

import ast
from pathlib import Path

import pytest

import cgs_validate

ROOT = Path(cgs_validate.__file__).parent

# From what knows nothing of the others to what knows all; a module imports only from lines above its own,
# or from its own package.
ORDER = """
errors normalize saving
formats months
sheets
readers
spec_files
spec_grammar
spec
spec_build
spec_library
findings values headers
tables
rules
grouping
messages
report
engine
__init__
explanations spec_lint documentation examples
writers
commands
cli
__main__
""".strip().splitlines()
LEVELS = {name: level for level, line in enumerate(ORDER) for name in line.split()}


def modules() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


def imported(path: Path) -> set[str]:
    """The top names inside the package that a module imports, anywhere in its code."""
    depth = len(path.relative_to(ROOT).parts)
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            inside = node.level < depth
            parts = [part for alias in node.names for part in [node.module or alias.name]]
            names |= {path.relative_to(ROOT).parts[0] if inside else part.split(".")[0] for part in parts}
    return {name if name in LEVELS else "__init__" for name in names}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    own = path.relative_to(ROOT).parts[0].removesuffix(".py")
    for name in imported(path) - {own}:
        lower = LEVELS[name] < LEVELS[own] or (LEVELS[name] == LEVELS[own] and own in ORDER[LEVELS[own]].split())
        version_only = name == "__init__" and own == "engine"
        assert lower or version_only, f"{own} imports {name}"


@pytest.mark.parametrize("library", ["openpyxl", "python_calamine", "xlwings", "lxml"])
def test_no_excel_library_is_known_to_the_engine(library: str) -> None:
    users = {path.relative_to(ROOT).parts[0] for path in modules() if f"import {library}" in path.read_text("utf-8")}
    assert users <= {"readers", "writers"}
