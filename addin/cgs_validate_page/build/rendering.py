"""A page of one file: a template with its scripts and its style, and the policy that allows no others."""

import base64
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup


def joined(sources: Iterable[Path]) -> str:
    """Return scripts, or styles, one after the other."""
    return "\n".join(source.read_text("utf-8") for source in sources)


def module(engine: Path, sources: Iterable[Path]) -> str:
    """Return a page's own script: its files, with the worker's as a text."""
    return f"const ENGINE = {json.dumps(engine.read_text('utf-8'))};\n{joined(sources)}"


def page(
    template: Path, scripts: list[str], style: str, connections: str, script_from: str = "", **values: object
) -> str:
    """Return a page. connections: the policy on what is no script; script_from: a host of scripts besides the page."""
    marked = [Markup(script.replace("</script", "<\\/script")) for script in scripts]
    digests = " ".join(map(_csp_digest, marked))
    policy = (
        f"default-src 'none'; script-src {digests} {script_from} blob: 'wasm-unsafe-eval'; "
        f"style-src {_csp_digest(style)}; {connections}; form-action 'none'; base-uri 'none'"
    )
    return filled(template, policy=policy, scripts=marked, style=Markup(style), **values)


def filled(template: Path, **values: object) -> str:
    """Return a template with its values."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["json"] = _json
    return environment.from_string(template.read_text("utf-8")).render(**values)


def _csp_digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _json(value: object) -> Markup:
    return Markup(json.dumps(value, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c"))
