"""``python qt.py ADDRESS WORKBOOK``: walks through the page in PyQt6-WebEngine, and prints what it saw."""

import base64
import json
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")

from PyQt6.QtCore import QTimer, QUrl
from PyQt6.QtWebEngineCore import QWebEnginePage
from PyQt6.QtWidgets import QApplication

WALK = Path(__file__).with_name("walk.js").read_text("utf-8").rstrip().removesuffix(";")
EVERY = 200  # milliseconds


class Walker:
    """Starts the walk once the page is there, and ends the program with it."""

    def __init__(self, address: str, workbook: bytes) -> None:
        self.page = QWebEnginePage()
        self.workbook = json.dumps(base64.b64encode(workbook).decode())
        self.timer = QTimer()
        self.timer.timeout.connect(self.ask)
        self.page.loadFinished.connect(self.walk)
        self.page.load(QUrl(address))

    def walk(self) -> None:
        """Start the walk."""
        script = f"({WALK[WALK.index('async') :]})({self.workbook})"
        self.page.runJavaScript(f"{script}.then((text) => {{ window.walked = text; }}); 0")
        self.timer.start(EVERY)

    def ask(self) -> None:
        """Ask whether the walk is done."""
        self.page.runJavaScript("window.walked || ''", self.end)

    def end(self, text: str) -> None:
        """Print what was seen, once it is there."""
        if text:
            self.timer.stop()
            sys.stdout.write(text)
            QApplication.quit()


application = QApplication(sys.argv[:1])
walker = Walker(sys.argv[1], Path(sys.argv[2]).read_bytes())
application.exec()
del walker
