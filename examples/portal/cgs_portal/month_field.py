"""Report months in the database: ``111-10``, which from 民國100年 on sorts as it should."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from cgs_validate.spec.months import Month, parse_month


class MonthField(models.CharField):
    """A column of report months, each a ``Month``."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{**options, "max_length": 6})

    def from_db_value(self, value: str | None, *_: Any) -> Month | None:
        """Return the stored month."""
        return None if value is None else self.to_python(value)

    def to_python(self, value: Any) -> Month | None:
        """Return a month that is given as such or as text."""
        if value is None or isinstance(value, Month):
            return value
        month = parse_month(value)
        if month is None:
            raise ValidationError("月份寫成「民國年-月」，例如 111-10。", code="invalid")
        return month

    def get_prep_value(self, value: Any) -> str | None:
        """Return the value for the database."""
        month = self.to_python(value)
        return None if month is None else str(month)

    def value_to_string(self, obj: models.Model) -> str:
        """Return the value for a dump."""
        return str(self.value_from_object(obj))
