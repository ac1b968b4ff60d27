"""Why the portal does not do what it was asked for. The sentences stand in ``refusals.yaml``."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cgs_validate import Report


@cache
def sentences() -> dict[str, dict[str, Any]]:
    """Return status, title and detail by code."""
    told: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
    return told


class Refused(Exception):  # noqa: N818 - as Django has Http404 and PermissionDenied
    """What was asked for is not done, and nothing was changed.

    code: stable, a key of ``refusals.yaml``; retry_after: seconds; told: what programs and sentences learn besides.
    """

    def __init__(self, code: str, *, retry_after: int | None = None, **told: Any) -> None:
        super().__init__(code, told)
        self.code = code
        self.retry_after = retry_after
        self.told = told
        self.status: int = sentences()[code]["status"]
        self.title: str = sentences()[code]["title"]
        shown = {name: "、".join(value) if isinstance(value, list) else value for name, value in told.items()}
        self.detail: str = sentences()[code]["detail"].format(**shown)


class NotClean(Exception):  # noqa: N818
    """The workbook has mistakes, and was not stored; the report tells them."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report
