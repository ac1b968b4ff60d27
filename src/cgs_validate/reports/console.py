"""Text laid out for a terminal, returned as a string, and tables in Markdown."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

_BREAK = "\x1f"  # where a line may break: rich takes it for a blank, and it is no column wide
_NOT_FIRST = r"\s、。，．・：；！？…～）〕」』】》〉”’)\]},.:;!?%"
_NOT_LAST = r"\s（〔「『【《〈“‘(\[{."  # the point: 5.情緒困擾
_WIDE = r"\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
_MAY_BREAK = re.compile(rf"(?<=[^{_NOT_LAST}])(?=[^{_NOT_FIRST}])(?:(?<=[{_WIDE}])|(?=[{_WIDE}]))")


def breakable(text: str) -> str:
    """Return text for a Paper, of which a Chinese line may break anywhere but where a sign would begin or end it."""
    return _MAY_BREAK.sub(_BREAK, text)


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
        """The printed text, without blanks at the ends of lines."""
        assert isinstance(self.file, io.StringIO)  # noqa: S101 - it was made above
        return "\n".join(line.rstrip() for line in self.file.getvalue().replace(_BREAK, "").split("\n"))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table whose cells are Markdown already."""
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def plain(text: str) -> str:
    """Return text as Markdown that shows it as it is, on one line of a table."""
    return re.sub(r"([\\|*_<>`\[\]])", r"\\\1", text).replace("\n", "<br>")
