"""``cgs-validate upload``: checks and uploads a workbook, or declares a month without cases; prints the receipt."""

import json
import os
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import click

from ..atomic_write import save
from ..checking.messages import Catalog
from ..checking.report import Report
from ..reports.text import render_text
from ..spec.library import list_specs, load_spec
from ..spec.months import Month
from ..upload import Network, Outcome, PortalMessages, Receipt, Status, declare_no_cases, send
from ..upload.address import parse_address
from ..upload.messages import receipt_lines, row_counts, sheet_labels, unit_of
from . import options, portals
from .budget import limited
from .next_command import count_fixable, fix_command
from .usage import Misuse


@click.command("upload")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--portal", metavar="URL", required=True, help="填報系統的網址 the portal's address")
@click.option(
    "--month", metavar="111-10", help="填報月份；不寫就是現在唯一可以填報的 report month; by default the only open one"
)
@click.option("--no-cases", is_flag=True, help="當月無個案及服務，不用檔案 declare a month without cases")
@click.option("--yes", is_flag=True, help="不再詢問，就上傳或刪除 upload or delete without asking")
@click.option("--receipt", "save_receipt", is_flag=True, help="把收據存在檔案旁邊 save the receipt next to the file")
@click.option("--force", is_flag=True, help="覆蓋已有的收據 overwrite an existing receipt")
@portals.system_proxy
@options.language
@click.pass_context
def command(
    context: click.Context,
    file: Path | None,
    portal: str,
    month: str | None,
    no_cases: bool,
    yes: bool,
    save_receipt: bool,
    force: bool,
    network: Network,
    language: str,
) -> None:
    """檢核並上傳報表；有錯誤就不上傳。 Check a workbook and, if it has no errors, upload it.

    \b
    結束代碼 Exit codes: 0 已上傳 uploaded; 1 有錯誤 errors found; 2 沒有完成 not done
    """
    if (file is None) != no_cases:
        raise Misuse("file_or_none", context)
    if no_cases and save_receipt:
        raise Misuse("receipt_needs_file", context)
    screen = portals.Screen(language)
    with portals.refused(language, screen, "nothing_changed" if no_cases else "nothing_uploaded"):
        if file is None:
            deleted: list[str] = []
            confirm = partial(_may_delete, screen, language, yes, deleted)
            declared = declare_no_cases(
                portal, month, confirm=confirm, language=language, network=network, progress=screen.show
            )
            screen.stop()
            if declared is None:
                options.fail(portals.sentence(language, "nothing_changed"))
            click.echo("\n".join([portals.sentence(language, "declared"), *deleted]))
            _print_receipt(declared, {}, language)
            return
        target = options.output_path(file, None, "receipt", force, ".json") if save_receipt else None
        with ExitStack() as check:
            check.enter_context(limited())
            look = partial(_looked_at, check, screen, language, yes, file)
            outcome = send(file, portal, month, language=language, network=network, progress=screen.show, confirm=look)
        screen.stop()
        if outcome.receipt is None:
            _print_errors(outcome, file, language)
            click.echo(f"\n{portals.sentence(language, 'errors_first')}")
            context.exit(1)
        try:
            click.echo(f"\n{portals.sentence(language, 'uploaded')}")
            _print_receipt(outcome.receipt, sheet_labels([outcome.report.spec]), language)
        finally:  # whether it can be printed or not
            if target:
                receipt = outcome.receipt.to_dict(str(parse_address(portal)))
                save(target, f"{json.dumps(receipt, ensure_ascii=False, indent=2)}\n", force=force)
                click.echo(options.text(language, "written", path=options.shown(target)))


def _looked_at(
    check: ExitStack, screen: portals.Screen, language: str, yes: bool, file: Path, status: Status, report: Report
) -> bool:
    """Show the report, and where it needs a look, ask whether to upload."""
    check.close()  # of what was sent, nothing but the network may say what became of it
    screen.stop()
    click.echo(unit_of(status, language))
    _print_report(report, file, language)
    if report.needs_a_look and not _agreed(language, yes, "looked_at", "nothing_uploaded"):
        options.fail(portals.sentence(language, "nothing_uploaded"))
    return True


def _may_delete(
    screen: portals.Screen, language: str, yes: bool, deleted: list[str], month: Month, rows: dict[str, int]
) -> bool:
    """Ask whether uploaded data may be deleted. deleted: gets the sentence to print when they are."""
    screen.stop()
    screen.sent = False  # the portal has answered and changed nothing
    labels = sheet_labels(spec for spec in map(load_spec, list_specs()) if spec.serves(month))
    there = row_counts(rows, labels, language) or portals.sentence(language, "every_row")
    click.echo(portals.sentence(language, "would_delete", month=month, rows=there), err=True)
    deleted.append(portals.sentence(language, "deleted", month=month, rows=there))
    return _agreed(language, yes, "sure", "nothing_changed")


def _agreed(language: str, yes: bool, question: str, ending: str) -> bool:
    if yes:
        return True
    if not sys.stdin.isatty():
        options.fail(f"{portals.sentence(language, 'yes_needed')}\n{portals.sentence(language, ending)}")
    return click.confirm(portals.sentence(language, question), err=True)


def _print_errors(outcome: Outcome, file: Path, language: str) -> None:
    if outcome.refused:
        click.echo(portals.sentence(language, "refused_there"))
        _print_report(outcome.refused, file, language, PortalMessages(language))
    else:
        _print_report(outcome.report, file, language)


def _print_report(report: Report, file: Path, language: str, sentences: Catalog | None = None) -> None:
    colour, width = options.screen()
    advice = fix_command(os.fspath(file), count_fixable(report), language, (None, str(report.month), report.stage))
    text = render_text(report, language, colour=colour, width=width, sentences=sentences, advice=advice)
    click.echo(text, nl=False, color=True)


def _print_receipt(receipt: Receipt, labels: dict[str, str], language: str) -> None:
    for line in receipt_lines(receipt, labels, language):
        click.echo(line)
