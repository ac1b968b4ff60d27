"""A file that was checked before, known by its digest: its parts are checked when they are read, and bounded."""

import io
import struct
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

import pytest
from hostile_making import GOOD, SHEET
from marking_corpus import packed, parts_of
from workbooks import case, workbook

from cgs_validate import Limits, ReadError, fix, mark, validate
from cgs_validate.ooxml import container as container_module
from cgs_validate.ooxml.container import Container
from cgs_validate.ooxml.zip_entries import Entry, inflate

WRONG = workbook([case(D=99), case(C="S002", L="3、10")])
LARGE = "xl/large.xml"


def test_only_the_parts_that_are_read_are_inflated(monkeypatch: pytest.MonkeyPatch) -> None:
    inflated: list[str] = []

    def watched(entry: Entry, data: bytes, most: int) -> bytes:
        if data == WRONG:
            inflated.append(entry.name)
        return inflate(entry, data, most)

    report = validate(WRONG)
    monkeypatch.setattr(container_module, "inflate", watched)
    mark(WRONG, report, io.BytesIO())
    assert SHEET in inflated
    assert not {"xl/theme/theme1.xml", "xl/worksheets/sheet3.xml"}.intersection(inflated)
    assert len(inflated) == len(set(inflated))


@pytest.mark.parametrize("work", [mark, fix])
def test_another_file_is_checked_whole_before_it_is_refused(work: Callable[..., object]) -> None:
    report = validate(WRONG)
    for data, code in (
        (packed(parts_of(WRONG)), "changed_since_check"),
        (packed({**parts_of(WRONG), "xl/theme/theme1.xml": b"<!DOCTYPE a><a/>"}), "doctype"),
    ):
        with pytest.raises(ReadError) as raised:
            work(data, report, io.BytesIO())
        assert raised.value.code == code


def test_what_only_the_check_allowed_is_refused() -> None:
    for name, content, kind in (
        ("xl/vbaProject.bin", b"", "macros"),
        ("xl/media/a.png", bytes.fromhex("d0cf11e0a1b11ae1"), "embedded"),
    ):
        data = packed({**parts_of(WRONG), name: content})
        report = validate(data, limits=Limits(allow=frozenset({kind})))
        with pytest.raises(ReadError) as raised:
            mark(data, report, io.BytesIO())
        assert raised.value.code == kind


def test_sizes_are_bounded_also_where_nothing_was_checked() -> None:
    data = packed({**GOOD, LARGE: b"<a/>" + b" " * 3_000_000})
    for limits in (Limits(part_bytes=2_000_000), Limits(total_bytes=2_000_000)):
        assert refused(data, lambda parts: parts, limits) == "inflates_too_large"
    for size in (10, 2_000_000):  # in the headers
        lying = data.replace(struct.pack("<L", 3_000_004), struct.pack("<L", size))
        assert refused(lying, lambda parts: parts.read(LARGE)) == "damaged"
        assert refused(lying, lambda parts: list(parts.pieces(LARGE))) == "damaged"
    picture = packed({**GOOD, "a.png": bytes(3_000_000)})
    assert refused(picture, lambda parts: parts.read("a.png"), Limits(part_bytes=2_000_000)) == "inflates_too_large"


def refused(data: bytes, use: Callable[[Container], object], limits: Limits | None = None) -> str:
    """Return with which code the use of a file is refused that is said to have been checked."""
    with pytest.raises(ReadError) as raised:
        use(Container(data, limits, sha256(data).hexdigest()))
    return raised.value.code


def test_a_report_of_an_open_workbook_vouches_for_no_file() -> None:
    report = validate(WRONG)
    report = replace(report, workbook=replace(report.workbook, sha256=""))
    with pytest.raises(ReadError) as raised:
        mark(packed({**parts_of(WRONG), "a.xml": b"<!DOCTYPE a><a/>"}), report, io.BytesIO())
    assert raised.value.code == "doctype"
