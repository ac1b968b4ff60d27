"""The generated files of ``docs/``: a page of all finding codes in each language, one for each template, schemas."""

import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from ..checking.messages import LANGUAGES, catalog
from ..ooxml.limits import ACTIVE, Limits
from ..spec.library import list_specs, load_spec
from ..spec.model import TemplateSpec
from . import explanations
from .json_schema import schemas
from .render_spec import render_spec_markdown

# The code with which a file is refused that exceeds a limit.
REFUSED_WITH = {
    "file": "file_too_large",
    "part": "inflates_too_large",
    "parts": "inflates_too_large",
    "entries": "too_many_parts",
    "token": "damaged",
    "depth": "damaged",
    "elements": "too_many_elements",
    "sheets": "too_many_sheets",
    "last_row": "sheet_too_large",
    "last_column": "sheet_too_large",
    "cells": "sheet_too_large",
    "blank_cells": "sheet_too_large",
    "merges": "too_many_merges",
    "strings": "too_many_texts",
    "text": "too_much_text",
    "cell_text": "text_too_long",
    "styles": "too_many_styles",
    "number_format": "number_format_too_long",
}
_GENERATED = "<!-- cgs-validate spec docs -->"


def pages() -> dict[Path, str]:
    """Return every generated file, by its path below ``docs/``. Raises SpecError."""
    rules = {Path(f"rules.{language}.md"): "\n".join(_rules(language)) for language in LANGUAGES}
    limits = {Path(f"limits.{language}.md"): "\n".join(_limits(language)) for language in LANGUAGES}
    specs = (load_spec(spec_id) for spec_id in list_specs())
    return {
        **rules,
        **limits,
        **{Path(f"{name}.schema.json"): _json(schema) for name, schema in schemas().items()},
        **{Path("templates") / f"{spec.id.replace('/', '-')}.md": _template(spec) for spec in specs},
    }


def _json(schema: dict[str, Any]) -> str:
    return f"{json.dumps(schema, ensure_ascii=False, indent=2)}\n"


def _rules(language: str) -> Iterator[str]:
    sentences = catalog(language)
    words = {name: sentences.text(f"explain_{name}") for name in ("about", "wrong", "right", "hint")}
    yield from (_GENERATED, f"# {sentences.text('rules_title')}", "")
    for page in explanations.load(language).values():
        kind = sentences.text("warning" if page.severity == "warning" else page.kind)
        yield from (f"## {page.code}", "", f"**{kind}** · {page.message}", "", page.about, "")
        yield from (f"- {words['wrong']}{page.wrong}", f"- {words['right']}{page.right}")
        yield from (f"- {words['hint']}{page.hint}", "")


def _limits(language: str) -> Iterator[str]:
    words, reading, writing = (catalog(language).sentences[name] for name in ("limits", "reading", "writing"))
    refusals = reading | writing
    yield from (_GENERATED, f"# {words['title']}", "", words["about"], "", *_table_head(words["columns"]))
    for limit in fields(Limits):
        if limit.name != "allow":
            code = f"`{REFUSED_WITH[limit.name]}`" if limit.name in REFUSED_WITH else ""
            yield f"| `{limit.name}` | {limit.default:,} | {words['reasons'][limit.name]} | {code} |"
    head, others = _table_head(words["refusals_columns"]), [code for code in refusals if code not in ACTIVE]
    yield from ("", f"## {words['allow_title']}", "", words["allow_about"], "", *head)
    yield from (_refusal(code, refusals[code]) for code in ACTIVE)
    yield from ("", f"## {words['refusals_title']}", "", *head)
    yield from (_refusal(code, refusals[code]) for code in others)
    yield ""


def _table_head(columns: str) -> tuple[str, str]:
    names = columns.split("|")
    return f"| {' | '.join(names)} |", f"|{'---|' * len(names)}"


def _refusal(code: str, sentences: dict[str, str]) -> str:
    return f"| `{code}` | {sentences['message']} | {sentences['hint']} |"


def _template(spec: TemplateSpec) -> str:
    return f"{_GENERATED}\n{render_spec_markdown(spec, LANGUAGES[0])}"
