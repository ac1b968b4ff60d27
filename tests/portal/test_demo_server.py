"""Many clients at once, and the server killed among them: confirmed reports are stored, once, and nothing else."""

import hashlib
import http.client
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from demo_server import Demo, running
from sending import WORKBOOK, content_digest
from workbooks import case, workbook

CLIENTS = 200
BUSY = (429, 503)  # with several requests of one account at once
OTHER = workbook([case(D=10)])


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with running(tmp_path_factory.mktemp("demo"), "--schools", str(CLIENTS + 3)) as demo:
        yield demo


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_two_hundred_schools_at_once(demo: Demo, clean: bytes) -> None:
    ready = Barrier(CLIENTS)

    def send(token: str) -> tuple[int, dict[str, str]]:
        ready.wait()
        return demo.upload(token, clean, "k1")

    with ThreadPoolExecutor(CLIENTS) as clients:
        answers = list(clients.map(send, demo.tokens[2 : CLIENTS + 2]))

    assert [status for status, _ in answers] == [201] * CLIENTS
    receipts = {answer["receipt"] for _, answer in answers}
    assert len(receipts) == CLIENTS
    stored = demo.rows("SELECT receipt, sha256, file FROM reports_report")
    assert {receipt for receipt, _, _ in stored} == receipts
    assert {sha256 for _, sha256, _ in stored} == {digest(clean)}
    assert demo.files() == {file: clean for _, _, file in stored}
    assert demo.rows("SELECT count(*) FROM reports_keyedrequest WHERE answer IS NULL") == [(0,)]


def test_one_school_from_many_programs(demo: Demo, clean: bytes) -> None:
    token, ready = demo.tokens[0], Barrier(40)

    def send(number: int) -> tuple[int, dict[str, str]]:
        ready.wait()
        return demo.upload(token, (clean, OTHER)[number % 2], f"k{number}")

    with ThreadPoolExecutor(40) as clients:
        answers = list(clients.map(send, range(40)))

    done = [(status, answer) for status, answer in answers if status not in (409, *BUSY)]
    assert sorted(status for status, _ in done) == [200] * (len(done) - 1) + [201]
    contents = {(answer["receipt"], answer["sha256"]) for _, answer in done}
    assert len({receipt for receipt, _ in contents}) == len(contents)  # the same only for the same content
    assert {answer["code"] for status, answer in answers if status == 409} <= {"superseded"}
    [(receipt, sha256, file)] = demo.rows(
        "SELECT receipt, sha256, file FROM reports_report JOIN accounts_unit u ON unit_id = u.id WHERE code = '990301'"
    )
    assert (receipt, sha256) in contents
    assert digest(demo.files()[file]) == sha256
    assert len(demo.files()) == len(demo.rows("SELECT id FROM reports_report WHERE status = 'uploaded'"))


def test_the_same_key_at_once_is_done_once(demo: Demo, clean: bytes) -> None:
    token, ready = demo.tokens[CLIENTS + 2], Barrier(20)

    def send(_: int) -> tuple[int, dict[str, str]]:
        ready.wait()
        return demo.upload(token, clean, "one")

    with ThreadPoolExecutor(20) as clients:
        answers = list(clients.map(send, range(20)))

    done = [answer for status, answer in answers if status == 201]
    waiting = [answer["code"] for status, answer in answers if status == 409]
    assert len(done) + len(waiting) + sum(status in BUSY for status, _ in answers) == 20
    assert {answer["receipt"] for answer in done} == {demo.upload(token, clean, "one")[1]["receipt"]}
    assert set(waiting) <= {"in_progress"}


def test_a_body_that_breaks_off_stores_nothing(demo: Demo, clean: bytes) -> None:
    before = demo.rows("SELECT receipt FROM reports_report"), demo.files()
    break_off(demo, demo.tokens[1], clean)
    assert demo.request("GET", "/api/v1/status", demo.tokens[1])[0] == 200
    assert (demo.rows("SELECT receipt FROM reports_report"), demo.files()) == before


def test_links_by_mail_lead_to_it(demo: Demo) -> None:
    browser = build_opener(HTTPCookieProcessor())
    home = f"http://127.0.0.1:{demo.port}"
    page = browser.open(f"{home}/forgotten/").read().decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[0]
    sent = {"csrfmiddlewaretoken": token, "username": "990301_a001", "email": "990301@example.com"}
    browser.open(f"{home}/forgotten/", urlencode(sent).encode())
    until = time.monotonic() + 30
    while not any(mail.stat().st_size for mail in (demo.folder / "mails").glob("*")) and time.monotonic() < until:
        time.sleep(0.1)  # no request waits for a mail
    [mail] = (demo.folder / "mails").glob("*")
    assert f"\n{home}/new-password/" in mail.read_text("utf-8")


def test_a_workbook_that_is_too_large_is_refused(demo: Demo) -> None:
    status, answer = demo.upload(demo.tokens[1], bytes(10_000_001), "k1", "111-09")
    assert (status, answer["code"]) == (413, "too_large")


def test_killed_in_the_middle(tmp_path: Path, clean: bytes) -> None:
    """Every report with a receipt is stored; the others get one by sending the same again; none is stored twice."""
    confirmed: dict[str, dict[str, str]] = {}
    with running(tmp_path, "--schools", "32") as first:
        tokens = [token for number, token in enumerate(first.tokens) if number != 1]  # that one has missed a month
        break_off(first, tokens[0], clean)

        def send(token: str) -> None:
            with suppress(OSError, http.client.HTTPException):
                status, confirmed[token] = first.upload(token, clean, "k1")
                assert status == 201
                if len(confirmed) >= 5:
                    first.kill()

        with ThreadPoolExecutor(30) as clients:
            list(clients.map(send, tokens[1:]))

    assert 5 <= len(confirmed) < 30
    stored = dict(first.rows("SELECT receipt, file FROM reports_report"))
    assert stored.keys() >= {answer["receipt"] for answer in confirmed.values()}
    assert all(first.files()[file] == clean for file in stored.values())
    assert first.database or first.rows("PRAGMA integrity_check") == [("ok",)]

    with running(tmp_path, now="2022-11-05T12:05") as second:
        for token in tokens:
            status, answer = second.upload(token, clean, "k1")
            assert (status, answer) == (201, confirmed.get(token, answer))
        rows = second.rows("SELECT unit_id, file FROM reports_report")
        assert len(rows) == len({unit for unit, _ in rows}) == len(tokens)
        assert {file for _, file in rows} <= second.files().keys()


def break_off(demo: Demo, token: str, data: bytes) -> None:
    """Send half of a workbook, then nothing."""
    connection = http.client.HTTPConnection("127.0.0.1", demo.port)
    connection.putrequest("PUT", "/api/v1/reports/111-10")
    headers = {"Authorization": f"Bearer {token}", "Content-Type": WORKBOOK, "Content-Digest": content_digest(data)}
    for name, value in (headers | {"Content-Length": str(len(data))}).items():
        connection.putheader(name, value)
    connection.endheaders(data[: len(data) // 2])
    connection.close()
