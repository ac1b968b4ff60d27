"""申請修改: months opened again, by the unit in its semester, by the service desk in any (FACTS B2)."""

from django.db import transaction

from cgs_validate.spec.months import Month

from .. import clock
from ..accounts.models import Account, Role, Unit
from ..audit.log import note
from ..audit.models import Deed
from ..refusals import Refused
from .models import Correction
from .receiving import reporting_unit
from .windows import correctable, current_month


def correctable_months(unit: Unit) -> tuple[Month, ...]:
    """Return the months that a unit itself may ask to correct today."""
    return correctable(clock.today(), _reported(unit))


def request_correction(account: Account, month: Month) -> Correction:
    """Open a month of the account's own unit. Raises Refused(``not_correctable``)."""
    unit = reporting_unit(account)
    if month not in correctable_months(unit):
        raise Refused("not_correctable")
    return _opened(unit, month, account, Deed.CORRECTION_ASKED)


def open_for(desk: Account, unit: Unit, month: Month) -> Correction:
    """Open any reported month of a unit that called the service desk. Raises Refused."""
    if desk.role != Role.SERVICE_DESK:
        raise Refused("forbidden")
    if month not in openable_months(unit):
        raise Refused("not_correctable")
    return _opened(unit, month, desk, Deed.CORRECTION_OPENED)


def openable_months(unit: Unit) -> tuple[Month, ...]:
    """Return the months that the service desk may open for a unit today."""
    return tuple(sorted(month for month in _reported(unit) if month < current_month(clock.today())))


@transaction.atomic
def _opened(unit: Unit, month: Month, account: Account, deed: Deed) -> Correction:
    """Return the month's open request, made if there is none; the service desk's own replaces the unit's."""
    asked = {"requested_at": clock.now(), "requested_by": account}
    correction, is_new = unit.corrections.get_or_create(month=month, done_at=None, defaults=asked)
    takes_over = account.role == Role.SERVICE_DESK and correction.requested_by.role != Role.SERVICE_DESK
    if takes_over:
        unit.corrections.filter(pk=correction.pk).update(**asked)
    if is_new or takes_over:
        note(deed, account, unit=unit, month=str(month))
    return correction


def _reported(unit: Unit) -> set[Month]:
    return set(unit.reports.values_list("month", flat=True))
