"""The page in its two forms: one file that holds everything, and a folder to be served."""

import base64
import gzip
import hashlib
import json
import os
import subprocess
from datetime import UTC, date, datetime
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from cgs_validate import __version__, list_specs, load_spec
from cgs_validate.checking.messages import LANGUAGES, catalog
from cgs_validate.commands.budget import MEMORY, SECONDS
from cgs_validate.ooxml.limits import Limits
from cgs_validate.reports.html import STYLE
from cgs_validate.spec.model import TemplateSpec
from cgs_validate.spec.months import Month

from .parts import HERE, ROOT, Parts

NAME = "輔導報表檢核.html"

_SOURCES = HERE.parent / "page"
_SCRIPTS = ("words.js", "parts.js", "client.js", "workbooks.js", "page.js")
_STATES = ("starting", "failed", "old", "blocked", "no_modules")  # what the page does, or why it cannot be used
_LIMITS = {
    "took_too_long": f"{SECONDS:g}",
    "too_much_memory": MEMORY // 1_000_000,
    "file_too_large": Limits().file_bytes // 1_000_000,
}
_ERRORS = (*_LIMITS, "worker_died", "file_unreadable")


def single_file(parts: Parts) -> bytes:
    """Return the page that needs nothing else, and that no policy lets send anything."""
    embedded = {name: Markup(base64.b64encode(_packed(data)).decode()) for name, data in parts.files.items()}
    return _page(parts, embedded, {}, "connect-src 'none'").encode()


def part_names(parts: Parts) -> dict[str, str]:
    """Return the names under which a server hands out the files of the engine, which never change."""
    return {name: f"parts/{_short_digest(data)}.{name}" for name, data in parts.files.items()}


def served_files(parts: Parts) -> dict[str, bytes]:
    """Return the files of the page that a server hands out, by their names."""
    named = part_names(parts)
    page = _page(parts, {}, named, "connect-src 'self'; manifest-src 'self'; img-src 'self'").encode()
    fixed = {name: (_SOURCES / name).read_bytes() for name in ("manifest.webmanifest", "icon.svg")}
    files = {"index.html": page, **fixed, **{named[name]: data for name, data in parts.files.items()}}
    digest = hashlib.sha256(b"".join(files.values())).hexdigest()
    listed = json.dumps({"version": digest[:16], "files": ["./", *sorted({*files} - {"index.html"})]})
    return {**files, "sw.js": (_SOURCES / "sw.js").read_text("utf-8").replace("LISTED", listed).encode()}


def _page(parts: Parts, embedded: dict[str, Markup], addresses: dict[str, str], connections: str) -> str:
    style = f"{STYLE.read_text('utf-8')}\n{_source('page.css')}"
    scripts = list(map(_script, [_source("old_browser.js"), _module(served=bool(addresses))]))
    digests = " ".join(map(_csp_digest, scripts))
    policy = (
        f"default-src 'none'; script-src {digests} blob: 'wasm-unsafe-eval'; worker-src blob: 'self'; "
        f"style-src {_csp_digest(style)}; {connections}; form-action 'none'; base-uri 'none'"
    )
    about = {**_about(parts), "bridge": "cgs_validate_page.bridge", "addresses": addresses or None}
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["json"] = _json
    return environment.from_string(_source("index.html")).render(
        policy=policy,
        style=Markup(style),
        scripts=scripts,
        embedded=embedded,
        addresses=addresses,
        words={language: _words(language) for language in LANGUAGES},
        states=_STATES,
        about=about,
    )


def _module(*, served: bool) -> str:
    """Return the page's own script: its files, one after the other, with the worker's as a text."""
    engine = f"const ENGINE = {json.dumps(_source('engine.js'))};"
    worker = ["navigator.serviceWorker?.register('sw.js');"] if served else []
    return "\n".join([engine, *map(_source, _SCRIPTS), *worker])


def _script(text: str) -> Markup:
    return Markup(text.replace("</script", "<\\/script"))


def _words(language: str) -> dict[str, Any]:
    words = catalog(language)
    errors = {
        code: {part: text.format(limit=_LIMITS.get(code)) for part, text in words.sentences["reading"][code].items()}
        for code in _ERRORS
    }
    page: dict[str, Any] = words.sentences["page"]
    heads = words.sentences["verdict_heads"]
    return {
        **page,
        "stages": words.sentences["stages"],
        "heads": heads,
        "errors": {**errors, "cancelled": page["cancelled"]},
    }


def _about(parts: Parts) -> dict[str, Any]:
    specs = [load_spec(spec_id) for spec_id in list_specs()]
    forms = [{"id": spec.id, "title": spec.title, "digest": spec.digest} for spec in specs]
    return {
        "version": __version__,
        "date": _date().isoformat(),
        "seconds": SECONDS,
        "bytes": Limits().file_bytes,
        "lock": parts.lock,
        "forms": forms,
        "last": str(max(map(_last_month, specs))),
    }


def _last_month(spec: TemplateSpec) -> Month:
    """Return the last month that a form serves; where none is known, that of the school year for which it was made."""
    return spec.last_month or Month(spec.first_month.year + (spec.first_month.month >= 8), 7)


def _date() -> date:
    """Return the day of what the page is built from: two builds of it are the same."""
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.fromtimestamp(int(epoch), UTC).date()
    done = subprocess.run(
        ["git", "-c", "safe.directory=*", "log", "-1", "--format=%cs"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return date.fromisoformat(done.stdout.strip())


def _source(name: str) -> str:
    return (_SOURCES / name).read_text("utf-8")


def _packed(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)


def _short_digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _csp_digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _json(value: object) -> Markup:
    return Markup(json.dumps(value, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c"))
