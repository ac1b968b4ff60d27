"""Every file of the hostile corpus gets its verdict in 10 s and 512 MB, kills nothing, and leaves nothing behind."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hostile_corpus import ANY, BENIGN, CORPUS

PARTS = 12
MOST_SECONDS, MOST_MEGABYTES = 10, 512

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="each file is checked in a forked process")


@pytest.mark.parametrize("part", range(PARTS))
def test_every_file_gets_its_verdict(part: int) -> None:
    script = Path(__file__).parents[1] / "support" / "hostile_run.py"
    run = subprocess.run(
        [sys.executable, script, str(part), str(PARTS)], capture_output=True, text=True, timeout=600, check=False
    )
    results = [json.loads(line) for line in run.stdout.splitlines()]
    assert [one["name"] for one in results] == list(CORPUS)[part::PARTS], run.stderr
    wrong = [one for one in results if one["status"] or one["left"] or not is_expected(one["name"], one["verdict"])]
    assert wrong == []
    assert [one for one in results if one["seconds"] > MOST_SECONDS or one["megabytes"] > MOST_MEGABYTES] == []


def is_expected(name: str, verdict: str) -> bool:
    expected = CORPUS[name].verdicts
    return verdict in expected or (ANY in expected and verdict.replace("_", "").isalpha())


def test_the_corpus_is_large_and_both_sides_of_it() -> None:
    benign = [name for name, case in CORPUS.items() if BENIGN in case.verdicts]
    assert len(CORPUS) - len(benign) >= 300
    assert len(benign) >= 150
