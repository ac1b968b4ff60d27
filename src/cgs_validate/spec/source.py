"""Where a declaration of a spec comes from, and how sure it is."""

from dataclasses import dataclass
from typing import NamedTuple


class Source(NamedTuple):
    """Where something comes from: a document, the place in it, and a quotation or else a note."""

    document: str
    place: str
    quote: str = ""
    note: str = ""


@dataclass(frozen=True)
class Sourced:
    """Something with a source and a basis: ``stated``, ``observed`` or ``assumed``."""

    source: Source
    basis: str

    @property
    def doubtful(self) -> bool:
        """Whether this was only observed or guessed, so that its findings are warnings."""
        return self.basis != "stated"
