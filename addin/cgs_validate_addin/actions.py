"""What each button does with the open workbook: the order of the steps, and what the teacher is told."""

from collections.abc import Callable, Sequence

from cgs_validate.checking.engine import check as judge
from cgs_validate.checking.messages import catalog
from cgs_validate.errors import ReadError, SpecError
from cgs_validate.marking.fix import Fix, safe_fixes
from cgs_validate.workbook import address

from . import BUTTONS
from .apply_marks import paint_marks
from .messages import LANGUAGE, about, listed, say, words
from .navigation import next_place, previous_place
from .open_book import At, OpenBook, Stopped, sheet_named
from .workflow import about_marks, mark, read, showing


def check(book: OpenBook, changes: Sequence[Fix] = ()) -> None:
    """Check the workbook, mark it, and tell whether it can be uploaded. changes: just made, to be listed too."""
    with book.undisturbed():
        report = judge(read(book), language=LANGUAGE)
        painted = mark(book, report, changes=changes)
    book.tell("\n\n".join([report.verdict(LANGUAGE), *about_marks(book, report, painted)]), wrong=not report.ok)


def previous(book: OpenBook) -> None:
    """Go to the finding before the active cell."""
    _go(book, previous_place(book))


def next_(book: OpenBook) -> None:
    """Go to the finding behind the active cell."""
    _go(book, next_place(book))


def fix(book: OpenBook) -> None:
    """Write the same answers as the form asks, after asking; then check again."""
    with book.undisturbed():
        report = judge(read(book), language=LANGUAGE)
        writable = {sheet.name for sheet in book.sheets() if sheet.writable}
    found = safe_fixes(report)
    fixes = [change for change in found if change.place.sheet in writable]
    closed = dict.fromkeys(change.place.sheet for change in found if change.place.sheet not in writable)
    told = [say("fixes_protected", sheet=name, **words(book)) for name in closed]
    if not fixes:
        book.tell("\n\n".join(told) or say("no_fixes"))
        return
    changes = listed([_change(change) for change in fixes])
    where = "" if book.locked else say("fixes_listed")
    question = say("ask_fixes", count=len(fixes), changes=changes, listed=where, **words(book))
    if book.ask("\n\n".join([*told, question])):
        with book.undisturbed():
            _write(book, fixes)
        check(book, fixes)


def clear(book: OpenBook) -> None:
    """Take all marks out."""
    if book.locked:
        book.tell(say("still_locked", button=BUTTONS["clear"], **words(book)))
        return
    with book.undisturbed():
        painted = paint_marks(book, {}, progress=showing(book, "clearing"))
    lines = [say("cleared", count=painted.removed)]
    again = {"button": BUTTONS["clear"], **words(book)}
    lines += [say("still_protected", sheet=name, **again) for name in painted.still_protected]
    book.tell("\n\n".join([*lines, *about("lost", painted.lost), *about("without_fill", painted.without_fill)]))


def upload(book: OpenBook) -> None:
    """Check, save, and send to the portal."""
    from .uploading import upload_book  # it needs much that no other button needs

    upload_book(book)


def help_(book: OpenBook) -> None:
    """Tell what the colours and the buttons mean."""
    book.tell(say("help"))


def run(button: Callable[[OpenBook], None], book: OpenBook) -> None:
    """Do what a button does; what a teacher can put right is told in a sentence."""
    try:
        button(book)
    except Stopped:
        book.tell(say("stopped"))
    except (ReadError, SpecError) as error:
        catalog(LANGUAGE).localise(error)
        book.tell("\n\n".join(filter(None, (error.message, getattr(error, "hint", None)))), wrong=True)
    finally:
        book.show_status(None)


def _go(book: OpenBook, place: tuple[str, At] | None) -> None:
    sheet = sheet_named(book, place[0]) if place else None
    if place is None or sheet is None:
        book.tell(say("nowhere"))
    elif sheet.select(place[1]) is False:
        book.tell(say("hidden", cell=address(*place[1])))


def _write(book: OpenBook, fixes: list[Fix]) -> None:
    sheets = {sheet.name: sheet for sheet in book.sheets()}
    for change in fixes:
        sheet, at = sheets[change.place.sheet or ""], (change.place.row or 0, change.place.column or 0)
        if isinstance(change.after, int):
            sheet.write_number(at, change.after)
        else:
            sheet.write_text(at, change.after)


def _change(change: Fix) -> str:
    return say("change", cell=change.place.cell, label=change.label, before=change.before, after=change.after)
