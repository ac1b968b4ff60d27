"""上傳: the workbook checked for a month that the portal names, saved, sent, and confirmed by the portal's receipt."""

from math import ceil

from cgs_validate import upload
from cgs_validate.engine import check as judge
from cgs_validate.messages import catalog
from cgs_validate.months import Month
from cgs_validate.readers.opening import open_container
from cgs_validate.report import Report
from cgs_validate.upload import AsTold, Network, Outcome, Progress, Status, UploadError
from cgs_validate.upload.in_words import receipt_lines, sheet_labels, unit_of
from cgs_validate.upload.network import Tell

from .checking import mark, progress, read, told
from .comparing import same_data
from .open_book import OpenBook, Stopped
from .painting import paint_marks
from .telling import LANGUAGE, reasons, say, words

_EXTRA = ("httpx", "keyring", "truststore")


def upload_book(book: OpenBook, network: Network | None = None) -> None:
    """Ask, check, save, send, and tell how it ended. Nothing is sent unasked, or where there are errors."""
    try:
        _upload(book, network)
    except UploadError as error:
        if error.code == "unreachable" and network is None and book.ask(say("ask_proxy")):
            upload_book(book, Network(system_proxy=True))
        else:
            book.tell(f"{error.message}\n\n{error.hint}", wrong=True)
    except ModuleNotFoundError as error:
        if error.name not in _EXTRA:
            raise
        book.tell(say("upload_extra", **words(book)), wrong=True)
    except Stopped:
        book.tell(say("not_uploaded"))


def _upload(book: OpenBook, network: Network | None) -> None:
    portal = _portal(book)
    if portal is None:
        return
    status = upload.read_status(portal, language=LANGUAGE, network=network)
    with book.undisturbed():
        workbook = read(book)
        title = judge(workbook, language=LANGUAGE).month
    month = _month(book, status, title)
    if month is None:
        return
    with book.undisturbed():
        report = judge(workbook, month=str(month), stage=status.stage, language=LANGUAGE)
        painted = None if report.ok else mark(book, report)
    if not report.ok:
        book.tell("\n\n".join([report.verdict(LANGUAGE), *told(book, report, painted)]), wrong=True)
        return
    path = book.path
    if path is None:
        book.tell(say("not_saved"), wrong=True)
        return
    open_container(path)  # raises ReadError for a kind of file that no portal takes
    if not book.ask(_question(book, report, portal, status, month)):
        book.tell(say("not_uploaded"))
        return
    with book.undisturbed():
        if not book.locked:
            paint_marks(book, {}, progress=progress(book, "clearing"))
        book.save()
        outcome = upload.send(
            path,
            portal,
            str(month),
            language=LANGUAGE,
            network=network,
            progress=_shown(book),
            confirm=lambda _, saved: same_data(report, saved),
        )
    if same_data(report, outcome.report):
        _tell(book, outcome)
    else:
        book.tell(say("saved_elsewhere"), wrong=True)


def _question(book: OpenBook, report: Report, portal: str, status: Status, month: Month) -> str:
    """Return what is asked before anything is sent: warnings do not stop it, but are to be seen."""
    warnings = say("warnings", reasons=reasons(report, catalog(LANGUAGE))) if report.findings else ""
    unit = unit_of(status, LANGUAGE)
    return say("ask_upload", unit=unit, month=month, file=book.name, portal=portal, warnings=warnings)


def _portal(book: OpenBook) -> str | None:
    """Return the address to upload to, None where there is none, or none is wanted."""
    known = upload.portals(language=LANGUAGE)
    if not known:
        book.tell(say("no_login", **words(book)))
        return None
    chosen = (
        known[0]
        if len(known) == 1
        else next((each for each in known if book.ask(say("ask_portal", portal=each))), None)
    )
    if chosen is None:
        book.tell(say("not_uploaded"))
    return chosen


def _month(book: OpenBook, status: Status, title: Month | None) -> Month | None:
    """Return the month to upload for: of those that the portal takes now, the one in the title is asked for first."""
    unit = unit_of(status, LANGUAGE)
    open_now = [month for month in status.open if not status.overdue or month < status.current_month]
    months = list(dict.fromkeys([*status.overdue, *open_now]))
    if not months:
        book.tell(say("nothing_open", unit=unit))
        return None
    if months == [title]:
        return title
    for month in sorted(months, key=lambda month: month != title):
        why = say("overdue") if month in status.overdue else ""
        if book.ask(say("ask_month", unit=unit, month=month, why=why)):
            return month
    book.tell(say("not_uploaded"))
    return None


def _shown(book: OpenBook) -> Tell:
    """Return what shows each step; as long as nothing was sent, the person may stop it."""
    steps = catalog(LANGUAGE).sentences["upload"]["steps"]

    def show(at: Progress) -> None:
        sentence = str(steps["again_uncertain" if at.uncertain else at.step])
        book.show_status(sentence.format(seconds=ceil(at.seconds)))
        if at.step in ("ask", "check"):
            book.stop_if_asked()

    return show


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
    book.tell("\n\n".join([first, *told(book, refused, painted, sentences)]), wrong=True)
