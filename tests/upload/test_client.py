"""The order of an upload's steps: status and check come before anything of a workbook is sent."""

import io
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from scripted_portal import STATUS, TOKEN, Act, ScriptedPortal
from upload_doubles import DATA_THERE, IMPATIENT, refusal
from workbooks import case, workbook

from cgs_validate import ReadError, validate
from cgs_validate.spec.months import Month
from cgs_validate.upload import Outcome, PortalMessages, Progress, UploadError, declare_no_cases, read_status, send


def sent(source: Any, portal: ScriptedPortal, month: str = "111-10", **options: Any) -> Outcome:
    return send(source, portal.url, month, token=TOKEN, network=IMPATIENT, **options)


def test_a_workbook_with_errors_is_not_sent() -> None:
    wrong = workbook([case(D=None), case(C="S9", J=99)])
    with ScriptedPortal() as portal:
        outcome = sent(wrong, portal)
    assert outcome.report.to_dict() == validate(wrong, month="111-10", stage="junior").to_dict()
    assert not outcome.report.ok
    assert outcome.receipt is None
    assert [request.method for request in portal.requests] == ["GET"]


def test_the_portal_gives_the_stage_and_the_caller_the_month(right: bytes) -> None:
    with ScriptedPortal(status={**STATUS, "stage": "senior", "open": ["111-10", "111-12"]}) as portal:
        codes = {finding.code for finding in sent(right, portal, "111-12").report.findings}
    assert {"stage", "month_mismatch"} <= codes


def test_overdue_months_come_first(right: bytes) -> None:
    status = {**STATUS, "open": ["111-08", "111-09"], "overdue": ["111-08", "111-09"]}
    with ScriptedPortal(status=status) as portal:
        with pytest.raises(UploadError) as raised:
            sent(right, portal, language="en")
        assert raised.value.code == "overdue_first"
        assert "111-08, 111-09" in raised.value.message
        with pytest.raises(UploadError) as raised:
            declare_no_cases(portal.url, "111-10", confirm=lambda *_: True, token=TOKEN)
        assert raised.value.code == "overdue_first"
    assert not portal.tries


@pytest.mark.parametrize("month", ["111-08", "111-09"], ids=["overdue", "stored already, the answer was lost"])
def test_a_month_before_the_current_one_is_decided_by_the_portal(month: str) -> None:
    status = {**STATUS, "open": ["111-08"], "overdue": ["111-08"]}
    with ScriptedPortal(Act(store=True, status=200), status=status) as portal:
        assert sent(workbook(month=month), portal, month).receipt
    assert list(portal.reports) == [month]


@pytest.mark.parametrize("same", [True, False])
def test_a_closed_month_is_sent_again_only_where_these_very_bytes_may_be_there(right: bytes, same: bool) -> None:
    digest = sha256(right if same else b"").hexdigest()
    receipt = {
        "receipt": "R1", "month": "111-10", "sha256": digest, "spec": "", "rows": {},
        "received_at": "2022-11-05T01:02:03+00:00",
    }  # fmt: skip
    with ScriptedPortal(status={**STATUS, "open": [], "receipts": [receipt]}) as portal:
        if same:
            assert sent(right, portal).receipt
        else:
            with pytest.raises(UploadError) as raised:
                sent(right, portal)
            assert raised.value.code == "closed_now"
    assert len(portal.tries) == same


def test_a_blank_form_is_not_sent() -> None:
    with ScriptedPortal() as portal, pytest.raises(UploadError) as raised:
        sent(workbook([], []), portal)
    assert raised.value.code == "nothing_filled"
    assert not portal.tries


def test_an_unreadable_file_is_not_sent() -> None:
    with ScriptedPortal() as portal:
        for source, month, code in ((b"%PDF-1.7", "111-10", "pdf"), (b"PK", "October", "wrong_month")):
            with pytest.raises(ReadError) as raised:
                sent(source, portal, month)
            assert raised.value.code == code
            assert raised.value.message
        with pytest.raises(ReadError, match="找不到"):
            sent("nowhere.xlsx", portal, language="zh-TW")
    assert not portal.tries


def test_the_caller_may_forbid_it(right: bytes) -> None:
    asked = []
    with ScriptedPortal() as portal:
        outcome = sent(right, portal, confirm=lambda status, report: asked.append((status.unit, report.ok)))
    assert asked == [("測試國中", True)]
    assert outcome == Outcome(outcome.report)
    assert not portal.tries


def test_the_checked_bytes_are_sent(right: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(right)
    with ScriptedPortal() as portal:
        outcome = sent(path, portal, confirm=lambda *_: path.write_bytes(b"changed meanwhile") > 0)
    assert outcome.receipt
    assert outcome.receipt.sha256 == sha256(right).hexdigest()
    assert portal.tries[0].body == right


@pytest.mark.parametrize("make", [bytes, io.BytesIO], ids=["bytes", "file"])
def test_a_workbook_comes_from_anywhere(right: bytes, make: Any) -> None:
    with ScriptedPortal() as portal:
        assert sent(make(right), portal).receipt
    assert portal.tries[0].body == right


def test_steps_are_reported(right: bytes) -> None:
    reported: list[Progress] = []
    with ScriptedPortal(Act(status=502), Act(store=True)) as portal:
        sent(right, portal, progress=reported.append)
    steps = [progress.step for progress in reported]
    assert [step for index, step in enumerate(steps) if step not in steps[:index]] == [
        "ask",
        "check",
        "send",
        "wait",
        "again",
    ]
    sizes = [progress.sent for progress in reported if progress.step in ("send", "wait")]
    assert max(sizes) == len(right)
    assert next(progress.uncertain for progress in reported if progress.step == "again")


@pytest.mark.parametrize("step", ["ask", "check", "send", "wait"])
def test_the_progress_callback_may_stop_it(right: bytes, step: str) -> None:
    def stop(progress: Progress) -> None:
        if progress.step == step:
            raise InterruptedError

    with ScriptedPortal() as portal, pytest.raises(InterruptedError):
        sent(right, portal, progress=stop)
    assert step == "wait" or not portal.stored


def test_the_receipt(right: bytes) -> None:
    with ScriptedPortal() as portal:
        receipt = sent(right, portal).receipt
    assert receipt
    assert receipt.to_dict(portal.url) == {
        "schema": "cgs-validate/receipt/1",
        "portal": portal.url,
        "receipt": "R0001",
        "month": "111-10",
        "sha256": sha256(right).hexdigest(),
        "spec": "cgs/111",
        "rows": {"cases": 3, "services": 2},
        "received_at": "2022-11-05T09:02:03+08:00",
    }


def test_the_portals_own_report_is_returned(right: bytes) -> None:
    with ScriptedPortal(Act(status=422, type="application/json", body=refusal())) as portal:
        outcome = sent(right, portal)
    assert outcome.receipt is None
    assert outcome.refused
    assert not outcome.refused.ok
    (finding,) = outcome.refused.findings
    assert (finding.code, finding.place.cell) == ("rule_of_tomorrow", "D6")
    assert PortalMessages("zh-TW").message(finding) == "新的\ufffd[31m規則。"
    assert len(portal.tries) == 1


def test_a_report_without_findings_is_a_refusal_all_the_same(right: bytes) -> None:
    with ScriptedPortal(Act(status=422, type="application/json", body=refusal(findings=[]))) as portal:
        outcome = sent(right, portal)
    assert outcome.refused
    assert not outcome.refused.ok


@pytest.mark.parametrize(
    "changes",
    [
        {"schema": "cgs-validate/report/2"},
        {"findings": None},
        {"findings": [{}]},
        {"findings": [{**refusal()["findings"][0], "row": 10**12}]},
        {"findings": [{**refusal()["findings"][0], "kind": "odd"}]},
        {"spec": []},
        {"skipped": 3},
    ],
    ids=json.dumps,
)
def test_a_report_of_another_shape_is_no_report(right: bytes, changes: dict[str, Any]) -> None:
    act = Act(status=422, type="application/json", body=refusal(**changes))
    with ScriptedPortal(act) as portal, pytest.raises(UploadError) as raised:
        sent(right, portal)
    assert raised.value.code == "answer_unreadable"


def test_nothing_to_delete_nothing_to_ask() -> None:
    with ScriptedPortal() as portal:
        receipt = declare_no_cases(portal.url, "111-10", confirm=lambda *_: False, token=TOKEN)
    assert receipt
    assert (receipt.month, receipt.sha256, receipt.spec) == (Month(111, 10), "", "")
    assert [request.target for request in portal.tries] == ["/api/v1/reports/111-10/none"]


@pytest.mark.parametrize("sure", [True, False])
def test_data_are_deleted_only_when_confirmed(sure: bool) -> None:
    asked: list[tuple[Month, dict[str, int]]] = []

    def confirm(month: Month, rows: dict[str, int]) -> bool:
        asked.append((month, rows))
        return sure

    with ScriptedPortal(DATA_THERE, Act(store=True)) as portal:
        receipt = declare_no_cases(portal.url, "111-10", confirm=confirm, token=TOKEN, network=IMPATIENT)
    assert asked == [(Month(111, 10), {"cases": 3})]
    assert (receipt is not None) is sure
    confirmed = ["/api/v1/reports/111-10/none?confirm=true"] if sure else []
    assert [request.target for request in portal.tries[1:]] == confirmed
    assert portal.stored == sure


def test_a_lost_answer_to_a_declaration_is_asked_for_again() -> None:
    with ScriptedPortal(Act(store=True, end="reset"), Act(store=True)) as portal:
        assert declare_no_cases(portal.url, "111-10", confirm=lambda *_: False, token=TOKEN, network=IMPATIENT)
    assert portal.stored == 1
    assert len({request.headers["idempotency-key"] for request in portal.tries}) == 1


def test_a_declaration_without_an_answer_is_uncertain() -> None:
    with ScriptedPortal(Act(store=True, end="reset")) as portal, pytest.raises(UploadError) as raised:
        declare_no_cases(portal.url, "111-10", confirm=lambda *_: False, token=TOKEN, network=IMPATIENT)
    assert raised.value.uncertain


def test_status() -> None:
    steps: list[Progress] = []
    with ScriptedPortal(status={**STATUS, "stage": "kindergarten", "deadline": "2022-11-10T23:59:59+08:00"}) as portal:
        status = read_status(portal.url, token=TOKEN, progress=steps.append)
    assert steps == [Progress("ask")]
    assert (status.unit, status.stage, status.current_month) == ("測試國中", None, Month(111, 10))
    assert status.open == (Month(111, 10),)
    assert status.overdue == ()
    assert str(status.deadline) == "2022-11-10"


@pytest.mark.parametrize("changes", [{"open": "111-10"}, {"open": ["111-13"]}, {"overdue": 3}, {"unit": 3}], ids=str)
def test_a_status_with_odd_entries_is_none(changes: dict[str, Any]) -> None:
    with ScriptedPortal(status={**STATUS, **changes}) as portal, pytest.raises(UploadError) as raised:
        read_status(portal.url, token=TOKEN, network=IMPATIENT)
    assert raised.value.code == "answer_unreadable"


@pytest.mark.parametrize("body", [{}, [], "<html>", "", "null"], ids=str)
def test_a_status_of_another_shape_is_none(body: Any) -> None:
    answer = Act(status=200, type="application/json", body=body)
    with ScriptedPortal(status=answer) as portal, pytest.raises(UploadError) as raised:
        read_status(portal.url, token=TOKEN, network=IMPATIENT)
    assert raised.value.code == "answer_unreadable"
    assert not raised.value.uncertain
