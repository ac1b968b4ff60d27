"""The generated files of ``docs/``: a page of all finding codes in each language, one for each template, schemas."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import explanations
from .messages import LANGUAGES, catalog
from .spec import TemplateSpec
from .spec_library import list_specs, load_spec
from .spec_schema import schemas
from .writers.spec import render_spec_markdown

_GENERATED = "<!-- cgs-validate spec docs -->"


def pages() -> dict[Path, str]:
    """Return every generated file, by its path below ``docs/``. Raises SpecError."""
    rules = {Path(f"rules.{language}.md"): "\n".join(_rules(language)) for language in LANGUAGES}
    specs = (load_spec(spec_id) for spec_id in list_specs())
    return {
        **rules,
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


def _template(spec: TemplateSpec) -> str:
    return f"{_GENERATED}\n{render_spec_markdown(spec, LANGUAGES[0])}"
