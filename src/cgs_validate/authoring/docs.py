"""The generated files of ``docs/``: a page of all finding codes in each language, one for each template, schemas."""

import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from ..checking.messages import LANGUAGES, Catalog, catalog
from ..ooxml.limits import ACTIVE, Limits
from ..spec.library import list_specs, load_spec
from . import explanations
from .json_schema import schemas
from .render_spec import render_spec_markdown

# The codes with which files are refused, each with the limits that they exceed
_REFUSALS = {
    "file_too_large": ("file_bytes",),
    "inflates_too_large": ("part_bytes", "total_bytes"),
    "too_many_parts": ("entries",),
    "damaged": ("xml_token_bytes", "xml_depth", "xml_attributes", "xml_namespace_bytes", "xml_names"),
    "too_many_elements": ("xml_elements",),
    "too_many_sheets": ("sheets",),
    "sheet_name_too_long": ("sheet_name_characters",),
    "sheet_too_large": ("last_row", "last_column", "cells", "blank_cells"),
    "too_many_merges": ("merges",),
    "too_many_texts": ("shared_strings",),
    "too_much_text": ("text_characters",),
    "text_too_long": ("cell_characters",),
    "too_many_styles": ("cell_formats",),
    "number_format_too_long": ("number_format_characters",),
}
REFUSED_WITH = {limit: code for code, limits in _REFUSALS.items() for limit in limits}
_GENERATED = "<!-- cgs-validate spec docs -->"


def pages() -> dict[Path, str]:
    """Return every generated file, by its path below ``docs/``. Raises SpecError."""
    files = {f"rules.{language}.md": "\n".join(_rules(language)) for language in LANGUAGES}
    files |= {f"limits.{language}.md": "\n".join(_limits(language)) for language in LANGUAGES}
    for name, schema in schemas().items():
        files[f"{name}.schema.json"] = f"{json.dumps(schema, ensure_ascii=False, indent=2)}\n"
    for spec in map(load_spec, list_specs()):
        page = f"{_GENERATED}\n{render_spec_markdown(spec, LANGUAGES[0])}"
        files[f"templates/{spec.id.replace('/', '-')}.md"] = page
    return {Path(name): text for name, text in files.items()}


def _rules(language: str) -> Iterator[str]:
    sentences = catalog(language)
    words = {name: sentences.text(f"explain_{name}") for name in ("why", "wrong", "right", "hint", "declared")}
    yield from (_GENERATED, f"# {sentences.text('rules_title')}", "")
    for page in explanations.load(language).values():
        kind = sentences.text("warning" if page.severity == "warning" else page.kind)
        yield from (f"## {page.code}", "", f"**{kind}** · {page.message}", "", page.why, "")
        yield from (f"- {words['wrong']}{page.wrong}", f"- {words['right']}{page.right}")
        yield f"- {words['hint']}{page.hint}"
        yield from _declared(page.code, words["declared"], sentences)
        yield ""


def _declared(code: str, head: str, sentences: Catalog) -> Iterator[str]:
    texts = sentences.rules[code].get("declared", {})
    if texts:
        yield f"- {head}`{code}`: {texts['about']}"
    yield from (f"  - `{name}`: {text}" for name, text in texts.get("options", {}).items())


def _limits(language: str) -> Iterator[str]:
    words, reading, writing = (catalog(language).sentences[name] for name in ("limits", "reading", "writing"))
    refusals = reading | writing
    yield from (_GENERATED, f"# {words['title']}", "", words["about"], "", *_table_head(words["columns"]))
    for limit in fields(Limits):
        if limit.name != "allow":
            code = f"`{REFUSED_WITH[limit.name]}`" if limit.name in REFUSED_WITH else ""
            yield f"| `{limit.name}` | {limit.default:,} | {words['reasons'][limit.name]} | {code} |"
    head, others = _table_head(words["refusals_columns"]), [code for code in refusals if code not in ACTIVE]
    yield from ("", f"## {words['allow_title']}", "", words["allow_about"], "", *_table_head(words["allow_columns"]))
    yield from (_refusal(code, refusals[code], words["active"][code].replace("|", "\\|")) for code in ACTIVE)
    yield from ("", f"## {words['refusals_title']}", "", *head)
    yield from (_refusal(code, refusals[code]) for code in others)
    yield ""


def _table_head(columns: str) -> tuple[str, str]:
    names = columns.split("|")
    return f"| {' | '.join(names)} |", f"|{'---|' * len(names)}"


def _refusal(code: str, sentences: dict[str, str], *more: str) -> str:
    return f"| {' | '.join((f'`{code}`', *more, sentences['message'], sentences['hint']))} |"
