"""The window of LibreOffice: messages, the status bar, and the Esc key."""

from __future__ import annotations

import time

import uno
import unohelper
from com.sun.star.awt import XKeyHandler

from . import Uno

ESCAPE = 1281  # com.sun.star.awt.Key
OK, YES_NO, YES = 1, 3, 2  # com.sun.star.awt.MessageBoxButtons and MessageBoxResults
PAUSE = 0.1  # seconds without redrawing and key events, for speed


class Window:
    """The window of a document. title: of messages. Inside ``with``, only Esc and the messages work."""

    def __init__(self, context: Uno, frame: Uno, title: str) -> None:
        self._frame = frame
        self._title = title
        self._toolkit = context.ServiceManager.createInstanceWithContext("com.sun.star.awt.Toolkit", context)
        self._keys = Keys()
        self._status: Uno = None
        self._processed_at = 0.0

    def __enter__(self) -> Window:
        self._toolkit.addKeyHandler(self._keys)
        self._frame.ContainerWindow.setEnable(False)
        return self

    def __exit__(self, *_: object) -> None:
        self._toolkit.removeKeyHandler(self._keys)
        self.show_status(None)
        self._frame.ContainerWindow.setEnable(True)

    def show_message(self, text: str, error: bool) -> None:
        """Show a message until it is closed."""
        self._box("ERRORBOX" if error else "INFOBOX", OK, text)

    def ask(self, text: str) -> bool:
        """Ask a question; return whether the answer is yes."""
        return self._box("QUERYBOX", YES_NO, text) == YES

    def show_status(self, text: str | None) -> None:
        """Show a text in the status bar; None restores LibreOffice's own."""
        if text is None:
            if self._status:
                self._status.end()
            self._status = None
            return
        if not self._status:
            self._status = self._frame.createStatusIndicator()
            self._status.start(text, 0)
        self._status.setText(text)
        self.process_events()

    def stop_requested(self) -> bool:
        """Return whether Esc was pressed."""
        if time.monotonic() > self._processed_at + PAUSE:
            self.process_events()
        return self._keys.stop

    def process_events(self) -> None:
        """Let LibreOffice redraw and process key events."""
        self._toolkit.processEventsToIdle()
        self._processed_at = time.monotonic()

    def _box(self, kind: str, buttons: int, text: str) -> int:
        self.show_status(None)
        kinds = uno.Enum("com.sun.star.awt.MessageBoxType", kind)
        box = self._toolkit.createMessageBox(self._frame.ContainerWindow, kinds, buttons, self._title, text)
        self._toolkit.removeKeyHandler(self._keys)
        try:
            return int(box.execute())
        finally:
            self._toolkit.addKeyHandler(self._keys)
            box.dispose()


class Keys(unohelper.Base, XKeyHandler):
    """Consumes all keys, so that nothing can be typed. ``stop``: whether Esc was pressed."""

    stop = False

    def keyPressed(self, event: Uno) -> bool:
        """Consume a key."""
        self.stop = self.stop or event.KeyCode == ESCAPE
        return True

    def keyReleased(self, event: Uno) -> bool:
        """Pass on released keys: Enter may have pressed our button."""
        return False

    def disposing(self, source: Uno) -> None:
        """Do nothing when LibreOffice ends."""
