"""Data flows one way, and imports follow it (docs/ARCHITECTURE.md)."""

import ast
from pathlib import Path

import pytest

import cgs_validate

ROOT = Path(cgs_validate.__file__).parent

# The packages from the ground to the door: a module imports only from lines below its own, or from its own package.
FLOORS = """
    version text localisation cached_property forking
    errors
    workbook formats atomic_write
    ooxml spec
    reading editing
    checking
    templates reports isolation
    api
    living
    marking authoring statistics
    migration upload
    __init__
    commands
    __main__
"""
LEVELS = {room: level for level, floor in enumerate(FLOORS.strip().splitlines()) for room in floor.split()}


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    """The rooms from which a module imports, anywhere in its code."""
    folder = path.relative_to(ROOT).parts[:-1]
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            start = folder[: len(folder) - node.level + 1]
            names = [node.module] if node.module else [alias.name for alias in node.names]
            rooms |= {(*start, *name.split("."))[0] for name in names}
    return {room if room in LEVELS else "__init__" for room in rooms}


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    own = room_of(path)
    for room in imported_rooms(path) - {own}:
        assert LEVELS[room] < LEVELS[own], f"{own} imports {room}"


def test_every_room_has_its_floor() -> None:
    assert {room_of(path) for path in ROOT.rglob("*.py")} == set(LEVELS)


@pytest.mark.parametrize("library", ["openpyxl", "python_calamine", "xlwings", "lxml"])
def test_no_excel_library_is_known_to_the_engine(library: str) -> None:
    users = {room_of(path) for path in ROOT.rglob("*.py") if f"import {library}" in path.read_text("utf-8")}
    assert users <= {"templates"}
