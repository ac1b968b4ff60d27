"""The reasons for refusing a request, with their sentences from ``refusals.yaml``."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.http import HttpResponse

from cgs_validate import Report


@cache
def sentences() -> dict[str, dict[str, Any]]:
    """Return status, title and detail by code."""
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
    return loaded


class Refused(Exception):  # noqa: N818 - as Django has Http404 and PermissionDenied
    """The request was refused, and nothing was changed.

    code: stable, a key of ``refusals.yaml``; retry_after: seconds; details: parameters for programs and sentences.
    """

    def __init__(self, code: str, *, retry_after: int | None = None, **details: Any) -> None:
        super().__init__(code, details)
        self.code = code
        self.retry_after = retry_after
        self.details = details
        self.status: int = sentences()[code]["status"]
        self.title: str = sentences()[code]["title"]
        shown = {name: "、".join(value) if isinstance(value, list) else value for name, value in details.items()}
        self.detail: str = sentences()[code]["detail"].format(**shown)

    def with_headers(self, response: HttpResponse) -> HttpResponse:
        """Return a response with ``Retry-After``, where the request may be sent again."""
        if self.retry_after is not None:
            response.headers["Retry-After"] = str(self.retry_after)
        return response


class NotClean(Exception):  # noqa: N818
    """The workbook has mistakes, which its report lists, and was not stored."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


class NotLookedAt(NotClean):
    """The workbook may have mistakes, which its sender has not confirmed yet, and was not stored."""
