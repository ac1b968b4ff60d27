"""The hourly command: files that a crash has left behind go, those in use stay."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from sending import Uploads, stored

from cgs_portal.reports import files
from cgs_portal.reports.models import KeyedRequest, Report

OLD = 0.0  # seconds since 1970


def test_orphans_go_after_an_hour(uploads: Uploads, clean: bytes) -> None:
    uploads.put(clean)
    [in_use] = stored()
    orphan, new = files.path_of(files.store(b"orphan")), files.path_of(files.store(b"new"))
    unfinished = in_use.with_name(f".{in_use.name}.tmp")
    unfinished.write_bytes(b"PK")
    for path in (in_use, orphan, unfinished):
        os.utime(path, (OLD, OLD))

    call_command("clean_up")
    assert stored() == sorted([in_use, new])
    aside = files.path_of("x").parent.with_name("orphans")
    assert sorted(path.name for path in aside.iterdir()) == sorted([orphan.name, unfinished.name])
    call_command("clean_up")
    assert len(list(aside.iterdir())) == 2  # for a week
    for path in aside.iterdir():
        os.utime(path, (OLD, OLD))
    call_command("clean_up")
    assert list(aside.iterdir()) == []


def test_what_a_restored_database_names_comes_back(
    uploads: Uploads, clean: bytes, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    uploads.put(clean)
    backup = Report.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        uploads.none(query="?confirm=true")
    assert stored() == []
    call_command("clean_up")

    backup.save()
    call_command("clean_up")
    assert [path.read_bytes() for path in stored()] == [clean]
    assert stored()[0].name == backup.file


def test_with_another_database_nothing_is_deleted(uploads: Uploads, clean: bytes) -> None:
    uploads.put(clean)
    [in_use] = stored()
    os.utime(in_use, (OLD, OLD))
    Report.objects.all().delete()
    uploads.none()
    with pytest.raises(CommandError, match="資料庫"):
        call_command("clean_up")
    assert stored() == [in_use]


def test_a_file_that_another_deletes_meanwhile_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    files.store(b"x")
    stat = Path.stat

    def gone(path: Path, **options: bool) -> os.stat_result:
        if path.suffix == ".xlsx":
            raise FileNotFoundError(path)
        return stat(path, **options)

    monkeypatch.setattr(Path, "stat", gone)
    assert list(files.ages()) == []


def test_a_request_that_ends_before_it_is_entered_leaves_only_an_orphan(
    uploads: Uploads, clean: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("cgs_portal.reports.receiving._enter", end)
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
