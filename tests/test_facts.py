"""Every source of a spec leads to a line of docs/facts.md, and a quotation occurs there word for word."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cgs_validate.spec import grammar, yaml_reader

ROOT = Path(__file__).parent.parent
SPECS = sorted([*ROOT.glob("specs/cgs/*.yaml"), *ROOT.glob("tests/cases/specs/*/*.yaml")])

# "- **S0 L12; L13**: «…»" and the lines that continue it
LINE = re.compile(r"^- \*\*(\S+) (.+?)\*\*(.*(?:\n  .*)*)", re.MULTILINE)


def plain(text: str) -> str:
    """A text without white space and the signs for line breaks."""
    return re.sub(r"\s+", "", text.replace(" / ", ""))


def read_facts() -> dict[tuple[str, str], str]:
    """For each document and place, all that is quoted from there."""
    facts: dict[tuple[str, str], str] = {}
    for document, places, words in LINE.findall((ROOT / "docs" / "facts.md").read_text("utf-8")):
        for place in places.split("; "):
            assert (document, place) not in facts, "one line for a place"
            facts[document, place] = plain("".join(re.findall("«([^»]*)»", words)))
    return facts


FACTS = read_facts()


def sources(data: Any) -> Iterator[dict[str, str]]:
    """Every source in a document, at any depth."""
    if isinstance(data, dict) and {"document", "place"} <= set(data):
        yield data
    for value in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from sources(value)


KNOWS_NOTES = "note" in grammar.SOURCE["schema"]


@pytest.mark.skipif(not KNOWS_NOTES, reason="the grammar calls notes quotations as yet")
@pytest.mark.parametrize("path", SPECS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_source_leads_to_a_line_of_the_facts(path: Path) -> None:
    for source in sources(yaml_reader.read(path).data):
        place = source["place"].removeprefix("facts.md ")
        assert (source["document"], place) in FACTS, source
        for words in re.split(r"…| / ", source.get("quote", "")):
            assert plain(words) in FACTS[source["document"], place], source


def test_every_document_of_a_spec_is_described() -> None:
    described = set(re.findall(r"\b[A-Z][0-9]?(?:-[0-9]{4})?\b", table_of_documents()))
    for path in SPECS:
        data = yaml_reader.read(path).data
        assert set(data.get("documents", ())) <= described, path


def table_of_documents() -> str:
    return re.findall(r"## Documents\n(.*?)\n## ", (ROOT / "docs" / "facts.md").read_text("utf-8"), re.DOTALL)[0]
