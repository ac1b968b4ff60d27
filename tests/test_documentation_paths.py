"""The maps of the repository name what is there, and leave no room out."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from test_architecture import LEVELS

import cgs_validate

ROOT = Path(__file__).parent.parent
PACKAGE = Path(cgs_validate.__file__).parent
MAPS = ("CONTRIBUTING.md", "docs/ARCHITECTURE.md")

# `specs/cgs/`, `errors.py`, and the targets of links
PATH = re.compile(r"`([\w./-]+/|[\w./-]+\.(?:py|md|yaml|json|toml|ini))`")
LINK = re.compile(r"\]\(([^)#:]+)\)")


@pytest.mark.parametrize("name", MAPS)
def test_every_path_is_there(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    missing = [path for path in PATH.findall(text) if not ((ROOT / path).exists() or (PACKAGE / path).exists())]
    missing += [link for link in LINK.findall(text) if not (ROOT / name).parent.joinpath(link).exists()]
    assert missing == []


def floors() -> list[set[str]]:
    """The rooms in the picture, from the door to the ground."""
    text = (ROOT / "docs" / "ARCHITECTURE.md").read_text("utf-8")
    picture = re.findall(r"^    door(?:.*\n)+?    ground(?:.+\n)+", text, re.MULTILINE)[0]
    return [set(re.findall(r"(\w+)(?:/|\.py)", part)) & set(LEVELS) for part in re.split(r"\n *-+\n", picture)]


def test_every_room_is_in_the_picture() -> None:
    rooms = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert rooms <= set().union(*floors())


def test_the_picture_has_the_floors_of_the_source() -> None:
    for upper, lower in pairwise(floors()):
        assert min(LEVELS[room] for room in upper) > max(LEVELS[room] for room in lower), (upper, lower)
