"""The sentences that a teacher reads."""

from cgs_validate.checking.messages import Catalog, catalog
from cgs_validate.checking.report import Report

from .open_book import OpenBook

LANGUAGE = "zh-TW"
_LISTED = 12  # so many cells, changes or reasons a message lists


def say(name: str, **params: object) -> str:
    """Return a sentence of the add-in."""
    return str(catalog(LANGUAGE).sentences["addin"][name]).format(**params)


def words(book: OpenBook) -> dict[str, str]:
    """Return what differs in the sentences from program to program."""
    told: dict[str, str] = catalog(LANGUAGE).sentences["addin"]["programs"][book.program]
    return told


def listed(lines: list[str]) -> str:
    """Return the first of some lines, and how many more there are."""
    more = [say("more", count=len(lines) - _LISTED)] if len(lines) > _LISTED else []
    return "\n".join([*lines[:_LISTED], *more])


def about(name: str, cells: list[str]) -> list[str]:
    """Return the sentence of that name about cells, none where there are no cells."""
    told = "、".join(cells[:_LISTED]) + ("…" if len(cells) > _LISTED else "")
    return [say(name, cells=told)] if cells else []


def reasons(report: Report, sentences: Catalog) -> str:
    """Return where something was found, and what."""
    places = (f"{finding.place.sheet or ''} {finding.place.cell or ''}".strip() for finding in report.findings)
    told = zip(places, map(sentences.message, report.findings), strict=True)
    return listed([" ".join(filter(None, line)) for line in told])
