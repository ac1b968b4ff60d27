"""A cell of an .xlsx as it is written, and as it is shown: numbers by our own strict grammar, dates by format."""

import re
from collections.abc import Callable
from datetime import date
from math import inf, isfinite
from typing import ClassVar, Protocol

from ..errors import ReadError
from ..formats.iso_time import read_time
from ..formats.number_format import show_text
from ..ooxml.escapes import displayed
from ..ooxml.limits import Limits
from ..ooxml.parts import Parts
from ..workbook import Cell, CellKind
from .looks import OF_THE_CELL, PLAIN, Font, Runs, look_of
from .shown import day_cell, number_cell

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=T|$)")
_BOOLEANS = {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}
_NUMERIC = CellKind.NUMBER  # an Enum is slow to ask
_SURELY_WHOLE = 12  # digits; General shows fewer as they are
_BLANKS = " \t\r\n"  # of XML
_TEXTS = ("str", "inlineStr")
_AS_IT_IS = ("", "General", "@")  # formats that change neither a text nor a short whole number
_OF_ANY_FORMAT = 10  # the work of showing a number by the shortest format, in characters of a long one


class Shared(Protocol):
    """What all sheets of a workbook share. Counted: cells with a value, blank ones, characters, also of formats."""

    limits: Limits
    epoch_1904: bool
    cells_read: int
    cells_blank: int
    text_read: int
    formats_read: int

    @property
    def container(self) -> Parts:
        """The parts of the package, which parse the sheets."""
        ...

    @property
    def strings(self) -> list[str]:
        """The shared strings."""
        ...

    @property
    def formats(self) -> list[str]:
        """The number format of each cell format."""
        ...

    @property
    def fonts(self) -> dict[int, Font]:
        """The fonts of cell formats that are struck out or raised."""
        ...

    @property
    def runs(self) -> dict[int, Runs]:
        """The fonts of the runs of shared strings, where they may be struck out or raised."""
        ...


class CellMaker:
    """Makes cells of one part. Raises ReadError for damaged formats, used or not.

    ``styles``: the attributes ``s`` that were met, also of blank cells; ``dressed``: whether any cell had a look.
    """

    def __init__(self, part: str, shared: Shared) -> None:
        self._part = part
        self._shared = shared
        self._formats = shared.formats
        self._fonts = shared.fonts
        self.styles: set[str] = set()
        self.dressed = False

    @property
    def last_format(self) -> int:
        """The largest index of a cell format that was met, 0 where there was none."""
        return max((_index(style.strip()) for style in self.styles), default=0)

    def cell(
        self,
        kind: str | None,
        value: str | None,
        style: str | None,
        *,
        formula: bool = False,
        runs: Runs = OF_THE_CELL,
    ) -> Cell | None:
        """Return a cell, None for a blank one. Raises ReadError.

        kind, style: the attributes ``t`` and ``s``. value: None where none is written. runs: of an inline string.
        """
        kind = "n" if kind is None else kind
        if formula and not (value or (value is not None and kind in _TEXTS)):
            return Cell("", CellKind.UNCALCULATED, formula=True)
        make = self._makers.get(kind)
        if make is None:
            raise self._damaged()
        cell = make(self, self._check_length(value or ""), style or "0")
        if cell is None or (cell.kind is CellKind.TEXT and not cell.text and not cell.stored):
            return None
        if kind == "s" and self._shared.runs:
            runs = self._shared.runs.get(int(value or ""), runs)
        cell = self._dressed(cell, style, runs)
        return cell._replace(formula=True) if formula else cell

    def usual_cells(
        self, styles: tuple[str, ...], whole: tuple[str, ...], indices: tuple[str, ...], inline: tuple[str, ...]
    ) -> list[Cell | None]:
        """Return many cells, None for a blank one. Raises ReadError.

        styles: the attribute ``s`` of each. Of the others at the most one is not empty: a whole number of up to 14
        digits, the index of a shared string, the text of an inline string.
        """
        strings = self._shared.strings if any(indices) else []
        resolved = iter(self._resolved([text for text in inline if "&" in text]))
        try:
            texts = [
                number or (strings[int(index)] if index else displayed(next(resolved) if "&" in text else text))
                for number, index, text in zip(whole, indices, inline, strict=True)
            ]
        except IndexError:
            raise self._damaged() from None
        self._check_length(max(texts, key=len, default=""))
        different = set(styles)
        self.styles |= different
        plain = {style for style in different if self._number_format(style or "0") in _AS_IT_IS}
        cells = [
            (Cell(text, _NUMERIC, float(text)) if style in plain and len(text) < _SURELY_WHOLE
             else self._number(text, style or "0")) if number
            else (Cell(text) if style in plain else self._text(text, style or "0")) if text
            else None
            for text, style, number in zip(texts, styles, whole, strict=True)
        ]  # fmt: skip
        runs = self._shared.runs if strings else {}
        if runs or any(_index(style) in self._fonts for style in different):
            return [
                cell and self._dressed(cell, style, runs.get(int(index or -1), OF_THE_CELL))
                for cell, style, index in zip(cells, styles, indices, strict=True)
            ]
        return cells

    def _dressed(self, cell: Cell, style: str | None, runs: Runs) -> Cell:
        """Return a cell with its look."""
        if runs is OF_THE_CELL and not self._fonts:
            return cell
        look = look_of(self._fonts.get(_index(style or "0"), PLAIN), runs)
        self.dressed |= look is not None
        return cell._replace(look=look) if look else cell

    def _resolved(self, written: list[str]) -> list[str]:
        """Return texts with XML's entities and references to characters resolved. Raises ReadError."""
        texts: list[list[str]] = []
        data = f"<a>{''.join(f'<b/>{text}' for text in written)}</a>".encode()
        if written:
            handlers = (
                lambda name, _: texts.append([]) if name == "b" else None,
                None,
                lambda text: texts[-1].append(text),
            )
            self._shared.container.parse(self._part, *handlers, data=data)
        return list(map("".join, texts))

    def _number(self, value: str, style: str) -> Cell | None:
        value = value.strip(_BLANKS)
        if not value:
            return None
        number = float(value) if _NUMBER.fullmatch(value) else inf
        if not isfinite(number):
            raise self._damaged()
        code = self._applied_format(style)
        if code in _AS_IT_IS and value.isdecimal() and value[0] != "0" and len(value) < _SURELY_WHOLE:
            return Cell(value, CellKind.NUMBER, number)
        return number_cell(number, code, epoch_1904=self._shared.epoch_1904)

    def _shared_string(self, value: str, style: str) -> Cell | None:
        if not value:
            return None
        value = value.strip(_BLANKS)
        strings = self._shared.strings
        index = int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else -1
        if not 0 <= index < len(strings):
            raise self._damaged()
        return self._text(self._check_length(strings[index]), style)

    def _string(self, value: str, style: str) -> Cell:
        return self._text(displayed(value), style)

    def _text(self, text: str, style: str) -> Cell:
        code = self._applied_format(style)
        shown = text if code in _AS_IT_IS else show_text(text, code)
        return Cell(text) if shown == text else Cell(self._check_length(shown), stored=text)

    def _boolean(self, value: str, _: str) -> Cell | None:
        if not value:
            return None
        shown = _BOOLEANS.get(value.strip(_BLANKS))
        if shown is None:
            raise self._damaged()
        return Cell(shown, CellKind.BOOLEAN)

    def _error(self, value: str, _: str) -> Cell:
        return Cell(value, CellKind.ERROR)

    def _iso_date(self, value: str, style: str) -> Cell | None:
        if not value:
            return None
        time = read_time(value)
        if time is not None:
            return number_cell(time, self._applied_format(style))
        try:
            day = date.fromisoformat(value[:10] if _ISO_DATE.match(value) else "")
        except ValueError:
            raise self._damaged() from None
        return day_cell(day, self._applied_format(style))

    _makers: ClassVar[dict[str, Callable[["CellMaker", str, str], Cell | None]]] = {
        "n": _number,
        "s": _shared_string,
        "str": _string,
        "inlineStr": _string,
        "b": _boolean,
        "e": _error,
        "d": _iso_date,
    }

    def _applied_format(self, style: str) -> str:
        """Return a number format, by which one more value is shown. Raises ReadError over the limit on their work."""
        code = self._number_format(style)
        if code not in _AS_IT_IS:
            self._shared.formats_read += _OF_ANY_FORMAT + len(code)
            if self._shared.formats_read > self._shared.limits.format_characters:
                raise ReadError("too_many_formatted")
        return code

    def _number_format(self, style: str) -> str:
        index = _index(style)
        return self._formats[index if index < len(self._formats) else 0] if self._formats else ""

    def _check_length(self, text: str) -> str:
        if len(text) > self._shared.limits.cell_characters:
            raise ReadError("text_too_long", limit=self._shared.limits.cell_characters)
        return text

    def _damaged(self) -> ReadError:
        return ReadError("damaged", part=self._part)


def _index(style: str) -> int:
    return int(style) if style.isascii() and style.isdecimal() and len(style) < 8 else 0
