"""The daily command: what a crash has left behind goes, what is referred to stays."""

import os
from collections.abc import Callable

import pytest
from django.core.management import call_command
from sending import Uploads, stored

from examples.portal.reports import files
from examples.portal.reports.models import KeyedRequest, Report

OLD = 0.0  # seconds since 1970


def test_orphans_go_after_an_hour(uploads: Uploads, clean: bytes) -> None:
    uploads.put(clean)
    [kept] = stored()
    orphan, new = files.path_of(files.store(b"orphan")), files.path_of(files.store(b"new"))
    unfinished = kept.with_name(f".{kept.name}.tmp")
    unfinished.write_bytes(b"PK")
    for path in (kept, orphan, unfinished):
        os.utime(path, (OLD, OLD))

    call_command("clean_up")
    assert stored() == sorted([kept, new])


def test_a_request_that_ends_before_it_is_entered_leaves_only_an_orphan(
    uploads: Uploads, clean: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("examples.portal.reports.receiving._enter", end)
        with pytest.raises(KeyboardInterrupt):
            uploads.put(clean, Idempotency_Key="k1")
    [orphan] = stored()
    assert not Report.objects.exists()

    assert uploads.put(clean, Idempotency_Key="k1").status_code == 201
    os.utime(orphan, (OLD, OLD))
    call_command("clean_up")
    assert [path.name for path in stored()] == [Report.objects.get().file]


def test_requests_are_forgotten_after_a_week(uploads: Uploads, clean: bytes, at: Callable[[str], None]) -> None:
    uploads.put(clean, Idempotency_Key="k1")
    at("2022-11-09 12:00")
    call_command("clean_up")
    assert KeyedRequest.objects.count() == 1
    at("2022-11-13 12:00")
    call_command("clean_up")
    assert KeyedRequest.objects.count() == 0
