"""cgs-validate itself."""

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

from cgs_validate import Report, load_spec, mark, validate
from cgs_validate.editing import part_writer
from cgs_validate.ooxml.limits import Limits

from ..form import Cell

LIMITS = Limits(**{limit.name: 10**10 for limit in fields(Limits) if isinstance(limit.default, int)})  # none


def check(path: Path) -> Callable[[], set[Cell]]:
    """File to findings, with the six rules."""
    spec = load_spec("bench/1")
    return lambda: _cells(validate(path, spec, limits=LIMITS))


def check_form(path: Path) -> Callable[[], None]:
    """File to findings, with all rules of the form ``cgs/111``."""
    spec = load_spec("cgs/111")

    def run() -> None:
        validate(path, spec, limits=LIMITS)

    return run


def marking(path: Path) -> Callable[[], None]:
    """Report to marked copy, a new file, compressed by zlib."""
    part_writer.isal_zlib = None
    return _marking(path, marked_name(path))


def marking_by_isal(path: Path) -> Callable[[], None]:
    """Report to marked copy, compressed by ISA-L."""
    return _marking(path, path.with_suffix(".isal.xlsx"))


def _marking(path: Path, target: Path) -> Callable[[], None]:
    report = validate(path, "bench/1", limits=LIMITS)
    target.unlink(missing_ok=True)

    def run() -> None:
        mark(path, report, target, limits=LIMITS, force=True)

    return run


def marked_copy(path: Path) -> Callable[[], set[Cell]]:
    """File to findings to marked copy, a new file, compressed by zlib."""
    part_writer.isal_zlib = None
    spec, target = load_spec("bench/1"), marked_name(path)
    target.unlink(missing_ok=True)

    def run() -> set[Cell]:
        report = validate(path, spec, limits=LIMITS)
        mark(path, report, target, limits=LIMITS, force=True)
        return _cells(report)

    return run


def marked_name(path: Path) -> Path:
    """Return where the marked copy goes."""
    return path.with_suffix(".marked.xlsx")


def _cells(report: Report) -> set[Cell]:
    places = [finding.place for finding in report.findings]
    return {(place.row, place.column) for place in places if place.row and place.column}
