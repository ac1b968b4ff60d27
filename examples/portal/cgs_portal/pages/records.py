"""資料查詢: the reports of a school, their receipts, and the data as CSV."""

import csv as csv_lines
import io
from collections.abc import Iterator
from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header

from cgs_validate import ReadError, SpecError, load_spec
from cgs_validate import Report as CheckedReport
from cgs_validate.checking.columns import FieldColumn
from cgs_validate.checking.messages import catalog
from cgs_validate.checking.tables import Table
from cgs_validate.checking.values import Value
from cgs_validate.formats.personal import may_name_person
from cgs_validate.reports.csv import harmless
from cgs_validate.reports.html import render_data
from cgs_validate.spec.model import TemplateSpec
from cgs_validate.spec.months import Month

from ..accounts.access import only
from ..accounts.models import Account, Role
from ..audit.log import note
from ..audit.models import Deed
from ..reports.checking import check_workbook
from ..reports.files import find
from ..reports.models import Report


@only(Role.SCHOOL)
def records(request: HttpRequest) -> HttpResponse:
    """List the months that were reported, the latest first."""
    stored = request.user.unit.reports.order_by("-month")
    return render(request, "pages/records.html", {"records": [(report, row_counts(report)) for report in stored]})


@only(Role.SCHOOL)
def record(request: HttpRequest, month: Month) -> HttpResponse:
    """Show a month's receipt and data."""
    stored = get_object_or_404(request.user.unit.reports, month=month)
    read = _read(request.user, stored)
    context = {
        "stored": stored,
        "rows": row_counts(stored),
        "spec": _spec_of(stored),
        "piece": render_data(read) if read else None,
    }
    return render(request, "pages/record.html", context)


@only(Role.SCHOOL)
def csv(request: HttpRequest, month: Month, sheet: str) -> HttpResponse:
    """Send a sheet's data: no cell of it becomes a formula, and Excel reads it as UTF-8."""
    stored = get_object_or_404(request.user.unit.reports, month=month)
    read = _read(request.user, stored)
    table = next((table for table in read.tables if table.spec.name == sheet), None) if read else None
    if table is None:
        raise Http404
    note(Deed.DATA_DOWNLOADED, request.user, month=str(month), sha256=stored.sha256, kind=f"{sheet}.csv")
    text = io.StringIO()
    csv_lines.writer(text).writerows(_lines(table, month, request.user.unit.code, read.spec.words))
    name = f"{month}-{table.spec.label}.csv"
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
    return HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers)


def _lines(table: Table, month: Month, unit: str, words: str) -> Iterator[list[str]]:
    columns = table.columns.values()
    yield ["年度月份", "單位代碼", *(column.spec.header for column in columns)]
    for cells in zip(*(_shown_in(column, words) for column in columns), strict=True):
        yield [str(month), unit, *cells]


def _shown_in(column: FieldColumn, words: str) -> Iterator[str]:
    """Yield what is shown of each row; each different value is looked at once."""
    shown = {code: harmless(_shown(column, value, words)) for code, value in column.by_code.items()}
    return (shown.get(code, "") for code in column.codes)


def _shown(column: FieldColumn, value: Value, words: str) -> str:
    """Return a value with its labels; what may name a person is nowhere but in the workbook."""
    return catalog("zh-TW").text("hidden_value") if may_name_person(value.text, words) else column.labelled(value)


def _read(account: Account, stored: Report) -> CheckedReport | None:
    """Return the report on a stored workbook; None where there is none, or none that can be read."""
    try:
        data = _workbook(stored)
        return check_workbook(account, data, stored.month, stored.spec) if data else None
    except (OSError, ReadError, SpecError):
        return None


def _workbook(stored: Report) -> bytes | None:
    """Return a stored workbook, None where there is none; the row is read again where another has replaced it."""
    for _ in range(2):
        if not stored.file:
            return None
        with suppress(FileNotFoundError):
            return find(stored.file).read_bytes()
        stored.refresh_from_db()
    return None


def _spec_of(stored: Report) -> TemplateSpec | None:
    """Return the spec of a stored workbook; None where there is no workbook, or the spec is gone."""
    with suppress(SpecError):
        return load_spec(stored.spec) if stored.spec else None
    return None


def row_counts(stored: Report) -> list[tuple[str, str, int]]:
    """Return how many rows a report has: name and label of each sheet, and the number."""
    if spec := _spec_of(stored):
        return [(name, sheet.label, stored.rows.get(name, 0)) for name, sheet in spec.sheets.items()]
    return [(name, name, count) for name, count in stored.rows.items()]
