"""Workers for hostile input: processes with limits, each used again while it is well, replaced when it is not."""

import json
import os
import sys
import threading
import weakref
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import Any, Self, TypeVar, cast

from ..errors import ReadError, SpecError, SpecProblem
from ..forking import NO_FORK
from .sandbox import OWN_FOLDER
from .worker import OUT_OF_MEMORY, read_message, spec_folders, write_call, write_message

Item = TypeVar("Item")
Result = TypeVar("Result")

_LONGEST_START = 60.0  # seconds until a new worker is ready
_LONGEST_ANSWER = 128_000_000  # bytes
_START = "from cgs_validate.isolation.worker import main; main()"
_ENVIRONMENT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME", "SYSTEMROOT", "LANG", "LC_ALL", "TZ")


class Workers:
    """Processes that call functions on untrusted input. Many threads may use them at once.

    workers: how many, by default one for each core; each starts when it is needed. seconds: how long a call may take.
    memory: bytes of address space of each worker. calls: after so many a worker is replaced.
    """

    def __init__(
        self, workers: int | None = None, *, seconds: float = 9.0, memory: int = 512_000_000, calls: int = 500
    ) -> None:
        self.workers = workers or os.cpu_count() or 1
        self.seconds = seconds
        self.memory = memory
        self.calls = calls
        self._begin()
        _ALL.add(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the workers at once: a call at work fails as ``worker_died``, a later one as RuntimeError."""
        with NO_FORK:
            self._closed = True
            idle, busy = self._idle.copy(), self._busy.copy()
            self._idle.clear()
        for worker in busy:
            worker.process.kill()  # its call fails
        for worker in idle:
            worker.end()

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Call a function in a worker, which must be able to import it, and return its result: plain data.

        Waits for a worker to be free. Raises the function's own ReadError or SpecError; for any other exception
        ReadError ``unexpected``; and ReadError ``took_too_long``, ``too_much_memory`` or ``worker_died``.
        """
        request = write_call(function, arguments)
        with self._borrowed(_readable(function)) as worker:
            return worker.call(request)

    def held_by_kernel(self) -> frozenset[str]:
        """Return what the system itself holds the workers to, of ``files``, ``memory``, ``network`` and ``spying``.

        files: they read none but those of the program, and what they are given; spying: that no other process of the
        same user, but root's, looks into them.
        """
        with self._borrowed(frozenset(spec_folders())) as worker:
            return frozenset(worker.start())

    def each(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Generator[Result]:
        """Yield ``work(item)`` for every item, in order; work runs in a thread for each worker, and makes the calls.

        Of many items, only as many are begun ahead as the workers need.
        """
        from concurrent.futures import Future, ThreadPoolExecutor

        with ThreadPoolExecutor(self.workers) as threads:
            ahead: deque[Future[Result]] = deque()
            try:
                for item in items:
                    ahead.append(threads.submit(work, item))
                    if len(ahead) > 2 * self.workers:
                        yield ahead.popleft().result()
                while ahead:
                    yield ahead.popleft().result()
            except KeyboardInterrupt:
                self.close()  # else the threads would be waited for
                raise
            finally:
                for future in ahead:
                    future.cancel()

    def _begin(self) -> None:
        self._free = threading.Semaphore(self.workers)
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._closed = False

    def _begin_in_fork(self) -> None:
        """Leave the workers to the process that started them: two hosts would read each other's answers."""
        inherited, closed = [*self._idle, *self._busy], self._closed
        self._begin()
        self._closed = closed
        for worker in inherited:
            worker.close_pipes()
            worker.process.returncode = 0

    @contextmanager
    def _borrowed(self, folders: frozenset[str]) -> "Iterator[_Worker]":
        with self._free:
            worker = self._take(folders)
            try:
                yield worker
            finally:
                self._give_back(worker)

    def _take(self, folders: frozenset[str]) -> "_Worker":
        with NO_FORK:
            if self._closed:
                raise RuntimeError("these workers were closed")
            while self._idle:
                worker = self._idle.pop()
                if worker.well and folders <= worker.folders:
                    break
                worker.end()
            else:
                worker = _Worker(self.memory, self.seconds, folders)
            self._busy.add(worker)
        return worker

    def _give_back(self, worker: "_Worker") -> None:
        with NO_FORK:
            self._busy.discard(worker)
            if worker.well and worker.calls < self.calls and not self._closed:
                self._idle.append(worker)
                return
        worker.end()


class _Worker:
    """The host's side of one worker process. ``calls``: how many it got; ``folders``: which it may read."""

    def __init__(self, memory: int, seconds: float, folders: frozenset[str]) -> None:
        import subprocess

        self.calls = 0
        self.folders = folders
        self._held: list[str] | None = None
        self._memory = memory
        self._seconds = seconds
        self._well = True
        self._late = False
        try:
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter
                [_python(), "-P", "-B", "-c", _START, str(memory), str(seconds), *sorted(folders)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                cwd=Path(sys.prefix).anchor,
                env=_environment(),
                start_new_session=True,
            )
        except OSError:
            raise ReadError("worker_died") from None

    @property
    def well(self) -> bool:
        """Whether it can be called."""
        return self._well and self.process.poll() is None

    def call(self, request: bytes) -> Any:
        """Return the answer to a request. Raises ReadError or SpecError; the worker stays well if it was its answer."""
        self.start()
        self._well = False
        self.calls += 1
        message = self._receive(self._seconds, request)
        try:
            answer = json.loads(message.decode("utf-8", "surrogatepass"))
            error = _error_in(answer)
        except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
            raise ReadError("worker_died") from None  # no worker of ours answers so
        if answer == OUT_OF_MEMORY:
            raise ReadError("too_much_memory", limit=self._memory // 1_000_000)
        self._well = not self._late
        if error:
            raise error
        return answer["result"]

    def start(self) -> list[str]:
        """Wait until the worker is ready; return what the kernel holds it to."""
        if self._held is None:
            self._well = False
            self._held = json.loads(self._receive(_LONGEST_START))["result"]
            self._well = not self._late
        return self._held

    def end(self) -> None:
        """End the process, and leave nothing of it."""
        self.process.kill()
        self.close_pipes()
        self.process.wait()

    def _receive(self, seconds: float, request: bytes | None = None) -> bytes:
        timer = threading.Timer(seconds, self._kill_late)
        timer.daemon = True
        timer.start()
        try:
            if request is not None:
                write_message(cast("FileIO", self.process.stdin), request)
            answer = read_message(cast("FileIO", self.process.stdout), _LONGEST_ANSWER)
        except (OSError, ValueError):
            answer = None
        finally:
            timer.cancel()
        if answer is None:
            raise ReadError("took_too_long", limit=f"{seconds:g}") if self._late else ReadError("worker_died")
        return answer

    def _kill_late(self) -> None:
        self._late = True
        self.process.kill()

    def close_pipes(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()


def _error_in(answer: Any) -> ReadError | SpecError | None:
    """Return the error in an answer. Raises some exception where the answer is none of a worker's."""
    error: ReadError | SpecError
    match answer:
        case {"result": _}:
            return None
        case {"unread": [str(code), params]}:
            error = ReadError(code, **params)
        case {"specs": problems}:
            error = SpecError(*(SpecProblem(*problem) for problem in problems))
        case _ if answer == OUT_OF_MEMORY:
            return None
        case _:
            raise ValueError("no answer")
    _ = error.message, error.hint  # one that has no sentence is not from a worker of ours
    return error


def _readable(function: Callable[..., Any]) -> frozenset[str]:
    """Return the folders that a function needs besides the program's: of specs, and the one it is imported from."""
    module = sys.modules.get(function.__module__)
    file = getattr(module, "__file__", None)
    folders = set(spec_folders())
    if module and file:
        folders.add(str(Path(file).absolute().parents[module.__name__.count(".") + hasattr(module, "__path__")]))
    return frozenset(folders - {str(OWN_FOLDER)})


def _python() -> str:
    """Return the interpreter, also where this process is a server that has Python in it, such as uWSGI."""
    if Path(sys.executable or "").name.lower().startswith("python"):
        return sys.executable
    return str(Path(sys.exec_prefix, "python.exe" if sys.platform == "win32" else "bin/python3"))


def _environment() -> dict[str, str]:
    """Return the environment of a worker, without the tokens of the host."""
    passed = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    return {**passed, "PYTHONPATH": os.pathsep.join(str(Path(folder).absolute()) for folder in sys.path if folder)}


def _begin_in_fork() -> None:
    for workers in list(_ALL):
        workers._begin_in_fork()


_ALL: weakref.WeakSet[Workers] = weakref.WeakSet()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_in_fork)
