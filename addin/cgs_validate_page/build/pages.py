"""The page in its two forms: one file that holds everything, and a folder to be served."""

import base64
import gzip
import hashlib
import json
import os
import subprocess
from datetime import UTC, date, datetime
from typing import Any

from markupsafe import Markup

from cgs_validate import __version__, list_specs, load_spec
from cgs_validate.checking.messages import LANGUAGES, catalog
from cgs_validate.commands.budget import MEMORY, SECONDS
from cgs_validate.ooxml.limits import Limits
from cgs_validate.reports.html import STYLE
from cgs_validate.spec.model import TemplateSpec
from cgs_validate.spec.months import Month

from .parts import HERE, ROOT, Parts
from .rendering import joined, module, page

NAME = "輔導報表檢核.html"

SOURCES = HERE.parent / "page"
_SCRIPTS = ("words.js", "parts.js", "client.js", "workbooks.js", "page.js")
_SERVICE_WORKER = "\nnavigator.serviceWorker?.register('sw.js');"
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
    index = _page(parts, {}, named, "connect-src 'self'; manifest-src 'self'; img-src 'self'").encode()
    fixed = {name: (SOURCES / name).read_bytes() for name in ("manifest.webmanifest", "icon.svg")}
    files = {"index.html": index, **fixed, **{named[name]: data for name, data in parts.files.items()}}
    digest = hashlib.sha256(b"".join(files.values())).hexdigest()
    listed = json.dumps({"version": digest[:16], "files": ["./", *sorted({*files} - {"index.html"})]})
    return {**files, "sw.js": (SOURCES / "sw.js").read_text("utf-8").replace("LISTED", listed).encode()}


def _page(parts: Parts, embedded: dict[str, Markup], addresses: dict[str, str], connections: str) -> str:
    about = {**about_engine(parts), "bridge": "cgs_validate_page.bridge", "addresses": addresses or None}
    own = module(SOURCES / "engine.js", (SOURCES / name for name in _SCRIPTS))
    return page(
        SOURCES / "index.html",
        [joined([SOURCES / "old_browser.js"]), own + _SERVICE_WORKER if addresses else own],
        joined([STYLE, SOURCES / "page.css"]),
        f"worker-src blob: 'self'; {connections}",
        embedded=embedded,
        addresses=addresses,
        words={language: _words(language) for language in LANGUAGES},
        states=_STATES,
        about=about,
    )


def _words(language: str) -> dict[str, Any]:
    words = catalog(language)
    own: dict[str, Any] = words.sentences["page"]
    heads = words.sentences["verdict_heads"]
    return {
        **own,
        "stages": words.sentences["stages"],
        "heads": heads,
        "errors": {**errors_of_engine(language), "cancelled": own["cancelled"]},
    }


def errors_of_engine(language: str) -> dict[str, dict[str, str]]:
    """Return the sentences for what keeps the engine from an answer, by code."""
    errors = catalog(language).sentences["reading"]
    return {
        code: {part: text.format(limit=_LIMITS.get(code)) for part, text in errors[code].items()} for code in _ERRORS
    }


def about_engine(parts: Parts) -> dict[str, Any]:
    """Return what a page says of the engine, and of the forms that it knows."""
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


def _packed(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)


def _short_digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
