"""However the network fails: stored once at most, and the client never claims what the portal did not confirm."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml
from scripted_portal import TOKEN, Act, ScriptedPortal
from upload_doubles import IMPATIENT

from cgs_validate import upload
from cgs_validate.upload import Progress, UploadError

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "upload" / "faults.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_an_upload_ends_as_expected(case: dict[str, Any], right: bytes) -> None:
    steps: list[Progress] = []
    silent = any(act.get("end") == "silence" for act in case["acts"])
    network = replace(IMPATIENT, read=1) if silent else IMPATIENT
    with ScriptedPortal(*(Act(**act) for act in case["acts"])) as portal:
        try:
            outcome = upload.send(right, portal.url, "111-10", token=TOKEN, network=network, progress=steps.append)
        except UploadError as error:
            end, uncertain = error.code, error.uncertain
            assert error.message
            assert "{" not in f"{error.message}{error.hint}"
        else:
            assert outcome.receipt
            assert outcome.receipt.sha256 == portal.reports["111-10"] == sha256(right).hexdigest()
            end, uncertain = "receipt", False
    assert end == case["ends"]
    assert uncertain == case.get("uncertain", False)
    assert portal.stored == case["stored"]
    tries = portal.tries
    assert len(tries) == case["tries"]
    assert len({request.headers["idempotency-key"] for request in tries}) == 1
    assert len({request.headers["content-digest"] for request in tries}) == 1
    assert all(right.startswith(request.body) for request in tries)
    again = [progress for progress in steps if progress.step == "again"]
    assert len(again) == len(tries) - 1
