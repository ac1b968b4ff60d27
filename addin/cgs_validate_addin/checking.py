"""The open workbook read, marked with what a report found in it, and the teacher told."""

from collections.abc import Sequence

from cgs_validate.checking.messages import Catalog, catalog
from cgs_validate.checking.report import Report
from cgs_validate.marking.fix import Fix
from cgs_validate.workbook import Workbook

from .found_list import write_list
from .open_book import OpenBook, Progress
from .painting import Painted, paint_marks
from .reading import read_book
from .telling import LANGUAGE, about, reasons, say, words
from .wanted import wanted_marks


def read(book: OpenBook) -> Workbook:
    """Return the workbook with the cells that a check looks at. Raises Stopped where the person asks."""

    def after_block(sheet: str, done: float) -> None:
        book.show_status(say("reading", sheet=sheet, percent=int(done * 100)))
        book.stop_if_asked()

    return read_book(book, after_block)


def mark(
    book: OpenBook, report: Report, sentences: Catalog | None = None, changes: Sequence[Fix] = ()
) -> Painted | None:
    """Put a report's marks and its list into the workbook; return None where no sheet can be added.

    changes: what was written before the check; they are listed, too.
    """
    if book.locked:
        return None
    sentences = sentences or catalog(LANGUAGE)
    found = ((finding.place.sheet or "", finding.place.cell) for finding in report.findings if finding.place.cell)
    wanted = wanted_marks(report, sentences)
    painted = paint_marks(book, wanted, dict.fromkeys(found), showing(book, "marking"))
    write_list(book, report, sentences, painted, changes)
    return painted


def about_marks(book: OpenBook, report: Report, painted: Painted | None, sentences: Catalog | None = None) -> list[str]:
    """Return what is to be told of a report's marks, once they were put in."""
    if painted is None:
        found = reasons(report, sentences or catalog(LANGUAGE))
        return [say("locked", **words(book)), found] if report.findings else []
    lines = [say("walk" if report.annotations else "in_list")] if report.findings else []
    lines += [say("no_colour", sheet=name, **words(book)) for name in painted.protected]
    return [*lines, *about("without_fill", painted.without_fill)]


def showing(book: OpenBook, doing: str) -> Progress:
    """Return what is called before each note: it shows every tenth of the work, and stops it where the person asks."""
    shown = -1

    def show(done: float) -> None:
        nonlocal shown
        book.stop_if_asked()
        if (tenth := int(done * 10)) != shown:
            shown = tenth
            book.show_status(say(doing, percent=tenth * 10))

    return show
