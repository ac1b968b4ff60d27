"""The checker as the page calls it: a request in JSON and a workbook's bytes in, an answer in JSON and a file out.

Requests and answers hold no more than the page needs; what the command prints or writes for a workbook, the page shows
or offers for download, to the byte.
"""

import io
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from cgs_validate import Marked, Report, Unmarked, arm, disarm, fix, load_spec, mark, unmark, validate
from cgs_validate.checking.messages import catalog
from cgs_validate.commands.budget import MEMORY
from cgs_validate.commands.file_names import copy_path
from cgs_validate.editing.workbook import WorkbookEditor
from cgs_validate.errors import CgsError, ReadError, errors_in, unreadable
from cgs_validate.living.lists import is_armed
from cgs_validate.ooxml.opening import open_container
from cgs_validate.reports.html import render_findings, render_html, render_verdict
from cgs_validate.reports.sheet_views import MOST_ROWS
from cgs_validate.spec.months import read_month
from cgs_validate.text import printable

BLANKS = Path(__file__).with_name("blanks")  # the forms' blank workbooks and examples, which the build puts there
FIRST_ROWS = 100  # of a long sheet, drawn before more are asked for
WARMING = "warming.xlsx"  # an example with mistakes, for the paths of the code that they take


class Request(NamedTuple):
    """What the page asks for: ``do`` is a name in ``ACTIONS``; the other fields are as the options of the command.

    whole: all rows that a report draws, not only the first.
    """

    do: str
    name: str = ""
    language: str = "zh-TW"
    values: bool = True
    spec: str | None = None
    month: str | None = None
    stage: str | None = None
    whole: bool = False


Answer = tuple[dict[str, Any], bytes]
Action = Callable[[Request, bytes], Answer]


def answer(request: str, data: bytes | memoryview) -> tuple[bytes, bytes]:
    """Return the answer in JSON, and the file asked for; ``error`` in place of an answer that no workbook allows.

    The answer is bytes, for a long text that goes to the browser as one is slower than the check.
    """
    asked = Request(**json.loads(request))
    try:
        with errors_in(asked.language):
            said, file = _in_memory(ACTIONS[asked.do], asked, bytes(data))
    except CgsError as error:
        said, file = {"error": unreadable(asked.name, error)}, b""
    return json.dumps(said, ensure_ascii=False).encode(), file


def _in_memory(action: Action, asked: Request, data: bytes) -> Answer:
    try:
        return action(asked, data)
    except MemoryError:
        raise ReadError("too_much_memory", limit=MEMORY // 1_000_000) from None


def _report(asked: Request, data: bytes) -> Report:
    if asked.month is not None:
        read_month(asked.month)
    return _validated(data, asked.spec, asked.month, asked.stage, asked.name, asked.language)


@lru_cache(maxsize=1)
def _validated(data: bytes, spec: str | None, month: str | None, stage: str | None, name: str, language: str) -> Report:
    """Return the report; that of the workbook that is shown is there already when its copies are asked for."""
    return validate(data, spec, month, stage, name=name, language=language)


def warm_up() -> None:
    """Check and mark an example, so that a teacher's first workbook finds all modules and forms read."""
    for action in ("check", "mark"):
        answer(json.dumps({"do": action}), (BLANKS / WARMING).read_bytes())
    _validated.cache_clear()


def _check(asked: Request, data: bytes) -> Answer:
    report = _report(asked, data)
    language, values = asked.language, asked.values
    return {
        "report": report.to_dict(values=values),
        "verdict": report.verdict_code,
        "armed": is_armed(WorkbookEditor(open_container(data)[0])),
        "summary": render_verdict(report, language, values=values),
        "findings": render_findings(report, language, values=values, most=MOST_ROWS if asked.whole else FIRST_ROWS),
    }, b""


def _mark(asked: Request, data: bytes) -> Answer:
    target = io.BytesIO()
    done = mark(data, _report(asked, data), target)
    return {**_copy(asked, "marked"), "count": done.cells, "notes": _notes(asked, done)}, target.getvalue()


def _fix(asked: Request, data: bytes) -> Answer:
    target = io.BytesIO()
    done = fix(data, _report(asked, data), target)
    notes = [catalog(asked.language).text("calculated")] if done.calculated else []
    return {**_copy(asked, "fixed"), "count": len(done), "notes": notes}, target.getvalue()


def _unmark(asked: Request, data: bytes) -> Answer:
    target = io.BytesIO()
    done = unmark(data, target, language=asked.language)
    return {**_copy(asked, "unmarked"), "count": done.cells, "notes": _notes(asked, done)}, target.getvalue()


def _arm(asked: Request, data: bytes) -> Answer:
    target = io.BytesIO()
    done = arm(data, target, asked.spec, language=asked.language)
    text = catalog(asked.language).text
    rows = "、".join(text("armed_rows", sheet=printable(sheet), row=row) for sheet, row in done.rows.items())
    notes = [text("living_signed")] if done.signed else []
    return {**_copy(asked, "armed"), "rows": rows, "notes": notes}, target.getvalue()


def _disarm(asked: Request, data: bytes) -> Answer:
    target = io.BytesIO()
    disarm(data, target, language=asked.language)
    return _copy(asked, "disarmed"), target.getvalue()


def _notes(asked: Request, done: Marked | Unmarked) -> list[str]:
    """Return what is to be known of cells besides their marks, in the words of the command."""
    cells = {"lost": done.lost, "without_fill": done.without_fill}
    words = catalog(asked.language)
    return [words.text(name, cells="、".join(map(printable, found))) for name, found in cells.items() if found]


def _copy(asked: Request, kind: str) -> dict[str, Any]:
    path = Path(PurePosixPath(asked.name).name)
    return {"name": copy_path(path, kind, path.suffix).name}


def _html(asked: Request, data: bytes) -> Answer:
    page = render_html(_report(asked, data), asked.language, values=asked.values)
    return {"name": f"{PurePosixPath(asked.name).stem}.html"}, page.encode()


def _json(asked: Request, data: bytes) -> Answer:
    text = _report(asked, data).to_json(values=asked.values, indent=2) + "\n"
    return {"name": f"{PurePosixPath(asked.name).stem}.json"}, text.encode()


def _blank(asked: Request, data: bytes) -> Answer:
    """Return the blank workbook of the form that the request names."""
    return _form(asked, "")


def _example(asked: Request, data: bytes) -> Answer:
    """Return the form that the request names, filled in."""
    return _form(asked, "-clean")


def _form(asked: Request, kind: str) -> Answer:
    path = BLANKS / f"{load_spec(asked.name).id.replace('/', '-')}{kind}.xlsx"
    return {"name": path.name}, path.read_bytes()


ACTIONS: dict[str, Action] = {
    "check": _check,
    "mark": _mark,
    "fix": _fix,
    "unmark": _unmark,
    "arm": _arm,
    "disarm": _disarm,
    "html": _html,
    "json": _json,
    "blank": _blank,
    "example": _example,
}
