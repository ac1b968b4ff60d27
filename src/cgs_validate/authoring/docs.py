"""The generated files of ``docs/``: a page of all finding codes in each language, one for each template, schemas."""

import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from ..checking.messages import LANGUAGES, catalog
from ..ooxml.limits import ACTIVE, Limits
from ..reports.console import table
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
    "too_many_formatted": ("format_characters",),
    "text_too_long": ("cell_characters",),
    "too_many_styles": ("cell_formats",),
    "number_format_too_long": ("number_format_characters",),
}
REFUSED_WITH = {limit: f"`{code}`" for code, limits in _REFUSALS.items() for limit in limits}
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
    yield from (_GENERATED, f"# {sentences.text('rules_title')}", "")
    for page in explanations.load(language).values():
        yield from (f"## {page.code}", "", f"**{page.kind_in(sentences)}** · {page.message}", "", page.why, "")
        yield from (f"- {line}" for line in page.parts(sentences, "wrong", "right", "hint"))
        if declared := sentences.rules[page.code].get("declared"):
            yield f"- {sentences.text('explain_declared')}`{page.code}`: {declared['about']}"
            yield from (f"  - `{name}`: {text}" for name, text in declared.get("options", {}).items())
        yield ""


def _limits(language: str) -> Iterator[str]:
    words, reading, writing = (catalog(language).sentences[name] for name in ("limits", "reading", "writing"))
    limits = (
        (f"`{limit.name}`", f"{limit.default:,}", words["reasons"][limit.name], REFUSED_WITH.get(limit.name, ""))
        for limit in fields(Limits)
        if limit.name != "allow"
    )
    refusals = {code: (f"`{code}`", texts["message"], texts["hint"]) for code, texts in (reading | writing).items()}
    active = {name: text.replace("|", "\\|") for name, text in words["active"].items()}
    allowed = [(code, active[name], *texts) for name in ACTIVE for code, *texts in [refusals.pop(name)]]
    columns, of_allowed, others = (words[f"{name}columns"].split("|") for name in ("", "allow_", "refusals_"))
    yield from (_GENERATED, f"# {words['title']}", "", words["about"], "", *table(columns, limits), "")
    yield from (f"## {words['budget_title']}", "", words["budget"], "")
    yield from (f"## {words['allow_title']}", "", words["allow_about"], "", *table(of_allowed, allowed), "")
    for name in ("looks", "formats", "pane"):
        yield from (f"## {words[f'{name}_title']}", "", words[name], "")
    yield from (f"## {words['refusals_title']}", "", *table(others, refusals.values()), "")
