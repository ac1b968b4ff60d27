"""Runs a command with a PostgreSQL server of its own: ``python tests/support/postgres.py pytest tests/portal``.

The server is installed where this is Debian and one may; its data lie in a temporary folder, it listens on a socket
there, and both are gone at the end. The command finds it by DATABASE_URL.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from programs import install

ROLE = "portal"


def main() -> int:
    """Run the command; return its exit code."""
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as folder, server(Path(folder)) as url:
        return subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}, check=False).returncode


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Run a server in a folder, not as root, which it refuses; give its URL."""
    programs = find_programs()
    person = {}
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        person = {"user": "postgres", "group": "postgres", "extra_groups": []}
    data = folder / "data"
    initdb = [programs / "initdb", "-D", data, "-U", ROLE, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    subprocess.run(initdb, cwd=folder, check=True, stdout=subprocess.DEVNULL, **person)
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    control = [programs / "pg_ctl", "-D", data, "-w"]
    start = [*control, "-o", options, "-l", folder / "log", "start"]
    subprocess.run(start, cwd=folder, check=True, stdout=subprocess.DEVNULL, **person)
    try:
        yield f"postgresql://{ROLE}@{quote(str(folder), safe='')}/postgres"
    finally:
        stop = [*control, "-m", "immediate", "stop"]
        subprocess.run(stop, cwd=folder, check=False, stdout=subprocess.DEVNULL, **person)


def find_programs() -> Path:
    """Return the folder of PostgreSQL's programs, the newest if there are several."""
    for attempt in range(2):
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
        on_path = shutil.which("initdb")
        if found or on_path:
            return found[-1].parent if found else Path(str(on_path)).parent
        if attempt == 0:
            install("postgresql")
    raise SystemExit("there is no PostgreSQL here")


if __name__ == "__main__":
    sys.exit(main())
