"""The answers of the API."""

from typing import Literal

from ninja import Field, Schema

from .requests import MONTH


class Receipt(Schema):
    """The proof that a month was reported; a month without cases has no sha256 and spec."""

    receipt: str
    month: str = Field(pattern=MONTH)
    sha256: str | None = Field(pattern="^[0-9a-f]{64}$")
    spec: str | None
    rows: dict[str, int]
    received_at: str = Field(json_schema_extra={"format": "date-time"})


class ReportingStatus(Schema):
    """The months that a unit may report, and those it has missed.

    unit: its name; deadline: the last day of the current month's window; receipts: of the months that it reported.
    """

    unit: str = Field(examples=["示範第一高級中學"])
    stage: Literal["elementary", "junior", "senior"]
    current_month: str = Field(pattern=MONTH)
    open: list[str]
    overdue: list[str]
    deadline: str = Field(json_schema_extra={"format": "date"})
    receipts: list[Receipt]


class Problem(Schema):
    """The reason for a refusal (RFC 9457). code: stable.

    overdue: with overdue_first; needs_confirmation, and the rows that would be deleted: with needs_confirmation.
    """

    type: str
    title: str
    status: int
    detail: str
    code: str
    overdue: list[str] | None = None
    needs_confirmation: bool | None = None
    rows: dict[str, int] | None = None
