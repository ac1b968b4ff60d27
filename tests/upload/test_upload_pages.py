"""What the pages on uploading show is so: the counsellors' page walked, the plug-in of the engineers' page put in."""

import re
import sys
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from documented import run_shown
from scripted_portal import STATUS, TOKEN, Act, ScriptedPortal
from upload_doubles import IMPATIENT

from cgs_validate import upload
from cgs_validate.checking.messages import catalog
from cgs_validate.upload import UploadError

DOCS = Path(__file__).parents[2] / "docs"
PAGE, PLUGINS = ((DOCS / name).read_text("utf-8") for name in ("upload.zh.md", "upload-plugins.md"))


def test_the_counsellors_page(tmp_path: Path, right: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CGS_TOKEN", TOKEN)
    (tmp_path / "十月.xlsx").write_bytes(right)
    for block in re.findall(r"^```console\n(.*?)^```", PAGE, re.M | re.S):
        with ScriptedPortal() as portal:
            run_shown(block.replace("https://cgs.example.edu.tw", portal.url), tmp_path)


def test_the_sentences_on_the_page_are_those_of_the_program() -> None:
    words = catalog("zh-TW").sentences["upload"]
    known = [words["uncertain"], *words["screen"].values(), *(error["message"] for error in words["errors"].values())]
    table = PAGE.partition("## 看到這些句子時")[2].partition("##")[0]
    shown = [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("|")][2:]
    shown += [line.strip() for line in PAGE.splitlines() if re.match(" {4}.*。$", line)]
    assert len(shown) > 10
    assert not [sentence for sentence in shown if not any(begins(whole, sentence) for whole in known)]


def begins(sentence: str, shown: str) -> bool:
    """Whether a sentence of the catalog begins with the shown one, whatever its parameters are."""
    return sentence.startswith(shown) or bool(re.match(re.sub(r"\\{\w+\\}", ".*", re.escape(sentence)), shown))


def test_every_code_is_on_the_engineers_page() -> None:
    table = PLUGINS.partition("## 代碼")[2]
    assert set(re.findall(r"`(\w+)`", table)) == set(catalog("en").sentences["upload"]["errors"])


@pytest.fixture
def plugged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plug-in of the page, installed as ``pip`` does it."""
    (code,) = re.findall(r"^```python\n(.*?)^```", PLUGINS.partition("## 規則")[0], re.M | re.S)
    (named,) = re.findall(r"^```toml\n(.*?)^```", PLUGINS, re.M | re.S)
    group, name, value = re.fullmatch(r'\[project\.entry-points\."(.*)"\]\n(\w+) = "(.*)"\n', named).groups()  # type: ignore
    (tmp_path / "county_portal.py").write_text(code, "utf-8")
    (tmp_path / "broken_portal.py").write_text("raise RuntimeError('of its own')", "utf-8")
    info = tmp_path / "county_portal-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: county-portal\nVersion: 1\n")
    (info / "entry_points.txt").write_text(f"[{group}]\n{name} = {value}\nbroken = broken_portal:Portal\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield
    sys.modules.pop("county_portal", None)


WHOAMI = Act(status=200, type="application/json", body={"school": STATUS["unit"], "stage": "junior", "month": "111-10"})


def receipt(digest: str) -> Act:
    body = {"number": "7", "month": "111-10", "sha256": digest, "rows": {}, "time": "2022-11-05T09:00:00+08:00"}
    return Act(status=200, type="application/json", body=body)


@pytest.mark.usefixtures("plugged")
def test_a_portal_of_another_kind(right: bytes) -> None:
    digest = sha256(right).hexdigest()
    with ScriptedPortal(Act(status=502), receipt(digest), status=WHOAMI) as portal:
        outcome = upload.send(right, f"county+{portal.url}", "111-10", token=TOKEN, network=IMPATIENT)
    assert outcome.receipt
    assert (outcome.receipt.number, outcome.receipt.sha256) == ("7", digest)
    assert [request.target for request in portal.tries] == ["/upload?month=111-10"] * 2
    assert len({request.headers["x-request-id"] for request in portal.tries}) == 1
    assert portal.tries[1].body == right


@pytest.mark.usefixtures("plugged")
def test_a_portal_of_another_kind_is_not_believed_either(right: bytes) -> None:
    with ScriptedPortal(receipt("0" * 64), status=WHOAMI) as portal, pytest.raises(UploadError) as raised:
        upload.send(right, f"county+{portal.url}", "111-10", token=TOKEN)
    assert (raised.value.code, raised.value.uncertain) == ("other_digest", True)


@pytest.mark.usefixtures("plugged")
@pytest.mark.parametrize("changes", [{"number": None}, {"number": " "}, {"month": "odd"}, {"rows": None}, {"time": 3}])
def test_a_receipt_of_another_kind_that_is_none(right: bytes, changes: dict[str, Any]) -> None:
    answer = receipt(sha256(right).hexdigest())
    answer = replace(answer, body={name: said for name, said in (answer.body | changes).items() if said is not None})
    with ScriptedPortal(answer, status=WHOAMI) as portal, pytest.raises(UploadError) as raised:
        upload.send(right, f"county+{portal.url}", "111-10", token=TOKEN)
    assert (raised.value.code, raised.value.uncertain) == ("answer_unreadable", True)
    assert raised.value.message
    assert raised.value.__context__ is None


@pytest.mark.usefixtures("plugged")
def test_a_status_of_another_kind_that_is_none() -> None:
    odd = replace(WHOAMI, body={"school": "x", "stage": "junior"})
    with ScriptedPortal(status=odd) as portal, pytest.raises(UploadError) as raised:
        upload.read_status(f"county+{portal.url}", token=TOKEN)
    assert (raised.value.code, raised.value.uncertain) == ("answer_unreadable", False)


@pytest.mark.usefixtures("plugged")
def test_texts_of_another_adapter_steer_no_terminal(right: bytes) -> None:
    whoami = replace(WHOAMI, body={"school": "測試\x1b[2J國中\n", "stage": "國中", "month": "111-10"})
    answer = receipt(sha256(right).hexdigest())
    answer = replace(answer, body={**answer.body, "number": "7\x1b[2J", "rows": {"a\x1b": 1, "b": "x"}})
    with ScriptedPortal(answer, status=whoami) as portal:
        address = f"county+{portal.url}"
        status = upload.read_status(address, token=TOKEN)
        got = upload.send(right, address, "111-10", token=TOKEN).receipt
    assert (status.unit, status.stage) == ("測試\ufffd[2J國中", None)
    assert got
    assert (got.number, got.rows) == ("7\ufffd[2J", {"a\ufffd": 1})


@pytest.mark.usefixtures("plugged")
def test_the_progress_callback_stops_another_adapter_too(right: bytes) -> None:
    def stop(progress: upload.Progress) -> None:
        if progress.step == "send":
            raise LookupError

    with ScriptedPortal(status=WHOAMI) as portal, pytest.raises(LookupError):
        upload.send(right, f"county+{portal.url}", "111-10", token=TOKEN, progress=stop)


@pytest.mark.usefixtures("plugged")
def test_a_redirect_after_a_workbook_may_mean_that_it_is_stored(right: bytes) -> None:
    seen = Act(status=303, headers={"Location": "/receipts/7"})
    with ScriptedPortal(seen, status=WHOAMI) as portal, pytest.raises(UploadError) as raised:
        upload.send(right, f"county+{portal.url}", "111-10", token=TOKEN)
    assert (raised.value.code, raised.value.uncertain) == ("redirected", True)


@pytest.mark.usefixtures("plugged")
def test_a_function_that_another_adapter_lacks(right: bytes) -> None:
    declare = partial(upload.declare_no_cases, confirm=lambda *_: True, token=TOKEN, language="zh-TW")
    with ScriptedPortal(status=WHOAMI) as portal, pytest.raises(UploadError, match="示範縣請到網頁填報") as raised:
        declare(f"county+{portal.url}", "111-10")
    assert raised.value.code == "refused"
    assert not portal.tries


@pytest.mark.usefixtures("plugged")
@pytest.mark.parametrize(
    ("adapter", "code", "word"), [("broken", "adapter_broken", "RuntimeError"), ("odd", "unknown_adapter", "county")]
)
def test_an_adapter_that_cannot_be_loaded(adapter: str, code: str, word: str) -> None:
    with pytest.raises(UploadError) as raised:
        upload.read_status(f"{adapter}+https://cgs.example.edu.tw", token=TOKEN, language="en")
    assert raised.value.code == code
    assert word in f"{raised.value.message} {raised.value.hint}"
