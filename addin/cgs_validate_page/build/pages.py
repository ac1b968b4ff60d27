"""The page in its two forms: one file that holds everything, and a folder to be served."""

import base64
import gzip
import hashlib
import json
import os
import subprocess
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from cgs_validate import __version__, list_specs, load_spec
from cgs_validate.checking.messages import LANGUAGES, catalog
from cgs_validate.commands.budget import MEMORY, SECONDS
from cgs_validate.reports.html import STYLE

from .parts import HERE, ROOT, Parts

NAME = "輔導報表檢核.html"

_SOURCES = HERE.parent / "page"
_SCRIPTS = ("parts.js", "client.js", "page.js")
_ERRORS = ("took_too_long", "too_much_memory", "worker_died")


class Script(NamedTuple):
    """A script of the page; ``kind``: its attributes."""

    kind: Markup
    text: Markup


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
    scripts = [_script("", _source("old_browser.js")), _script(' type="module"', _module(served=bool(addresses)))]
    digests = " ".join(_csp_digest(script.text) for script in scripts)
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
        about=about,
        month=about["last"],
    )


def _module(*, served: bool) -> str:
    """Return the page's own script: its files, one after the other, with the worker's as a text."""
    engine = f"const ENGINE = {json.dumps(_source('engine.js'))};"
    worker = ["navigator.serviceWorker?.register('sw.js');"] if served else []
    return "\n".join([engine, *map(_source, _SCRIPTS), *worker])


def _script(kind: str, text: str) -> Script:
    return Script(Markup(kind), Markup(text.replace("</script", "<\\/script")))


def _words(language: str) -> dict[str, Any]:
    words = catalog(language)
    errors = {code: words.sentences["reading"][code] for code in _ERRORS}
    limits = {"took_too_long": f"{SECONDS:g}", "too_much_memory": MEMORY // 1_000_000}
    said = {
        code: {part: text.format(limit=limits.get(code)) for part, text in error.items()}
        for code, error in errors.items()
    }
    page: dict[str, Any] = words.sentences["page"]
    return {**page, "stages": words.sentences["stages"], "errors": {**said, "cancelled": page["cancelled"]}}


def _about(parts: Parts) -> dict[str, Any]:
    specs = [load_spec(spec_id) for spec_id in list_specs()]
    forms = [{"id": spec.id, "title": spec.title, "digest": spec.digest} for spec in specs]
    return {
        "version": __version__,
        "date": _date().isoformat(),
        "seconds": SECONDS,
        "lock": parts.lock,
        "forms": forms,
        "last": str(max(spec.last_month for spec in specs if spec.last_month)),
    }


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
