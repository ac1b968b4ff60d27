"""What is kept from one file to the next changes no verdict."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from workbooks import case, workbook

from cgs_validate import Limits, ReadError, mark, validate
from cgs_validate.readers.opening import open_container
from cgs_validate.readers.xlsx import workbook_in

WRONG = workbook([case(D=99, E=None), case(C="S002", L="3、10")])


def elements(data: bytes) -> int:
    """How many elements are met in a workbook of which every sheet is read."""
    container, _ = open_container(data)
    assert all(sheet.grid for sheet in workbook_in(container))
    return container.elements


def test_elements_are_counted_of_each_use_and_of_what_is_kept() -> None:
    most = elements(WRONG)
    assert [elements(WRONG) for _ in range(3)] == [most] * 3
    reports = [validate(WRONG, limits=Limits(elements=most)) for _ in range(3)]
    assert len({report.to_json() for report in reports}) == 1
    for _ in range(3):
        with pytest.raises(ReadError) as raised:
            elements_within(most - 1)
        assert raised.value.code == "too_many_elements"


def elements_within(most: int) -> None:
    container, _ = open_container(WRONG, Limits(elements=most))
    for sheet in workbook_in(container):
        _ = sheet.grid


def test_a_file_in_use_is_marked_as_one_that_is_opened_anew() -> None:
    report, first = validate(WRONG), io.BytesIO()
    mark(WRONG, report, first)
    again = io.BytesIO()
    mark(bytes(bytearray(WRONG)), validate(WRONG), again)
    assert again.getvalue() == first.getvalue()


def test_threads_get_the_findings_of_their_own_files() -> None:
    files = [workbook([case(D=grade, C=f"S{number:03}")]) for number, grade in enumerate((99, 10, None, "x", 11, 98))]
    alone = [validate(data).to_dict()["findings"] for data in files]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda data: validate(data).to_dict()["findings"], files * 8))
    assert together == alone * 8
