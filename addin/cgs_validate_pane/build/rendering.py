"""A page of one file: a template with its scripts, its style, and the policy that allows no others."""

import base64
import hashlib
import json
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup


class Script(NamedTuple):
    """A script of the page; ``kind``: its attributes."""

    kind: Markup
    text: Markup


def script(kind: str, text: str) -> Script:
    """Return a script to be put into a page."""
    return Script(Markup(kind), Markup(text.replace("</script", "<\\/script")))


def engine(source: Path) -> str:
    """Return the statement that gives a page's own script the source of its worker."""
    return f"const ENGINE = {json.dumps(source.read_text('utf-8'))};"


def policy(scripts: list[Script], style: str, *, script_from: str, others: str) -> str:
    """Return a policy for these scripts and this style. script_from: also where scripts may be from."""
    digests = " ".join(_csp_digest(script.text) for script in scripts)
    return (
        f"default-src 'none'; script-src {digests} {script_from} 'wasm-unsafe-eval'; "
        f"style-src {_csp_digest(style)}; {others}; form-action 'none'; base-uri 'none'"
    )


def render(template: Path, **values: object) -> str:
    """Return the page."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["json"] = _json
    return environment.from_string(template.read_text("utf-8")).render(**values)


def _csp_digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _json(value: object) -> Markup:
    return Markup(json.dumps(value, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c"))
