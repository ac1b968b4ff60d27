"""What the commands that speak to a portal share: options, errors, the progress of an upload."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from typing import TYPE_CHECKING

import click

from ..checking.messages import catalog
from ..errors import CgsError, errors_in
from ..upload import Network, Progress, UploadError
from . import options
from .usage import hint_of

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


class Screen:
    """Shows an upload at work: a bar where there is a terminal, else only the tries that failed.

    ``sent``: whether something was sent that may change what the portal stores.
    """

    def __init__(self, language: str) -> None:
        self._steps: dict[str, str] = catalog(language).sentences["upload"]["steps"]
        self._bar: Bar | None = None
        self._at_terminal = sys.stderr.isatty()  # asked once: what rich puts in its place, before version 15, says no
        self.sent = False

    def show(self, progress: Progress) -> None:
        """Show a step."""
        if progress.step == "pause":
            return
        text = self._steps["again_uncertain" if progress.uncertain else progress.step]
        self.sent = self.sent or progress.step in ("send", "wait")
        if progress.step == "again":
            self.stop()
            click.echo(text.format(seconds=ceil(progress.seconds)), err=True)
        elif self._at_terminal:
            self._draw(text, progress)

    def stop(self) -> None:
        """Remove the bar before something else is printed."""
        if self._bar:
            self._bar.stop()
            self._bar = None

    def _draw(self, text: str, progress: Progress) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn
        from rich.progress import Progress as Bar

        if self._bar is None:
            columns = TextColumn("{task.description}"), BarColumn(40)
            self._bar = Bar(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
            self._bar.add_task(text, total=None)
            self._bar.start()
        self._bar.update(self._bar.task_ids[0], description=text, completed=progress.sent, total=progress.total or None)


@contextmanager
def refused(language: str, screen: Screen | None = None, ending: str = "") -> Iterator[None]:
    """Turn a missing extra or an interruption into a sentence and an exit code.

    ending: the sentence that ends what went wrong before anything was stored.
    """
    exit_code = 2
    try:
        with errors_in(language):
            yield
    except CgsError as error:
        if not (ending and screen) or not _surely_not_stored(error, screen):
            raise
        screen.stop()
        options.fail("\n".join(filter(None, (error.message, hint_of(error), sentence(language, ending)))))
    except (KeyboardInterrupt, click.Abort) as error:
        name = "interrupted_uncertain" if screen and screen.sent else "interrupted"
        exit_code = options.INTERRUPTED if options.is_interruption(error) else 2
    except ModuleNotFoundError as error:
        if error.name not in EXTRA:
            raise
        name = "extra_missing"
    else:
        return
    finally:
        if screen:
            screen.stop()
    options.fail(sentence(language, name, python=_python()), exit_code)


def _surely_not_stored(error: CgsError, screen: Screen) -> bool:
    return not error.uncertain if isinstance(error, UploadError) else not screen.sent


def _python() -> str:
    """Return this Python as a person types it in a shell."""
    return f'"{sys.executable}"' if " " in sys.executable else sys.executable
