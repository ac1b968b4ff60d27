"""The open document in LibreOffice, as the bridge wants it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from ..open_book import At, Stopped
from .open_sheet import OpenDocumentSheet
from .remote import Conversation

_EXCELS_FIRST_DAY = date(1899, 12, 30)


class OpenDocument:
    """An open document; an ``OpenBook``."""

    program = "libreoffice"

    def __init__(self, conversation: Conversation) -> None:
        self._ask = conversation.ask

    @property
    def name(self) -> str:
        return str(self._about()["name"])

    @property
    def path(self) -> Path | None:
        path = self._about()["path"]
        return Path(path) if path else None

    def save(self) -> None:
        self._ask("document", "save")

    @property
    def template(self) -> str:
        return str(self._about()["template"])

    @property
    def locked(self) -> bool:
        return bool(self._about()["locked"])

    def sheets(self) -> list[OpenDocumentSheet]:
        about = self._about()
        days = (date(*about["first_day"]) - _EXCELS_FIRST_DAY).days
        return [OpenDocumentSheet(self._ask, days, *sheet) for sheet in about["sheets"]]

    def add_sheet(self, name: str, *, hidden: bool = False) -> OpenDocumentSheet:
        self._ask("document", "add_sheet", name, hidden)
        return next(sheet for sheet in self.sheets() if sheet.name == name)

    def remove_sheet(self, name: str) -> None:
        self._ask("document", "remove_sheet", name)

    def active(self) -> tuple[str, At]:
        sheet, row, column = self._ask("document", "active")
        return sheet, (row, column)

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        shown = self.active()[0]
        self._ask("document", "hold")
        try:
            yield
        finally:
            self._ask("document", "release", shown)

    def show_status(self, text: str | None) -> None:
        self._ask("window", "show_status", text)

    def stop_if_asked(self) -> None:
        if self._ask("window", "stop_asked"):
            raise Stopped

    def tell(self, text: str, *, wrong: bool = False) -> None:
        self._ask("window", "tell", text, wrong)

    def ask(self, text: str) -> bool:
        return bool(self._ask("window", "ask", text))

    def _about(self) -> Any:
        return self._ask("document", "about")
