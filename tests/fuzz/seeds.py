"""What fuzzing begins with, made when it is asked for: workbooks of many origins, and the text of specs."""

from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

from marking_corpus import WORKBOOKS
from workbooks import by_openpyxl, by_xlsxwriter, case, workbook

from cgs_validate import mark, validate
from cgs_validate.spec.library import load_spec, packaged_folder
from cgs_validate.templates.workbook import build_template

_SPECS = [packaged_folder() / "cgs", Path(__file__).parents[1] / "cases"]


@cache
def forms() -> tuple[bytes, ...]:
    """Return workbooks of the form, filled in and blank."""
    return workbook(write=by_openpyxl), workbook(write=by_xlsxwriter), build_template(load_spec("cgs/111"))


@cache
def books() -> tuple[bytes, ...]:
    """Return workbooks with every feature and every odd way of writing one, and the forms, some of them marked."""
    return (*forms(), *map(_marked, (by_openpyxl, by_xlsxwriter)), *(make() for make in WORKBOOKS.values()))


def _marked(write: Callable[..., bytes]) -> bytes:
    data, target = workbook([case(D=99, E=None), case(C="S009", H=None)], write=write), BytesIO()
    mark(data, validate(data), target)
    return target.getvalue()


@cache
def specs() -> tuple[bytes, ...]:
    """Return templates, those that extend another, and code lists."""
    files = [path for folder in _SPECS for path in sorted(folder.rglob("*.yaml"))]
    return tuple(path.read_bytes() for path in files if b"\nspec:" in path.read_bytes())
