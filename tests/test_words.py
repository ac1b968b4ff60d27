"""Names, docstrings and comments are written in the words of the field (CONTRIBUTING.md, "The words")."""

import ast
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("src", "addin", "examples", "benchmarks", "tests", "specs")
AVOIDED = {
    "told": "given, reported, named",
    "tells": "says, returns, shows",
    "stand": "be, lie",
    "stands": "is, lies",
    "standing": "current",
    "stood": "was",
    "beside": "next to, besides",
    "judge": "check",
    "judged": "checked",
    "examine": "check",
    "examined": "checked",
    "kept": "cached, retained",
    "meant": "intended, suggested",
    "whoever": "the caller, who",
    "nobody": "no one",
    "taken": "accepted, occupied",
    "wanted": "requested, expected",
}
WORD = re.compile(r"[A-Za-z][a-z]*")


def places_of_words(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the line and the text of every name, comment and docstring of a module."""
    with tokenize.open(path) as file:
        source = file.read()
    for token in tokenize.generate_tokens(iter(source.splitlines(keepends=True)).__next__):
        if token.type in (tokenize.NAME, tokenize.COMMENT):
            yield token.start[0], token.string
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            docstring = ast.get_docstring(node, clean=False)
            if docstring:
                yield node.body[0].lineno, docstring


def avoided(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(text)} & AVOIDED.keys()


def modules() -> list[Path]:
    return [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py")) if path != Path(__file__)]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_written_in_the_words_of_the_field(path: Path) -> None:
    found = [f"{path.name}:{line}: {word}" for line, text in places_of_words(path) for word in sorted(avoided(text))]
    assert found == [], f"better: { {word: AVOIDED[word] for entry in found for word in [entry.split(': ')[1]]} }"


@pytest.mark.parametrize("name", ["en.yaml", "rules.en.yaml"])
def test_english_sentences_are_written_in_them_too(name: str) -> None:
    lines = (ROOT / "specs" / "messages" / name).read_text("utf-8").splitlines()
    assert [f"{number}: {line}" for number, line in enumerate(lines, 1) if avoided(line)] == []
