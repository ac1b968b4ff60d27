"""A button pressed: the Python with cgs-validate in it is started, and gets what it asks of the open document."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import threading
from pathlib import Path
from typing import Callable, Iterable, Iterator, List

from . import Uno
from .document import Document
from .window import Window

SETTINGS = Path.home() / ".cgs-validate" / "libreoffice.json"
SENTENCES = json.loads(Path(__file__).with_name("sentences.json").read_text("utf-8"))
MODULE = "cgs_validate_addin.libreoffice"
PATIENCE = 0.05  # seconds without a request, after which the window is drawn

Request = List[Uno]


def press(context: Uno, frame: Uno, button: str) -> None:
    """Do what a button does with the document in a frame. What goes wrong is told."""
    title = SENTENCES["title"]
    document = Document(frame.Controller.Model, title)
    with Window(context, frame, title) as window:
        try:
            wrong = run(button, lambda request: answer(request, document, window), window.breathe)
        finally:
            document.release()
        if wrong:
            window.tell(SENTENCES[wrong], True)


def answer(request: Request, document: Document, window: Uno) -> object:
    """Return what is asked for. request: of what (``document``, ``window``, or ``sheet`` and its name), what, how."""
    of, *rest = request
    if of == "sheet":
        name, what, *how = rest
        return getattr(document.sheet(name), what)(*how)
    what, *how = rest
    return getattr({"document": document, "window": window}[of], what)(*how)


def run(button: str, give: Callable[[Request], object], wait: Callable[[], None]) -> str | None:
    """Start the other Python, and answer it until it ends; return the name of the sentence to tell, if any."""
    try:
        child: Uno = start(button)
    except (OSError, ValueError, KeyError):
        return "python_missing"
    asked = False
    try:
        for line in _lines(child.stdout, wait):
            asked = True
            child.stdin.write(_reply(give, line))
            child.stdin.flush()
        if child.wait() == 0:
            return None
    except OSError:  # it is gone
        pass
    finally:
        child.kill()
        child.communicate()
    return "failed" if asked else "package_missing"


def start(button: str) -> subprocess.Popen[bytes]:
    """Start the Python that the settings name. LibreOffice's own Python must not lead it astray."""
    python = json.loads(SETTINGS.read_text("utf-8"))["python"]
    kept = {name: value for name, value in os.environ.items() if "PYTHON" not in name and "PYVENV" not in name}
    return subprocess.Popen(
        [python, "-m", MODULE, button],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=str(SETTINGS.parent),
        env={**kept, "PYTHONSAFEPATH": "1", "PYTHONUTF8": "1"},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _lines(stream: Iterable[bytes], wait: Callable[[], None]) -> Iterator[bytes]:
    """Yield the lines of a stream; wait: what is done while there is none."""
    lines: queue.Queue[bytes | None] = queue.Queue()

    def read() -> None:
        for line in stream:
            lines.put(line)
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=PATIENCE)
        except queue.Empty:
            wait()
        else:
            if line is None:
                return
            yield line


def _reply(give: Callable[[Request], object], line: bytes) -> bytes:
    try:
        reply = {"is": give(json.loads(line))}
    except Exception as error:  # whatever LibreOffice refuses; its words may hold what is in a cell
        reply = {"refused": type(error).__name__}
    return json.dumps(reply).encode() + b"\n"
