"""A portal's report on a workbook that it refused, made a Report of ours, so that it is shown as ours are.

The sentences are the portal's: it may know codes that this version does not. Nothing in it is trusted.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from ..checking.findings import Finding, Kind, Place, Severity
from ..checking.messages import Catalog
from ..checking.report import Report, Skipped
from .errors import UploadError, told

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


class AsTold(Catalog):
    """The sentences of one language, but for the findings, which bring their own."""

    def message(self, finding: Finding) -> str:
        """Return what is wrong, as the portal tells it."""
        return str(finding.params["message"])

    def hint(self, finding: Finding) -> str:
        """Return what to type instead, as the portal tells it."""
        return str(finding.params["hint"])

    def skipped(self, reason: str, params: dict[str, Any]) -> str:
        """Return why a rule did not run, as the portal tells it."""
        return reason


def report_of(told_report: Mapping[str, Any], local: Report) -> Report:
    """Return a portal's report on the workbook of a local report. Raises UploadError where it is of another shape."""
    with suppress(KeyError, TypeError, ValueError, AttributeError):
        return replace(
            local,
            spec=replace(local.spec, id=told(told_report["spec"]["id"]), digest=told(told_report["spec"]["digest"])),
            engine_version=told(told_report["engine"]["version"]),
            findings=tuple(map(_finding, told_report["findings"])),
            skipped=tuple(Skipped(told(item["code"]), told(item["reason"]), {}) for item in told_report["skipped"]),
            complete=False,  # whatever the findings are: it was refused
        )
    raise UploadError("answer_unreadable", status=422, kind="application/json")


def _finding(said: Mapping[str, Any]) -> Finding:
    return Finding(
        code=told(said["code"]),
        kind=Kind(said["kind"]),
        severity=Severity(said["severity"]),
        place=Place(_text(said["sheet"]), _number(said["row"], _LAST_ROW), _number(said["column"], _LAST_COLUMN)),
        field=_text(said["field"]),
        label=_text(said["label"]),
        value=_text(said["value"]),
        params={"message": told(said["message"]), "hint": _text(said["hint"]) or ""},
        fix=_text(said["fix"]),
    )


def _text(value: object) -> str | None:
    return None if value is None else told(value)


def _number(value: object, last: int) -> int | None:
    if value is None:
        return None
    if type(value) is not int or not 1 <= value <= last:
        raise ValueError("not a row or column of Excel")
    return value
