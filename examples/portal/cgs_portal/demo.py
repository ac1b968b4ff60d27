"""One command to try the portal: a database in a private folder, invented schools, a server on loopback."""

import argparse
import os
import secrets
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path


def main(arguments: list[str]) -> None:
    """Serve a demo until it is interrupted."""
    options = _parser().parse_args(arguments)
    os.umask(0o077)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with _folder(options.data) as folder:
        os.environ.update(PORTAL_DEMO="1", PORTAL_DATA=str(folder), PORTAL_SECRET_KEY=secrets.token_urlsafe(50))
        if options.now:
            os.environ["PORTAL_CLOCK"] = options.now.isoformat()
        from .demo_portal import serve  # which reads the environment

        serve(options.port, options.schools)


@contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    """Give a folder: the one of ``--data``, or a temporary one."""
    if data:
        data.mkdir(parents=True, exist_ok=True)
        yield data
    else:
        with tempfile.TemporaryDirectory(prefix="portal-demo-") as temporary:
            yield Path(temporary)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cgs-portal demo", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="0 uses any free port")
    parser.add_argument("--now", type=datetime.fromisoformat, help="the time at the start: 2022-11-05T09:00")
    parser.add_argument("--data", type=Path, help="a folder for the data; by default a temporary one")
    parser.add_argument("--schools", type=int, default=2, help="how many schools there are")
    return parser
