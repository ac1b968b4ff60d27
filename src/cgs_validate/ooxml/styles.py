"""The cell formats of an .xlsx, where every reader counts them alike."""

from typing import NoReturn

from ..errors import ReadError
from ..formats.number_format import BUILTIN
from .limits import Limits
from .part_cache import cached_by_content
from .parts import Attributes, Parts

_ALTERNATIVES, _BRANCHES = ":AlternateContent", (":Choice", ":Fallback")  # ECMA-376 part 3; Hancom writes them


@cached_by_content
def number_formats(part: str, parts: Parts) -> list[str]:
    """Return the number format code of each cell format of ``styles.xml``, in order; empty for General.

    Raises ReadError.
    """
    return number_formats_in(parts.read(part), part, parts)


def number_formats_in(data: bytes, part: str, parts: Parts) -> list[str]:
    """Return the codes as ``number_formats`` does, of what a part may become. Raises ReadError."""
    reader = _FormatReader(part, parts.limits)
    parts.parse(part, reader.start, reader.end, data=data)
    builtin = {str(number): code for number, code in BUILTIN.items()}
    return [reader.codes.get(number, builtin.get(number, "")) for number in reader.numbers]


class _FormatReader:
    """Follows a styles part. ``codes``: by number; ``numbers``: of the cell formats."""

    def __init__(self, part: str, limits: Limits) -> None:
        self.codes: dict[str, str] = {}
        self.numbers: list[str] = []
        self._part = part
        self._limits = limits
        self._path: list[str] = []
        self._before = self._branches = 0  # of alternatives: how many formats were before them, how many there are

    def start(self, name: str, attributes: Attributes) -> None:
        """Begin an element. Raises ReadError."""
        self._path.append(name)
        if name == "numFmt" and self._path[1:2] == ["numFmts"]:
            self._add_code(attributes.get("numFmtId", ""), attributes.get("formatCode", ""))
        elif name in ("cellXfs", ":cellXfs"):
            if self._path[1:] != ["cellXfs"] or self.numbers:
                self._refuse()
        elif self._path[1:2] == ["cellXfs"]:
            self._start_format(name, self._path[2:-1], attributes)

    def end(self, name: str) -> None:
        """End an element. Raises ReadError."""
        self._path.pop()
        if name == _ALTERNATIVES and self._path[1:] == ["cellXfs"]:
            alternatives = self.numbers[self._before :]
            if len(alternatives) != self._branches or len(set(alternatives)) != 1:
                self._refuse()
            del self.numbers[self._before + 1 :]

    def _add_code(self, number: str, code: str) -> None:
        self.codes[number] = code
        if len(code) > self._limits.number_format_characters:
            raise ReadError("number_format_too_long", limit=self._limits.number_format_characters)

    def _start_format(self, name: str, above: list[str], attributes: Attributes) -> None:
        """Begin an element among the cell formats. above: the elements between."""
        if name == "xf" and (not above or (above[:-1] == [_ALTERNATIVES] and above[-1] in _BRANCHES)):
            if len(self.numbers) >= self._limits.cell_formats:
                raise ReadError("too_many_styles", limit=self._limits.cell_formats)
            self.numbers.append(attributes.get("numFmtId", "0"))
        elif name == _ALTERNATIVES and not above:
            self._before, self._branches = len(self.numbers), 0
        elif name in _BRANCHES and above == [_ALTERNATIVES]:
            self._branches += 1
        elif not above or name in ("xf", ":xf"):
            self._refuse()

    def _refuse(self) -> NoReturn:
        raise ReadError("damaged", part=self._part)
