"""What the tests of uploading share: a workbook, an impatient client, a keyring in memory."""

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from workbooks import workbook

from cgs_validate.upload import Network

IMPATIENT = Network(connect=5, read=10, write=5, total=30, pause=0.002, answer=1_000_000)


class MemoryKeyring(KeyringBackend):
    """A keyring that holds passwords while a test runs."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture(scope="session")
def right() -> bytes:
    """A workbook of 111-10 without errors."""
    return workbook()


@pytest.fixture
def memory_keyring() -> Iterator[MemoryKeyring]:
    before = keyring.get_keyring()
    keyring.set_keyring(backend := MemoryKeyring())
    yield backend
    keyring.set_keyring(before)
