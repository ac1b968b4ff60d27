"""The manifest by which Excel knows the pane: all it names is there, and no text is longer than Excel takes."""

import os
import struct
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

SERVER = "https://cgs.example.edu.tw"
ADDIN = Path(__file__).parents[2] / "addin"  # the build is the checkout's
LONGEST = {"ShortStrings": 125, "LongStrings": 250}
BUILD = f"""
import sys
from pathlib import Path
from cgs_validate_pane.build import icons, pane
out = Path(sys.argv[1])
(out / "manifest.xml").write_bytes(pane.manifest("{SERVER}/"))
for size in icons.SIZES:
    (out / f"icon-{{size}}.png").write_bytes(icons.png(size))
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("pane")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ADDIN), os.environ.get("PYTHONPATH", "")])}
    subprocess.run([sys.executable, "-c", BUILD, out], check=True, env=environment)
    return out


@pytest.fixture(scope="module")
def manifest(built: Path) -> ElementTree.Element:
    return ElementTree.fromstring((built / "manifest.xml").read_bytes())


def test_what_the_manifest_names_is_there(manifest: ElementTree.Element, built: Path) -> None:
    named = {name for element in manifest.iter() if (name := element.get("resid"))}
    assert named <= {element.get("id") for element in manifest.iter()}
    assert all(len(name) <= 32 for name in named)
    values = [element.get("DefaultValue", "") for element in manifest.iter()]
    addresses = {value.removeprefix(f"{SERVER}/pane/") for value in values if "://" in value}
    assert addresses <= {"", *(path.name for path in built.glob("*.png"))}
    for kind, longest in LONGEST.items():
        (texts,) = (element for element in manifest.iter() if element.tag.endswith(kind))
        assert all(0 < len(text.get("DefaultValue", "")) <= longest for text in texts)


def test_versions(manifest: ElementTree.Element) -> None:
    (version,) = (element.text or "" for element in manifest if element.tag.endswith("}Version"))
    assert [part.isdecimal() for part in version.split(".")] == [True] * 4
    (least,) = (element.get("MinVersion") for element in manifest.iter() if element.tag.endswith("}Set"))
    assert f'LEAST = "{least}"' in (ADDIN / "cgs_validate_pane" / "pane" / "pane.js").read_text("utf-8")


def test_icons_are_as_large_as_their_names_say(built: Path) -> None:
    for path in built.glob("*.png"):
        width, height = struct.unpack(">II", path.read_bytes()[16:24])
        assert path.name == f"icon-{width}.png"
        assert width == height
