"""Each workbook gets in Chromium what the command gives it: report, annotations, and copies to the byte."""

import base64
import hashlib
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import form_114
import pytest
import yaml
from marking_corpus import WORKBOOKS
from mistakes import MISTAKES, SERVED
from playwright.sync_api import Browser, Page
from teacher_page import NAME, choose, opened, saved, serving, shown
from workbooks import case, workbook

from cgs_validate import CgsError, arm, disarm, fix, list_specs, load_spec, mark, unmark, validate
from cgs_validate.editing import part_writer
from cgs_validate.spec.examples import load_example
from cgs_validate.templates.workbook import build_template

pytestmark = [pytest.mark.program, pytest.mark.xdist_group("page")]

EXAMPLES = Path(__file__).parents[2] / "examples"
CASES = Path(__file__).parents[1] / "cases"
NO_RECORDS = yaml.safe_load((CASES / "no-records.yaml").read_text("utf-8"))["none"]["cgs/111 cases"]

# Asks the worker itself, for what a teacher can press takes long; the answer has a digest of the file.
ASKING = """
window.Worker = class extends Worker {
  constructor(...source) { super(...source); window.worker = this; }
};
const hex = (byte) => byte.toString(16).padStart(2, "0");
const digest = async (file) => [...new Uint8Array(await crypto.subtle.digest("SHA-256", file))].map(hex).join("");
const ask = (request, bytes) => new Promise((resolve) => {
  window.worker.onmessage = ({ data }) => resolve(data);
  window.worker.postMessage({ request, bytes });
});
window.all = async (text) => {
  const whole = Uint8Array.from(atob(text), (one) => one.charCodeAt(0)).buffer;
  const answers = {};
  for (const name of ["check", "mark", "fix", "unmark"]) {
    const bytes = name === "unmark" && answers.mark.file ? answers.mark.file : whole;
    const { said, file } = await ask({ do: name, name: "a.xlsx" }, bytes);
    const read = JSON.parse(new TextDecoder().decode(said));
    answers[name] = { said: read, file: file.length ? file.slice().buffer : null };
  }
  const made = await Promise.all(Object.values(answers).map(({ file }) => file && digest(file)));
  return [answers.check.said, ...made.slice(1)];
};
"""


@pytest.fixture(autouse=True)
def _plain_zlib(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the command write as where ISA-L is not installed, as in a browser."""
    monkeypatch.setattr(part_writer, "isal_zlib", None)


def written(write: Callable[..., Any], *arguments: Any) -> bytes:
    write(*arguments, target := io.BytesIO())
    return target.getvalue()


@pytest.fixture(scope="module", params=["file", "served"])
def opened_page(browser: Browser, built: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    with serving(built / "check") as served:
        address = {"file": (built / NAME).as_uri(), "served": served}[request.param]
        with opened(browser, address) as page:
            yield page


@pytest.mark.parametrize("name", ["cgs-111-errors", "cgs-111-clean", "cgs-111"])
def test_by_a_teachers_hand(opened_page: Page, name: str) -> None:
    data = (EXAMPLES / f"{name}.xlsx").read_bytes()
    choose(opened_page, a=data)
    report = validate(data, name="a.xlsx", language="zh-TW")
    assert shown(opened_page) == report.to_dict()
    marked = saved(opened_page, "mark")
    assert marked == written(mark, data, report)
    assert saved(opened_page, "fix") == written(fix, data, report)
    armed = saved(opened_page, "arm")
    assert armed == written(arm, data)
    choose(opened_page, b=marked)
    assert saved(opened_page, "unmark") == written(unmark, marked)
    choose(opened_page, c=armed)
    assert saved(opened_page, "disarm") == written(disarm, armed)


def made_by_us() -> Iterator[tuple[str, bytes]]:
    for spec_id in list_specs():
        spec = load_spec(spec_id)
        yield spec_id, build_template(spec)
        for kind in ("clean", "errors"):
            yield f"{spec_id} {kind}", build_template(spec, load_example(spec_id, kind))


def of_teachers() -> Iterator[tuple[str, bytes]]:
    for month in ("111-10", "112-10", "113-10"):
        yield f"mistakes, {month}", workbook(MISTAKES, SERVED, month=month)
    for name, kinds in NO_RECORDS.items():
        rows = [row for kind in kinds.values() if isinstance(kind, list) for row in kind]
        yield name, workbook([case(), *([row.get(letter) for letter in "ABCDEFGHIJKLMN"] for row in rows)])
    for name, wording in form_114.CASES["wordings"].items():
        yield name, form_114.workbook(wording, form_114.ministry(), **form_114.WRONG)


def of_many_programs() -> Iterator[tuple[str, bytes]]:
    for name, make in WORKBOOKS.items():
        yield name, make()


def natively(data: bytes) -> list[Any]:
    """Return the report, or the error's code, and the digests of the marked, fixed and unmarked copies."""
    try:
        report = validate(data, name="a.xlsx", language="zh-TW")
    except CgsError as error:
        return [error.code, None, None, digest(unmark, data)]
    marked = written(mark, data, report)
    return [
        json.loads(report.to_json()),
        hashlib.sha256(marked).hexdigest(),
        digest(fix, data, report),
        digest(unmark, marked),
    ]


def digest(write: Callable[..., Any], *arguments: Any) -> str | None:
    try:
        return hashlib.sha256(written(write, *arguments)).hexdigest()
    except CgsError:
        return None


@pytest.fixture(scope="module")
def asked(browser: Browser, built: Path) -> Iterator[Page]:
    with opened(browser, (built / NAME).as_uri(), ASKING) as page:
        yield page


@pytest.mark.parametrize("source", [made_by_us, of_teachers, of_many_programs])
def test_all_workbooks(asked: Page, source: Callable[[], Iterator[tuple[str, bytes]]]) -> None:
    wrong = []
    for name, data in source():
        said, *copies = asked.evaluate("(text) => window.all(text)", base64.b64encode(data).decode())
        found = said["error"]["error"]["code"] if "error" in said else said["report"]
        if (given := [found, *copies]) != (expected := natively(data)):
            wrong.append((name, *(one == other for one, other in zip(given, expected, strict=True))))
    assert wrong == []
