"""What tests in several folders share."""

from collections.abc import Iterator

import keyring
import pytest
from hypothesis import settings
from upload_doubles import MemoryKeyring

# A failure shows again in each run; ``pytest --hypothesis-profile default`` looks for new ones. A busy machine is slow.
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")


@pytest.fixture(autouse=True)
def _no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CGS_TOKEN", raising=False)


@pytest.fixture
def memory_keyring() -> Iterator[MemoryKeyring]:
    before = keyring.get_keyring()
    keyring.set_keyring(backend := MemoryKeyring())
    yield backend
    keyring.set_keyring(before)
