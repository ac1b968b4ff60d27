"""``cgs-validate login PORTAL``: asks for a portal's token, tries it, and saves it in the system's keyring."""

import os
import sys

import click

from ..upload import Network, login
from ..upload.address import parse_address
from ..upload.messages import unit_of
from ..upload.tokens import VARIABLE, usable_keyring
from . import options, portals


@click.command("login")
@click.argument("portal", metavar="PORTAL")
@portals.system_proxy
@options.language
def command(portal: str, network: Network, language: str) -> None:
    """登入填報系統：貼上權杖，確認可用後存在系統的鑰匙圈。 Save a portal's token in the system's keyring."""
    with portals.refused(language):
        parse_address(portal)  # before the token is asked for in vain
        usable_keyring()
        if not sys.stdin.isatty():
            options.fail(portals.sentence(language, "login_needs_terminal"))
        token = click.prompt(portals.sentence(language, "ask_token"), hide_input=True, err=True)
        status = login(portal, token, language=language, network=network)
        click.echo(portals.sentence(language, "logged_in", unit=unit_of(status, language)))
        if os.environ.get(VARIABLE):
            click.echo(portals.sentence(language, "variable_first"), err=True)
