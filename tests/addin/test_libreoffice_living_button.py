"""製作即時檢核檔 in LibreOffice."""

import io

import pytest
from libreoffice import OpenInLibreOffice
from workbooks import CASES, case, workbook

from cgs_validate import arm, validate
from cgs_validate_addin import actions

pytestmark = [pytest.mark.program, pytest.mark.xdist_group("libreoffice")]


def test_the_copy_is_that_of_the_command() -> None:
    book = OpenInLibreOffice(workbook([case()]))
    assert book.path
    book.person("type", CASES.name, "D6", 99)
    book.person("will_answer", True)
    actions.run(actions.arm, book)
    arm(book.path.read_bytes(), by_command := io.BytesIO())
    made = book.path.with_stem(f"{book.path.stem}.armed").read_bytes()
    assert made == by_command.getvalue()
    assert [finding.place.cell for finding in validate(made).findings] == ["D6"]
    assert "做好了" in book.messages[-1]
