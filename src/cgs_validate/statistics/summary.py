"""What statistics need of a workbook, as plain data, so that a worker can read the file."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Self

from ..api import validate
from ..checking.report import Report
from ..errors import ReadError
from ..isolation.pool import Workers
from ..ooxml.limits import Limits
from ..ooxml.opening import read_bytes
from .records import Case, Service, cases, services


class Summary(NamedTuple):
    """A workbook: the id of its spec, its month, empty where it is not known, its records, and how many findings."""

    name: str
    spec: str
    month: str
    tally: Mapping[str, int]
    cases: list[Case]
    services: list[Service]

    @classmethod
    def of(cls, report: Report) -> Self:
        """Return the summary of a report."""
        tally = {str(sort): count for sort, count in report.tally.items()}
        month = str(report.month or "")
        return cls(report.workbook.name, report.spec.id, month, tally, [*cases(report)], [*services(report)])

    @classmethod
    def from_plain(cls, plain: Iterable[Any]) -> Self:
        """Return the summary that JSON made lists of."""
        name, spec, month, tally, found, served = plain
        return cls(name, spec, month, tally, [Case(*row) for row in found], [Service(*row) for row in served])


def summaries(
    files: Mapping[Path, str], limits: Limits, jobs: int, refused: Callable[[Path, ReadError], None]
) -> Iterator[Summary]:
    """Yield the summary of each file, in order. files: paths with their names; refused: gets the unreadable ones."""

    def work(file: tuple[Path, str]) -> Summary | None:
        path, name = file
        try:
            return Summary.from_plain(workers.call(_summarise, read_bytes(path, limits)[0], name, limits))
        except ReadError as error:
            refused(path, error)
            return None

    with Workers(jobs) as workers:
        yield from filter(None, workers.each(work, files.items()))


def _summarise(data: bytes, name: str, limits: Limits) -> Summary:
    return Summary.of(validate(data, name=name, limits=limits))
