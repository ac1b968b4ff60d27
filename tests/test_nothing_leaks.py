"""Personal values planted in a workbook occur in no error, log or traceback, whatever is wrong with the file."""

import io
import logging
import traceback
from collections.abc import Callable

import pytest
from hostile_making import GOOD, MAIN, SHEET, STRINGS, cell, changed
from workbooks import case, replaced, workbook

from cgs_validate import ReadError, fix, mark, unmark, validate

PERSON, NUMBER = "王小明", "A123456789"
FORM_SHEET = "xl/worksheets/sheet1.xml"


def form() -> bytes:
    return workbook([case(C=PERSON, K=NUMBER)])


BROKEN: dict[str, Callable[[], bytes]] = {
    "no number": lambda: cell(f"<v>{NUMBER}</v>"),
    "an unknown kind": lambda: cell(f"<v>{PERSON}</v>", NUMBER),
    "no day": lambda: cell(f"<v>{PERSON}</v>", "d"),
    "no boolean": lambda: cell(f"<v>{PERSON}</v>", "b"),
    "no shared string": lambda: cell(f"<v>{NUMBER}</v>", "s"),
    "too long": lambda: cell(f"<v>{PERSON * 11_000}</v>", "str"),
    "no address": lambda: cell("<v>1</v>", at=f"{NUMBER}1"),
    "cut off in a text": lambda: changed({STRINGS: f'<sst xmlns="{MAIN}"><si><t>{PERSON}{NUMBER}'.encode()}),
    "an unknown entity": lambda: cell(f"<v>{PERSON}&{NUMBER};</v>", "str"),
    "a DDE formula": lambda: cell(f"<f>cmd|'{PERSON}'!{NUMBER}</f><v>1</v>"),
    "an unknown element": lambda: changed({SHEET: GOOD[SHEET] + f"<{NUMBER}>{PERSON}".encode()}),
    "a doctype": lambda: changed({SHEET: f'<!DOCTYPE {NUMBER} SYSTEM "{PERSON}"><x/>'.encode()}),
    "an encoding": lambda: changed({SHEET: f'<?xml version="1.0" encoding="{NUMBER}"?><x>{PERSON}</x>'.encode()}),
    "cells out of order": lambda: replaced(form(), FORM_SHEET, 'r="D6"', 'r="A6"'),
    "half a file": lambda: form()[:4_000],
    "another form": lambda: changed({STRINGS: GOOD[STRINGS].replace(b"<t>a</t>", f"<t>{PERSON}{NUMBER}</t>".encode())}),
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_nothing_of_a_cell_is_in_an_error(name: str, language: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(ReadError) as raised:
        validate(BROKEN[name](), language=language)
    error = raised.value
    texts = [str(error), repr(error), error.message, error.hint, repr(error.params), caplog.text]
    texts += traceback.format_exception(error)
    assert not [text for text in texts if PERSON in text or NUMBER in text]


def test_nothing_of_a_cell_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    report = validate(data := form())
    assert report.findings
    mark(data, report, marked := io.BytesIO())
    fix(data, report, io.BytesIO())
    unmark(marked, io.BytesIO())
    assert PERSON not in caplog.text
    assert NUMBER not in caplog.text
