"""What a portal tells, in the words that people read."""

from collections.abc import Iterable, Mapping
from datetime import date

from ..checking.messages import catalog
from ..spec.model import TemplateSpec
from .portal import Receipt, Status


def receipt_lines(receipt: Receipt, labels: Mapping[str, str], language: str) -> list[str]:
    """Return what a receipt says, a line for each thing. labels: what its sheets are called."""
    told = {
        "number": receipt.number,
        "month": receipt.month,
        "rows": row_counts(receipt.rows, labels, language),
        "sha256": receipt.sha256,
        "received_at": f"{roc(receipt.received_at)} {receipt.received_at:%H:%M:%S}",
    }
    words = catalog(language).sentences["upload"]["screen"]
    return [str(words[name]).format(value=value) for name, value in told.items() if value]


def sheet_labels(specs: Iterable[TemplateSpec]) -> dict[str, str]:
    """Return what sheets are called, the first spec that has one telling."""
    labels: dict[str, str] = {}
    for spec in specs:
        labels = {name: sheet.label for name, sheet in spec.sheets.items()} | labels
    return labels


def row_counts(rows: Mapping[str, int], labels: Mapping[str, str], language: str) -> str:
    """Return how many rows there are, by sheet."""
    sentences = catalog(language)
    told = (sentences.text("row_count", sheet=labels.get(name, name), count=count) for name, count in rows.items())
    return str(sentences.sentences["asks"]["items"]).join(told)


def unit_of(status: Status, language: str) -> str:
    """Return what the portal calls a unit, with its school stage."""
    if not status.stage:
        return status.unit
    sentences = catalog(language)
    told: str = sentences.sentences["upload"]["screen"]["unit"]
    return told.format(unit=status.unit, stage=sentences.stage(status.stage))


def roc(day: date) -> str:
    """Return a day as schools write it: ``111/11/10``."""
    return f"{day.year - 1911}{day:/%m/%d}"
