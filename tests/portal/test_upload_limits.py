"""Files in forms are read with the same limit as bodies, and never more of them is buffered."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.test import Client, RequestFactory

from cgs_portal.refusals import Refused
from cgs_portal.reports.uploads import read_upload

LIMIT = 300_000


@pytest.fixture(autouse=True)
def small(settings: Any) -> None:
    settings.PORTAL_LARGEST = LIMIT


def sent(size: int) -> UploadedFile:
    """The file that a page gets from a form."""
    request = RequestFactory().post("/", {"workbook": SimpleUploadedFile("111-10.xlsx", bytes(size))})
    return request.FILES["workbook"]


@pytest.mark.parametrize("size", [0, 1, LIMIT])
def test_a_file_is_read_whole(size: int) -> None:
    assert read_upload(sent(size)) == bytes(size)


@pytest.mark.parametrize("size", [LIMIT + 1, 2 * LIMIT - 1_000])
def test_a_larger_one_is_refused_and_not_buffered(size: int) -> None:
    file = sent(size)
    with pytest.raises(Refused, match="too_large"):
        read_upload(file)
    file.seek(0)
    assert len(file.read()) <= LIMIT + 64 * 1024


def test_several_files_are_refused(client: Client, db: None) -> None:
    workbook = SimpleUploadedFile("111-10.xlsx", bytes(10))
    assert client.post("/login/", {"workbook": workbook}).status_code == 200
    workbook.seek(0)
    assert client.post("/login/", {"workbook": workbook, "another": workbook}).status_code == 400


def test_a_form_as_a_whole_has_a_limit(client: Client, db: None) -> None:
    file = SimpleUploadedFile("111-10.xlsx", bytes(2 * LIMIT))
    assert client.post("/login/", {"workbook": file}).status_code == 400
