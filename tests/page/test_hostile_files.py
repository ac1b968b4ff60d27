"""The engine of the page gives hostile files the verdicts of the command, in one process, and does not die of any."""

import json
import subprocess
from pathlib import Path

import pytest
from hostile_corpus import CORPUS

from cgs_validate import ReadError, validate

pytestmark = [pytest.mark.program, pytest.mark.xdist_group("page")]

ENGINE = Path(__file__).parents[1] / "support" / "page_engine.mjs"
MOST_SECONDS, MOST_MEGABYTES = 20, 512


def natively(path: Path) -> str:
    try:
        return validate(path, name="a.xlsx", language="zh-TW").verdict_code
    except ReadError as error:
        return error.code


def test_hostile_files(built: Path, tmp_path: Path) -> None:
    corpus = dict(list(CORPUS.items())[::2])  # the others are of the same kinds; this takes a minute
    paths = [tmp_path / f"{number}.xlsx" for number in range(len(corpus))]
    for path, one in zip(paths, corpus.values(), strict=True):
        path.write_bytes(one.make())
    done = subprocess.run(["node", ENGINE, built / "check", *paths], capture_output=True, text=True, check=False)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(paths), done.stderr[-2_000:]
    wrong = {
        name: (answer["code"], native)
        for (name, one), answer, native in zip(corpus.items(), answers, map(natively, paths), strict=True)
        if answer["code"] != native and not {answer["code"], native} <= one.verdicts  # another Python may see it first
    }
    assert wrong == {}
    assert [one for one in answers if one["seconds"] > MOST_SECONDS or one["megabytes"] > MOST_MEGABYTES] == []
