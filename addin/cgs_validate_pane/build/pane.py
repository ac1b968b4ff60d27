"""The pane's page, which a server hands out next to the page without installation, and its manifest for Excel."""

from pathlib import Path
from typing import Any

from markupsafe import Markup

from cgs_validate import __version__
from cgs_validate.checking.messages import catalog
from cgs_validate.reports.html import STYLE
from cgs_validate_addin.buttons import BUTTONS
from cgs_validate_addin.messages import LANGUAGE
from cgs_validate_page.build.pages import _SOURCES as PAGE
from cgs_validate_page.build.pages import _about, part_names
from cgs_validate_page.build.pages import _words as page_words
from cgs_validate_page.build.parts import Parts
from cgs_validate_pane.bridge import BUTTONS as PRESSED

from .icons import SIZES, png
from .rendering import engine, policy, render, script

OFFICE = "https://appsforoffice.microsoft.com/lib/1/hosted/office.js"
_SOURCES = Path(__file__).parents[1] / "pane"
_SCRIPTS = (PAGE / "parts.js", PAGE / "client.js", _SOURCES / "book.js", _SOURCES / "pane.js")
_HOST = "https://appsforoffice.microsoft.com"


def pane_files(parts: Parts) -> dict[str, bytes]:
    """Return the files of the pane by their names; its engine is the page's, in the folder ``check`` next to it."""
    icons = {f"icon-{size}.png": png(size) for size in SIZES}
    return {"index.html": _page(parts).encode(), **icons}


def manifest(address: str) -> bytes:
    """Return the manifest. address: of the server, such as ``https://cgs.example.edu.tw/``."""
    version = ".".join([*__version__.split("."), "0", "0", "0"][:4])
    pane = f"{address.rstrip('/')}/pane"
    return render(_SOURCES / "manifest.xml", pane=pane, version=version, words=_words()).encode()


def _page(parts: Parts) -> str:
    style = "\n".join(path.read_text("utf-8") for path in (STYLE, _SOURCES / "pane.css"))
    module = "\n".join([engine(PAGE / "engine.js"), *(path.read_text("utf-8") for path in _SCRIPTS)])
    old_browser = (PAGE / "old_browser.js").read_text("utf-8")
    scripts = [script("", old_browser), script(' type="module"', module)]
    addresses = {name: f"../check/{found}" for name, found in part_names(parts).items()}
    return render(
        _SOURCES / "index.html",
        policy=policy(
            scripts, style, script_from=f"{_HOST} blob:", others="worker-src blob:; connect-src 'self'; img-src 'self'"
        ),
        style=Markup(style),
        scripts=scripts,
        office=OFFICE,
        buttons={name: label for name, label in BUTTONS.items() if name in PRESSED},
        words={**_words(), "errors": page_words(LANGUAGE)["errors"]},
        about={**_about(parts), "bridge": "cgs_validate_pane.bridge", "addresses": addresses},
    )


def _words() -> dict[str, Any]:
    words: dict[str, Any] = catalog(LANGUAGE).sentences["pane"]
    return words
