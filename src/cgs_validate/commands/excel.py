"""``cgs-validate excel``: the ribbon add-in, put into Excel, taken out again, examined."""

from typing import TYPE_CHECKING

import click

from . import options
from .installed import show_install, show_points, show_uninstall

if TYPE_CHECKING:
    from cgs_validate_addin.ribbon.machine import Machine


@click.group("excel")
@click.pass_context
def command(ctx: click.Context) -> None:
    """安裝、移除、檢查 Excel 的增益集。 The add-in for Excel."""
    from cgs_validate_addin.ribbon.machine import this_machine

    ctx.obj = ctx.obj or this_machine()


@command.command("install")
@options.language
@click.pass_obj
def install_command(machine: "Machine", language: str) -> None:
    """把「輔導報表」索引標籤裝進 Excel。 Install the add-in."""
    from cgs_validate_addin.ribbon.installer import install

    show_install("excel", language, install(machine))


@command.command("uninstall")
@options.language
@click.pass_obj
def uninstall_command(machine: "Machine", language: str) -> None:
    """把增益集移除，其他的都不動。 Remove the add-in, and nothing else."""
    from cgs_validate_addin.ribbon.installer import uninstall

    show_uninstall("excel", language, uninstall(machine))


@command.command("doctor")
@options.language
@click.pass_obj
def doctor_command(machine: "Machine", language: str) -> None:
    """檢查增益集為什麼不能用。 Examine why the add-in does not work."""
    from cgs_validate_addin.ribbon.doctor import diagnose

    show_points("excel", language, diagnose(machine))
