"""The locks in requirements/: each holds all that is declared, by its hash, and names no place to fetch it from."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LIBRARY = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PORTAL = tomllib.loads((ROOT / "examples" / "portal" / "pyproject.toml").read_text("utf-8"))
GROUPS = LIBRARY["dependency-groups"]
EXTRAS = LIBRARY["project"]["optional-dependencies"]
NEEDED = LIBRARY["project"]["dependencies"]
NEEDED_BY_PORTAL = [*NEEDED, *PORTAL["project"]["dependencies"]]
DECLARED = {
    "ci": [
        *NEEDED_BY_PORTAL,
        *EXTRAS["upload"],
        *(line for name in ("lint", "test", "types") for line in GROUPS[name]),
    ],
    "library": NEEDED,
    "portable": [*NEEDED, *EXTRAS["excel"], *EXTRAS["upload"]],
    "portal": NEEDED_BY_PORTAL,
    "tools": [*NEEDED, *GROUPS["tools"]],
}
PIN = re.compile(r"([a-z0-9.-]+)==([^ ]+)(?: ; .+)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)")
COMMENT = re.compile(r" *#.*\n|\n")
INSTALLED_BY = [*sorted(ROOT.glob(".github/workflows/*.yml")), ROOT / "examples" / "portal" / "Dockerfile"]


def text_of(lock: str) -> str:
    return (ROOT / "requirements" / f"{lock}.txt").read_text("utf-8")


def pins_of(lock: str) -> set[tuple[str, str]]:
    return {(name, version) for name, version, _ in PIN.findall(text_of(lock))}


@pytest.mark.parametrize("lock", DECLARED)
def test_it_is_pins_with_hashes_and_no_address(lock: str) -> None:
    assert COMMENT.sub("", PIN.sub("", text_of(lock))) == ""
    assert "/" not in re.sub(r"requirements/\w+\.txt|examples/portal/pyproject\.toml", "", text_of(lock))


@pytest.mark.parametrize(
    ("lock", "line"), [(lock, line) for lock, lines in DECLARED.items() for line in lines if line != "cgs-validate"]
)
def test_it_holds_what_is_declared(lock: str, line: str) -> None:
    declared = Requirement(line)
    versions = [version for name, version in pins_of(lock) if name == canonicalize_name(declared.name)]
    assert versions, "run: tox -e lock"
    assert list(declared.specifier.filter(versions, prereleases=True)) == versions, "run: tox -e lock"


@pytest.mark.parametrize("lock", ["library", "portable", "portal", "tools"])
def test_it_has_the_versions_that_are_tested(lock: str) -> None:
    tested = dict(pins_of("ci"))
    assert {(name, version) for name, version in pins_of(lock) if tested.get(name, version) != version} == set()


def test_there_are_no_others_and_one_command_writes_them() -> None:
    written = re.findall(r"-o requirements/(\w+)\.txt", (ROOT / "tox.ini").read_text("utf-8"))
    assert sorted(written) == sorted(DECLARED) == sorted(path.stem for path in (ROOT / "requirements").iterdir())


@pytest.mark.parametrize("path", INSTALLED_BY, ids=lambda path: path.name)
def test_nothing_from_outside_is_installed_without_its_hash(path: Path) -> None:
    commands = re.findall(r"\bpip .*\b(?:install|wheel) .*", path.read_text("utf-8"))
    assert commands
    assert [line for line in commands if "--require-hashes -r " not in line and "--no-deps " not in line] == []
