"""The column hints of a blank form: lists, kinds and bounds of answers, and whether an answer is due at all.

They come from the texts around a column, its data validations and its number format; its header's words say nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ..formats.instruction import allows_several, most_choices, waiver
from ..formats.listed_codes import listed_codes, listed_words
from ..formats.number_format import is_date_format
from ..reading.validations import Validation
from .form_layout import FormColumn, FormSheet

_REQUIRED = re.compile(r"必[填選須]|不[可得能]空白|不[可得]為空|[*＊]")
_ALL_REQUIRED = re.compile(r"(?:所有|全部|各|每)[^。\n]{0,8}(?:必填|不[可得]空白)")
_LONGEST = re.compile(
    r"([0-9]{1,4})\s*(?:個)?字(?:以內|以下|為限)|(?:最多|至多|不超過|上限)\s*([0-9]{1,4})\s*(?:個)?字"
)
_ZERO = re.compile(r"(?:填寫?|輸入|填入)\s*[「『]?0(?![0-9.])")
_SEPARATORS = {"逗號": ",", "頓號": "、", "分號": ";"}
_WHOLE_FORMAT = re.compile(r"#,##0|0")
_CODE = re.compile(r"[A-Z]?[0-9]{1,3}")


@dataclass(frozen=True)
class ColumnHints:
    """The hints of one column.

    ``codes``: those that a text lists, with their labels; ``words``: those to be typed as they are; ``offered``: the
    entries of the dropdown. ``unclear``: codes of comments on validations that no spec can express, each with a detail.
    """

    codes: dict[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    type: str = "string"
    calendar: str = ""
    bounds: dict[str, int] = field(default_factory=dict)
    required: bool | None = None
    several: bool = False
    most: int | None = None
    separator: str = ""
    zero: bool = False  # where there is nothing to choose, 0 is typed
    unclear: tuple[tuple[str, str], ...] = ()

    @property
    def labelled(self) -> dict[str, str]:
        """The codes with their labels, of the text and of a dropdown that offers bare codes; else nothing."""
        if not self.codes or not all(_CODE.fullmatch(entry) for entry in self.offered):
            return {}
        return {**self.codes, **{code: self.codes.get(code, "") for code in self.offered}}

    @property
    def entries(self) -> tuple[str, ...]:
        """The entries of a list without labels."""
        return () if self.labelled else self.offered or self.words


def column_hints(sheet: FormSheet) -> dict[int, ColumnHints]:
    """Return the hints of each column of a sheet, by the column's number."""
    above = "\n".join(piece.text for piece in (sheet.title, *sheet.groups) if piece)
    all_required = bool(_ALL_REQUIRED.search(above))
    hints = {column.number: _hints_of(column, all_required=all_required) for column in sheet.columns}
    _join_lists(hints)
    return hints


def _hints_of(column: FormColumn, *, all_required: bool) -> ColumnHints:
    own = [piece.text for piece in column.instructions if piece.area.left == column.number]
    texts = "\n".join([column.header.text, *own])
    whole = "\n".join([column.header.text, *(piece.text for piece in column.instructions)])
    lists = [codes for text in (*own, column.header.text) if (codes := listed_codes(text))]
    words = next((words for text in own if (words := listed_words(text))), [])
    longest = _LONGEST.search(texts)
    hints = ColumnHints(
        codes=lists[0] if lists else {},
        words=tuple(words),
        bounds={"maxlength": int(longest[1] or longest[2])} if longest else {},
        required=False if waiver(whole) else all_required or bool(_REQUIRED.search(whole)) or None,
        several=allows_several(texts),
        most=most_choices(texts),
        separator=next((mark for name, mark in _SEPARATORS.items() if name in texts), ""),
        zero=bool(_ZERO.search(texts)),
    )
    return _formatted(_guarded(hints, column.validations), column.number_format)


def _guarded(hints: ColumnHints, validations: Iterable[Validation]) -> ColumnHints:
    for validation in validations:
        if validation.offered:
            hints = replace(hints, offered=validation.offered)
        elif validation.kind == "whole":
            hints = replace(hints, type="integer", bounds={**hints.bounds, **_bounds(validation, "min", "max")})
        elif validation.kind == "textLength":
            hints = replace(hints, bounds={**hints.bounds, **_bounds(validation, "minlength", "maxlength")})
        elif validation.kind == "date":
            hints = replace(hints, type="date")
        elif validation.kind != "none":
            hints = replace(hints, unclear=(*hints.unclear, (validation.kind, validation.formula)))
    return hints


def _bounds(validation: Validation, least: str, most: str) -> dict[str, int]:
    written = {least: validation.least, most: validation.most}
    numbers = {name: int(text) for name, text in written.items() if re.fullmatch("-?[0-9]{1,9}", text)}
    return {name: number for name, number in numbers.items() if abs(number) < 10**9 and (number or name == "min")}


def _formatted(hints: ColumnHints, number_format: str) -> ColumnHints:
    listed = hints.codes or hints.words or hints.offered
    if is_date_format(number_format) and not listed:
        return replace(hints, type="date", calendar="roc" if "e" in number_format.lower() else "gregorian")
    if hints.type == "string" and not listed and _WHOLE_FORMAT.fullmatch(number_format):
        return replace(hints, type="integer")
    return hints


def _join_lists(hints: dict[int, ColumnHints]) -> None:
    """Give a column the rest of its list, where a form goes on with it above a later column."""
    for right in sorted(hints):
        rest = hints[right].codes
        start = _number(next(iter(rest))) if rest else 0
        before = (number for number in sorted(hints, reverse=True) if number < right and hints[number].codes)
        left = next((number for number in before if _number(list(hints[number].codes)[-1]) + 1 == start > 1), None)
        if left:
            hints[left] = replace(hints[left], codes={**hints[left].codes, **rest})
            hints[right] = replace(hints[right], codes={})


def _number(code: str) -> int:
    return int(code.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
