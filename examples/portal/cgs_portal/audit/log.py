"""Writes the log, and verifies that it was not changed.

    from ..audit.log import note
    from ..audit.models import Deed

    with transaction.atomic():
        ...  # the deed itself
        note(Deed.UPLOAD_ACCEPTED, account, month=str(month), sha256=sha256, spec=spec)

An entry holds codes, numbers, months and digests, never a text that a person typed: see ``_DETAILS`` and ``_SAFE``.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from .. import clock
from ..accounts.models import Account, Unit
from .models import Deed, Entry, Head

NOTHING = "0" * 64  # the digest before the first entry

_DETAILS = {  # the details that an entry may hold, by deed
    Deed.TOKEN_MADE: {"token"},
    Deed.TOKEN_REVOKED: {"token"},
    Deed.UNLOCKED: {"whose"},
    Deed.RENEWAL_ASKED: {"whose"},
    Deed.RENEWAL_REJECTED: {"whose"},
    Deed.RENEWED: {"whose"},
    Deed.ACCOUNT_MADE: {"whose"},
    Deed.UPLOAD_ACCEPTED: {"month", "sha256", "spec", "receipt", "replaced"},
    Deed.UPLOAD_REFUSED: {"month", "sha256", "codes"},
    Deed.NONE_DECLARED: {"month", "receipt", "replaced"},
    Deed.CORRECTION_ASKED: {"month"},
    Deed.CORRECTION_OPENED: {"month"},
    Deed.DATA_DOWNLOADED: {"month", "sha256", "kind"},
}
_SAFE = re.compile(r"[A-Za-z0-9_./:-]{0,80}")  # no name, no address of a person, no sentence


@transaction.atomic
def note(deed: Deed, account: Account | None, *, unit: Unit | None = None, **details: Any) -> None:
    """Log a deed, as the last step of the transaction that does it: either both happen or neither.

    account: who did it; unit: the unit whose data it is about, the account's own by default; details: codes,
    numbers, months and digests, or lists and dicts of them, by the names in ``_DETAILS``. Raises ValueError for others.
    """
    if not _DETAILS.get(deed, set()).issuperset(details) or not all(map(_is_safe, details.values())):
        raise ValueError(f"not for the log: {deed} with {sorted(details)}")  # the names; the values may be a person's
    about = unit or (account.unit if account else None)
    head = Head.objects.select_for_update().get()
    entry = Entry(
        number=head.number + 1,
        at=clock.now().isoformat(timespec="microseconds"),
        deed=deed.value,
        account=account.pk if account else None,
        unit=about.code if about else "",
        details=json.dumps(details, sort_keys=True),
        previous=head.digest,
    )
    entry.digest = digest_of(entry)
    entry.save(force_insert=True)
    Head.objects.update(number=entry.number, digest=entry.digest)


@dataclass(frozen=True)
class Fault:
    """An entry that is not as it was written: ``changed``, ``missing``, ``moved``, or ``end`` for the log's end."""

    number: int
    code: str


def faults(known: dict[int, str] | None = None) -> Iterator[Fault]:
    """Yield the entries that were changed, removed, inserted or moved.

    known: digests by number that were saved elsewhere, the only help against a chain that was rewritten as a whole.
    """
    begun = Head.objects.first()
    expected = {begun.number: begun.digest, **(known or {})} if begun and begun.number else dict(known or {})
    number, digest = 0, NOTHING
    for entry in Entry.objects.order_by("number").iterator():  # while others go on writing
        if entry.number != number + 1:
            yield Fault(number + 1, "missing")
        elif entry.previous != digest:
            yield Fault(entry.number, "moved")
        if not expected.pop(entry.number, entry.digest) == entry.digest == digest_of(entry):
            yield Fault(entry.number, "changed")
        number, digest = entry.number, entry.digest
    yield from (Fault(gone, "missing") for gone in sorted(expected))
    head = Head.objects.first()
    if head is None or number > head.number or (number == head.number and digest != head.digest):
        yield Fault(number, "end")


def digest_of(entry: Entry) -> str:
    """Compute the digest of an entry."""
    hashed = [entry.number, entry.at, entry.deed, entry.account, entry.unit, entry.details, entry.previous]
    return hashlib.sha256(json.dumps(hashed, default=repr).encode()).hexdigest()


def _is_safe(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_is_safe, [*value, *value.values()]))
    if isinstance(value, list):
        return all(map(_is_safe, value))
    return value is None or isinstance(value, int) or (isinstance(value, str) and bool(_SAFE.fullmatch(value)))
