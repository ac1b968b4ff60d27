"""A portal's report on a workbook that it refused, read as a Report, so that it is shown as our own are.

The sentences are the portal's: it may know codes that this version does not. Nothing in it is trusted.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from ..checking.findings import Certainty, Finding, Kind, Place, Severity
from ..checking.messages import Catalog
from ..checking.report import Report, Skipped
from ..workbook import LAST_COLUMN, LAST_ROW
from .errors import UploadError, one_line


class PortalMessages(Catalog):
    """The sentences of one language, with the portal's own for its findings."""

    def message(self, finding: Finding) -> str:
        """Return what is wrong, as the portal says it."""
        return str(finding.params["message"])

    def hint(self, finding: Finding) -> str:
        """Return what to type instead, as the portal says it."""
        return str(finding.params["hint"])

    def skipped(self, reason: str, params: dict[str, Any]) -> str:
        """Return why a rule did not run, as the portal says it."""
        return reason


def read_report(data: Mapping[str, Any], local: Report) -> Report:
    """Return a portal's report on the workbook of a local report. Raises UploadError where it is of another shape."""
    with suppress(KeyError, TypeError, ValueError, AttributeError):
        return replace(
            local,
            spec=replace(local.spec, id=one_line(data["spec"]["id"]), digest=one_line(data["spec"]["digest"])),
            engine_version=one_line(data["engine"]["version"]),
            findings=tuple(map(_finding, data["findings"])),
            skipped=tuple(Skipped(one_line(item["code"]), one_line(item["reason"]), {}) for item in data["skipped"]),
            complete=False,  # whatever the findings are: it was refused
        )
    raise UploadError("answer_unreadable", status=422, kind="application/json")


def _finding(data: Mapping[str, Any]) -> Finding:
    return Finding(
        code=one_line(data["code"]),
        kind=Kind(data["kind"]),
        severity=Severity(data["severity"]),
        place=Place(_text(data["sheet"]), _number(data["row"], LAST_ROW), _number(data["column"], LAST_COLUMN)),
        field=_text(data["field"]),
        label=_text(data["label"]),
        value=_text(data["value"]),
        params={"message": one_line(data["message"]), "hint": _text(data["hint"]) or ""},
        fix=_text(data["fix"]),
        probable=data.get("certainty") == Certainty.PROBABLE,
    )


def _text(value: object) -> str | None:
    return None if value is None else one_line(value)


def _number(value: object, last: int) -> int | None:
    if value is None:
        return None
    if type(value) is not int or not 1 <= value <= last:
        raise ValueError("not a row or column of Excel")
    return value
