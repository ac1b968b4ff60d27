"""Commands run as if somebody sat there."""

import pytest


def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let click's test runner say that its input is a terminal."""
    monkeypatch.setattr(
        "click.testing._NamedTextIOWrapper.isatty", lambda stream: "stdin" in stream.name, raising=False
    )
