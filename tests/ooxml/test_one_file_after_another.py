"""Nothing of one file changes the verdict on the next."""

import gc
import io
import struct
import sys
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType

import pytest
from hostile_making import MAIN
from marking_corpus import packed, parts_of
from workbooks import by_xlsxwriter, case, workbook

from cgs_validate import Limits, ReadError, mark, validate
from cgs_validate.checking import values
from cgs_validate.ooxml.limits import ACTIVE
from cgs_validate.ooxml.opening import open_container
from cgs_validate.reading.workbook import WorkbookReader

SHEET = "xl/worksheets/sheet1.xml"
WRONG = workbook([case(D=99, E=None), case(C="S002", L="3、10")])


def test_elements_are_counted_anew_in_each_file() -> None:
    most = elements_within(Limits().xml_elements)
    assert [elements_within(most) for _ in range(3)] == [most] * 3
    reports = [validate(WRONG, limits=Limits(xml_elements=most)) for _ in range(3)]
    assert len({report.to_json() for report in reports}) == 1
    for _ in range(3):
        with pytest.raises(ReadError) as raised:
            elements_within(most - 1)
        assert raised.value.code == "too_many_elements"


def elements_within(most: int) -> int:
    container, _ = open_container(WRONG, Limits(xml_elements=most))
    opened = WorkbookReader(container).opened()
    opened.read(opened.workbook)
    return container.elements


def test_a_file_in_use_is_marked_as_one_that_is_opened_anew() -> None:
    report, first = validate(WRONG), io.BytesIO()
    mark(WRONG, report, first)
    again = io.BytesIO()
    mark(bytes(bytearray(WRONG)), validate(WRONG), again)
    assert again.getvalue() == first.getvalue()


def test_a_part_that_was_seen_counts_as_any_other() -> None:
    parts = parts_of(WRONG)
    one, other = b"<a/>" + b" " * 9_000, b"<b/>" + b" " * 9_000
    limits = Limits(total_bytes=sum(map(len, parts.values())) + 15_000)
    for _ in range(2):
        assert "one.xml" in open_container(packed({**parts, "one.xml": one}), limits)[0]
        for names in (("one.xml", "other.xml"), ("other.xml", "one.xml")):
            with pytest.raises(ReadError) as raised:
                open_container(packed({**parts, **dict(zip(names, (one, other), strict=True))}), limits)
            assert raised.value.code == "inflates_too_large"


def test_a_damaged_picture_is_refused_each_time() -> None:
    parts, picture = parts_of(WRONG), bytes(9_000)
    crc = zlib.crc32(picture)
    large, small = (
        packed({**parts, **more, "a.png": picture}).replace(struct.pack("<L", crc), struct.pack("<L", crc ^ 1))
        for more in ({"a.xml": b"<a/>" + b" " * 9_000}, {})
    )
    limits = Limits(total_bytes=sum(map(len, parts.values())) + 15_000)

    def verdict(data: bytes) -> str:
        try:
            open_container(data, limits)
        except ReadError as error:
            return error.code
        return "ok"

    assert [verdict(data) for data in (large, small, large)] == ["inflates_too_large", "ok", "inflates_too_large"]


def test_no_text_of_a_cell_stays_in_memory() -> None:
    secret = " ".join(("王小明", "去年在家"))  # made here, so that no code holds it
    long = secret + "。" * 500
    wrong = dict.fromkeys("ABCDEFGHIJKLMN", secret)
    link = f'<externalLink xmlns="{MAIN}"><externalBook><v>{secret}</v></externalBook></externalLink>'.encode()
    header = f"<headerFooter><oddHeader>{secret}</oddHeader></headerFooter>".encode()
    for data in (
        workbook([case(**wrong), case(A=long, K=long)]),
        workbook([case()], in_cases={"headers": {"J": secret}}),
        packed({**parts_of(WRONG), "xl/externalLinks/externalLink1.xml": link}),
        packed({**parts_of(WRONG), SHEET: parts_of(WRONG)[SHEET].replace(b"</sheetData>", b"</sheetData>" + header)}),
    ):
        for spec in ("cgs/111", None):
            report = validate(data, spec, limits=Limits(allow=frozenset(ACTIVE)))
            assert report.findings
            mark(data, report, io.BytesIO(), limits=Limits(allow=frozenset(ACTIVE)))
    del data, link, header, report
    gc.collect()
    assert list(_holders(secret)) == []


def _holders(secret: str) -> Iterator[str]:
    """Yield what the library's modules hold, at whatever depth, with a text in it."""
    modules = [module for name, module in sys.modules.items() if name.partition(".")[0] == "cgs_validate"]
    waiting: list[object] = [*map(vars, modules), values._READERS.cached]
    met = {id(waiting)}
    while waiting:
        one = waiting.pop()
        for held in gc.get_referents(one):
            kind = type(held)  # not isinstance, which wakes what Django sets up when it is first asked
            text = held.decode(errors="replace") if issubclass(kind, bytes) else held
            if issubclass(type(text), str) and secret in text:
                yield f"{type(one)} {str(one)[:200]}"
            if id(held) not in met and not issubclass(kind, ModuleType):
                met.add(id(held))
                waiting.append(held)


def test_of_answers_only_the_codes_of_the_spec_are_cached() -> None:
    values._READERS.cached.clear()
    for number in range(3):
        rows = [case(C=f"S{number}", D="8"), case(C=f"T{number}", D=8), case(C=f"U{number}", D="8" + " " * 30_000)]
        assert validate(workbook(rows, write=by_xlsxwriter)).ok
    readers = {reader.spec.name: reader for reader in values._READERS.cached.values()}
    assert readers["student_grade"]._codes.keys() == {"8"}
    assert readers["student_code"]._codes == {}


def test_a_zero_with_a_sign_is_a_zero() -> None:
    values._READERS.cached.clear()
    for zero in (-0.0, 0, -0.0):
        assert validate(workbook([case(L=zero)], write=by_xlsxwriter)).ok


def test_threads_get_the_findings_of_their_own_files() -> None:
    files = [workbook([case(D=grade, C=f"S{number:03}")]) for number, grade in enumerate((99, 10, None, "x", 11, 98))]
    alone = [validate(data).to_dict()["findings"] for data in files]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda data: validate(data).to_dict()["findings"], files * 8))
    assert together == alone * 8
