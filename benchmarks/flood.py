"""How long another school waits while one account floods the example portal with workbooks that take long to check.

    python benchmarks/flood.py [CONNECTIONS] [SECONDS]      by default 26 and 15; Linux; needs cgs-portal

Starts the demo and lets one school send workbooks from so many connections, each again as soon as it is answered, and
at least once. Meanwhile another school uploads good workbooks, and a visitor gets the login page, one after another.
Prints the longest waits before and during the flood, and the answers. Ends with 1 where an upload of the other school,
or the page, took 2 s or more or failed.
"""

import base64
import hashlib
import http.client
import io
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

from cgs_validate import load_spec
from cgs_validate.spec.examples import load_example
from cgs_validate.templates.workbook import build_template

Result = TypeVar("Result")

LONGEST = 2.0  # seconds for an upload of the other school
_OTHERS, _FLOOD = "127.0.0.1", "127.0.0.2"
_PAUSE = 0.25  # seconds between two requests
_CALM = 3.0  # seconds without a flood, for comparison
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHEET, _END = "xl/worksheets/sheet1.xml", b"</sheetData>"
_ROW = b"<row>" + b'<c t="inlineStr"><is><t>x</t></is></c>' * 6 + b"</row>"


@dataclass(frozen=True)
class Portal:
    """A demo that runs: its port, and a token of each school."""

    port: int
    tokens: list[str]

    def get_login(self) -> int:
        """Get the login page; return the status."""
        return self._send("GET", "/login/", None, {}, _OTHERS)

    def upload(self, school: int, workbook: bytes, address: str = _OTHERS) -> int:
        """Upload a workbook of 111-10 from an address; return the status."""
        digest = base64.b64encode(hashlib.sha256(workbook).digest()).decode()
        headers = {
            "Authorization": f"Bearer {self.tokens[school]}",
            "Content-Type": _WORKBOOK,
            "Content-Digest": f"sha-256=:{digest}:",
        }
        return self._send("PUT", "/api/v1/reports/111-10", workbook, headers, address)

    def _send(self, method: str, path: str, body: bytes | None, headers: dict[str, str], address: str) -> int:
        client = http.client.HTTPConnection("127.0.0.1", self.port, 300, source_address=(address, 0))
        with closing(client) as connection:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            response.read()
            return response.status


@contextmanager
def running() -> Iterator[Portal]:
    """Run a demo with four schools in a temporary folder."""
    program = Path(sysconfig.get_path("scripts")) / "cgs-portal"
    with tempfile.TemporaryDirectory(prefix="flood-") as folder:
        command = [program, "demo", "--port", "0", "--data", folder, "--schools", "4", "--now", "2022-11-05T12:00"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
            try:
                lines = []
                for line in process.stdout or ():
                    lines.append(line.split())
                    if "Ctrl+C" in line:
                        break
                port = int(lines[0][0].rstrip("/").rpartition(":")[2])
                yield Portal(port, [words[-1] for words in lines if words[-1].startswith("cgs_")])
            finally:
                process.terminate()


def good(number: int) -> bytes:
    """Return a workbook without a mistake, another for each number."""
    return _changed(b"", str(number).encode())


def bomb() -> bytes:
    """Return a workbook of 70 kB with fifty thousand rows that are all wrong: seconds of checking."""
    return _changed(_ROW * 50_000, b"")


@cache
def _clean() -> bytes:
    return build_template(load_spec("cgs/111"), load_example("cgs/111", "clean"))


def _changed(rows: bytes, comment: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_clean())) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == _SHEET and rows:
                data = data.replace(_END, rows + _END)
            if entry.filename == _SHEET and comment:
                data += b"<!--" + comment + b"-->"
            copy.writestr(entry.filename, data)
    return target.getvalue()


def repeat(prepare: Callable[[int], Callable[[], int]], done: threading.Event) -> tuple[float, Counter[int]]:
    """Send one request after another until an event; return the longest wait, and how often each status came."""
    longest, statuses, number = 0.0, Counter[int](), 0
    while not done.is_set():
        number += 1
        send = prepare(number)
        began = time.perf_counter()
        statuses[send()] += 1
        longest = max(longest, time.perf_counter() - began)
        time.sleep(_PAUSE)
    return longest, statuses


def flood(portal: Portal, connections: int, seconds: float) -> Counter[int]:
    """Send workbooks that take long from one school; return how often each status came."""
    workbook, until = bomb(), time.perf_counter() + seconds

    def send(_: int) -> Counter[int]:
        statuses = Counter({portal.upload(0, workbook, _FLOOD): 1})
        while time.perf_counter() < until:
            statuses[portal.upload(0, workbook, _FLOOD)] += 1
        return statuses

    with ThreadPoolExecutor(connections) as threads:
        return sum(threads.map(send, range(connections)), Counter())


def main() -> None:
    """Send the flood and print."""
    connections, seconds = (int(given) for given in (*sys.argv[1:], *("26", "15")[len(sys.argv) - 1 :]))
    others: dict[str, Callable[[Portal, int], Callable[[], int]]] = {
        "another school's upload": lambda portal, number: partial(portal.upload, 2, good(number)),
        "the login page": lambda portal, _: portal.get_login,
    }
    fine = True
    with running() as portal, ThreadPoolExecutor(len(others)) as threads:

        def watch(work: Callable[[], Result]) -> tuple[dict[str, tuple[float, Counter[int]]], Result]:
            done = threading.Event()
            watched = {name: threads.submit(repeat, partial(send, portal), done) for name, send in others.items()}
            result = work()
            done.set()
            return {name: future.result() for name, future in watched.items()}, result

        list(threads.map(lambda school: portal.upload(school, good(0)), (0, 2)))  # so that both workers are there
        calm, _ = watch(lambda: time.sleep(_CALM))
        during, answers = watch(lambda: flood(portal, connections, seconds))
    for name in others:
        (before, _), (longest, statuses) = calm[name], during[name]
        print(f"{name}: at most {before:.2f} s before, {longest:.2f} s during the flood; answers {dict(statuses)}")
        fine = fine and set(statuses) <= {200, 201} and longest < LONGEST
    print(f"the flood: {connections} connections, {len(bomb()):,} bytes each; answers {dict(answers)}")
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
