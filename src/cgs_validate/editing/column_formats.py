"""The formats of a worksheet's columns, which cells have that are absent."""

from itertools import islice

from ..cached_property import cached_property
from ..errors import ReadError
from ..workbook import LAST_COLUMN
from .markup import Markup, attributes, number


class ColumnFormats:
    """Finds the format of a column. head: what is in front of the rows, looked through when a column is asked for."""

    def __init__(self, head: bytes, part: str) -> None:
        self._head = head
        self._part = part
        self._known: dict[int, int] = {}

    def of(self, column: int) -> int:
        """Return the format of a column by its number, 0 where none is said. Raises ReadError."""
        if column not in self._known:
            found = (format_ for first, last, format_ in self._columns if first <= column <= last)
            self._known[column] = next(found, 0)
        return self._known[column]

    @cached_property
    def _columns(self) -> list[tuple[int, int, int]]:
        """The columns with their format, as (first, last, format), no more of them than a sheet has columns."""
        markup = Markup(b"<worksheet>%s</worksheet>" % self._head, self._part)
        listed = markup.child(markup.root, b"cols")
        columns = list(islice(markup.children(listed), LAST_COLUMN + 1)) if listed else []
        if len(columns) > LAST_COLUMN:
            raise ReadError("damaged", part=self._part)
        each = (attributes(markup.tag(column)) for column in columns)
        return [(number(own.get("min")), number(own.get("max")), number(own.get("style"))) for own in each]
