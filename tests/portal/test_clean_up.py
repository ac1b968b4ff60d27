"""The daily command: what a crash has left behind goes, what is referred to stays."""

import os
from collections.abc import Callable

from django.core.management import call_command
from sending import Uploads, stored

from examples.portal.reports import files
from examples.portal.reports.models import KeyedRequest

OLD = 0.0  # seconds since 1970


def test_orphans_go_after_an_hour(uploads: Uploads, clean: bytes) -> None:
    uploads.put(clean)
    [kept] = stored()
    orphan, new = files.path_of(files.store(b"orphan")), files.path_of(files.store(b"new"))
    unfinished = kept.with_name(f".{kept.name}.tmp")
    unfinished.write_bytes(b"PK")
    for path in (kept, orphan, unfinished):
        os.utime(path, (OLD, OLD))

    call_command("clean_up", verbosity=0)
    assert stored() == sorted([kept, new])


def test_requests_are_forgotten_after_a_week(uploads: Uploads, clean: bytes, at: Callable[[str], None]) -> None:
    uploads.put(clean, Idempotency_Key="k1")
    at("2022-11-09 12:00")
    call_command("clean_up")
    assert KeyedRequest.objects.count() == 1
    at("2022-11-13 12:00")
    call_command("clean_up")
    assert KeyedRequest.objects.count() == 0
