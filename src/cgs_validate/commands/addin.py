"""The commands that install, remove and diagnose Excel's add-in and LibreOffice's extension."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..checking.messages import catalog
from . import options

if TYPE_CHECKING:
    from cgs_validate_addin.installation import Point, Step

EXTRA = ("xlwings", "pyopenvba")


def _python() -> str:
    """Return the command that starts this Python: a virtual environment and the portable folder have their own."""
    if sys.prefix != sys.base_prefix or any(Path(sys.prefix).glob("python3*._pth")):
        return f'"{sys.executable}"' if " " in sys.executable else sys.executable
    return "py" if sys.platform == "win32" else "python3"


# The commands of this computer.
HERE = {
    "python": _python(),
    "installer": "install-windows.cmd" if sys.platform == "win32" else "install-mac.command",
}


def addin_group(program: str, package: str, computer: str, helps: tuple[str, str, str, str]) -> click.Group:
    """Return the group of a program's commands.

    package: of ``cgs_validate_addin``, with the modules ``installer`` and ``doctor``; computer: the function in it that
    returns where the program is, as ``module.function``; helps: of the group, install, uninstall and doctor.
    """

    def load(name: str) -> Any:
        module, _, function = name.partition(".")
        return getattr(import_module(f"cgs_validate_addin.{package}.{module}"), function)

    @click.group(program, help=helps[0])
    @click.pass_context
    def group(context: click.Context) -> None:
        context.obj = context.obj or load(computer)()

    @group.command("install", help=helps[1])
    @options.language
    @click.pass_obj
    def install(found: object, language: str) -> None:
        """Print each step as it is done."""
        with _refused(program, language):
            steps: Iterable[Step] = load("installer.install")(found)
            for step, path in steps:
                click.echo(_sentence(program, language, "steps", step, path=path))
            click.echo(_sentence(program, language, "steps", "installed"))

    @group.command("uninstall", help=helps[2])
    @options.language
    @click.pass_obj
    def uninstall(found: object, language: str) -> None:
        """Print each step when all is done."""
        with _refused(program, language):
            steps: Iterable[Step] = load("installer.uninstall")(found)
            lines = [_sentence(program, language, "steps", step, path=path) for step, path in steps]
            last = "uninstalled" if lines else "nothing"
            click.echo("\n".join([*lines, _sentence(program, language, "steps", last)]))

    @group.command("doctor", help=helps[3])
    @options.language
    @click.pass_obj
    def doctor(found: object, language: str) -> None:
        """Print the state of each point; end with exit code 1 where one is not good."""
        with _refused(program, language):
            points: list[Point] = list(load("doctor.diagnose")(found))
            for point in points:
                states = catalog(language).sentences[program]["points"][point.name]
                click.echo(f"{'✓' if point.good else '✗'} {states[point.state].format(**HERE, **point.params)}")
            if not all(point.good for point in points):
                raise click.exceptions.Exit(1)
            click.echo(_sentence(program, language, "steps", "all_good"))

    return group


def _sentence(program: str, language: str, group: str, name: str, **params: object) -> str:
    return str(catalog(language).sentences[program][group][name]).format(**HERE, **params)


@contextmanager
def _refused(program: str, language: str) -> Iterator[None]:
    """Turn an error or a missing extra into a sentence and exit code 2."""
    from cgs_validate_addin.installation import InstallError

    try:
        yield
    except InstallError as error:
        options.fail(_sentence(program, language, "refused", error.name, **error.params))
    except ModuleNotFoundError as error:
        if error.name not in EXTRA:
            raise
        options.fail(_sentence(program, language, "refused", "extra_missing"))
