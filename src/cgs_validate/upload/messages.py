"""Receipts, counts and units in the words of the screen."""

from collections.abc import Iterable, Mapping
from datetime import date

from ..checking.messages import catalog
from ..spec.model import TemplateSpec
from .portal import Receipt, Status


def receipt_lines(receipt: Receipt, labels: Mapping[str, str], language: str) -> list[str]:
    """Return the lines of a receipt. labels: of its sheets."""
    values: dict[str, object] = {
        "number": receipt.number,
        "month": receipt.month,
        "rows": row_counts(receipt.rows, labels, language),
        "sha256": receipt.sha256,
        "received_at": _time(receipt),
    }
    words = catalog(language).sentences["upload"]["screen"]
    return [str(words[name]).format(value=value) for name, value in values.items() if value]


def month_lines(status: Status, language: str) -> list[str]:
    """Return whether the current month and the open ones are reported, with their receipts; where the portal says."""
    if status.receipts is None:
        return []
    words = catalog(language).sentences["upload"]["screen"]
    lines = []
    for month in sorted({status.current_month, *status.open}):
        if receipt := status.receipt(month):
            said = {"number": receipt.number, "received_at": _time(receipt)}
            lines.append(str(words["filled"]).format(month=month, **said))
        else:
            lines.append(str(words["unfilled"]).format(month=month))
    return lines


def _time(receipt: Receipt) -> str:
    return f"{roc(receipt.received_at)} {receipt.received_at:%H:%M:%S}"


def sheet_labels(specs: Iterable[TemplateSpec]) -> dict[str, str]:
    """Return the labels of sheets by their names; the first spec that has a name decides."""
    labels: dict[str, str] = {}
    for spec in specs:
        labels = {name: sheet.label for name, sheet in spec.sheets.items()} | labels
    return labels


def row_counts(rows: Mapping[str, int], labels: Mapping[str, str], language: str) -> str:
    """Return the number of rows, by sheet."""
    counts = (
        catalog(language).text("row_count", sheet=labels.get(name, name), count=count) for name, count in rows.items()
    )
    return joined(counts, language)


def joined(items: Iterable[object], language: str) -> str:
    """Return items one after the other, as in a sentence."""
    return str(catalog(language).sentences["asks"]["items"]).join(map(str, items))


def unit_of(status: Status, language: str) -> str:
    """Return the portal's name of a unit, with its school stage."""
    if not status.stage:
        return status.unit
    sentences = catalog(language)
    unit: str = sentences.sentences["upload"]["screen"]["unit"]
    return unit.format(unit=status.unit, stage=sentences.stage(status.stage))


def roc(day: date) -> str:
    """Return a day as schools write it: ``111/11/10``."""
    return f"{day.year - 1911}{day:/%m/%d}"
