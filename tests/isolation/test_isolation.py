"""A workbook checked in a worker: the same report, whatever is done with it, or a ReadError."""

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import case, plain_page, replaced, service, workbook

from cgs_validate import ReadError, Report, SpecError, WorkerPool, fix, load_spec, mark, safe_fixes, validate
from cgs_validate.isolation.pool import Workers
from cgs_validate.isolation.wire import read_report, write_report
from cgs_validate.ooxml.limits import Limits
from cgs_validate.reports.csv import render_csv
from cgs_validate.reports.html import render_html
from cgs_validate.reports.text import render_text
from cgs_validate.spec.model import TemplateSpec

WORKBOOKS = {
    "right": workbook(),
    "wrong": workbook(
        [case(D=99), case(C="S002", D="８", L="3、10"), case(C="S002", D=None, E=1.5), case(C="A123456789", N=True)],
        [service(F=-1, G="3人"), service(C="2.入班輔導")],
    ),
    "empty": workbook([], []),
    "one sheet only": workbook(in_services={"name": "別的"}),
    "merged": workbook([case(), case(C="S002")], in_cases={"merges": ["A6:A7"]}),
    "columns gone": workbook(in_cases={"columns": "ABCDEFGHJIKLN"}),
    "another sheet": workbook(more=[plain_page("筆記", [["a", 1]]), plain_page("藏", [["a", 1]], hidden=True)]),
}
CROSSING = json.dumps(write_report(validate(WORKBOOKS["wrong"])))


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(1, seconds=60) as pool:
        yield pool


@pytest.fixture
def slow_spec() -> TemplateSpec:
    """A spec with a pattern that takes years on some texts."""
    spec = load_spec("cgs/111")
    sheet = spec.sheets["cases"]
    name = next(name for name, field in sheet.fields.items() if field.type == "string" and not field.codes)
    slow = replace(sheet.fields[name], constraints={"regex": "(a+)+b"})
    return replace(spec, sheets={**spec.sheets, "cases": replace(sheet, fields={**sheet.fields, name: slow})})


def marked(data: bytes, report: Report, workers: Workers | None = None) -> bytes:
    target = io.BytesIO()
    mark(data, report, target, workers=workers)
    return target.getvalue()


def fixed(data: bytes, report: Report) -> bytes:
    target = io.BytesIO()
    fix(data, report, target)
    return target.getvalue()


@pytest.mark.parametrize("data", WORKBOOKS.values(), ids=WORKBOOKS)
def test_the_report_is_the_same(pool: WorkerPool, data: bytes) -> None:
    here = validate(data, month="111-10", stage="senior", name="x.xlsx")
    there = pool.validate(data, month="111-10", stage="senior", name="x.xlsx")
    assert there.to_dict() == here.to_dict()
    for render in (render_csv, render_html, render_text):
        assert render(there, "zh-TW") == render(here, "zh-TW")
    assert marked(data, there) == marked(data, there, pool) == marked(data, here)
    assert safe_fixes(there) == safe_fixes(here)
    assert fixed(data, there) == fixed(data, here)
    assert there.spec is here.spec
    assert there.tables == here.tables or repr(there.tables) == repr(here.tables)


def test_an_unread_sheet_stays_unread() -> None:
    report = validate(WORKBOOKS["right"])
    report.workbook.sheets[0].cells = None
    crossed = read_report(json.loads(json.dumps(write_report(report))), load_spec)
    assert crossed.to_dict() == report.to_dict()
    with pytest.raises(LookupError):
        _ = crossed.workbook.sheets[0].grid


def test_a_workbook_that_a_worker_cannot_mark(pool: WorkerPool) -> None:
    report = validate(WORKBOOKS["wrong"], language="en")
    with pytest.raises(ReadError, match="not an Excel file") as caught:
        mark(b"%PDF-1.7", report, io.BytesIO(), workers=pool)
    assert caught.value.code == "pdf"


@pytest.mark.parametrize("answer", [None, {}, {"file": "a", "marked": {}}, {"file": "", "marked": {"lies": 1}}])
def test_a_worker_that_marks_nonsense_died(monkeypatch: pytest.MonkeyPatch, pool: WorkerPool, answer: Any) -> None:
    monkeypatch.setattr(pool, "call", lambda *_: answer)
    with pytest.raises(ReadError) as caught:
        marked(WORKBOOKS["wrong"], validate(WORKBOOKS["wrong"]), pool)
    assert caught.value.code == "worker_died"


def test_isolate_is_one_word(tmp_path: Path) -> None:
    path = tmp_path / "111-10.xlsx"
    path.write_bytes(WORKBOOKS["wrong"])
    report = validate(path, isolate=True)
    assert report.to_json() == validate(path).to_json()
    mark(path, report, tmp_path / "marked.xlsx")
    assert (tmp_path / "marked.xlsx").exists()


AS_ANOTHER_USER = """
import ctypes, io, os, resource, sys  # all that this user may read only
from cgs_validate import mark, validate
from cgs_validate.isolation import sandbox
small, large = (open(path, "rb").read() for path in sys.argv[1:])
mark(small, validate(small), io.BytesIO())
report = validate(large)
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
sandbox.enter(2_000_000_000)
print(mark(large, report, io.BytesIO()).cells)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit on threads")
def test_a_long_sheet_is_marked_in_a_worker_of_any_user(tmp_path: Path) -> None:
    """The kernel holds every user but root to what the sandbox asks for: threads are processes to it."""
    sheet = "xl/worksheets/sheet1.xml"
    small, large = tmp_path / "small.xlsx", tmp_path / "large.xlsx"
    small.write_bytes(WORKBOOKS["wrong"])
    large.write_bytes(replaced(WORKBOOKS["wrong"], sheet, "</sheetData>", " " * 1_200_000 + "</sheetData>"))
    script = [sys.executable, "-c", AS_ANOTHER_USER, small, large]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == (str(len(validate(large).annotations)), "")


def test_errors_are_those_of_validate(pool: WorkerPool, tmp_path: Path) -> None:
    for language, word in (("zh-TW", "PDF"), ("en", "PDF")):
        with pytest.raises(ReadError, match=word) as raised:
            pool.validate(b"%PDF-1.7", language=language)
        assert raised.value.code == "pdf"
        assert raised.value.hint
    with pytest.raises(ReadError) as raised:
        pool.validate(tmp_path / "nowhere.xlsx")
    assert raised.value.code == "file_missing"
    with pytest.raises(SpecError, match="cgs/999"):
        pool.validate(WORKBOOKS["right"], "cgs/999")
    with pytest.raises(ValueError, match="month"):
        pool.validate(WORKBOOKS["right"], month="October")
    with pytest.raises(ValueError, match="stage"):
        pool.validate(WORKBOOKS["right"], stage="kindergarten")
    with pytest.raises(ReadError) as raised:
        pool.validate(WORKBOOKS["right"], limits=Limits(file_bytes=100))
    assert raised.value.code == "file_too_large"


def test_a_spec_of_ones_own(pool: WorkerPool) -> None:
    spec = replace(load_spec("cgs/111"), title="自己的")
    assert pool.validate(WORKBOOKS["right"], spec).spec is spec


def test_a_pattern_that_never_ends(slow_spec: TemplateSpec) -> None:
    with WorkerPool(1, seconds=3) as pool:
        with pytest.raises(ReadError) as raised:
            pool.validate(workbook([case(A="a" * 40, C="a" * 40, K="a" * 40)]), slow_spec)
        assert raised.value.code == "took_too_long"
        assert pool.validate(WORKBOOKS["right"]).ok


def drawing_in(data: bytes) -> str:
    with ZipFile(io.BytesIO(data)) as archive:
        return archive.read(DRAWING).decode()


SHEET, DRAWING = "xl/worksheets/sheet1.xml", "xl/drawings/vmlDrawing1.vml"
OWN_NOTE = '<comment ref="A1" authorId="0"><text><t>own</t></text></comment></commentList>'
MARKED = replaced(
    marked(WORKBOOKS["wrong"], validate(WORKBOOKS["wrong"])), "xl/comments1.xml", "</commentList>", OWN_NOTE
)
SCALE = '<conditionalFormatting sqref="{}"><cfRule type="colorScale"><colorScale/></cfRule></conditionalFormatting>'
HIDDEN = SCALE.format(" ".join(f"X{row}" for row in range(1, 100_000)))
LONG = {
    "blocks of shapes": lambda: replaced(MARKED, DRAWING, "</xml>", "<o:idmap " * 60_000 + "</xml>"),
    "boxes": lambda: replaced(MARKED, DRAWING, "</xml>", "<v:shape " * 60_000 + "</xml>"),
    "a name": lambda: replaced(MARKED, DRAWING, "</xml>", f"</xml><{'x' * 300_000}>"),
    "tags": lambda: replaced(MARKED, DRAWING, drawing_in(MARKED), "<xml>" + "<" * 300_000),
    "conditional formats": lambda: replaced(
        workbook([case(D=99, C=f"S{row}") for row in range(5_000)]), SHEET, "</sheetData>", f"</sheetData>{HIDDEN}"
    ),
}


@pytest.mark.parametrize("name", LONG)
def test_a_small_file_is_marked_before_long(name: str) -> None:
    data = LONG[name]()
    with WorkerPool(1, seconds=20) as pool:
        assert marked(data, pool.validate(data), pool)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(data=st.data())
def test_a_report_that_was_tampered_with_is_a_report_or_refused(data: st.DataObject) -> None:
    """Of any JSON only reports are made."""
    plain = json.loads(CROSSING)
    anything = st.recursive(
        st.none() | st.booleans() | st.integers(-5, 10**12) | st.text(max_size=3),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
        max_leaves=5,
    )
    spot: Any = plain
    while True:
        keys = list(spot) if isinstance(spot, dict) else list(range(len(spot)))
        key = data.draw(st.sampled_from(keys))
        inner = spot[key]
        if not isinstance(inner, list | dict) or not inner or data.draw(st.booleans()):
            break
        spot = inner
    spot[key] = data.draw(anything)
    try:
        report = read_report(plain, load_spec)
    except Exception:
        return
    assert type(report) is Report
