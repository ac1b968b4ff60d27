"""Runs a button: starts the Python with cgs-validate, and answers its calls to the open document."""

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
PATIENCE = 0.05  # seconds without a request until the window is redrawn

Request = List[Uno]


def press(context: Uno, frame: Uno, button: str) -> None:
    """Run a button on the document in a frame, and show a message if it fails."""
    title = SENTENCES["title"]
    document = Document(frame.Controller.Model, title)
    with Window(context, frame, title) as window:
        try:
            problem = run(button, lambda request: answer(request, document, window), window.process_events)
        finally:
            document.unfreeze()
        if problem:
            window.show_message(SENTENCES[problem], True)


def answer(request: Request, document: Document, window: Uno) -> object:
    """Return the result of a call: ``document``, ``window``, or ``sheet`` and its name; the method; its arguments."""
    target, *rest = request
    if target == "sheet":
        name, method, *arguments = rest
        return getattr(document.sheet(name), method)(*arguments)
    method, *arguments = rest
    return getattr({"document": document, "window": window}[target], method)(*arguments)


def run(button: str, reply: Callable[[Request], object], wait: Callable[[], None]) -> str | None:
    """Start the other Python and answer it until it ends; return the name of the sentence about a failure."""
    try:
        child: Uno = start(button)
    except (OSError, ValueError, KeyError):
        return "python_missing"
    called = False
    try:
        for line in _lines(child.stdout, wait):
            called = True
            child.stdin.write(_reply(reply, line))
            child.stdin.flush()
        if child.wait() == 0:
            return None
    except OSError:  # the process has ended
        pass
    finally:
        child.kill()
        child.communicate()
    return "failed" if called else "package_missing"


def start(button: str) -> subprocess.Popen[bytes]:
    """Start the Python that the settings name, without the variables of LibreOffice's own Python."""
    python = json.loads(SETTINGS.read_text("utf-8"))["python"]
    environment = {name: value for name, value in os.environ.items() if "PYTHON" not in name and "PYVENV" not in name}
    return subprocess.Popen(
        [python, "-m", MODULE, button],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=str(SETTINGS.parent),
        env={**environment, "PYTHONSAFEPATH": "1", "PYTHONUTF8": "1"},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _lines(stream: Iterable[bytes], wait: Callable[[], None]) -> Iterator[bytes]:
    """Yield the lines of a stream. wait: called while there is none."""
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


def _reply(reply: Callable[[Request], object], line: bytes) -> bytes:
    try:
        answered = {"result": reply(json.loads(line))}
    except Exception as error:  # its text may hold what is in a cell
        answered = {"error": type(error).__name__}
    return json.dumps(answered).encode() + b"\n"
