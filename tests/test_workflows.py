"""The files for the repository's host: they can be read, and speak of the same Pythons as tox and the package."""

import configparser
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml"))


def loaded(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def commands_of(steps: list[dict[str, Any]]) -> str:
    return "".join(step.get("run", "") + "\n" for step in steps)


@pytest.mark.parametrize(
    "path", [*ROOT.glob(".github/**/*.yml"), ROOT / ".pre-commit-config.yaml"], ids=lambda p: p.name
)
def test_it_is_yaml(path: Path) -> None:
    assert isinstance(loaded(path), dict)


def test_every_supported_python_is_tested_on_three_systems() -> None:
    matrix = loaded(ROOT / ".github" / "workflows" / "tests.yml")["jobs"]["tests"]["strategy"]["matrix"]
    tox = configparser.ConfigParser()
    tox.read(ROOT / "tox.ini", encoding="utf-8")
    environments = re.findall(r"py3([0-9]+)", tox["tox"]["env_list"])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    prefix = "Programming Language :: Python :: "
    classified = [line.removeprefix(prefix) for line in project["classifiers"] if line.startswith(prefix)]
    assert matrix["python"] == [f"3.{minor}" for minor in environments] == classified
    assert {system.partition("-")[0] for system in matrix["os"]} == {"ubuntu", "windows", "macos"}


def test_environments_that_run_once_are_those_of_tox() -> None:
    steps = loaded(ROOT / ".github" / "workflows" / "tests.yml")["jobs"]["once"]["steps"]
    once = ",".join(re.findall(r"tox run .*-e ([a-z,-]+)\n", commands_of(steps))).split(",")
    tox = configparser.ConfigParser()
    tox.read(ROOT / "tox.ini", encoding="utf-8")
    listed = re.split(r",\s*", tox["tox"]["env_list"])
    assert sorted(once) == sorted(name for name in listed if not name.startswith("py"))


def test_a_release_has_bills_of_materials() -> None:
    steps = loaded(ROOT / ".github" / "workflows" / "release.yml")["jobs"]["build"]["steps"]
    attested = next(step for step in steps if step.get("with", {}).get("subject-path") == "dist/*")
    before = commands_of(steps[: steps.index(attested)])
    assert re.findall(r"-o dist/(\S+)\.cdx\.json", before) == ["cgs-validate", "cgs-portal"]
    assert re.search(r"gh release create .* dist/\* ", commands_of(steps[steps.index(attested) :]))


def test_a_release_has_the_portable_folder_from_its_own_wheel() -> None:
    steps = loaded(ROOT / ".github" / "workflows" / "release.yml")["jobs"]["build"]["steps"]
    attested = next(step for step in steps if step.get("with", {}).get("subject-path") == "dist/*")
    before = commands_of(steps[: steps.index(attested)])
    assert "build_portable.py dist --wheel dist/*.whl\n" in before
    assert before.index("-m build ") < before.index("build_portable.py")


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_every_issue_form_warns_of_pupils_data(path: Path) -> None:
    fields = loaded(path)["body"]
    assert fields[0]["type"] == "markdown"
    assert re.search("請不要附上(學生的資料|填好的報表)", fields[0]["attributes"]["value"])
    assert fields[-1]["attributes"]["options"][0]["required"] is True
