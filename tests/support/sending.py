"""Requests of an upload program, sent through Django's test client."""

import base64
import hashlib
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Uploads:
    """Uploads by a client, with a digest and the headers that a test adds."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def put(self, data: bytes, month: str = "111-10", **headers: str | None) -> HttpResponse:
        """PUT a workbook; headers: as ``Idempotency_Key``, None leaves one out."""
        sent = {"Content-Digest": content_digest(data), "Content-Type": WORKBOOK}
        sent.update({name.replace("_", "-"): value for name, value in headers.items()})
        return self.client.put(
            f"/api/v1/reports/{month}",
            data,
            content_type=sent["Content-Type"],
            headers={name: value for name, value in sent.items() if value is not None},
        )

    def none(self, month: str = "111-10", query: str = "", **headers: str) -> HttpResponse:
        """Declare 無個案及服務."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.put(f"/api/v1/reports/{month}/none{query}", headers=sent)


def content_digest(data: bytes) -> str:
    """The header ``Content-Digest``, by RFC 9530."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(data).digest()).decode()}:"


def problem(response: HttpResponse) -> tuple[int, str]:
    """Return status and code of a problem, after a check of all its members."""
    assert response.headers["Content-Type"] == "application/problem+json"
    members = response.json()
    assert members["status"] == response.status_code
    assert members["type"].endswith(members["code"])
    assert members["title"]
    assert members["detail"]
    return response.status_code, members["code"]


def stored() -> list[Path]:
    """The files in the folder of workbooks."""
    return sorted(settings.PORTAL_FILES.iterdir()) if settings.PORTAL_FILES.is_dir() else []
