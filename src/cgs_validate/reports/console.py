"""Text laid out for a terminal, returned as a string, and tables in Markdown."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

UNBROKEN_BLANK = "\u2800"  # Chinese lines may break anywhere; rich would break them at every other blank first


class Paper(Console):
    """A console that prints into memory. width: in columns, None for the terminal's."""

    def __init__(self, *, colour: bool, width: int | None) -> None:
        super().__init__(
            file=io.StringIO(),
            force_terminal=colour,
            no_color=not colour,
            width=width,
            highlight=False,
            legacy_windows=False,
        )

    def indented(self, text: Text, indent: int) -> None:
        """Print a text whose lines all begin some columns from the left."""
        self.print(Padding(text, (0, 0, 0, indent), expand=False))

    @property
    def text(self) -> str:
        """The printed text, with plain blanks, and none at the ends of lines."""
        assert isinstance(self.file, io.StringIO)  # noqa: S101 - it was made above
        return "\n".join(line.rstrip() for line in self.file.getvalue().replace(UNBROKEN_BLANK, " ").split("\n"))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table whose cells are Markdown already."""
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def plain(text: str) -> str:
    """Return text as Markdown that shows it as it is, on one line of a table."""
    return re.sub(r"([\\|*_<>`\[\]])", r"\\\1", text).replace("\n", "<br>")
