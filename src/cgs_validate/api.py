"""The check of a workbook file, in this process or in a worker that a hostile file can neither stop nor slow down."""

import atexit
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from .checking.engine import check, read_arguments, read_needed
from .checking.report import Report, Skipped
from .errors import ReadError, errors_in
from .isolation.pool import Workers
from .ooxml.limits import Limits
from .ooxml.opening import read_bytes
from .reading.workbook import open_workbook
from .spec.library import load_spec
from .spec.model import TemplateSpec

Source = str | Path | bytes | BinaryIO
"""A path, a file's bytes, or a binary file."""

_PREVIOUS_UNREAD = Skipped("not_seen_before", "previous_unread", {})


def validate(
    source: Source,
    spec: str | TemplateSpec | None = None,
    month: str | None = None,
    stage: str | None = None,
    *,
    school: str | None = None,
    previous: Sequence[Source] = (),
    name: str | None = None,
    language: str | None = None,
    limits: Limits | None = None,
    isolate: bool = False,
) -> Report:
    """Check a workbook file.

    source: a path, the file's bytes, or a binary file. spec: an id such as ``cgs/111``, by default recognised from the
    workbook. month: the report month, ``111-10``, by default read from the title. stage: ``elementary``, ``junior`` or
    ``senior``. school: the name of the one that reports, which the titles should have. previous: the workbooks of the
    months before, with which it is compared; any form will do, and those
    that cannot be read are in ``skipped``. name: the file's name in the
    report. language: of the report's sentences. isolate: whether a worker reads the file, for files that are not
    trusted, in at most 9 seconds and, on Linux, 512 MB; a ``WorkerPool`` has limits of one's own. Otherwise only
    ``limits`` bound the time and memory: nothing is set for the whole process, which may be a server.

    Raises ReadError where the workbook cannot be read, SpecError where a spec is unknown or wrong, ValueError for a
    month or stage that is none.
    """
    if isolate:
        return _shared_pool().validate(
            source, spec, month, stage, school=school, previous=previous, name=name, language=language, limits=limits
        )
    with errors_in(language):
        opened = read_needed(open_workbook(source, name, limits), spec)
        earlier = [report for file in previous if (report := _earlier_report(file, limits))]
        report = check(opened, spec, month, stage, school=school, previous=earlier, language=language, limits=limits)
        return report if len(earlier) == len(previous) else replace(report, skipped=(*report.skipped, _PREVIOUS_UNREAD))


def _earlier_report(source: Source, limits: Limits | None) -> Report | None:
    """Return the report on an earlier workbook; None where it cannot be read, which is no fault of the one checked."""
    with suppress(ReadError):
        return check(read_needed(open_workbook(source, None, limits)), limits=limits)
    return None


class WorkerPool(Workers):
    """Workers that check workbooks; a server makes one pool, which its threads may share.

    with WorkerPool(workers=4) as pool:
        report = pool.validate(data, month="111-10")
    """

    def validate(
        self,
        source: Source,
        spec: str | TemplateSpec | None = None,
        month: str | None = None,
        stage: str | None = None,
        *,
        school: str | None = None,
        previous: Sequence[Source] = (),
        name: str | None = None,
        language: str | None = None,
        limits: Limits | None = None,
    ) -> Report:
        """Check a workbook file in a worker. Arguments, report and errors as of the function ``validate``.

        Besides, ReadError has the codes ``took_too_long``, ``too_much_memory``, ``worker_died`` and ``unexpected``.
        """
        from .isolation.wire import read_report

        read_arguments(month, stage)
        limits = limits or Limits()
        with errors_in(language):
            known = load_spec(spec) if isinstance(spec, str) else spec
            data, own_name = read_bytes(source, limits)
            earlier = [read_bytes(file, limits)[0] for file in previous]
            about = _About(school, earlier, name or own_name, language, limits)
            answer = self.call(_check_in_worker, data, about, spec, month, stage)
            try:
                return read_report(answer, load_spec if known is None else lambda _: known)
            except Exception:  # no worker of ours answers so
                raise ReadError("worker_died") from None


class _About(NamedTuple):
    """What a worker is to know besides of a file."""

    school: str | None
    previous: Sequence[bytes]
    name: str
    language: str | None
    limits: Limits


def _check_in_worker(data: bytes, about: _About, *checked_as: Any) -> dict[str, Any]:
    from .isolation.wire import write_report

    return write_report(validate(data, *checked_as, **about._asdict()))


@cache
def _shared_pool() -> WorkerPool:
    pool = WorkerPool()
    atexit.register(pool.close)
    return pool
