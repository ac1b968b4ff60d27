"""What the commands that speak to a portal share: options, errors, and what is seen while they are at work."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from math import ceil
from typing import TYPE_CHECKING

import click

from ..checking.messages import catalog
from ..upload import Network, Progress, UploadError
from . import options

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

EXTRA = ("httpx", "keyring", "truststore")


def system_proxy(function: options.Function) -> options.Function:
    """Add ``--system-proxy``, as ``network``."""
    return click.option(
        "--system-proxy",
        "network",
        is_flag=True,
        callback=lambda _, __, given: Network(system_proxy=given),
        help="經由系統或 HTTPS_PROXY 設定的代理伺服器連線 through the system's proxy",
    )(function)


def sentence(language: str, name: str, **params: object) -> str:
    """Return a sentence of these commands."""
    return str(catalog(language).sentences["upload"]["screen"][name]).format(**params)


def joined(language: str, items: Iterable[object]) -> str:
    """Return items one after the other, as in a sentence."""
    return str(catalog(language).sentences["asks"]["items"]).join(map(str, items))


class Screen:
    """What is seen of an upload at work: a bar where there is a terminal, else only what goes wrong meanwhile.

    ``sent``: whether something went out that may change what the portal stores.
    """

    def __init__(self, language: str) -> None:
        self._steps: dict[str, str] = catalog(language).sentences["upload"]["steps"]
        self._bar: Bar | None = None
        self.sent = False

    def tell(self, progress: Progress) -> None:
        """Show a step."""
        if progress.step == "pause":
            return
        said = self._steps["again_uncertain" if progress.uncertain else progress.step]
        self.sent = self.sent or progress.step in ("send", "wait")
        if progress.step == "again":
            self.stop()
            click.echo(said.format(seconds=ceil(progress.seconds)), err=True)
        elif sys.stderr.isatty():
            self._show(said, progress)

    def stop(self) -> None:
        """Leave the terminal to what is printed next."""
        if self._bar:
            self._bar.stop()
            self._bar = None

    def _show(self, said: str, progress: Progress) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn
        from rich.progress import Progress as Bar

        if self._bar is None:
            columns = TextColumn("{task.description}"), BarColumn(40)
            self._bar = Bar(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
            self._bar.add_task(said, total=None)
            self._bar.start()
        self._bar.update(self._bar.task_ids[0], description=said, completed=progress.sent, total=progress.total or None)


@contextmanager
def refused(language: str, screen: Screen | None = None) -> Iterator[None]:
    """Turn what cannot be done, or was interrupted, into a sentence and exit code 2."""
    try:
        with options.plain_errors(language):
            yield
    except UploadError as error:
        told = f"{error.message}\n{error.hint}"
    except (KeyboardInterrupt, click.Abort):
        told = sentence(language, "interrupted_uncertain" if screen and screen.sent else "interrupted")
    except ModuleNotFoundError as error:
        if error.name not in EXTRA:
            raise
        told = sentence(language, "extra_missing")
    else:
        return
    finally:
        if screen:
            screen.stop()
    options.fail(told)
