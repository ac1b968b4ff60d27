"""Workers: a call returns or raises ReadError or SpecError, and the next call is answered, whatever a worker does."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import calls
import pytest

from cgs_validate.errors import ReadError, SpecError
from cgs_validate.isolation.pool import Workers

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to this")
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and named pipes")


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(1, seconds=30) as pool:
        yield pool


@pytest.fixture
def hasty() -> Iterator[Workers]:
    """Workers for calls that never end."""
    with Workers(1, seconds=2) as pool:
        yield pool


@pytest.fixture
def fifo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A named pipe where workers may read."""
    monkeypatch.setenv("CGS_SPECS_PATH", str(tmp_path))
    path = tmp_path / "fifo"
    os.mkfifo(path)
    return path


def code_of(pool: Workers, function: Callable[..., Any], *arguments: Any) -> str:
    with pytest.raises(ReadError) as raised:
        pool.call(function, *arguments)
    assert raised.value.message
    assert raised.value.hint
    return raised.value.code


def alive(pid: int) -> bool:
    """Tell whether a process runs; one that is dead but was not waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def framed(answer: bytes) -> bytes:
    return len(answer).to_bytes(8, "big") + answer


@pytest.mark.parametrize("value", [None, 1, 1.5, "字", "\ud800", [1, "a"], {"a": None}, "x" * 3_000_000])
def test_results_come_back(workers: Workers, value: object) -> None:
    assert workers.call(calls.echo, value) == value


def test_errors_come_back_with_their_sentences(workers: Workers) -> None:
    assert code_of(workers, calls.fail, "file_too_large") == "file_too_large"
    with pytest.raises(SpecError, match="cgs/999"):
        workers.call(calls.fail_by_spec)


def test_of_an_unexpected_exception_only_its_kind_is_reported(workers: Workers) -> None:
    with pytest.raises(ReadError) as raised:
        workers.call(calls.fail_with_a_name)
    assert raised.value.params == {"kind": "RuntimeError"}
    assert "王小明" not in str(raised.value) + raised.value.hint
    assert code_of(workers, calls.recurse) == "unexpected"


def test_a_well_worker_is_called_again(workers: Workers) -> None:
    first = workers.call(calls.pid)
    assert code_of(workers, calls.fail, "file_too_large") == "file_too_large"
    assert workers.call(calls.pid) == first
    assert first != os.getpid()


def test_a_worker_is_replaced_after_some_calls() -> None:
    with Workers(1, calls=2) as pool:
        pids = [pool.call(calls.pid) for _ in range(5)]
    assert pids[0] == pids[1] != pids[2] == pids[3] != pids[4]


@pytest.mark.parametrize("function", [calls.loop, calls.backtrack])
def test_an_endless_call_is_ended(hasty: Workers, function: Callable[[], None]) -> None:
    assert code_of(hasty, function) == "took_too_long"
    assert hasty.call(calls.echo, 1) == 1


@linux
def test_a_call_with_too_much_memory_is_ended(workers: Workers) -> None:
    assert code_of(workers, calls.fill_memory) == "too_much_memory"
    assert workers.call(calls.echo, 1) == 1


@pytest.mark.parametrize(("function", "argument"), [(os._exit, 3), (os._exit, 0)])
def test_a_worker_that_dies_is_replaced(workers: Workers, function: Callable[..., None], argument: int) -> None:
    assert code_of(workers, function, argument) == "worker_died"
    assert workers.call(calls.echo, 1) == 1


def test_a_worker_that_crashes_is_replaced(workers: Workers) -> None:
    assert code_of(workers, os.abort) == "worker_died"
    assert workers.call(calls.echo, 1) == 1


@posix
def test_a_worker_that_is_killed_at_work_is_replaced(workers: Workers, fifo: Path) -> None:
    pid = workers.call(calls.pid)
    with ThreadPoolExecutor(1) as thread:
        code = thread.submit(code_of, workers, calls.wait, str(fifo))
        with fifo.open("wb"):  # as soon as the worker has opened it, too
            os.kill(pid, signal.SIGKILL)
            assert code.result() == "worker_died"
    assert workers.call(calls.echo, 1) == 1


@posix
def test_a_worker_that_is_killed_while_it_waits_is_replaced(workers: Workers) -> None:
    pid = workers.call(calls.pid)
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert workers.call(calls.pid) != pid


@posix
def test_a_worker_that_is_stopped_is_replaced(hasty: Workers) -> None:
    os.kill(hasty.call(calls.pid), signal.SIGSTOP)
    assert code_of(hasty, calls.echo, "x" * 1_000_000) == "took_too_long"
    assert hasty.call(calls.echo, 1) == 1


def test_answers_of_a_hijacked_worker() -> None:
    with Workers(1) as pool:
        assert pool.call(calls.answer_falsely, framed(b'{"result": 42}')) == 42


@pytest.mark.parametrize(
    "message",
    [
        b"\xff" * 64,
        framed(b""),
        framed(b"\xff"),
        framed(b"{}"),
        framed(b"true"),
        framed(b"\x80\x04K\x01."),
        framed(b'{"unread": ["nonsense", {}]}'),
        framed(b'{"unread": ["file_too_large", {}]}'),
        framed(b'{"unread": ["file_too_large", []]}'),
        framed(b'{"unread": ["file_too_large", {"self": 1}]}'),
        framed(b'{"specs": [["nonsense", "", 1, {}]]}'),
        framed(b'{"specs": 7}'),
        framed(b"[" * 60_000),
    ],
)
@posix
def test_answers_that_no_worker_of_ours_gives(workers: Workers, message: bytes) -> None:
    assert code_of(workers, calls.answer_falsely, message) == "worker_died"
    assert workers.call(calls.echo, 1) == 1


def test_no_network(workers: Workers) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert code_of(workers, calls.connect, server.getsockname()[1]) == "unexpected"
    assert code_of(workers, calls.resolve) == "unexpected"


_LEAVE_NETWORK = """
import ctypes, sys
system = ctypes.CDLL(None)
sys.exit(system.unshare(0x40000000) and system.unshare(0x50000000))
"""


@linux
def test_no_network_by_the_kernel_where_it_permits(workers: Workers) -> None:
    permits = subprocess.run([sys.executable, "-c", _LEAVE_NETWORK], check=False).returncode == 0
    own, _ = calls.networks()
    other, devices = workers.call(calls.networks)
    assert (own != other) is permits
    assert not permits or devices == ["lo"]
    assert ("network" in workers.held_by_kernel()) is permits


@posix
def test_the_kernel_lets_it_write_no_file_and_no_core(workers: Workers) -> None:
    """A core would hold what is in the cells."""
    assert [workers.call(calls.most, kind) for kind in ("RLIMIT_FSIZE", "RLIMIT_CORE")] == [[0, 0], [0, 0]]


def test_no_programs_and_no_files(workers: Workers, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.write_text("mine")
    for function, *arguments in (
        (calls.run_program,),
        (calls.run_shell,),
        (calls.write_file, str(tmp_path)),
        (calls.write_temporary,),
        (calls.remove_file, str(mine)),
    ):
        assert code_of(workers, function, *arguments) == "unexpected"
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.fixture
def confined(workers: Workers) -> Workers:
    if "files" not in workers.held_by_kernel():
        pytest.skip("this kernel has no Landlock")
    return workers


@pytest.mark.parametrize(
    "path", ["/etc/hostname", f"/proc/{os.getpid()}/environ", __file__], ids=["system", "host", "tests"]
)
def test_the_kernel_lets_it_read_no_file_but_the_programs(confined: Workers, path: str, tmp_path: Path) -> None:
    assert Path(path).exists()
    assert code_of(confined, calls.read, path) == "unexpected"
    for folder in ("/", str(tmp_path)):
        assert code_of(confined, calls.list_folder, folder) == "unexpected"


def test_it_reads_the_specs_of_the_host(confined: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own.yaml").write_text("own")
    pid = confined.call(calls.pid)
    monkeypatch.setenv("CGS_SPECS_PATH", str(tmp_path))
    assert confined.call(calls.read, str(tmp_path / "own.yaml")) == "own"
    assert confined.call(calls.pid) != pid
    monkeypatch.delenv("CGS_SPECS_PATH")
    assert confined.call(calls.read, calls.__file__)


_ENTERED = """
import ctypes, sys
from cgs_validate.isolation import landlock, sandbox
get = ctypes.CDLL(None).prctl  # before no library can be loaded any more
landlock._CREATE_RULESET = int(sys.argv[1]) or landlock._CREATE_RULESET
held = sandbox.enter(2_000_000_000)
print("files" in held, "spying" in held, get(3, 0, 0, 0, 0))
"""


@linux
@pytest.mark.parametrize("number", [0, 100_000])
def test_no_other_process_looks_into_it(number: int, workers: Workers) -> None:
    """Also under a kernel that does not know Landlock, here by a system call that there is none of."""
    command = [sys.executable, "-c", _ENTERED, str(number)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    files = not number and "files" in workers.held_by_kernel()
    assert (done.stdout.strip(), done.stderr) == (f"{files} True 0", "")


def test_a_worker_knows_nothing_of_its_host(workers: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CGS_TOKEN", "secret")
    with Workers(1) as pool:
        assert "CGS_TOKEN" not in pool.call(calls.environment)
    assert not workers.call(calls.main_module)


def test_specs_are_those_of_the_host(workers: Workers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CGS_SPECS_PATH", "own")
    assert workers.call(calls.environment)["CGS_SPECS_PATH"] == str(tmp_path / "own")


def test_threads_share_workers() -> None:
    with Workers(2) as pool, ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda number: pool.call(calls.echo, number), range(200))) == list(range(200))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_fork_of_the_host_has_workers_of_its_own() -> None:
    with Workers(1) as pool:
        pid = pool.call(calls.pid)
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.write(writing, json.dumps(pool.call(calls.pid)).encode())
            pool.close()
            os._exit(0)
        os.waitpid(child, 0)
        assert json.loads(os.read(reading, 100)) != pid
        assert pool.call(calls.pid) == pid
        os.close(reading)
        os.close(writing)


@posix
def test_close_ends_calls_at_work(fifo: Path) -> None:
    pool = Workers(2, seconds=600)
    idle = pool.call(calls.pid)
    with ThreadPoolExecutor(2) as threads:
        codes = [threads.submit(code_of, pool, calls.wait, str(fifo)) for _ in range(2)]
        with fifo.open("wb"):
            pool.close()
            assert {code.result() for code in codes} == {"worker_died"}
    with pytest.raises(ProcessLookupError):
        os.kill(idle, 0)
    with pytest.raises(RuntimeError):
        pool.call(calls.echo, 1)


def test_each_keeps_the_order_and_takes_little_ahead() -> None:
    begun = 0

    def items() -> Iterator[int]:
        nonlocal begun
        for number in range(1, 301):
            begun = number
            yield number

    with Workers(2) as pool:
        for done, result in enumerate(pool.each(lambda item: pool.call(calls.echo, item), items()), 1):
            assert result == done
            assert begun <= done + 4
    assert done == 300


def test_each_can_be_left_early() -> None:
    with Workers(2) as pool:
        for result in pool.each(lambda item: pool.call(calls.echo, item), range(1000)):
            if result == 5:
                break
    assert threading.active_count() < 10


_HOST = """
import os, sys, threading
from cgs_validate.isolation.pool import Workers
import calls
pool = Workers(2, seconds=600)
busy = pool.call(calls.pid)
threading.Thread(target=pool.call, args=(calls.wait_then_backtrack, sys.argv[1]), daemon=True).start()
open(sys.argv[1], "wb").close()
print(busy, pool.call(calls.pid), flush=True)
threading.Event().wait()
"""


@linux
def test_no_worker_and_no_file_is_left_when_the_host_is_killed(fifo: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(temporary)}
    with subprocess.Popen(
        [sys.executable, "-c", _HOST, str(fifo)], stdout=subprocess.PIPE, text=True, env=environment
    ) as host:
        assert host.stdout is not None
        busy, idle = map(int, host.stdout.readline().split())
        assert alive(busy)
        assert alive(idle)
        assert busy != idle
        host.kill()
    wait_until(lambda: not alive(busy) and not alive(idle))
    assert not list(temporary.iterdir())


_INTERRUPTED = """
import sys
from cgs_validate.isolation.pool import Workers
import calls
with Workers(2, seconds=600) as pool:
    list(pool.each(lambda fifo: pool.call(calls.wait, fifo), sys.argv[1:] * 100))
"""


@posix
def test_ctrl_c_does_not_wait_for_workers(fifo: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with (
        subprocess.Popen(
            [sys.executable, "-c", _INTERRUPTED, str(fifo)], stderr=subprocess.PIPE, text=True, env=environment
        ) as host,
        fifo.open("wb"),
    ):
        host.send_signal(signal.SIGINT)
        _, err = host.communicate(timeout=60)
    assert err.rstrip().endswith("KeyboardInterrupt")
