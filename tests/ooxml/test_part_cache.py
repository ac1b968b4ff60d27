"""What is made of a part is found again by the part's bytes; no part with answers is cached."""

import ast
from pathlib import Path

import pytest

import cgs_validate
from cgs_validate import Limits, ReadError
from cgs_validate.ooxml.part_cache import cached_by_content
from cgs_validate.ooxml.parts import Parts

CACHED = {
    "content_types._declared": "content types",
    "listing._relations": "relations",
    "listing._types": "content types",
    "style_tables.known_contents": "formats",
    "references._formats_in": "what a sheet refers to, but nothing else of it",
    "active_content._related": "relations",
    "relations.relations_in": "relations",
    "styles.number_formats": "formats",
    "looks.format_fonts": "formats",
}


class One(Parts):
    """A package with one part, of the same bytes under every name."""

    def __init__(self, content: bytes, limits: Limits | None = None) -> None:
        super().__init__(limits or Limits())
        self.content = content

    def read(self, _: str) -> bytes:
        """Return the part."""
        return self.content


def test_a_part_is_found_again_by_its_bytes_name_and_limits() -> None:
    made: list[str] = []

    @cached_by_content
    def elements(part: str, parts: Parts) -> list[str]:
        made.append(part)
        found: list[str] = []
        parts.parse(part, lambda name, _: found.append(name))
        return found

    one = b"<a><b/></a>"
    assert [elements("a.rels", One(bytes(bytearray(one)))) for _ in range(3)] == [["a", "b"]] * 3
    assert made == ["a.rels"]
    assert elements("a.rels", One(b"<a><c/></a>")) == ["a", "c"]
    elements("b.rels", One(one))
    elements("a.rels", One(one, Limits(xml_depth=9)))
    assert made == ["a.rels", "a.rels", "b.rels", "a.rels"]

    counting = One(one)
    elements("a.rels", counting)
    assert counting.elements == 2
    counting.elements = counting.limits.xml_elements
    with pytest.raises(ReadError):
        elements("a.rels", counting)


def test_a_large_part_is_not_cached() -> None:
    made: list[str] = []
    make = cached_by_content(lambda part, _: made.append(part))
    for _ in range(2):
        make("a.xml", One(b"<a/>" + b" " * 100_000))
    assert len(made) == 2


def test_only_parts_without_answers_are_cached() -> None:
    found: set[str] = set()
    for path in Path(cgs_validate.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and "cached_by_content" in map(ast.unparse, node.decorator_list):
                found.add(f"{path.stem}.{node.name}")
    assert found == CACHED.keys()
