"""``login``, ``logout``, ``status`` and ``upload`` as a counsellor or a script uses them."""

import json
import os
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import keyring
import keyring.backends.fail
import pytest
from click.testing import CliRunner, Result
from scripted_portal import STATUS, TOKEN, Act, ScriptedPortal
from terminals import at_a_terminal
from upload_doubles import DATA_THERE, IMPATIENT, MemoryKeyring, refusal
from workbooks import case, workbook

from cgs_validate.checking.messages import LANGUAGES, catalog
from cgs_validate.commands import portals
from cgs_validate.commands.cli import group


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CGS_TOKEN", TOKEN)
    monkeypatch.setattr(portals, "Network", lambda **_: IMPATIENT)


@pytest.fixture
def report(right: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "十月.xlsx"
    path.write_bytes(right)
    return path


def run(*arguments: object, answers: str | None = None) -> Result:
    return CliRunner().invoke(group, [*map(str, arguments), "--lang", "zh-TW"], input=answers)


def upload(portal: ScriptedPortal, *arguments: object, answers: str | None = None) -> Result:
    return run("upload", *arguments, "--portal", portal.url, "--month", "111-10", answers=answers)


def test_an_upload_ends_with_its_receipt(report: Path) -> None:
    with ScriptedPortal() as portal:
        done = upload(portal, report)
    assert done.exit_code == 0, done.output
    assert "測試國中（國中）" in done.stdout
    assert done.stdout[done.stdout.index("✓ 上傳完成") :].splitlines() == [
        "✓ 上傳完成，填報系統已確認收到這個檔案。",
        "收據編號：R0001",
        "月份：111-10",
        "資料：當月個案 3 列、相關服務 2 列",
        f"檔案摘要 (SHA-256)：{sha256(report.read_bytes()).hexdigest()}",
        "收件時間：111/11/05 09:02:03（臺灣時間）",
    ]
    assert list(report.parent.iterdir()) == [report]


def test_errors_are_printed_as_check_prints_them(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook([case(D=None)]))
    checked = run("check", path, "--month", "111-10", "--stage", "junior")
    with ScriptedPortal() as portal:
        done = upload(portal, path)
    assert (done.exit_code, done.stdout) == (1, f"{checked.stdout}\n✗ 沒有上傳。請改好以後再上傳一次。\n")
    assert not portal.tries


def test_the_portals_errors_are_printed_in_the_same_way(report: Path) -> None:
    with ScriptedPortal(Act(status=422, type="application/json", body=refusal())) as portal:
        done = upload(portal, report)
    assert done.exit_code == 1
    assert "填報系統檢核出下面的錯誤，沒有收下" in done.stdout
    assert "D6" in done.stdout
    assert "[31m規則。請改。" in done.stdout
    assert done.stdout.endswith("✗ 沒有上傳。請改好以後再上傳一次。\n")
    assert "\x1b" not in done.stdout
    assert "上傳完成" not in done.stdout


@pytest.mark.parametrize(
    ("status", "act", "sentence"),
    [
        ({"overdue": ["111-08", "111-09"], "open": ["111-08", "111-09"]}, Act(), "111-08、111-09"),
        ({"open": []}, Act(status=409, body={"code": "month_not_open"}), "111-10 現在不能填報"),
        ({}, Act(status=401, body={"code": "unauthorized"}), "不認得這台電腦的登入資料"),
        ({}, Act(status=400, body={"code": "odd", "detail": "請先\x1b[2J更新\n資料。"}), "請先\ufffd[2J更新 資料。"),
        ({}, Act(store=True, end="reset"), "可能已經收下，但沒有確認"),
        ({}, Act(store=True, receipt={"sha256": "0" * 64}), "和送出的不一樣"),
    ],
    ids=["overdue", "closed", "unauthorized", "unknown", "uncertain", "digest"],
)
def test_a_failed_upload_is_explained(report: Path, status: dict[str, object], act: Act, sentence: str) -> None:
    with ScriptedPortal(act, status={**STATUS, **status}) as portal:
        done = upload(portal, report)
    assert done.exit_code == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.output
    assert "上傳完成" not in done.output
    unsure = sentence in ("可能已經收下，但沒有確認", "和送出的不一樣")
    assert (done.stderr.splitlines()[-1] == "沒有上傳。") != unsure


def test_an_uncertain_end_is_shown_once_while_it_is_tried_again(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)
    with ScriptedPortal(Act(status=503, headers={"Retry-After": "3"}), Act(store=True)) as portal:
        done = upload(portal, report)
    assert done.exit_code == 0
    assert done.stderr.count("不知道填報系統收下了沒有") == 1


def test_the_receipt_is_saved_next_to_the_workbook_and_overwrites_nothing(report: Path) -> None:
    saved = report.with_name("十月.receipt.json")
    with ScriptedPortal() as portal:
        assert upload(portal, report, "--receipt").exit_code == 0
        data = json.loads(saved.read_text("utf-8"))
        assert data["sha256"] == sha256(report.read_bytes()).hexdigest()
        assert data["portal"] == portal.url
        saved.write_text("mine")
        done = upload(portal, report, "--receipt")
        assert (done.exit_code, saved.read_text(), portal.stored) == (2, "mine", 1)
        assert upload(portal, report, "--receipt", "--force").exit_code == 0
    assert json.loads(saved.read_text("utf-8"))["receipt"] == "R0002"
    assert sorted(path.name for path in report.parent.iterdir()) == ["十月.receipt.json", "十月.xlsx"]


def test_a_receipt_that_cannot_be_saved_is_printed_all_the_same(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("cgs_validate.atomic_write._save", full)
    with ScriptedPortal() as portal:
        done = upload(portal, report, "--receipt")
    assert done.exit_code == 2
    assert "收據編號：R0001" in done.stdout
    assert "沒辦法寫入" in done.stderr


def test_no_cases() -> None:
    with ScriptedPortal() as portal:
        done = upload(portal, "--no-cases")
    assert done.exit_code == 0
    assert "✓ 已完成「當月無個案及服務」的填報。" in done.stdout
    assert "資料：" not in done.stdout
    assert portal.reports == {"111-10": "none"}


def test_ctrl_c_at_the_question_says_that_nothing_was_done(monkeypatch: pytest.MonkeyPatch) -> None:
    def ctrl_c(*_: object, **__: object) -> bool:
        raise KeyboardInterrupt

    at_a_terminal(monkeypatch)
    monkeypatch.setattr("click.confirm", ctrl_c)
    with ScriptedPortal(DATA_THERE) as portal:
        done = upload(portal, "--no-cases")
    assert done.exit_code == 130
    assert "已經停止，沒有上傳任何資料。" in done.stderr


@pytest.mark.parametrize(("answer", "exit_code", "stored"), [("y\n", 0, 1), ("n\n", 2, 0), ("\n", 2, 0), ("", 2, 0)])
def test_deleting_is_asked_for(monkeypatch: pytest.MonkeyPatch, answer: str, exit_code: int, stored: int) -> None:
    at_a_terminal(monkeypatch)
    with ScriptedPortal(DATA_THERE, Act(store=True)) as portal:
        done = upload(portal, "--no-cases", answers=answer)
    assert (done.exit_code, portal.stored) == (exit_code, stored)
    assert "這樣會刪除 111-10 已經上傳的資料（當月個案 3 列）" in done.stderr


def test_deleting_without_a_terminal_needs_yes() -> None:
    with ScriptedPortal(DATA_THERE, DATA_THERE, Act(store=True)) as portal:
        refused = upload(portal, "--no-cases", answers="y\n")
        assert (refused.exit_code, portal.stored) == (2, 0)
        assert "--yes" in refused.stderr
        done = upload(portal, "--no-cases", "--yes")
    assert (done.exit_code, portal.stored) == (0, 1)
    assert "刪除了 111-10 原來上傳的資料：當月個案 3 列。" in done.stdout


@pytest.mark.parametrize("more", [["--no-cases"], []])
def test_the_only_open_month_is_the_default(report: Path, more: list[str]) -> None:
    what = more or [report]
    with ScriptedPortal() as portal:
        assert run("upload", *what, "--portal", portal.url).exit_code == 0
        assert list(portal.reports) == ["111-10"]
    for months, sentence in ((["111-09", "111-10"], "現在可以填報的有：111-09、111-10。"), ([], "沒有可以填報的月份")):
        with ScriptedPortal(status={**STATUS, "open": months}) as portal:
            done = run("upload", *what, "--portal", portal.url)
        assert (done.exit_code, sentence in done.stderr) == (2, True)
        assert not portal.tries


def test_a_closed_month_is_known_before_anything_is_checked_or_sent(tmp_path: Path) -> None:
    (path := tmp_path / "a.xlsx").write_bytes(workbook([case(D=None)]))
    with ScriptedPortal(status={**STATUS, "open": ["111-09"], "receipts": []}) as portal:
        done = upload(portal, path)
    assert (done.exit_code, done.stdout, portal.tries) == (2, "", [])
    assert done.stderr.splitlines() == [
        "111-10 現在不能填報，所以沒有檢核，也沒有送出。",
        "現在可以填報的月份：111-09。要修改以前的月份，請先到填報系統「申請修改」。",
        "沒有上傳。",
    ]


def test_an_address_without_https_is_answered_at_once(report: Path) -> None:
    for arguments in (["status"], ["upload", report, "--portal"], ["login"]):
        done = run(*arguments, "cgs.invalid/school")
        assert done.exit_code == 2
        assert "網址要以 https:// 開頭。\n是不是 https://cgs.invalid/school？" in done.stderr


def test_what_may_be_wrong_is_sent_only_after_a_look(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook([case(F="1,2")]))
    with ScriptedPortal() as portal:
        refused = upload(portal, path, answers="y\n")
        assert (refused.exit_code, portal.stored) == (2, 0)
        assert "--yes" in refused.stderr
        assert refused.stderr.endswith("沒有上傳。\n")
        assert "只能選一個" in refused.stdout
        assert upload(portal, path, "--yes").exit_code == 0
    assert portal.stored == 1


@pytest.mark.parametrize("arguments", [[], ["a.xlsx", "--no-cases"], ["--no-cases", "--receipt"]], ids=str)
def test_usage(arguments: list[str]) -> None:
    with ScriptedPortal() as portal:
        assert upload(portal, *arguments).exit_code == 2
    assert not portal.requests


def test_status() -> None:
    with ScriptedPortal(status={**STATUS, "overdue": ["111-09"], "open": ["111-09"]}) as portal:
        assert run("status", portal.url).stdout.splitlines() == [
            "測試國中（國中）",
            "當期填報月份：111-10",
            "填報期限：111/11/10",
            "現在可以填報：111-09",
            "待補填報的月份：111-09",
        ]
    with ScriptedPortal() as portal:
        assert "無待補填報的月份" in run("status", portal.url).stdout


def test_status_says_which_months_are_reported() -> None:
    receipt = {
        "receipt": "R0001", "month": "111-09", "sha256": "", "spec": None, "rows": {},
        "received_at": "2022-10-05T01:02:03+00:00",
    }  # fmt: skip
    with ScriptedPortal(status={**STATUS, "open": ["111-09", "111-10"], "receipts": [receipt]}) as portal:
        assert run("status", portal.url).stdout.splitlines()[-2:] == [
            "111-09 已填報：收據 R0001，111/10/05 09:02:03",
            "111-10 還沒填報",
        ]


def test_login_and_logout(memory_keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    at_a_terminal(monkeypatch)
    with ScriptedPortal() as portal:
        done = run("login", portal.url, answers=f"{TOKEN}\n")
        assert done.exit_code == 0, done.output
        assert "已登入：測試國中（國中）" in done.stdout
        assert "CGS_TOKEN" in done.stderr
        assert TOKEN not in done.output
        assert list(memory_keyring.passwords.values()) == [TOKEN, portal.url]
        assert "已登出" in run("logout", portal.url).stdout
        assert "這台電腦沒有登入" in run("logout", portal.url).stdout
    assert not memory_keyring.passwords


@pytest.mark.usefixtures("memory_keyring")
def test_login_needs_a_terminal() -> None:
    with ScriptedPortal() as portal:
        done = run("login", portal.url, answers=f"{TOKEN}\n")
    assert done.exit_code == 2
    assert "CGS_TOKEN" in done.stderr
    assert not portal.requests


def test_login_without_a_keyring_does_not_ask_in_vain(monkeypatch: pytest.MonkeyPatch) -> None:
    at_a_terminal(monkeypatch)
    monkeypatch.setattr(keyring, "get_keyring", keyring.backends.fail.Keyring)
    with ScriptedPortal() as portal:
        done = run("login", portal.url)
    assert done.exit_code == 2
    assert "鑰匙圈" in done.stderr
    assert "請貼上" not in done.output
    assert not portal.requests


@pytest.mark.parametrize("library", portals.EXTRA)
@pytest.mark.parametrize("name", ["login", "logout", "status", "upload"])
def test_without_the_extra(library: str, name: str, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_a_terminal(monkeypatch)
    monkeypatch.delenv("CGS_TOKEN")
    monkeypatch.setitem(sys.modules, library, None)
    if library != "keyring":
        monkeypatch.setenv("CGS_TOKEN", TOKEN)
        if name in ("login", "logout"):
            return
    more = [report, "--month", "111-10", "--portal"] if name == "upload" else []
    done = run(name, *more, "https://cgs.invalid")
    assert done.exit_code == 2
    assert f'{sys.executable} -m pip install ".[upload]"' in done.stderr
    assert "Traceback" not in done.output


def test_a_receipt_is_saved_where_nothing_can_be_printed(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, err: bool = False, **__: object) -> None:
        if portal.stored and not err:
            raise BrokenPipeError

    monkeypatch.setattr("click.echo", broken)
    with ScriptedPortal() as portal:
        done = upload(portal, str(report), "--receipt")
    assert done.exit_code == 2
    assert json.loads(report.with_name("十月.receipt.json").read_text("utf-8"))["receipt"] == "R0001"


def command(portal: ScriptedPortal, report: Path) -> list[str]:
    arguments = ["upload", str(report), "--portal", portal.url, "--month", "111-10", "--lang", "en"]
    return [sys.executable, "-m", "cgs_validate", *arguments]


def interrupted(portal: ScriptedPortal, report: Path, ending: signal.Signals) -> tuple[int, str]:
    """Upload; when it is stored and the answer is due, send a signal. Return the exit code, and what is shown."""
    with subprocess.Popen(command(portal, report), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as client:
        assert portal.silent.wait(60)
        client.send_signal(ending)
        out, err = client.communicate(timeout=60)
    assert "Uploaded" not in out
    return client.returncode, err


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_killed_between_sending_and_receipt_then_run_again(report: Path) -> None:
    with ScriptedPortal(Act(store=True, end="silence"), Act(store=True, status=200)) as portal:
        assert interrupted(portal, report, signal.SIGKILL)[0] == -signal.SIGKILL
        again = subprocess.run(command(portal, report), capture_output=True, text=True, check=False)
    assert again.returncode == 0
    assert "Uploaded" in again.stdout
    assert portal.reports == {"111-10": sha256(report.read_bytes()).hexdigest()}
    assert list(report.parent.iterdir()) == [report]


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_after_sending_says_that_it_is_not_known(report: Path) -> None:
    with ScriptedPortal(Act(store=True, end="silence")) as portal:
        exit_code, shown = interrupted(portal, report, signal.SIGINT)
    assert exit_code == 130
    assert "not known whether the portal stored it" in shown
    assert "Traceback" not in shown


def at_a_real_terminal(arguments: list[str], typed: bytes, **environment: str) -> str:
    """Run the command line at a terminal of its own; return what was to be seen there."""
    import pty  # there is none on Windows
    import termios

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "cgs_validate", *arguments],
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True, env={**os.environ, **environment},
    ) as client:  # fmt: skip
        os.close(theirs)
        seen = b""
        while True:
            try:
                piece = os.read(ours, 4_096)
            except OSError:
                break
            if not piece:
                break
            seen += piece
            if typed and seen.rstrip().endswith(b":"):
                while termios.tcgetattr(ours)[3] & termios.ECHO and client.poll() is None:
                    time.sleep(0.01)  # until what is typed is not shown: the prompt comes first
                os.write(ours, typed)
                typed = b""
        client.wait(60)
    os.close(ours)
    return seen.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of Unix")
def test_a_token_is_not_shown_while_it_is_typed() -> None:
    with ScriptedPortal() as portal:
        seen = at_a_real_terminal(
            ["login", portal.url, "--lang", "en"],
            f"{TOKEN}\n".encode(),
            PYTHON_KEYRING_BACKEND="upload_doubles.MemoryKeyring",
            PYTHONPATH=os.pathsep.join(sys.path),
        )
    assert "Logged in: 測試國中" in seen
    assert TOKEN not in seen


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of Unix")
def test_progress_is_shown_at_a_terminal(report: Path) -> None:
    with ScriptedPortal(Act(status=502), Act(store=True)) as portal:
        seen = at_a_real_terminal(command(portal, report)[3:], b"", TERM="xterm-256color")
    assert "Checking" in seen
    assert "waiting for the portal" in seen
    assert "Asking again with the same key" in seen
    assert seen.rindex("waiting for the portal") < seen.index("✓ Uploaded")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_has_two_sentences(language: str) -> None:
    errors = catalog(language).sentences["upload"]["errors"]
    sentences: list[str] = [sentence for error in errors.values() for sentence in (error["message"], error["hint"])]
    assert all(sentence.strip().endswith((".", "。", "}")) for sentence in sentences)
    assert len({error["message"] for error in errors.values()}) == len(errors)
