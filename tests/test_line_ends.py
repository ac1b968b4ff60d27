"""Line ends do not matter: a checkout with CRLF loads the same specs, and the repository asks for LF."""

import shutil
from pathlib import Path

from cgs_validate.spec.library import load_file, packaged_folder

ROOT = Path(__file__).parent.parent


def test_specs_with_crlf_have_the_same_digests(tmp_path: Path) -> None:
    folder = packaged_folder() / "cgs"
    copy = tmp_path / "cgs"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("*.json"))
    for path in copy.glob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    numbers = sorted(path.name for path in copy.glob("[0-9][0-9][0-9].yaml"))
    assert numbers[0] == "108.yaml"
    for name in numbers:
        assert load_file(copy / name) == load_file(folder / name)
        assert load_file(copy / name).digest == load_file(folder / name).digest


def test_the_repository_asks_for_lf() -> None:
    assert "* text=auto eol=lf" in (ROOT / ".gitattributes").read_text("utf-8").splitlines()
