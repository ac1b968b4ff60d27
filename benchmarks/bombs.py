"""How much a host grows that is sent one bomb after another: files that inflate, never end, or end their worker.

    python benchmarks/bombs.py [COUNT]      by default 1,000; a good workbook after each ten

Prints the verdicts of each kind, and by how much the host's memory grew. Ends with 1 where a verdict is another than
the expected, a good workbook was not checked, or the host grew by 5 MB or more. Linux.
"""

import io
import os
import signal
import sys
import threading
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import cycle, islice
from pathlib import Path

import openpyxl

from cgs_validate import ReadError, TemplateSpec, WorkerPool, load_spec
from cgs_validate.spec.examples import load_example
from cgs_validate.templates.workbook import build_template

MOST_GROWTH = 5_000_000  # bytes
PATIENT, HASTY = 120.0, 2.0  # seconds for a file that has an end, and for one that has none

_SHEET, _STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_WARM_UP = 20


@cache
def good() -> bytes:
    """Return a workbook without a mistake."""
    return build_template(load_spec("cgs/111"), load_example("cgs/111", "clean"))


def with_part(name: str, start: str, piece: str, times: int, end: str) -> bytes:
    """Return the good workbook with a part that is one piece many times."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good())) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in source.infolist():
            if entry.filename != name:
                copy.writestr(entry.filename, source.read(entry))
        with copy.open(name, "w") as part:
            part.write(start.encode())
            for _ in range(100):
                part.write(piece.encode() * (times // 100))
            part.write(end.encode())
    return target.getvalue()


@cache
def inflating() -> bytes:
    """Return a workbook with a sheet of a gigabyte of blanks."""
    return with_part(_SHEET, f"<worksheet {_MAIN}><sheetData>", " ", 1_000_000_000, "</sheetData></worksheet>")


@cache
def many_strings() -> bytes:
    """Return a workbook with twelve million shared strings."""
    return with_part(_STRINGS, f"<sst {_MAIN}>", "<si><t>a</t></si>", 12_000_000, "</sst>")


@cache
def deep() -> bytes:
    """Return a workbook with a sheet of two million elements, each in the one before."""
    return with_part(_SHEET, f"<worksheet {_MAIN}>", "<a>", 2_000_000, "</worksheet>")


@cache
def many_cells() -> bytes:
    """Return a workbook with a row of four million cells."""
    return with_part(
        _SHEET, f"<worksheet {_MAIN}><sheetData><row>", "<c><v>1</v></c>", 4_000_000, "</row></sheetData></worksheet>"
    )


@cache
def long_code() -> bytes:
    """Return the good workbook with a teacher's code of 64 digits."""
    book = openpyxl.load_workbook(io.BytesIO(good()))
    layout = load_spec("cgs/111").sheets["cases"].layout
    book.worksheets[0].cell(layout.first_row, 1, "0" * 64)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@cache
def slow_spec() -> TemplateSpec:
    """Return a spec with a pattern that takes years to find that a text does not fit."""
    spec = load_spec("cgs/111")
    sheet = spec.sheets["cases"]
    slow = {
        name: replace(field, constraints={"regex": "([0-9]+)+x"})
        if field.type == "string" and not field.codes
        else field
        for name, field in sheet.fields.items()
    }
    return replace(spec, sheets={**spec.sheets, "cases": replace(sheet, fields=slow)})


def send(pool: WorkerPool, data: bytes, spec: TemplateSpec | None = None) -> str:
    """Have a file checked, and return the verdict in one word."""
    try:
        return "ok" if pool.validate(data, spec).ok else "not ok"
    except ReadError as error:
        return error.code


def never_ending(pool: WorkerPool) -> str:
    """Have a pattern of the spec try a text for years."""
    return send(pool, long_code(), slow_spec())


def stopped(pool: WorkerPool) -> str:
    """Stop the worker, then send it a file."""
    os.kill(pool.call(os.getpid), signal.SIGSTOP)
    return send(pool, good())


def killed(pool: WorkerPool) -> str:
    """Kill the worker while it is busy."""
    pid = pool.call(os.getpid)
    done = threading.Event()
    thread = threading.Thread(target=_kill_when_busy, args=(pid, done))
    thread.start()
    verdict = never_ending(pool)
    done.set()
    thread.join()
    return verdict


def _kill_when_busy(pid: int, done: threading.Event) -> None:
    start = _ticks(pid)
    while not done.wait(0.01):
        if _ticks(pid) > start + 20:
            os.kill(pid, signal.SIGKILL)
            return


def _ticks(pid: int) -> int:
    """Return the processor time of a process, in hundredths of a second."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11])


KINDS: dict[str, tuple[Callable[[WorkerPool], str], float, str]] = {
    "a gigabyte of blanks": (lambda pool: send(pool, inflating()), PATIENT, "inflates_too_large"),
    "twelve million shared strings": (lambda pool: send(pool, many_strings()), PATIENT, "inflates_too_large"),
    "two million elements deep": (lambda pool: send(pool, deep()), PATIENT, "damaged"),
    "four million cells in a row": (lambda pool: send(pool, many_cells()), PATIENT, "too_many_elements"),
    "a pattern that never ends": (never_ending, HASTY, "took_too_long"),
    "a worker that was stopped": (stopped, HASTY, "took_too_long"),
    "a worker that was killed": (killed, PATIENT, "worker_died"),
}


def resident() -> int:
    """Return the memory of this process, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    """Send the bombs and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    verdicts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    with WorkerPool(1, seconds=PATIENT) as patient, WorkerPool(1, seconds=HASTY) as hasty:
        pools = {PATIENT: patient, HASTY: hasty}
        for throw, seconds, _ in KINDS.values():
            throw(pools[seconds])
        for _ in range(_WARM_UP):
            send(patient, good())
        before = resident()
        fine = 0
        for number, kind in enumerate(islice(cycle(KINDS), count), 1):
            throw, seconds, _ = KINDS[kind]
            verdicts[kind][throw(pools[seconds])] += 1
            fine += number % 10 != 0 or send(patient, good()) == "ok"
        growth = resident() - before
    for kind, (*_, expected) in KINDS.items():
        print(f"{kind}: {', '.join(f'{code} {times}' for code, times in verdicts[kind].items())}; due is {expected}")
    print(f"{count:,} bombs: the host grew by {growth / 1e6:.1f} MB; {MOST_GROWTH / 1e6:.0f} MB is the limit")
    right = all(set(found) <= {KINDS[kind][-1]} for kind, found in verdicts.items())
    sys.exit(0 if right and fine == count and growth < MOST_GROWTH else 1)


if __name__ == "__main__":
    main()
