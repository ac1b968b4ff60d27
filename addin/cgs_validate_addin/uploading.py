"""上傳: checks the workbook for a month that is open on the portal, saves and sends it, and shows the receipt."""

from math import ceil
from pathlib import Path
from typing import TypeVar

from cgs_validate import upload
from cgs_validate.checking.engine import check as check_workbook
from cgs_validate.checking.messages import catalog
from cgs_validate.checking.report import Report
from cgs_validate.ooxml.opening import open_container
from cgs_validate.spec.months import Month
from cgs_validate.upload import Network, Outcome, PortalMessages, Status, UploadError
from cgs_validate.upload.connection import OnProgress
from cgs_validate.upload.messages import receipt_lines, sheet_labels, unit_of

from .apply_marks import apply_marks
from .buttons import BUTTONS
from .memory_sheet import is_ours
from .messages import LANGUAGE, program_words, reasons, say, say_for
from .open_book import OpenBook, SavableBook, Stopped
from .same_answers import same_answers
from .workflow import mark, mark_messages, percent_progress, read

_Choice = TypeVar("_Choice")

_BUTTON = BUTTONS["upload"]
_EXTRA = ("httpx", "keyring", "truststore")


class _BlockedError(Exception):
    """An obstacle to the upload, described by sentences."""


def upload_book(book: SavableBook, network: Network | None = None) -> None:
    """Check, ask, save, send, and show the outcome. Nothing is sent without a yes, or with errors."""
    try:
        _upload(book, network)
    except UploadError as error:
        unreached = error.code == "unreachable" and not error.uncertain
        if unreached and network is None and book.ask(say("ask_proxy")):
            upload_book(book, Network(system_proxy=True))
        else:
            book.show_message(_error_message(book, error), error=True)
    except ModuleNotFoundError as error:
        if error.name not in _EXTRA:
            raise
        book.show_message(say_for(book, "upload_extra"), error=True)
    except _BlockedError as obstacle:
        book.show_message("\n\n".join(obstacle.args), error=True)
    except Stopped:
        book.show_message(say("not_uploaded"))


def _upload(book: SavableBook, network: Network | None) -> None:
    portal = _portal(book)
    status = upload.read_status(portal, language=LANGUAGE, network=network, progress=_step_shown(book))
    with book.frozen():
        workbook = read(book)
        title = check_workbook(workbook, language=LANGUAGE).month
    month = _month(book, status, title)
    with book.frozen():
        report = check_workbook(workbook, None, str(month), status.stage, school=status.unit, language=LANGUAGE)
        applied = None if report.ok else mark(book, report)
    if not report.ok:
        raise _BlockedError(report.verdict(LANGUAGE), *mark_messages(book, report, applied))
    path = _file(book, report)
    if not book.ask(_question(book, report, portal, status, month)):
        raise Stopped
    with book.frozen():
        _save(book)
    outcome = upload.send(
        path,
        portal,
        str(month),
        language=LANGUAGE,
        network=network,
        progress=_step_shown(book),
        confirm=lambda _, saved: same_answers(report, saved),
    )
    if not same_answers(report, outcome.report):
        raise _BlockedError(say("saved_elsewhere"))
    _show_outcome(book, outcome)


def _file(book: SavableBook, report: Report) -> Path:
    """Return the file to send. Raises ReadError for a kind of file that no portal accepts."""
    if not any(report.rows.values()):
        raise UploadError("nothing_filled")
    path = book.path
    if path is None:
        raise _BlockedError(report.verdict(LANGUAGE), say("not_saved", button=_BUTTON), say("not_uploaded"))
    if book.locked and any(map(is_ours, book.sheets())):
        locked = say_for(book, "still_locked", button=_BUTTON)
        raise _BlockedError(report.verdict(LANGUAGE), locked, say("not_uploaded"))
    open_container(path)
    return path


def _question(book: OpenBook, report: Report, portal: str, status: Status, month: Month) -> str:
    """Return the question before anything is sent; it shows the warnings, which do not prevent the upload."""
    warnings = say("warnings", reasons=reasons(report, catalog(LANGUAGE))) if report.findings else ""
    about = {"unit": unit_of(status, LANGUAGE), "month": month, "file": book.name, "portal": portal}
    return say("ask_upload", verdict=report.verdict(LANGUAGE), warnings=warnings, **about)


def _save(book: SavableBook) -> None:
    """Remove the marks and save the file."""
    if not book.locked:
        applied = apply_marks(book, {}, progress=percent_progress(book, "clearing"))
        protected = [say_for(book, "still_protected", sheet=name, button=_BUTTON) for name in applied.still_protected]
        if protected:
            raise _BlockedError(*protected, say("not_uploaded"))
    book.save()


def _portal(book: OpenBook) -> str:
    """Return the address to upload to. Raises Stopped if the user chooses none."""
    known = upload.portals(language=LANGUAGE)
    if not known:
        raise _BlockedError(say_for(book, "no_login"))
    if len(known) == 1:
        return known[0]
    return _chosen(book, {portal: say("ask_portal", portal=portal) for portal in known}, "other_portals")


def _month(book: OpenBook, status: Status, title: Month | None) -> Month:
    """Return the month to upload for. Of the open months, the one in the title is offered first.

    Raises Stopped if the user chooses none.
    """
    unit = unit_of(status, LANGUAGE)
    open_now = [month for month in status.open if not status.overdue or month < status.current_month]
    months = list(dict.fromkeys([*status.overdue, *open_now]))
    if not months:
        raise _BlockedError(say("nothing_open", unit=unit))
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
    """Return the choice whose question is answered with yes. others: the sentence that there are more."""
    *_, last = questions
    for choice, question in questions.items():
        if book.ask(question if choice == last else f"{question}\n{say(others)}"):
            return choice
    raise Stopped


def _step_shown(book: OpenBook) -> OnProgress:
    """Return a callback that shows each step; until something was sent, the user may stop it."""
    steps = catalog(LANGUAGE).sentences["upload"]["steps"]

    def show(at: upload.Progress) -> None:
        step = "again" if at.step == "pause" else at.step
        sentence = str(steps["again_uncertain" if at.uncertain else step]).format(seconds=ceil(at.seconds))
        may_stop = step in ("ask", "check", "again") and not at.uncertain
        book.show_status(sentence + (say("may_stop") if may_stop else ""))
        if may_stop:
            book.raise_if_stopped()

    return show


def _error_message(book: OpenBook, error: UploadError) -> str:
    """Return the message about an error; hints that name a command have a version for the add-in."""
    sentences = catalog(LANGUAGE).sentences
    hints: dict[str, str] = sentences["addin"]["upload_hints"]
    if error.code not in hints:
        return f"{error.message}\n\n{error.hint}"
    hint = hints[error.code].format(**program_words(book))
    return "\n\n".join([error.message, hint, *([str(sentences["upload"]["uncertain"])] if error.uncertain else [])])


def _show_outcome(book: OpenBook, outcome: Outcome) -> None:
    """Show the receipt, or mark and show the errors if there is none."""
    screen = catalog(LANGUAGE).sentences["upload"]["screen"]
    if outcome.receipt:
        labels = sheet_labels([outcome.report.spec])
        book.show_message("\n".join([screen["uploaded"], "", *receipt_lines(outcome.receipt, labels, LANGUAGE)]))
        return
    refused = outcome.refused or outcome.report
    sentences = PortalMessages(LANGUAGE) if outcome.refused else catalog(LANGUAGE)
    with book.frozen():
        applied = mark(book, refused, sentences)
    first = screen["refused_there"] if outcome.refused else refused.verdict(LANGUAGE)
    book.show_message("\n\n".join([first, *mark_messages(book, refused, applied, sentences)]), error=True)
