"""The time limits of the connection to a portal, and the progress of an upload."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True)
class Network:
    """How long the client waits, in seconds, and how much it reads of a response.

    ``total``: after which no further try begins; ``pause``: before the second try, doubled for each one after.
    ``system_proxy``: whether to go through the proxy that ``HTTPS_PROXY`` or the system's settings name.
    """

    connect: float = 10
    read: float = 60
    write: float = 30
    total: float = 180
    tries: int = 6
    pause: float = 1
    response_bytes: int = 16_000_000
    system_proxy: bool = False


class Progress(NamedTuple):
    """How far an upload is.

    ``step``: ``ask`` (the portal, for what is open), ``check`` (the workbook), ``send`` (``sent`` of ``total`` bytes),
    ``wait`` (for the response), ``again`` (in so many ``seconds``; ``uncertain``: an earlier try may have arrived),
    ``pause`` (so many of those ``seconds`` are left).
    """

    step: str
    sent: int = 0
    total: int = 0
    uncertain: bool = False
    seconds: float = 0


OnProgress = Callable[[Progress], None]


def ignore_progress(_: Progress) -> None:
    """Do nothing."""
