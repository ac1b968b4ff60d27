"""``cgs-validate status PORTAL``: the unit that the token is of, and the months that can be uploaded."""

import click

from ..upload import Network, read_status
from ..upload.messages import joined, month_lines, roc, unit_of
from . import options, portals


@click.command("status")
@click.argument("portal", metavar="PORTAL")
@portals.system_proxy
@options.language
def command(portal: str, network: Network, language: str) -> None:
    """看自己的單位、可以填報的月份、逾期的月份。 Show what can be uploaded, and what is overdue."""
    screen = portals.Screen(language)
    with portals.refused(language, screen):
        status = read_status(portal, language=language, network=network, progress=screen.show)
        screen.stop()
        click.echo(unit_of(status, language))
        click.echo(portals.sentence(language, "current_month", value=status.current_month))
        if status.deadline:
            click.echo(portals.sentence(language, "deadline", value=roc(status.deadline)))
        if status.open:
            click.echo(portals.sentence(language, "open", value=joined(status.open, language)))
        if status.overdue:
            click.echo(portals.sentence(language, "overdue", value=joined(status.overdue, language)))
        else:
            click.echo(portals.sentence(language, "nothing_overdue"))
        for line in month_lines(status, language):
            click.echo(line)
