"""The window of LibreOffice: messages, the line at its lower edge, and the Esc key."""

from __future__ import annotations

import time

import uno
import unohelper
from com.sun.star.awt import XKeyHandler

from . import Uno

ESCAPE = 1281  # com.sun.star.awt.Key
OK, YES_NO, YES = 1, 3, 2  # com.sun.star.awt.MessageBoxButtons and MessageBoxResults
PAUSE = 0.1  # seconds that LibreOffice neither draws nor hears keys, for the sake of speed


class Window:
    """The window that a document is shown in. title: of messages. While it is used, only Esc and its messages work."""

    def __init__(self, context: Uno, frame: Uno, title: str) -> None:
        self._frame = frame
        self._title = title
        self._toolkit = context.ServiceManager.createInstanceWithContext("com.sun.star.awt.Toolkit", context)
        self._keys = Keys()
        self._status: Uno = None
        self._breathed = 0.0

    def __enter__(self) -> Window:
        self._toolkit.addKeyHandler(self._keys)
        self._frame.ContainerWindow.setEnable(False)
        return self

    def __exit__(self, *_: object) -> None:
        self._toolkit.removeKeyHandler(self._keys)
        self.show_status(None)
        self._frame.ContainerWindow.setEnable(True)

    def tell(self, text: str, wrong: bool) -> None:
        """Show a message, and wait until it is read."""
        self._box("ERRORBOX" if wrong else "INFOBOX", OK, text)

    def ask(self, text: str) -> bool:
        """Ask, and return whether the answer is yes."""
        return self._box("QUERYBOX", YES_NO, text) == YES

    def show_status(self, text: str | None) -> None:
        """Show a line at the lower edge; None: LibreOffice's own again."""
        if text is None:
            if self._status:
                self._status.end()
            self._status = None
            return
        if not self._status:
            self._status = self._frame.createStatusIndicator()
            self._status.start(text, 0)
        self._status.setText(text)
        self.breathe()

    def stop_asked(self) -> bool:
        """Tell whether Esc was pressed."""
        if time.monotonic() > self._breathed + PAUSE:
            self.breathe()
        return self._keys.stop

    def breathe(self) -> None:
        """Let LibreOffice draw, and hear which keys were pressed."""
        self._toolkit.processEventsToIdle()
        self._breathed = time.monotonic()

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
    """Hears all keys, so that nothing is typed meanwhile. ``stop``: whether Esc was among them."""

    stop = False

    def keyPressed(self, event: Uno) -> bool:
        """Take a key."""
        self.stop = self.stop or event.KeyCode == ESCAPE
        return True

    def keyReleased(self, event: Uno) -> bool:
        """Take a key that is let go; that of Enter has pressed our button."""
        return False

    def disposing(self, source: Uno) -> None:
        """LibreOffice ends."""
