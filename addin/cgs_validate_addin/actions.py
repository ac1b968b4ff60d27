"""The actions of the buttons: each one's steps, and the messages to the teacher."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from cgs_validate.checking.engine import check as check_workbook
from cgs_validate.checking.fixes import Fix, probable_fixes, safe_fixes
from cgs_validate.checking.messages import catalog
from cgs_validate.checking.report import Report
from cgs_validate.errors import ReadError, SpecError, WriteError, errors_in

from .apply_marks import apply_marks
from .buttons import BUTTONS
from .messages import LANGUAGE, about_cells, first_lines, say, say_for
from .navigation import Stop, Walk
from .open_book import OpenBook, SavableBook, Stopped, sheet_named
from .workflow import mark, mark_messages, percent_progress, read

_Book = TypeVar("_Book", bound=OpenBook)


def check(book: OpenBook, changes: Sequence[Fix] = ()) -> Report:
    """Check the workbook, mark it, and show whether it can be uploaded; return the report.

    changes: the fixes just made, for the list.
    """
    with book.frozen():
        report = check_workbook(read(book), language=LANGUAGE)
        applied = mark(book, report, changes=changes)
    book.show_message(
        "\n\n".join([report.verdict(LANGUAGE), *mark_messages(book, report, applied)]), error=not report.ok
    )
    return report


def previous(book: OpenBook) -> None:
    """Go to the finding before the active cell, and show its reason."""
    walk = Walk(book)
    _go(book, walk, walk.previous, "at_first", -1)


def next_(book: OpenBook) -> None:
    """Go to the finding after the active cell, and show its reason."""
    walk = Walk(book)
    _go(book, walk, walk.next, "at_last", 0)


def fix(book: OpenBook) -> Report | None:
    """Write answers in the form's notation, after asking; then check again, and return the report of that."""
    with book.frozen():
        report = check_workbook(read(book), language=LANGUAGE)
        writable = {sheet.name for sheet in book.sheets() if sheet.writable}
    found = {"ask_fixes": safe_fixes(report), "ask_probable_fixes": probable_fixes(report)}
    sheets = dict.fromkeys(change.place.sheet for fixes in found.values() for change in fixes)
    notices = [say_for(book, "fixes_protected", sheet=name) for name in sheets if name not in writable]
    if not sheets.keys() & writable:
        book.show_message("\n\n".join(notices) or say("no_fixes"))
        return None
    agreed: list[Fix] = []
    for question, fixes in found.items():
        if due := [change for change in fixes if change.place.sheet in writable]:
            asked, notices = [*notices, _question(book, question, due)], []
            agreed += due if book.ask("\n\n".join(asked)) else []
    if not agreed:
        return None
    with book.frozen():
        _write(book, agreed)
    return check(book, agreed)


def clear(book: OpenBook) -> None:
    """Remove all marks."""
    if book.locked:
        book.show_message(say_for(book, "still_locked", button=BUTTONS["clear"]))
        return
    with book.frozen():
        applied = apply_marks(book, {}, progress=percent_progress(book, "clearing"))
    lines = [say("cleared", count=applied.removed)]
    lines += [say_for(book, "still_protected", sheet=name, button=BUTTONS["clear"]) for name in applied.still_protected]
    book.show_message(
        "\n\n".join([*lines, *about_cells("lost", applied.lost), *about_cells("without_fill", applied.without_fill)])
    )


def arm(book: SavableBook) -> None:
    """Make a copy of the workbook that shows its mistakes while one types."""
    from .arming import arm_book  # no other button needs its imports

    arm_book(book)


def upload(book: SavableBook) -> None:
    """Check, save, and send to the portal."""
    from .uploading import upload_book  # no other button needs its imports

    upload_book(book)


def help_(book: OpenBook) -> None:
    """Show what the colours and the buttons mean."""
    book.show_message(say("help"))


def run(action: Callable[[_Book], Report | None], book: _Book) -> Report | None:
    """Run an action and return its report; errors that a teacher can correct are shown as a message."""
    try:
        with errors_in(LANGUAGE):
            book.hide_reason()
            return action(book)
    except Stopped:
        book.show_message(say("stopped"))
    except (ReadError, SpecError, WriteError) as error:
        book.show_message("\n\n".join(filter(None, (error.message, error.hint))), error=True)
    finally:
        book.show_status(None)
    return None


def _go(book: OpenBook, walk: Walk, stop: Stop | None, at_end: str, other_end: int) -> None:
    """Go to a stop; where there is no more, to the one at the other end, if she says so."""
    if not walk.stops:
        book.show_message(say("nowhere"))
        return
    if stop is None:
        if not book.ask(say(at_end, count=len(walk.stops))):
            return
        stop = walk.stops[other_end]
    sheet = sheet_named(book, stop.sheet)
    if sheet and sheet.select(stop.at) is False:
        book.show_message(say("hidden", cell=stop.cell))
    kind = catalog(LANGUAGE).text(stop.sort) if stop.sort else ""
    said = say("stop", number=stop.number, count=len(walk.stops), kind=kind, cell=stop.cell, reason=stop.reason)
    book.show_reason(stop.sheet, stop.at, " ".join(said.split()))


def _question(book: OpenBook, question: str, fixes: list[Fix]) -> str:
    changes = first_lines([_change(change) for change in fixes])
    where = "" if book.locked else say("fixes_listed")
    return say_for(book, question, count=len(fixes), changes=changes, listed=where)


def _write(book: OpenBook, fixes: list[Fix]) -> None:
    sheets = {sheet.name: sheet for sheet in book.sheets()}
    for change in fixes:
        sheet, at = sheets[change.place.sheet or ""], (change.place.row or 0, change.place.column or 0)
        if isinstance(change.after, int):
            sheet.write_number(at, change.after)
        else:
            sheet.write_text(at, change.after)


def _change(change: Fix) -> str:
    before, after = change.shown(catalog(LANGUAGE).text("hidden_value"))
    return say("change", cell=change.place.cell, label=change.label, before=before, after=after)
