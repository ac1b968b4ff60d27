"""The pane's page, which a server hands out next to the page without installation, and its manifest for Excel."""

from pathlib import Path
from typing import Any

from cgs_validate import __version__
from cgs_validate.checking.messages import catalog
from cgs_validate.reports.html import STYLE
from cgs_validate_addin.buttons import BUTTONS
from cgs_validate_addin.messages import LANGUAGE
from cgs_validate_page.build.pages import SOURCES as PAGE
from cgs_validate_page.build.pages import about_engine, errors_of_engine, part_names
from cgs_validate_page.build.parts import Parts
from cgs_validate_page.build.rendering import filled, joined, module, page
from cgs_validate_pane.bridge import BUTTONS as PRESSED

from .icons import SIZES, png

OFFICE = "https://appsforoffice.microsoft.com/lib/1/hosted/office.js"
_HOST = "https://appsforoffice.microsoft.com"
_SOURCES = Path(__file__).parents[1] / "pane"
_OWN = (_SOURCES / name for name in ("book.js", "actions.js", "pane.js"))
_SCRIPTS = (PAGE / "parts.js", PAGE / "client.js", *_OWN)


def pane_files(parts: Parts) -> dict[str, bytes]:
    """Return the files of the pane by their names; its engine is the page's, in the folder ``check`` next to it."""
    icons = {f"icon-{size}.png": png(size) for size in SIZES}
    return {"index.html": _page(parts).encode(), **icons}


def manifest(address: str) -> bytes:
    """Return the manifest. address: of the server, such as ``https://cgs.example.edu.tw/``."""
    version = ".".join([*__version__.split("."), "0", "0", "0"][:4])
    pane = f"{address.rstrip('/')}/pane"
    return filled(_SOURCES / "manifest.xml", pane=pane, version=version, words=_words()).encode()


def _page(parts: Parts) -> str:
    addresses = {name: f"../check/{found}" for name, found in part_names(parts).items()}
    return page(
        _SOURCES / "index.html",
        [joined([PAGE / "old_browser.js"]), module(PAGE / "engine.js", _SCRIPTS)],
        joined([STYLE, _SOURCES / "pane.css"]),
        "worker-src blob:; connect-src 'self'; img-src 'self'",
        _HOST,
        office=OFFICE,
        buttons={name: label for name, label in BUTTONS.items() if name in PRESSED},
        words={**_words(), "errors": errors_of_engine(LANGUAGE)},
        about={**about_engine(parts), "bridge": "cgs_validate_pane.bridge", "addresses": addresses},
    )


def _words() -> dict[str, Any]:
    words: dict[str, Any] = catalog(LANGUAGE).sentences["pane"]
    return words
