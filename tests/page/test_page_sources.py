"""What no policy of a browser can forbid, the page's scripts do not do."""

import re
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[2] / "addin" / "cgs_validate_page" / "page"
SCRIPTS = sorted(SOURCES.glob("*.js"))
LEADING_AWAY = (
    r"location|\bopen\(|\.submit\(|sendBeacon|XMLHttpRequest|WebSocket|EventSource|postMessage\([^)]*,[^)]*\*"
)
STORING = r"localStorage|sessionStorage|indexedDB|cookie|\bcaches\b"
OF_NEWER_SCRIPT = r"=>|\b(?:const|let|class|async|await)\b|`|\?\.|\?\?|\.\.\."
BEYOND = {"parts.js": {"fetch("}, "engine.js": {"fetch"}, "sw.js": {"location", "caches", "fetch"}}


def found(pattern: str, script: Path) -> list[str]:
    return re.findall(pattern, script.read_text("utf-8"))


@pytest.mark.parametrize("script", [one for one in SCRIPTS if one.name != "sw.js"], ids=lambda one: one.name)
def test_no_script_leads_away_or_stores(script: Path) -> None:
    assert found(f"{LEADING_AWAY}|{STORING}", script) == []


@pytest.mark.parametrize("script", [one for one in SCRIPTS if one.name not in BEYOND], ids=lambda one: one.name)
def test_no_other_script_fetches(script: Path) -> None:
    assert found(r"\bfetch\b|\bimport\(", script) == []


def test_all_links_are_to_what_is_saved() -> None:
    lines = [line.strip() for script in SCRIPTS for line in script.read_text("utf-8").splitlines() if "href =" in line]
    assert lines == ["link.href = URL.createObjectURL(new Blob([bytes]));"]


def test_old_browsers_understand_what_is_for_them() -> None:
    assert found(OF_NEWER_SCRIPT, SOURCES / "old_browser.js") == []
