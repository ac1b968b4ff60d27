"""The safe fixes of a checked workbook: the same answer, written as the form asks.

What the form is not known to ask is written only where a person says so: such fixes are probable.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ..formats.code import is_in_words
from ..formats.personal import PersonFinder
from ..spec.model import FieldSpec
from ..workbook import CellKind
from .columns import FieldColumn
from .findings import Place, Severity
from .report import Report
from .rules import bare_code, doubts_words, placeholder_expected
from .tables import Table
from .values import Value


@dataclass(frozen=True)
class Fix:
    """One change. ``after`` is an int where a number is written; ``personal``: before and after may name a person.

    ``probable``: the form is not known to ask for it.
    """

    place: Place
    label: str
    before: str
    after: str | int
    personal: bool
    probable: bool = False

    def shown(self, hidden: str) -> tuple[str, str]:
        """Return before and after as they may be shown. hidden: the words for what may name a person."""
        return (hidden, hidden) if self.personal else (self.before, str(self.after))


def safe_fixes(report: Report) -> list[Fix]:
    """Return the safe fixes of a checked workbook: width, separators, blanks around, labels and T-codes, ``3.0``."""
    return [fix for fix in all_fixes(report) if not fix.probable]


def probable_fixes(report: Report) -> list[Fix]:
    """Return the fixes of the same kinds that are due only by what is not stated."""
    return [fix for fix in all_fixes(report) if fix.probable]


def fixable(report: Report) -> dict[Place, bool]:
    """Return the cells with such fixes, and whether each is only probable."""
    found = {place: probable for place, _, _, _, probable in _fixes_of_columns(report)}
    return found | {fix.place: fix.probable for fix in _fixes_of_none(report)}


def all_fixes(report: Report) -> list[Fix]:
    """Return the safe fixes and the probable ones, in the order of their places."""
    names_person = PersonFinder(report.spec.words)
    fixes = [
        Fix(place, table.header(column.spec.name), value.cell.text, after,
            column.spec.names_persons or names_person(value.cell.text), probable)
        for place, table, (column, value), after, probable in _fixes_of_columns(report)
    ]  # fmt: skip
    fixes += _fixes_of_none(report)
    return sorted(fixes, key=lambda fix: (fix.place.sheet or "", fix.place.row or 0, fix.place.column or 0))


def _fixes_of_columns(
    report: Report,
) -> Iterator[tuple[Place, Table, tuple[FieldColumn, Value], str | int, bool]]:
    """Yield each cell that can be written right, its table, column and value, how, and whether only probably."""
    doubtful, sure, unsure = set[Place](), set[Place](), set[Place]()
    for finding in report.findings:
        if finding.severity is Severity.ERROR:
            sure.add(finding.place)
        elif finding.probable:
            doubtful.add(finding.place)
        if (finding.code == bare_code.CODE and finding.fix is None) or doubts_words(finding):
            unsure.add(finding.place)
    for table in report.tables:
        for column in table.columns.values():
            right = _written_right(column)
            is_doubtful = bool(right) and _is_doubtful(report, table, column.spec)
            in_words = {code for code in right if _is_bare_words(column.by_code[code])}
            for index, code in enumerate(column.codes if right else ()):
                if code in right:
                    place = Place(table.sheet, table.rows[index], column.number)
                    if code not in in_words or place not in unsure:
                        probable = place in doubtful or (is_doubtful and place not in sure)
                        yield place, table, (column, column.by_code[code]), right[code], probable


def _is_bare_words(value: Value) -> bool:
    return bare_code.CODE in value.problems and is_in_words(value.text)


def _fixes_of_none(report: Report) -> Iterator[Fix]:
    """Yield the fixes of a word for none where by another column of the row nothing is due."""
    for found in report.findings:
        if found.code == placeholder_expected.CODE and found.fix is not None:
            yield Fix(found.place, found.label or "", found.value or "", _typed(found.fix), False, found.probable)


def _is_doubtful(report: Report, table: Table, field: FieldSpec) -> bool:
    """Return whether neither a document nor the workbook says how a field's answers are written."""
    path = f"sheets.{table.spec.name}.fields.{field.name}" + (".codes" if field.codes else "")
    if any(found.declaration == path for found in report.evidence):
        return False
    return any(item and item.doubtful for item in (field, field.codes, field.choices, field.backing.get("type")))


def _written_right(column: FieldColumn) -> dict[int, str | int]:
    """Return the right way to type each answer that is typed otherwise and understood, by its code.

    Of text with a look, some may be no part of the answer; of one with a format, what is shown is not what is stored.
    """
    spec, right = column.spec, dict[int, str | int]()
    is_text = spec.expects in ("string", "date")
    for code, value in column.by_code.items():
        cell = value.cell
        if cell.kind is not CellKind.TEXT or cell.formula or cell.stored or cell.look or value.broken:
            continue
        after: str | int
        if is_text:
            after = value.fix or value.text
        else:
            after = spec.choices.separator.join(value.codes) if spec.choices and spec.codes else str(value.meaning)
        if after != cell.text:
            right[code] = after if is_text or spec.choices else _typed(after)
    return right


def _typed(text: str) -> str | int:
    return int(text) if text.isascii() and text.isdecimal() else text
