"""What each button does with the open workbook: the order of the steps, and what the teacher is told."""

from collections.abc import Callable

from cgs_validate.engine import check as judge
from cgs_validate.errors import ReadError, SpecError
from cgs_validate.fixing import Fix, safe_fixes
from cgs_validate.messages import catalog
from cgs_validate.report import Report
from cgs_validate.sheets import address

from .found_list import write_list
from .open_book import At, OpenBook, Progress, Stopped, sheet_named
from .painting import Painted, paint_marks
from .reading import read_book
from .walking import next_place, previous_place
from .wanted import wanted_marks

LANGUAGE = "zh-TW"
_LISTED = 12  # so many cells, changes or reasons a message lists


def check(book: OpenBook) -> None:
    """Check the workbook, mark it, and tell whether it can be uploaded."""
    with book.undisturbed():
        report = _judged(book)
        painted = None if book.locked else _mark(book, report)
    told = [report.verdict(LANGUAGE)]
    if painted is None:
        told += [_say("locked", **_words(book)), *_reasons(report)]
    elif report.findings:
        told += [_say("walk"), *(_say("no_colour", sheet=name, **_words(book)) for name in painted.protected)]
    if painted:
        told += _places("without_fill", painted.without_fill)
    book.tell("\n\n".join(told), wrong=not report.ok)


def previous(book: OpenBook) -> None:
    """Go to the finding before the active cell."""
    _go(book, previous_place(book))


def next_(book: OpenBook) -> None:
    """Go to the finding behind the active cell."""
    _go(book, next_place(book))


def fix(book: OpenBook) -> None:
    """Write the same answers as the form asks, after asking; then check again."""
    with book.undisturbed():
        report = _judged(book)
        closed = {sheet.name for sheet in book.sheets() if sheet.protected}
    fixes = [change for change in safe_fixes(report) if change.place.sheet not in closed]
    if not fixes:
        book.tell(_say("no_fixes"))
        return
    changes = _list([_change(change) for change in fixes])
    if book.ask(_say("ask_fixes", count=len(fixes), changes=changes, **_words(book))):
        with book.undisturbed():
            _write(book, fixes)
        check(book)


def clear(book: OpenBook) -> None:
    """Take all marks out."""
    if book.locked:
        book.tell(_say("still_locked", **_words(book)))
        return
    with book.undisturbed():
        painted = paint_marks(book, {}, progress=_progress(book, "clearing"))
    told = [_say("cleared", count=painted.removed)]
    told += [_say("still_protected", sheet=name, **_words(book)) for name in painted.still_protected]
    told += _places("lost", painted.lost) + _places("without_fill", painted.without_fill)
    book.tell("\n\n".join(told))


def upload(book: OpenBook) -> None:
    """Tell that uploading is yet to come, and what to do instead."""
    book.tell(_say("upload"))


def help_(book: OpenBook) -> None:
    """Tell what the colours and the buttons mean."""
    book.tell(_say("help"))


def run(button: Callable[[OpenBook], None], book: OpenBook) -> None:
    """Do what a button does; what a teacher can put right is told in a sentence."""
    try:
        button(book)
    except Stopped:
        book.tell(_say("stopped"))
    except (ReadError, SpecError) as error:
        catalog(LANGUAGE).localise(error)
        book.tell("\n\n".join(filter(None, (error.message, getattr(error, "hint", None)))), wrong=True)
    finally:
        book.show_status(None)


def _judged(book: OpenBook) -> Report:
    def after_block(sheet: str, done: float) -> None:
        book.show_status(_say("reading", sheet=sheet, percent=int(done * 100)))
        book.stop_if_asked()

    return judge(read_book(book, after_block), language=LANGUAGE)


def _mark(book: OpenBook, report: Report) -> Painted:
    found = ((finding.place.sheet or "", finding.place.cell) for finding in report.findings if finding.place.cell)
    wanted = wanted_marks(report, catalog(LANGUAGE))
    painted = paint_marks(book, wanted, dict.fromkeys(found), _progress(book, "marking"))
    write_list(book, report, catalog(LANGUAGE), painted)
    return painted


def _progress(book: OpenBook, doing: str) -> Progress:
    """Return what is called before each note: it shows every tenth of the work, and stops it where the person asks."""
    shown = -1

    def progress(done: float) -> None:
        nonlocal shown
        book.stop_if_asked()
        if (tenth := int(done * 10)) != shown:
            shown = tenth
            book.show_status(_say(doing, percent=tenth * 10))

    return progress


def _go(book: OpenBook, place: tuple[str, At] | None) -> None:
    sheet = sheet_named(book, place[0]) if place else None
    if place is None or sheet is None:
        book.tell(_say("nowhere"))
    elif sheet.select(place[1]) is False:
        book.tell(_say("hidden", cell=address(*place[1])))


def _write(book: OpenBook, fixes: list[Fix]) -> None:
    sheets = {sheet.name: sheet for sheet in book.sheets()}
    for change in fixes:
        sheet, at = sheets[change.place.sheet or ""], (change.place.row or 0, change.place.column or 0)
        if isinstance(change.after, int):
            sheet.write_number(at, change.after)
        else:
            sheet.write_text(at, change.after)


def _change(change: Fix) -> str:
    return _say("change", cell=change.place.cell, label=change.label, before=change.before, after=change.after)


def _reasons(report: Report) -> list[str]:
    sentences = catalog(LANGUAGE)
    places = (f"{finding.place.sheet or ''} {finding.place.cell or ''}".strip() for finding in report.findings)
    told = zip(places, map(sentences.message, report.findings), strict=True)
    return [_list([" ".join(filter(None, line)) for line in told])]


def _places(name: str, cells: list[str]) -> list[str]:
    """Return the sentence of that name about cells, none where there are no cells."""
    listed = "、".join(cells[:_LISTED]) + ("…" if len(cells) > _LISTED else "")
    return [catalog(LANGUAGE).text(name, cells=listed)] if cells else []


def _list(lines: list[str]) -> str:
    more = [_say("more", count=len(lines) - _LISTED)] if len(lines) > _LISTED else []
    return "\n".join([*lines[:_LISTED], *more])


def _words(book: OpenBook) -> dict[str, str]:
    """Return what differs in the sentences from program to program."""
    words: dict[str, str] = catalog(LANGUAGE).sentences["addin"]["programs"][book.program]
    return words


def _say(name: str, **params: object) -> str:
    return str(catalog(LANGUAGE).sentences["addin"][name]).format(**params)
