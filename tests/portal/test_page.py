"""The page without installation, where the portal has been given one."""

from pathlib import Path
from typing import Any

import pytest
from browsing import Browser
from django.test import Client

PROGRAM = b"\0asm"


@pytest.fixture
def page(settings: Any, tmp_path: Path) -> Client:
    (tmp_path / "check" / "parts").mkdir(parents=True)
    (tmp_path / "check" / "index.html").write_text("輔導報表檢核", "utf-8")
    (tmp_path / "check" / "parts" / "0123456789abcdef.pyodide.asm.wasm").write_bytes(PROGRAM)
    (tmp_path / "pane").mkdir()
    (tmp_path / "pane" / "index.html").write_text("窗格", "utf-8")
    settings.WHITENOISE_ROOT = settings.PORTAL_PAGE = str(tmp_path)
    return Client()


def test_it_is_served(page: Client) -> None:
    assert "輔導報表檢核" in b"".join(page.get("/check/")).decode()


def test_its_parts_never_change(page: Client) -> None:
    answer = page.get("/check/parts/0123456789abcdef.pyodide.asm.wasm")
    assert b"".join(answer) == PROGRAM
    assert answer.headers["Content-Type"] == "application/wasm"
    assert "immutable" in answer.headers["Cache-Control"]


def test_only_excel_on_the_web_may_frame_the_pane(page: Client) -> None:
    pane, check = page.get("/pane/"), page.get("/check/")
    assert "窗格" in b"".join(pane).decode()
    assert pane.headers["Content-Security-Policy"].startswith("frame-ancestors https://*.officeapps.live.com ")
    assert "X-Frame-Options" not in pane.headers
    assert b"".join(check)
    assert "Content-Security-Policy" not in check.headers


@pytest.mark.django_db
def test_who_logs_in_is_led_to_it(page: Client) -> None:
    assert "/check/" in Browser().page("/login/").links


@pytest.mark.django_db
def test_without_one_nothing_leads_to_it() -> None:
    assert "/check/" not in Browser().page("/login/").links
    assert Client().get("/check/").status_code == 404
