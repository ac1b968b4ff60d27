"""Tables in Markdown."""

import re
from collections.abc import Iterable, Iterator, Sequence


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table whose cells are Markdown already."""
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def plain(text: str) -> str:
    """Return text as Markdown that shows it as it is, on one line of a table."""
    return re.sub(r"([\\|*_<>`\[\]])", r"\\\1", text).replace("\n", "<br>")
