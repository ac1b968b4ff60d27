"""How fast marking is, against an openpyxl load and save of the same workbook, in one run.

    python benchmarks/mark.py [ROWS ...]      rows of 14 columns, one in a hundred wrong; by default 5,000 and 50,000

Prints ratios, never bare times: openpyxl's time and memory by ours, and the size of the marked file by the original's.
Needs the test dependencies (XlsxWriter).
"""

import io
import sys
import time
import tracemalloc
from collections.abc import Callable
from functools import partial

import openpyxl
import xlsxwriter

from cgs_validate import Report, load_spec, mark, validate
from cgs_validate.readers.limits import Limits

LIMITS = Limits(file=200_000_000, part=800_000_000, parts=900_000_000, cells=10_000_000, last_row=1_048_576)
RIGHT = ("T01", 1, "S{}", 10, "女", 0, 0, 2, 2, 3, 0, 10, 0, 4)


def build(rows: int) -> bytes:
    """Return a workbook of the form with so many cases; every hundredth has a wrong grade."""
    spec = load_spec("cgs/111")
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True})
    for sheet in spec.sheets.values():
        page = book.add_worksheet(sheet.sheet_name)
        page.write(0, 0, "[111-10] 虛構高中輔導教師工作成果")
        page.write_row(sheet.layout.header_row - 1, 0, [field.header for field in sheet.fields.values()])
        for number in range(rows if sheet.name == "cases" else 0):
            cells = [value.format(number) if isinstance(value, str) else value for value in RIGHT]
            cells[3] = 99 if number % 100 == 0 else 10
            page.write_row(sheet.layout.first_row - 1 + number, 0, cells)
    book.close()
    return buffer.getvalue()


def measured(work: Callable[[], object]) -> tuple[float, int]:
    """Return the seconds that work takes, and in a second run the most bytes that Python allocates for it."""
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    tracemalloc.start()
    work()
    memory = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return seconds, memory


def _ours(data: bytes, report: Report, target: io.BytesIO) -> None:
    target.seek(0)
    target.truncate()
    mark(data, report, target, limits=LIMITS)


def _theirs(data: bytes) -> None:
    openpyxl.load_workbook(io.BytesIO(data)).save(io.BytesIO())


def main() -> None:
    """Measure and print."""
    for rows in [int(word) for word in sys.argv[1:]] or [5_000, 50_000]:
        data = build(rows)
        report = validate(data, limits=LIMITS)
        marked = io.BytesIO()

        own = measured(partial(_ours, data, report, marked))
        other = measured(partial(_theirs, data))
        print(
            f"{rows:,} rows, {len(report.annotations):,} cells marked: openpyxl load and save takes "
            f"{other[0] / own[0]:.1f} times as long and {other[1] / own[1]:.1f} times the memory; "
            f"the marked file is {len(marked.getvalue()) / len(data):.2f} times the original"
        )


if __name__ == "__main__":
    main()
