"""The demo as a process of its own: a real server with threads, a real database, files on disk."""

import hashlib
import http.client
import json
import os
import signal
import sqlite3
import subprocess
import sysconfig
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from sending import WORKBOOK, content_digest

PROGRAM = Path(sysconfig.get_path("scripts")) / "cgs-portal"


@dataclass(frozen=True)
class Demo:
    """A demo that runs. tokens: of its schools, in order; database: of PostgreSQL, empty for SQLite."""

    process: subprocess.Popen[str]
    port: int
    password: str
    tokens: list[str]
    folder: Path
    database: str

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def request(self, method: str, path: str, token: str, body: bytes | None = None, **headers: str) -> tuple[int, Any]:
        """Send a request; return status and JSON."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)) as connection:
            sent = {"Authorization": f"Bearer {token}"} | {k.replace("_", "-"): v for k, v in headers.items()}
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            return response.status, json.loads(response.read())

    def upload(self, token: str, data: bytes, key: str, month: str = "111-10") -> tuple[int, Any]:
        """Upload a workbook with a key."""
        headers = {"Content_Type": WORKBOOK, "Content_Digest": content_digest(data), "Idempotency_Key": key}
        return self.request("PUT", f"/api/v1/reports/{month}", token, data, **headers)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Query the database itself."""
        connect = psycopg.connect(self.database) if self.database else sqlite3.connect(self.folder / "portal.sqlite3")
        with closing(connect) as database:
            return database.execute(query).fetchall()

    def files(self) -> dict[str, bytes]:
        """The files in the folder of workbooks."""
        return {path.name: path.read_bytes() for path in (self.folder / "reports").glob("*")}


@contextmanager
def running(folder: Path, *options: str, now: str = "2022-11-05T12:00") -> Iterator[Demo]:
    """Run a demo in a folder, on SQLite or on the server of ``DATABASE_URL``."""
    database = _database(os.environ.get("DATABASE_URL", ""), folder)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "DJANGO_"))}
    command = [PROGRAM, "demo", "--port", "0", "--data", str(folder), "--now", now]
    with subprocess.Popen(
        [*command, *options],
        cwd=folder.parent,
        env=environment | {"DATABASE_URL": database, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            assert process.stdout
            lines = []
            for line in process.stdout:
                lines.append(line.split())
                if "Ctrl+C" in line:
                    break
            assert lines, "it did not start"
            port = int(lines[0][0].rstrip("/").rpartition(":")[2])
            tokens = [words[-1] for words in lines if words[-1].startswith("cgs_")]
            yield Demo(process, port, lines[1][1], tokens, folder, database)
        finally:
            process.terminate()


def _database(server: str, folder: Path) -> str:
    """Return the URL of the folder's own database on a server, made if it is not there yet."""
    if not server.startswith("postgres"):
        return ""
    name = "demo_" + hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    with psycopg.connect(server, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f"CREATE DATABASE {name}")
    return f"{server.rpartition('/')[0]}/{name}"
