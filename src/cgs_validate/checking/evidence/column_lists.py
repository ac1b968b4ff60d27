"""The code list of each column of a sheet, as its instructions and its dropdown have it, and those of 填報說明."""

import re
from collections.abc import Iterable

from ...formats.listed_codes import numbered_item
from ...formats.person_name import looks_like_person_name
from ...spec.code_list import CodeList
from ...spec.model import FieldSpec
from ...workbook import OpenedWorkbook
from ..findings import Place
from ..sheet_match import SheetMatch
from .form_lists import Agreement, FormList, in_dropdown, in_texts, joined
from .form_texts import FormText, columns_of

_DEFINITION = re.compile("[:：].*", re.DOTALL)  # behind a label


class ColumnLists:
    """The lists of a sheet's columns. texts: of each column, by its number."""

    def __init__(self, match: SheetMatch, texts: dict[int, list[FormText]], opened: OpenedWorkbook) -> None:
        self._match = match
        self._texts = texts
        self._opened = opened
        self._columns = columns_of(match)
        self._fields = {number: match.spec.fields[name] for name, number in self._columns.items()}

    def of(self, item: FieldSpec) -> FormList | None:
        """Return the list of a field's column: all that its texts and its dropdown have; None where it has none."""
        number, sheet = self._columns.get(item.name), self._match.sheet
        if number is None or sheet is None or item.codes is None:
            return None
        written = in_texts(self._texts[number], self._behind(number), item.codes, item.none)
        offers = self._opened.offered(sheet.name, self._match.first_row, number)
        entries = [entry for entry in offers if entry[:1].isdigit() or not looks_like_person_name(entry)]
        if not entries:
            return written
        place = Place(sheet.name, self._match.first_row, number)
        text = FormText(place, "、".join(entries))
        offered = in_dropdown(entries, text, item.codes, item.none)
        if self._is_anothers(entries, text, item.codes, offered):
            return written
        return joined(offered, written) if written else offered

    def _is_anothers(self, entries: Iterable[str], text: FormText, own: CodeList, offered: FormList) -> bool:
        """Return whether a dropdown is another column's, which Excel pastes with a cell: its list, and not own."""
        if own.codes.keys().isdisjoint(offered.agreement(own)[1]):
            return False
        fields = self._fields.values()
        others = ((item.codes, item.none) for item in fields if item.codes and item.codes.codes != own.codes)
        return any(_is_same(in_dropdown(entries, text, codes, none), codes) for codes, none in others)

    def _behind(self, number: int) -> list[FormText]:
        """Return the texts of the next column, where a long list may go on: no list of codes is its own."""
        after = self._fields.get(number + 1)
        return [] if after is None or after.codes else self._texts[number + 1]


def _is_same(listed: FormList, own: CodeList) -> bool:
    return listed.agreement(own)[0] is Agreement.SAME


def defined_lists(guide: Iterable[FormText]) -> dict[str, FormList]:
    """Return the lists that 填報說明 defines, by the prefix of their codes: «T01.人際困擾：學生在…»."""
    lists: dict[str, FormList] = {}
    for text in guide:
        for line in text.text.split("\n"):
            code, label = numbered_item(line) or ("", "")
            if code[:1].isalpha():
                own = lists.setdefault(code[0].casefold(), FormList({}, text))
                own.codes.setdefault(code[1:].lstrip("0"), _DEFINITION.sub("", label))
    return lists
