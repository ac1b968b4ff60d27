"""The client and the example portal, both real: from login to the row in the database, and through a bad network."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from cutting_proxy import CuttingProxy
from demo_server import Demo, running
from terminals import at_a_terminal
from upload_doubles import MemoryKeyring

from cgs_validate import upload, validate
from cgs_validate.commands.cli import group
from cgs_validate.spec.months import Month
from cgs_validate.upload import Connection, Network, Refusal, Token, UploadError
from cgs_validate.upload.address import parse_address
from cgs_validate.upload.api_v1 import ApiV1

EXAMPLES = Path(__file__).parents[2] / "examples"
CLEAN, ERRORS = (EXAMPLES / f"cgs-111-{name}.xlsx" for name in ("clean", "errors"))
DIGEST = sha256(CLEAN.read_bytes()).hexdigest()
SCHOOLS = 60

NETWORK = Network(read=30, pause=0.01)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with running(tmp_path_factory.mktemp("demo"), "--schools", str(SCHOOLS)) as demo:
        yield demo


@pytest.fixture(scope="module")
def senior_high_schools(demo: Demo) -> Iterator[tuple[str, str]]:
    """Code and token of each; in the demo every third school is one."""
    return iter([(str(990301 + number), demo.tokens[number]) for number in range(0, SCHOOLS, 3)])


@pytest.fixture
def school(senior_high_schools: Iterator[tuple[str, str]]) -> tuple[str, str]:
    """The code and the token of a school that has reported nothing."""
    return next(senior_high_schools)


def reports(demo: Demo, code: str) -> list[tuple[Any, ...]]:
    """What the database holds of a school: month, status, digest and receipt of each report."""
    return demo.rows(
        "SELECT month, r.status, sha256, receipt FROM reports_report r JOIN accounts_unit u ON unit_id = u.id "
        f"WHERE u.code = '{code}'"
    )


def run(*arguments: object, answers: str = "") -> Result:
    return CliRunner().invoke(group, [*map(str, arguments), "--lang", "zh-TW"], input=answers)


def test_from_login_to_the_row_in_the_database(
    demo: Demo, school: tuple[str, str], memory_keyring: MemoryKeyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_a_terminal(monkeypatch)
    url, (code, token) = f"http://127.0.0.1:{demo.port}", school
    month = ("--portal", url, "--month", "111-10")
    workbook = tmp_path / "十月.xlsx"

    done = run("login", url, answers=f"{token}\n")
    assert "高級中學（高中職）" in done.stdout
    assert list(memory_keyring.passwords.values()) == [token, url]

    workbook.write_bytes(ERRORS.read_bytes())
    refused = run("upload", workbook, *month)
    assert refused.exit_code == 1
    checked = run("check", workbook, "--month", "111-10", "--stage", "senior")
    others = set(refused.stdout.splitlines()) - set(checked.stdout.splitlines())
    assert any("標題的學校看起來不是" in line for line in others)
    assert reports(demo, code) == []

    workbook.write_bytes(CLEAN.read_bytes())
    done = run("upload", workbook, *month, "--receipt", "--yes")
    assert done.exit_code == 0, done.output
    receipt = json.loads((tmp_path / "十月.receipt.json").read_text("utf-8"))
    assert receipt["sha256"] == DIGEST
    assert reports(demo, code) == [("111-10", "uploaded", DIGEST, receipt["receipt"])]
    assert CLEAN.read_bytes() in demo.files().values()
    assert receipt["receipt"] in done.stdout

    declined = run("upload", "--no-cases", *month, answers="n\n")
    assert (declined.exit_code, len(reports(demo, code))) == (2, 1)
    assert "當月個案 " in declined.stderr
    assert reports(demo, code)[0][1] == "uploaded"
    assert run("upload", "--no-cases", *month, answers="y\n").exit_code == 0
    assert [row[:3] for row in reports(demo, code)] == [("111-10", "none", "")]

    assert run("logout", url).exit_code == 0
    assert run("status", url).exit_code == 2


def test_the_portals_report_is_the_local_one(demo: Demo, school: tuple[str, str]) -> None:
    data = ERRORS.read_bytes()
    with Connection(parse_address(f"http://127.0.0.1:{demo.port}"), Token(school[1]), NETWORK) as connection:
        refusal = ApiV1(connection).send(Month(111, 10), data)
    assert isinstance(refusal, Refusal)
    unit = upload.read_status(f"http://127.0.0.1:{demo.port}", token=school[1]).unit
    local = validate(data, month="111-10", stage="senior", school=unit, name="111-10.xlsx")
    assert refusal.report == local.to_dict("zh-TW")
    assert reports(demo, school[0]) == []


def test_overdue_months_come_first(demo: Demo) -> None:
    url, token = f"http://127.0.0.1:{demo.port}", demo.tokens[1]
    with pytest.raises(UploadError) as raised:
        upload.send(CLEAN, url, "111-10", token=token)
    assert (raised.value.code, raised.value.params["overdue"]) == ("overdue_first", ["111-09"])
    assert upload.declare_no_cases(url, "111-09", confirm=lambda *_: False, token=token)
    assert upload.read_status(url, token=token).overdue == ()
    assert upload.send(CLEAN, url, "111-10", token=token).receipt
    assert [row[:2] for row in reports(demo, "990302")] == [("111-09", "none"), ("111-10", "uploaded")]


def test_a_token_that_is_none(demo: Demo) -> None:
    with pytest.raises(UploadError) as raised:
        upload.read_status(f"http://127.0.0.1:{demo.port}", token="cgs_invented")
    assert raised.value.code == "unauthorized"


@pytest.mark.parametrize(
    "fates",
    [
        ["half request", "pass"],
        ["502", "pass"],
        ["502 instead", "pass"],
        ["no answer", "pass"],
        ["half answer", "pass"],
        ["half request", "no answer", "502", "half answer", "pass"],
    ],
    ids=", ".join,
)
def test_through_a_bad_network_one_report_is_stored(demo: Demo, school: tuple[str, str], fates: list[str]) -> None:
    code, token = school
    with CuttingProxy(demo.port, *fates) as network:
        receipt = upload.send(CLEAN, network.url, "111-10", token=token, network=NETWORK).receipt
    assert network.tries == len(fates)
    assert receipt
    assert reports(demo, code) == [("111-10", "uploaded", DIGEST, receipt.number)]
    assert len([data for data in demo.files().values() if data == CLEAN.read_bytes()]) == stored(demo)


def stored(demo: Demo) -> int:
    """How many reports hold the clean workbook; each of them has one file."""
    return int(demo.rows(f"SELECT count(*) FROM reports_report WHERE sha256 = '{DIGEST}'")[0][0])


@pytest.mark.parametrize("fate", ["no answer", "half answer", "502 instead"])
def test_success_is_not_claimed_without_a_receipt(demo: Demo, school: tuple[str, str], fate: str) -> None:
    code, token = school
    with CuttingProxy(demo.port, fate) as network, pytest.raises(UploadError) as raised:
        upload.send(CLEAN, network.url, "111-10", token=token, network=NETWORK)
    assert raised.value.uncertain
    (before,) = reports(demo, code)
    receipt = upload.send(CLEAN, f"http://127.0.0.1:{demo.port}", "111-10", token=token).receipt
    assert receipt
    assert reports(demo, code) == [("111-10", "uploaded", DIGEST, receipt.number)]
    assert before[2] == DIGEST


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_the_client_killed_between_sending_and_receipt(
    demo: Demo, school: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, token = school
    monkeypatch.setenv("CGS_TOKEN", token)
    command = [sys.executable, "-m", "cgs_validate", "upload", str(CLEAN), "--month", "111-10", "--lang", "en", "--yes"]
    with (
        CuttingProxy(demo.port, "held") as network,
        subprocess.Popen([*command, "--portal", network.url], stdout=subprocess.PIPE, text=True) as client,
    ):
        assert network.holding.wait(60)
        client.send_signal(signal.SIGKILL)
        assert "Uploaded" not in client.communicate()[0]
    assert len(reports(demo, code)) == 1
    again = [*command, "--portal", f"http://127.0.0.1:{demo.port}"]
    done = subprocess.run(again, capture_output=True, text=True, check=True)
    ((month, status, digest, number),) = reports(demo, code)
    assert (month, status, digest) == ("111-10", "uploaded", DIGEST)
    assert number in done.stdout
