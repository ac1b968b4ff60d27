"""Reads a request: its sender, the workbook, its digest, the Idempotency-Key."""

import base64
import hashlib
import re

from django.http import HttpRequest
from ninja.security import HttpBearer

from cgs_validate.spec.months import Month, parse_month

from ..accounts.models import Account
from ..accounts.tokens import owner_of
from ..refusals import Refused
from ..reports.uploads import read_upload

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = (WORKBOOK, "application/octet-stream")
MONTH = r"^[0-9]{3}-(0[1-9]|1[0-2])$"
KEY = r"^[!-~]{1,255}$"
DIGEST = r"^sha-256=:[A-Za-z0-9+/]{43}=:$"


class PersonalTokens(HttpBearer):
    """``Authorization: Bearer`` with a personal token; each counts as a request of its account."""

    def authenticate(self, request: HttpRequest, token: str) -> Account | None:
        """Return the token's owner."""
        account = owner_of(token)
        if account:
            request.share.of_account(account)
        return account


def month_in(text: str) -> Month:
    """Return the month of an address."""
    month = parse_month(text) if re.fullmatch(MONTH, text) else None
    if month is None:
        raise Refused("not_found")
    return month


def key_of(request: HttpRequest) -> str | None:
    """Return the Idempotency-Key, None where there is none."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not re.fullmatch(KEY, key):
        raise Refused("key_unusable")
    return key


def workbook_in(request: HttpRequest) -> bytes:
    """Return the body, which must match its digest."""
    if request.content_type not in MEDIA_TYPES or "Content-Encoding" in request.headers:
        raise Refused("unsupported_media_type")
    digest = _digest_of(request)
    data = read_upload(request)
    if hashlib.sha256(data).digest() != digest:
        raise Refused("digest_mismatch")
    return data


def _digest_of(request: HttpRequest) -> bytes:
    """Return the SHA-256 among the digests of ``Content-Digest`` (RFC 9530)."""
    for member in request.headers.get("Content-Digest", "").split(","):
        if re.fullmatch(DIGEST, member.strip()):
            return base64.b64decode(member.strip().removeprefix("sha-256=:").removesuffix(":"))
    raise Refused("digest_missing")
