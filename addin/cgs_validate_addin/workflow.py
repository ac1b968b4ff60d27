"""The steps that several buttons share: read the workbook, mark it, and describe the marks."""

from collections.abc import Sequence

from cgs_validate.checking.findings import Hiding
from cgs_validate.checking.fixes import Fix
from cgs_validate.checking.messages import Catalog, catalog
from cgs_validate.checking.report import Report
from cgs_validate.workbook import OpenedWorkbook

from .apply_marks import AppliedMarks, apply_marks
from .findings_list import write_list
from .messages import LANGUAGE, about_cells, reasons, say, say_for
from .open_book import OpenBook, Progress
from .reading import read_book
from .requested_marks import found_places, requested_marks


def read(book: OpenBook) -> OpenedWorkbook:
    """Return the workbook with the cells that a check looks at. Raises Stopped when the user stops it."""

    def after_block(sheet: str, done: float) -> None:
        book.show_status(say("reading", sheet=sheet, percent=int(done * 100)))
        book.raise_if_stopped()

    return read_book(book, after_block)


def mark(
    book: OpenBook, report: Report, sentences: Catalog | None = None, changes: Sequence[Fix] = ()
) -> AppliedMarks | None:
    """Write a report's marks and findings list into the workbook; return None if no sheet can be added.

    changes: the fixes made before the check, which are listed as well.
    """
    if book.locked:
        return None
    sentences = sentences or catalog(LANGUAGE)
    requested = requested_marks(report, sentences)
    applied = apply_marks(book, requested, found_places(report, sentences), percent_progress(book, "marking"))
    write_list(book, report, sentences, applied, changes)
    return applied


def mark_messages(
    book: OpenBook, report: Report, applied: AppliedMarks | None, sentences: Catalog | None = None
) -> list[str]:
    """Return the sentences about a report's marks after they were applied."""
    if applied is None:
        found = reasons(report, sentences or catalog(LANGUAGE))
        return [say_for(book, "locked"), found] if report.findings else []
    lines = [say("walk" if report.annotations else "in_list")] if report.findings else []
    hidden = dict.fromkeys(item.place.sheet for item in report.findings if item.hiding is Hiding.SHEET)
    lines += [say("hidden_sheet", sheet=name) for name in hidden]
    lines += [say_for(book, "no_colour", sheet=name) for name in applied.protected]
    return [*lines, *about_cells("without_fill", applied.without_fill)]


def percent_progress(book: OpenBook, sentence: str) -> Progress:
    """Return a callback that shows progress in tenths, and raises Stopped when the user stops the work."""
    shown = -1

    def show(done: float) -> None:
        nonlocal shown
        book.raise_if_stopped()
        if (tenth := int(done * 10)) != shown:
            shown = tenth
            book.show_status(say(sentence, percent=tenth * 10))

    return show
