"""``cgs-validate excel``: the ribbon add-in, put into Excel, taken out again, examined."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from ..messages import catalog
from . import options

if TYPE_CHECKING:
    from cgs_validate_xlam.machine import Machine

EXTRA = ("xlwings", "pyopenvba")


@click.group("excel")
@click.pass_context
def command(ctx: click.Context) -> None:
    """安裝、移除、檢查 Excel 的增益集。 The add-in for Excel."""
    from cgs_validate_xlam.machine import this_machine

    ctx.obj = ctx.obj or this_machine()


@command.command("install")
@options.language
@click.pass_obj
def install_command(machine: "Machine", language: str) -> None:
    """把「輔導報表」索引標籤裝進 Excel。 Install the add-in."""
    with refused(language):
        from cgs_validate_xlam.installing import install

        for step, path in install(machine):
            click.echo(sentence(language, "steps", step, path=path))
        click.echo(sentence(language, "steps", "installed"))


@command.command("uninstall")
@options.language
@click.pass_obj
def uninstall_command(machine: "Machine", language: str) -> None:
    """把增益集移除，其他的都不動。 Remove the add-in, and nothing else."""
    with refused(language):
        from cgs_validate_xlam.installing import uninstall

        steps = [sentence(language, "steps", step, path=path) for step, path in uninstall(machine)]
        for line in steps or [sentence(language, "steps", "nothing")]:
            click.echo(line)
        if steps:
            click.echo(sentence(language, "steps", "uninstalled"))


@command.command("doctor")
@options.language
@click.pass_obj
def doctor_command(machine: "Machine", language: str) -> None:
    """檢查增益集為什麼不能用。 Examine why the add-in does not work."""
    with refused(language):
        from cgs_validate_xlam.examining import examine

        points = list(examine(machine))
        for point in points:
            told = catalog(language).sentences["excel"]["points"][point.name][point.state].format(**point.params)
            click.echo(f"{'✓' if point.good else '✗'} {told}")
        if not all(point.good for point in points):
            raise click.exceptions.Exit(1)
        click.echo(sentence(language, "steps", "all_good"))


def sentence(language: str, group: str, name: str, **params: object) -> str:
    """Return a sentence of these commands."""
    return str(catalog(language).sentences["excel"][group][name]).format(**params)


@contextmanager
def refused(language: str) -> Iterator[None]:
    """Turn what cannot be done into a sentence and exit code 2."""
    from cgs_validate_xlam.machine import RefusedError

    try:
        yield
    except RefusedError as error:
        options.fail(sentence(language, "refused", error.name, **error.params))
    except ModuleNotFoundError as error:
        if error.name not in EXTRA:
            raise
        options.fail(sentence(language, "refused", "extra_missing"))
