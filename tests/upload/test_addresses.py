"""Which texts are a portal's address; https only, but on this machine."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cgs_validate.upload import Connection, Token, UploadError
from cgs_validate.upload.address import parse_address

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "upload" / "addresses.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", [pytest.param(case, id=case["typed"]) for case in CASES])
def test_addresses(case: dict[str, str]) -> None:
    try:
        address = parse_address(case["typed"])
        with Connection(address, Token("t")) as connection:
            assert connection.url == case["url"]
    except UploadError as error:
        assert error.code == case.get("error")
        assert error.params.get("address") == case.get("address")
    else:
        assert "error" not in case
        assert address.adapter == case.get("adapter", "v1")
        assert parse_address(str(address)) == address


@settings(deadline=None)  # the first one loads the system's certificates
@given(st.text() | st.from_regex(r"(https?://)?[a-z0-9.:@/\[\]\-一]{0,30}", fullmatch=True))
def test_any_typed_text(text: str) -> None:
    """An address can be connected to; it is https or on this machine, and without any secret."""
    try:
        address = parse_address(text)
        with Connection(address, Token("t")) as connection:
            assert connection.url.startswith("https://" if not address.loopback else "http")
            assert "@" not in connection.url
    except UploadError as error:
        assert error.code in ("wrong_address", "not_https", "no_scheme")
