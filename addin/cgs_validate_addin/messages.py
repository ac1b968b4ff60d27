"""The sentences of the add-in's messages."""

from cgs_validate.checking.messages import Catalog, catalog
from cgs_validate.checking.report import Report
from cgs_validate.reports.grouping import rank

from .open_book import OpenBook

LANGUAGE = "zh-TW"
_MOST_LISTED = 12  # cells, changes or reasons in one message


def say(name: str, **params: object) -> str:
    """Return a sentence of the add-in."""
    return str(catalog(LANGUAGE).sentences["addin"][name]).format(**params)


def say_for(book: OpenBook, name: str, **params: object) -> str:
    """Return a sentence with the words of the book's program."""
    return say(name, **program_words(book), **params)


def program_words(book: OpenBook) -> dict[str, str]:
    """Return the words that differ between the programs."""
    words: dict[str, str] = catalog(LANGUAGE).sentences["addin"]["programs"][book.program]
    return words


def first_lines(lines: list[str]) -> str:
    """Return the first lines, and how many more there are."""
    more = [say("more", count=len(lines) - _MOST_LISTED)] if len(lines) > _MOST_LISTED else []
    return "\n".join([*lines[:_MOST_LISTED], *more])


def about_cells(name: str, cells: list[str]) -> list[str]:
    """Return the named sentence about cells; an empty list if there are none."""
    shown = "、".join(cells[:_MOST_LISTED]) + ("…" if len(cells) > _MOST_LISTED else "")
    return [say(name, cells=shown)] if cells else []


def reasons(report: Report, sentences: Catalog) -> str:
    """Return the places and messages of the findings, hints last."""
    findings = sorted(report.findings, key=rank)
    places = (f"{finding.place.sheet or ''} {finding.place.cell or ''}".strip() for finding in findings)
    lines = zip(places, map(sentences.message, findings), strict=True)
    return first_lines([" ".join(filter(None, line)) for line in lines])
