"""``cgs-validate logout PORTAL``: deletes a portal's token from the system's keyring."""

import click

from ..upload import logout
from . import options, portals


@click.command("logout")
@click.argument("portal", metavar="PORTAL")
@options.language
def command(portal: str, language: str) -> None:
    """登出填報系統：從系統的鑰匙圈拿掉權杖。 Delete a portal's token from the keyring."""
    with portals.refused(language):
        name = "logged_out" if logout(portal, language=language) else "not_logged_in"
        click.echo(portals.sentence(language, name))
