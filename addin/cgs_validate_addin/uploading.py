"""上傳: the workbook checked for a month that the portal names, saved, sent, and confirmed by the portal's receipt."""

from math import ceil
from pathlib import Path
from typing import TypeVar

from cgs_validate import upload
from cgs_validate.checking.engine import check as judge
from cgs_validate.checking.messages import catalog
from cgs_validate.checking.report import Report
from cgs_validate.ooxml.opening import open_container
from cgs_validate.spec.months import Month
from cgs_validate.upload import AsTold, Network, Outcome, Status, UploadError
from cgs_validate.upload.errors import told_in
from cgs_validate.upload.in_words import receipt_lines, sheet_labels, unit_of
from cgs_validate.upload.network import Tell

from . import BUTTONS
from .apply_marks import is_own, paint_marks
from .messages import LANGUAGE, reasons, say, words
from .open_book import OpenBook, Stopped
from .same_answers import same_data
from .workflow import about_marks, mark, read, showing

_Choice = TypeVar("_Choice")

_BUTTON = BUTTONS["upload"]
_EXTRA = ("httpx", "keyring", "truststore")


class _InTheWayError(Exception):
    """What stands in the way of an upload: the sentences that tell it."""


def upload_book(book: OpenBook, network: Network | None = None) -> None:
    """Ask, check, save, send, and tell how it ended. Nothing is sent unasked, or where there are errors."""
    try:
        _upload(book, network)
    except UploadError as error:
        unreached = error.code == "unreachable" and not error.uncertain
        if unreached and network is None and book.ask(say("ask_proxy")):
            upload_book(book, Network(system_proxy=True))
        else:
            book.tell(_why(book, error), wrong=True)
    except ModuleNotFoundError as error:
        if error.name not in _EXTRA:
            raise
        book.tell(say("upload_extra", **words(book)), wrong=True)
    except _InTheWayError as obstacle:
        book.tell("\n\n".join(obstacle.args), wrong=True)
    except Stopped:
        book.tell(say("not_uploaded"))


def _upload(book: OpenBook, network: Network | None) -> None:
    portal = _portal(book)
    status = upload.read_status(portal, language=LANGUAGE, network=network, progress=_step_shown(book))
    with book.undisturbed():
        workbook = read(book)
        title = judge(workbook, language=LANGUAGE).month
    month = _month(book, status, title)
    with book.undisturbed():
        report = judge(workbook, month=str(month), stage=status.stage, language=LANGUAGE)
        painted = None if report.ok else mark(book, report)
    if not report.ok:
        raise _InTheWayError(report.verdict(LANGUAGE), *about_marks(book, report, painted))
    path = _file(book, report)
    if not book.ask(_question(book, report, portal, status, month)):
        raise Stopped
    with book.undisturbed():
        _save(book)
    outcome = upload.send(
        path,
        portal,
        str(month),
        language=LANGUAGE,
        network=network,
        progress=_step_shown(book),
        confirm=lambda _, saved: same_data(report, saved),
    )
    if not same_data(report, outcome.report):
        raise _InTheWayError(say("saved_elsewhere"))
    _tell(book, outcome)


def _file(book: OpenBook, report: Report) -> Path:
    """Return the file to send. Raises ReadError for a kind that no portal takes."""
    if not any(report.rows.values()):
        with told_in(LANGUAGE):
            raise UploadError("nothing_filled")
    path = book.path
    if path is None:
        raise _InTheWayError(report.verdict(LANGUAGE), say("not_saved"), say("not_uploaded"))
    if book.locked and any(map(is_own, book.sheets())):
        locked = say("still_locked", button=_BUTTON, **words(book))
        raise _InTheWayError(report.verdict(LANGUAGE), locked, say("not_uploaded"))
    open_container(path)
    return path


def _question(book: OpenBook, report: Report, portal: str, status: Status, month: Month) -> str:
    """Return what is asked before anything is sent: warnings do not stop it, but are to be seen."""
    warnings = say("warnings", reasons=reasons(report, catalog(LANGUAGE))) if report.findings else ""
    about = {"unit": unit_of(status, LANGUAGE), "month": month, "file": book.name, "portal": portal}
    return say("ask_upload", verdict=report.verdict(LANGUAGE), warnings=warnings, **about)


def _save(book: OpenBook) -> None:
    """Save the file without marks."""
    if not book.locked:
        painted = paint_marks(book, {}, progress=showing(book, "clearing"))
        again = {"button": _BUTTON, **words(book)}
        if closed := [say("still_protected", sheet=name, **again) for name in painted.still_protected]:
            raise _InTheWayError(*closed, say("not_uploaded"))
    book.save()


def _portal(book: OpenBook) -> str:
    """Return the address to upload to. Raises Stopped where none is wanted."""
    known = upload.portals(language=LANGUAGE)
    if not known:
        raise _InTheWayError(say("no_login", **words(book)))
    if len(known) == 1:
        return known[0]
    return _chosen(book, {portal: say("ask_portal", portal=portal) for portal in known}, "other_portals")


def _month(book: OpenBook, status: Status, title: Month | None) -> Month:
    """Return the month to upload for: of those that the portal takes now, the one in the title is asked for first.

    Raises Stopped where none is wanted.
    """
    unit = unit_of(status, LANGUAGE)
    open_now = [month for month in status.open if not status.overdue or month < status.current_month]
    months = list(dict.fromkeys([*status.overdue, *open_now]))
    if not months:
        raise _InTheWayError(say("nothing_open", unit=unit))
    if months == [title]:
        return months[0]
    questions = {}
    for month in sorted(months, key=lambda month: month != title):
        why = say("overdue") if month in status.overdue else ""
        questions[month] = say("ask_month", unit=unit, month=month, why=why)
        if title not in (None, month):
            questions[month] += "\n" + say("other_title", month=title)
    return _chosen(book, questions, "other_months")


def _chosen(book: OpenBook, questions: dict[_Choice, str], others: str) -> _Choice:
    """Ask one question after the other; return what the first yes is for. others: what tells that there are more."""
    *_, last = questions
    for choice, question in questions.items():
        if book.ask(question if choice == last else f"{question}\n{say(others)}"):
            return choice
    raise Stopped


def _step_shown(book: OpenBook) -> Tell:
    """Return what shows each step; as long as nothing was sent, the person may stop it."""
    steps = catalog(LANGUAGE).sentences["upload"]["steps"]

    def show(at: upload.Progress) -> None:
        step = "again" if at.step == "pause" else at.step
        sentence = str(steps["again_uncertain" if at.uncertain else step]).format(seconds=ceil(at.seconds))
        may_stop = step in ("ask", "check", "again") and not at.uncertain
        book.show_status(sentence + (say("may_stop") if may_stop else ""))
        if may_stop:
            book.stop_if_asked()

    return show


def _why(book: OpenBook, error: UploadError) -> str:
    """Return what is told of an error; what other programs do by a command has a hint of its own."""
    sentences = catalog(LANGUAGE).sentences
    hints: dict[str, str] = sentences["addin"]["upload_hints"]
    if error.code not in hints:
        return f"{error.message}\n\n{error.hint}"
    hint = hints[error.code].format(**words(book))
    return "\n\n".join([error.message, hint, *([str(sentences["upload"]["uncertain"])] if error.uncertain else [])])


def _tell(book: OpenBook, outcome: Outcome) -> None:
    """Tell the receipt, or what is wrong where there is none."""
    screen = catalog(LANGUAGE).sentences["upload"]["screen"]
    if outcome.receipt:
        labels = sheet_labels([outcome.report.spec])
        book.tell("\n".join([screen["uploaded"], "", *receipt_lines(outcome.receipt, labels, LANGUAGE)]))
        return
    refused = outcome.refused or outcome.report
    sentences = AsTold(LANGUAGE) if outcome.refused else catalog(LANGUAGE)
    with book.undisturbed():
        painted = mark(book, refused, sentences)
    first = screen["refused_there"] if outcome.refused else refused.verdict(LANGUAGE)
    book.tell("\n\n".join([first, *about_marks(book, refused, painted, sentences)]), wrong=True)
