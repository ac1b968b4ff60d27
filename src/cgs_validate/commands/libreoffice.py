"""``cgs-validate libreoffice``: the extension, put into LibreOffice, taken out again, examined."""

from typing import TYPE_CHECKING

import click

from . import options
from .installed import show_install, show_points, show_uninstall

if TYPE_CHECKING:
    from cgs_validate_addin.libreoffice.office import Office


@click.group("libreoffice")
@click.pass_context
def command(ctx: click.Context) -> None:
    """安裝、移除、檢查 LibreOffice 的擴充套件。 The extension for LibreOffice."""
    from cgs_validate_addin.libreoffice.office import this_office

    ctx.obj = ctx.obj or this_office()


@command.command("install")
@options.language
@click.pass_obj
def install_command(office: "Office", language: str) -> None:
    """把「輔導報表」工具列裝進 LibreOffice。 Install the extension."""
    from cgs_validate_addin.libreoffice.installer import install

    show_install("libreoffice", language, install(office))


@command.command("uninstall")
@options.language
@click.pass_obj
def uninstall_command(office: "Office", language: str) -> None:
    """把擴充套件移除，其他的都不動。 Remove the extension, and nothing else."""
    from cgs_validate_addin.libreoffice.installer import uninstall

    show_uninstall("libreoffice", language, uninstall(office))


@command.command("doctor")
@options.language
@click.pass_obj
def doctor_command(office: "Office", language: str) -> None:
    """檢查擴充套件為什麼不能用。 Examine why the extension does not work."""
    from cgs_validate_addin.libreoffice.doctor import diagnose

    show_points("libreoffice", language, diagnose(office))
