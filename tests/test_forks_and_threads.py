"""No check waits for another thread's, and a fork while threads check leaves a child that can check."""

import os
import re
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from workbooks import case, workbook

from cgs_validate.cached_property import cached_property
from cgs_validate.isolation.pool import Workers

ROOT = Path(__file__).parents[1]
LOCKING = re.compile(r"functools import .*\bcached_property\b|functools\.cached_property")
forking = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")


class Slow:
    """Something whose answer may take long. ``begun``: set when it is asked for."""

    def __init__(self, ready: threading.Event) -> None:
        self.ready, self.begun = ready, threading.Event()

    @cached_property
    def answer(self) -> object:
        """A new object, when it is ready."""
        self.begun.set()
        assert self.ready.wait(20)
        return object()


def test_no_property_locks_out_other_threads() -> None:
    """Before Python 3.12 functools has one lock for a property of all objects."""
    modules = [path for folder in ("src", "addin", "examples") for path in (ROOT / folder).rglob("*.py")]
    assert [path.name for path in modules if LOCKING.search(path.read_text("utf-8"))] == []


def test_an_object_does_not_wait_for_another() -> None:
    slow, quick = Slow(threading.Event()), Slow(threading.Event())
    quick.ready.set()
    with ThreadPoolExecutor(1) as threads:
        later = threads.submit(lambda: slow.answer)
        assert slow.begun.wait(20)
        with ThreadPoolExecutor(1) as others:
            assert others.submit(lambda: quick.answer).result(10) is quick.answer
        slow.ready.set()
        assert later.result(20) is slow.answer


def test_an_answer_is_one_object_for_all_threads() -> None:
    slow = Slow(threading.Event())
    with ThreadPoolExecutor(4) as threads:
        answers = [threads.submit(lambda: slow.answer) for _ in range(4)]
        slow.ready.set()
    assert {answer.result() for answer in answers} == {slow.answer}
    assert isinstance(Slow.answer, cached_property)
    assert Slow.answer.__doc__ == "A new object, when it is ready."


_CHECKING = """
import os, sys, threading, time
from cgs_validate import validate
data, over = open(sys.argv[1], "rb").read(), threading.Event()
def check():
    while not over.is_set():
        validate(data).to_json()
threads = [threading.Thread(target=check, daemon=True) for _ in range(4)]
for thread in threads:
    thread.start()
for _ in range(30):
    time.sleep(0.01)
    child = os.fork()
    if not child:
        validate(data)
        os._exit(0)
    os.waitpid(child, 0)
over.set()
"""

# As another thread imports what a check needs later, slowly, this one forks; the child needs it, too.
_IMPORTING = """
import importlib, os, sys, threading, time
from cgs_validate import api
from cgs_validate.forking import NEEDED_LATER
class Slowly:
    def find_spec(name, path=None, target=None):
        if name == sys.argv[1]:
            begun.set()
            time.sleep(0.5)
assert set(NEEDED_LATER) >= {sys.argv[1]}
sys.modules.pop(sys.argv[1], None)
begun = threading.Event()
sys.meta_path.insert(0, Slowly)
threading.Thread(target=importlib.import_module, args=sys.argv[1:]).start()
begun.wait()
child = os.fork()
importlib.import_module(sys.argv[1])
if not child:
    os._exit(0)
os.waitpid(child, 0)
"""


def ends(script: str, *arguments: object) -> bool:
    """Whether a script ends well, it and its children, in its time."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", script, *map(str, arguments)]
    with subprocess.Popen(command, env=environment, start_new_session=True) as process:
        try:
            return process.wait(30) == 0
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return False


@forking
def test_a_fork_while_threads_check(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook([case(D=None, E="x", F="2022/13/13") for _ in range(30)]))
    assert ends(_CHECKING, path)


@forking
@pytest.mark.parametrize("module", ["cerberus", "encodings.cp437", "cgs_validate.isolation.wire"])
def test_a_fork_while_a_thread_imports(module: str) -> None:
    assert ends(_IMPORTING, module)


@forking
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of forks of processes with threads
def test_a_fork_while_a_thread_starts_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the child would hold the worker's pipe, so that the worker would not see that its host has gone."""
    begun, started = threading.Event(), list[Any]()
    popen = subprocess.Popen

    def slowly(*arguments: Any, **more: Any) -> Any:
        started.append(popen(*arguments, **more))
        begun.set()
        threading.Event().wait(0.5)
        return started[0]

    monkeypatch.setattr(subprocess, "Popen", slowly)
    with Workers(1) as workers:
        thread = threading.Thread(target=workers.call, args=[len, "abc"])
        thread.start()
        assert begun.wait(20)
        child = os.fork()
        if not child:
            threading.Event().wait(20)
            os._exit(0)
        try:
            thread.join(20)
            started[0].stdin.close()
            assert started[0].wait(10) is not None
        finally:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
