"""The maps of the repository name what is there, and leave no room out."""

import re
from pathlib import Path

import pytest

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


def test_every_room_is_in_the_picture() -> None:
    text = (ROOT / "docs" / "ARCHITECTURE.md").read_text("utf-8")
    rooms = [f"{path.name}/" for path in PACKAGE.iterdir() if (path / "__init__.py").exists()]
    assert len(rooms) > 10
    assert [room for room in rooms if not re.search(rf"^    .*\b{room}", text, re.MULTILINE)] == []
