"""The open document in LibreOffice, as an ``OpenBook``."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from ..open_book import Position, Stopped
from .open_sheet import OpenDocumentSheet
from .remote import RemoteOffice

_EXCELS_FIRST_DAY = date(1899, 12, 30)


class OpenDocument:
    """An open document in LibreOffice."""

    program = "libreoffice"

    def __init__(self, remote: RemoteOffice) -> None:
        self._call = remote.call

    @property
    def name(self) -> str:
        return str(self._about()["name"])

    @property
    def path(self) -> Path | None:
        path = self._about()["path"]
        return Path(path) if path else None

    def save(self) -> None:
        self._call("document", "save")

    @property
    def template(self) -> str:
        return str(self._about()["template"])

    @property
    def locked(self) -> bool:
        return bool(self._about()["locked"])

    def sheets(self) -> list[OpenDocumentSheet]:
        about = self._about()
        days = (date(*about["first_day"]) - _EXCELS_FIRST_DAY).days
        return [OpenDocumentSheet(self._call, days, *sheet) for sheet in about["sheets"]]

    def add_sheet(self, name: str, *, hidden: bool = False) -> OpenDocumentSheet:
        self._call("document", "add_sheet", name, hidden)
        return next(sheet for sheet in self.sheets() if sheet.name == name)

    def remove_sheet(self, name: str) -> None:
        self._call("document", "remove_sheet", name)

    def active(self) -> tuple[str, Position]:
        sheet, row, column = self._call("document", "active")
        return sheet, (row, column)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        active = self.active()[0]
        self._call("document", "freeze")
        try:
            yield
        finally:
            self._call("document", "unfreeze", active)

    def show_status(self, text: str | None) -> None:
        self._call("window", "show_status", text)

    def show_reason(self, sheet: str, at: Position, text: str) -> None:
        self._call("document", "show_reason", sheet, *at, text)

    def hide_reason(self) -> None:
        self._call("document", "hide_reason")

    def raise_if_stopped(self) -> None:
        if self._call("window", "stop_requested"):
            raise Stopped

    def show_message(self, text: str, *, error: bool = False) -> None:
        self._call("window", "show_message", text, error)

    def ask(self, text: str) -> bool:
        return bool(self._call("window", "ask", text))

    def _about(self) -> Any:
        return self._call("document", "about")
