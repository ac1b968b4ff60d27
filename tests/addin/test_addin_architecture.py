"""Imports in the add-in go one way, and its three programs do not import one another."""

import ast
import re
from pathlib import Path

import pytest

import cgs_validate_addin

ROOT = Path(cgs_validate_addin.__file__).parent

# From the ground to the door: a module imports only from lines above its own, or from its own package.
FLOORS = """
    __init__ buttons fills ribbon_layout archive installation same_answers
    open_book
    dropdowns
    ranges reading messages
    memory_sheet current_marks
    requested_marks navigation
    apply_marks
    findings_list
    workflow
    arming uploading
    actions
    run_button
    excel libreoffice ribbon
"""
LEVELS = {module: level for level, floor in enumerate(FLOORS.strip().splitlines()) for module in floor.split()}
PATHS = [path for path in sorted(ROOT.rglob("*.py")) if "extension" not in path.parts]  # it runs in LibreOffice


def module_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported_modules(path: Path) -> set[str]:
    """The modules and packages at the top of the add-in from which a module imports, anywhere in its code."""
    folder = path.relative_to(ROOT).parts[:-1]
    modules = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            start = folder[: len(folder) - node.level + 1]
            names = [node.module] if node.module else [alias.name for alias in node.names]
            modules |= {(*start, *name.split("."))[0] for name in names}
    return modules


@pytest.mark.parametrize("path", PATHS, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    own = module_of(path)
    for module in imported_modules(path) - {own}:
        assert LEVELS[module] < LEVELS[own], f"{own} imports {module}"


def test_every_module_has_its_floor() -> None:
    assert {module_of(path) for path in PATHS} == set(LEVELS)


def test_only_excel_has_xlwings() -> None:
    imports = re.compile(r"^ *(import|from) xlwings\b", re.MULTILINE)
    users = {module_of(path) for path in PATHS if imports.search(path.read_text("utf-8"))}
    assert users == {"excel"}
