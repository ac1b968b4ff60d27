"""Finds entries of the log that were changed, removed, inserted or moved."""

import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...log import faults
from ...models import Head

_HEAD = re.compile(r"([0-9]+) ([0-9a-f]{64})")
_SENTENCES = {
    "changed": "第 {number} 筆：內容被改過",
    "missing": "第 {number} 筆：不見了",
    "moved": "第 {number} 筆：和前一筆接不起來",
    "end": "最後一筆應該不是第 {number} 筆：結尾被刪除或增加過",
}


class Command(BaseCommand):
    """Exits with 1 where the log is not as it was written."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the option for the file of earlier ends."""
        parser.add_argument(
            "--heads",
            type=Path,
            metavar="FILE",
            help="checks the ends of the log that are noted in FILE, and adds today's; best stored on another machine",
        )

    def handle(self, *_: Any, heads: Path | None, **__: Any) -> None:
        """Verify the log and print its last digest."""
        written = heads.read_text("ascii") if heads and heads.exists() else ""
        known = {int(number): digest for number, digest in _HEAD.findall(written)}
        found = [_SENTENCES[fault.code].format(number=fault.number) for fault in faults(known)]
        if found:
            raise CommandError("\n".join(["稽核紀錄被動過：", *found]))
        head = Head.objects.get()
        end = f"{head.number} {head.digest}"
        if heads and head.number not in {0, *known}:
            with heads.open("a", encoding="ascii") as file:
                file.write(f"{end}\n")
        self.stdout.write(f"稽核紀錄完整，最後一筆：{end}")
