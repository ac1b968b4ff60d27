"""What a row's cells hold, as formulas of the workbook itself: Excel 2007's functions, and a name for what is long.

None is volatile or entered as an array, none compares by wildcards (COUNTIF, MATCH) or without regard to case. An error
value in a cell makes every formula over it one, which colours nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from typing import NamedTuple

from ..cached_property import cached_property
from ..spec.code_list import USUAL_SEPARATOR
from ..spec.model import Condition, FieldSpec, SheetSpec
from ..spec.source import Sourced
from ..workbook import column_letters

PREFIX = "cgs_live_"  # of all names

_BLANKS = ('"\u3000"', '"\u00a0"', '"\u200b"', '"\ufeff"', '"\u2003"', "CHAR(9)", "CHAR(10)", "CHAR(13)")
_END = "|"  # behind a text, so that its end can be found
_ZEROS = (".00", ".0")  # behind a whole number
_SURELY_WHOLE = 15  # digits of a number that is exact
_FEWEST_COLUMNS = 5  # as of ``records``: of fewer, a single cell says as much as a row
_FEWEST_FILLED = 2  # cells of a row that has no key yet
# What people type between two codes; blanks are spaces by then.
SEPARATORS = tuple(" ,，﹐､、﹑；;﹔·‧•・･∙⋅/／|｜+＋&＆和及與跟")


class CellTest(NamedTuple):
    """A formula that is true where a cell of a field breaks a rule.

    rests_on: the declarations that must all be stated; by default the field's own and that of its codes.
    """

    field: FieldSpec
    formula: str
    rests_on: tuple[Sourced, ...] = ()


@dataclass
class RowFormulas:
    """The formulas of one sheet, each about the row that it is looked at in.

    columns: by field, as they were found. owners: the fields that say whose rows they are. ``names``: the names that
    were used, with their formulas; ``lists``: lists of entries with their names.
    """

    spec: SheetSpec
    sheet: str
    columns: dict[str, int]
    first_row: int
    last_row: int
    owners: frozenset[str]
    lists: dict[tuple[str, ...], str]
    names: dict[str, str] = field(default_factory=dict)

    def named(self, what: str, formula: str) -> str:
        """Return the name of a formula."""
        name = f"{PREFIX}{self.spec.name}_{what}"
        self.names[name] = formula
        return name

    def cell(self, item: FieldSpec) -> str:
        """Return the cell of a field; a row without a dollar sign is counted from the first one."""
        return f"{self._sheet}!${column_letters(self.columns[item.name])}1"

    def column(self, item: FieldSpec) -> str:
        """Return all cells of a field."""
        letters = column_letters(self.columns[item.name])
        return f"{self._sheet}!${letters}${self.first_row}:${letters}${self.last_row}"

    def text(self, item: FieldSpec) -> str:
        """Return a cell's text without blanks around it; LibreOffice would read TRUE as 1."""
        cell = self.cell(item)
        text = f'IF(ISLOGICAL({cell}),"TRUE",{cell})'
        for blank in _BLANKS:
            text = f'SUBSTITUTE({text},{blank}," ")'
        return self.named(f"{item.name}_text", f"TRIM({text})")

    def filled(self, item: FieldSpec) -> str:
        """Test whether a cell shows anything."""
        return f"LEN({self.text(item)})>0"

    def blank(self, item: FieldSpec) -> str:
        """Test whether a cell shows nothing."""
        return f"LEN({self.text(item)})=0"

    def known(self, item: FieldSpec) -> str | None:
        """Test whether a cell holds one of its codes, or several where it may; None where it has no codes."""
        entries = entries_of(item)
        if not entries:
            return None
        listed = self.lists.setdefault(entries, f"{PREFIX}list_{len(self.lists) + 1}")
        if item.choices:
            parts, mark = self._parts(item), quoted(item.choices.separator)
            found = f'SUMPRODUCT(LEN({parts})-LEN(SUBSTITUTE({parts},{mark}&{listed}&{mark},"")))'
            test = all_of(self.filled(item), f"{found}=LEN({parts})-{2 * len(item.choices.separator)}")
        else:
            test = f'SUMPRODUCT(EXACT({self._code(item)},{listed}&"{_END}")*1)>0'
        return self.named(f"{item.name}_known", test)

    def has(self, item: FieldSpec, code: str) -> str:
        """Test whether a cell holds a code, alone or among several."""
        if item.choices:
            mark = item.choices.separator
            return f"ISNUMBER(FIND({quoted(mark + code + mark)},{self._parts(item)}))"
        return f"EXACT({self._code(item)},{quoted(code + _END)})"

    def only(self, item: FieldSpec, code: str) -> str:
        """Test whether a cell of several codes holds no other than one, perhaps several times."""
        assert item.choices  # noqa: S101 - only such have several
        mark = item.choices.separator
        return f'LEN(SUBSTITUTE({self._parts(item)},{quoted(mark + code + mark)},""))={2 * len(mark)}'

    def count(self, item: FieldSpec) -> str:
        """Return how many codes a cell of several holds."""
        assert item.choices  # noqa: S101 - only such have several
        parts, mark = self._parts(item), item.choices.separator
        return f'((LEN({parts})-LEN(SUBSTITUTE({parts},{quoted(mark)},"")))/{2 * len(mark)}-1)'

    def separated(self, item: FieldSpec) -> str:
        """Test whether a cell holds a sign that people type between codes."""
        listed = self.lists.setdefault(SEPARATORS, f"{PREFIX}separators")
        return f"SUMPRODUCT(ISNUMBER(FIND({listed},{self.text(item)}))*1)>0"

    def whole(self, item: FieldSpec) -> str:
        """Test whether a cell holds a whole number in digits, with a sign or a point and zeros at most."""
        text = f'"{_END}"&{self.text(item)}'
        for sign in "-+":
            text = f'SUBSTITUTE({text},"{_END}{sign}","{_END}")'
        digits = self.named(f"{item.name}_digits", _without_ends(text, (*_ZEROS, ".")))
        bare = f"LEN({digits})-2"
        number = f'TEXT(VALUE(MID({digits},2,{bare})),REPT("0",{bare}))'
        test = f'AND({bare}<={_SURELY_WHOLE},EXACT("{_END}"&{number}&"{_END}",{digits}))'
        return self.named(f"{item.name}_whole", f"IFERROR({test},FALSE)")

    def holds(self, condition: Condition) -> str | None:
        """Test whether a condition surely holds in the row; None where a formula cannot say."""
        each = [self._one_of(name, codes, "{}") for name, codes in condition.items()]
        return all_of(*filter(None, each)) if all(each) else None

    def fails(self, condition: Condition) -> str | None:
        """Test whether a condition surely does not hold in the row; None where a formula cannot say."""
        each = [self._one_of(name, codes, "NOT({})") for name, codes in condition.items()]
        return any_of(*filter(None, each)) if any(each) else None

    @cached_property
    def record(self) -> str:
        """Test whether a row is a record, not one that was filled in before: it has a key, or else other answers."""
        cells = {name: self.cell(self.spec.fields[name]) for name in self.columns}
        keys, answers, counts = (names & cells.keys() for names in (self._keys, self._answers, self._counts))
        if len(cells) < _FEWEST_COLUMNS or not answers:
            return self.named("row", f"LEN({_joined(cells.values(), '#')})>0")
        never = str(len(cells) + 1)
        half = _if_answered(
            _joined((cells[name] for name in cells if name in answers | counts), "#"), (len(cells) + 1) // 2, never
        )
        least = _if_answered(
            _joined((cells[name] for name in cells if name in answers), ""), _FEWEST_FILLED, half if counts else never
        )
        keyed = (f"IFERROR({self.filled(self.spec.fields[name])},FALSE)" for name in cells if name in keys)
        return self.named("row", any_of(*keyed, f"COUNTA({','.join(cells.values())})>={least}"))

    @cached_property
    def _sheet(self) -> str:
        return "'{}'".format(self.sheet.replace("'", "''"))

    @property
    def _keys(self) -> frozenset[str]:
        return frozenset(rule.params[-1] for rule in self.spec.rules if rule.name == "unique")

    @property
    def _answers(self) -> frozenset[str]:
        coded = (item for item in self.spec.fields.values() if item.codes or item.type == "date")
        return frozenset(item.name for item in coded if item.name not in self.owners)

    @property
    def _counts(self) -> frozenset[str]:
        return frozenset(item.name for item in self.spec.fields.values() if item.expects == "integer")

    def _one_of(self, name: str, codes: Iterable[str], pattern: str) -> str | None:
        item = self.spec.fields[name]
        known = self.known(item) if name in self.columns else None
        return all_of(known, pattern.format(any_of(*(self.has(item, code) for code in codes)))) if known else None

    def _code(self, item: FieldSpec) -> str:
        """Return a cell's text and the sign of its end; 3.0 is 3."""
        return self.named(f"{item.name}_code", _without_ends(self.text(item), _ZEROS))

    def _parts(self, item: FieldSpec) -> str:
        """Return a cell's codes, with the separator on both sides of each: two of them between two codes."""
        assert item.choices  # noqa: S101 - only such have several
        mark, typed = item.choices.separator, self.text(item)
        if mark != USUAL_SEPARATOR:
            typed = f'SUBSTITUTE({typed},"{USUAL_SEPARATOR}","{mark}")'
        text = f'SUBSTITUTE(SUBSTITUTE({typed},"{mark} ","{mark}")," {mark}","{mark}")'
        ends = (f"{zeros}{mark}" for zeros in _ZEROS)
        text = reduce(lambda text, end: f'SUBSTITUTE({text},"{end}","{mark}")', ends, f'"{mark}"&{text}&"{mark}"')
        return self.named(f"{item.name}_parts", f'SUBSTITUTE({text},"{mark}","{mark}{mark}")')


def entries_of(item: FieldSpec) -> tuple[str, ...]:
    """Return what may be typed into a field of codes, or of a few words; nothing for any other."""
    if not item.codes:
        return tuple(map(str, item.constraints.get("allowed", ()))) if item.type == "string" else ()
    none = [item.none] if item.none is not None and item.none not in item.codes.codes else []
    return (*none, *item.codes.codes)


def all_of(*tests: str) -> str:
    """Return the formula for: all tests are true; those behind one that is not are not calculated, unlike in AND."""
    return reduce(lambda rest, test: f"IF({test},{rest},FALSE)", reversed(tests))


def any_of(*tests: str) -> str:
    """Return the formula for: one of the tests is true; those behind it are not calculated, unlike in OR."""
    return reduce(lambda rest, test: f"IF({test},TRUE,{rest})", reversed(tests))


def quoted(text: str) -> str:
    """Return a text as a formula has it."""
    return '"' + text.replace('"', '""') + '"'


def _joined(cells: Iterable[str], error: str) -> str:
    """Return the formula for what cells hold, without blanks. error: for each error value."""
    text = "&".join(f"IFERROR({cell},{quoted(error)})" for cell in cells)
    return reduce(lambda text, blank: f'SUBSTITUTE({text},{blank},"")', (*_BLANKS, '" "'), text)


def _if_answered(joined: str, then: int, otherwise: str) -> str:
    """Return the formula for a number where cells hold more than zeros, and for what else."""
    return f'IF(LEN(SUBSTITUTE({joined},"0",""))>0,{then},{otherwise})'


def _without_ends(text: str, ends: Iterable[str]) -> str:
    """Return the formula for a text and the sign of its end, without what it may end in."""
    return reduce(lambda text, end: f'SUBSTITUTE({text},"{end}{_END}","{_END}")', ends, f'{text}&"{_END}"')
