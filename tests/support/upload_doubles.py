"""Doubles for the tests of uploading: time limits, a keyring, a portal's refusals."""

from typing import Any

from keyring.backend import KeyringBackend
from scripted_portal import Act
from workbooks import case, workbook

from cgs_validate import validate
from cgs_validate.upload import Network

IMPATIENT = Network(connect=5, read=10, write=5, total=30, pause=0.002, response_bytes=1_000_000)

DATA_THERE = Act(status=409, body={"code": "needs_confirmation", "needs_confirmation": True, "rows": {"cases": 3}})


class MemoryKeyring(KeyringBackend):
    """A keyring that holds passwords while a program runs."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.passwords: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.passwords.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.passwords[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.passwords[service, username]


def refusal(**changes: Any) -> dict[str, Any]:
    """A portal's report with a rule that the client does not know, and a sentence that steers terminals."""
    report = validate(workbook([case(D=None)]), month="111-10").to_dict("zh-TW")
    report["findings"][0].update({"message": "新的\x1b[31m規則。", "hint": "請改。", "code": "rule_of_tomorrow"})
    return {**report, **changes}
