"""Report months in the addresses of pages."""

from cgs_validate.spec.months import Month, parse_month

from ..api.requests import MONTH


class MonthConverter:
    """``111-10``; an address with another month leads nowhere."""

    regex = MONTH.removeprefix("^").removesuffix("$")

    def to_python(self, text: str) -> Month:
        """Return the month of an address."""
        month = parse_month(text)
        if month is None:
            raise ValueError(text)
        return month

    def to_url(self, month: Month) -> str:
        """Return the month as addresses have it."""
        return str(month)
