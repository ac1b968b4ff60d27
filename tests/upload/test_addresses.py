"""What is taken for a portal's address; https only, but on this machine."""

from pathlib import Path

import pytest
import yaml

from cgs_validate.upload import UploadError
from cgs_validate.upload.address import parse_address

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "upload" / "addresses.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", [pytest.param(case, id=case["typed"]) for case in CASES])
def test_addresses(case: dict[str, str]) -> None:
    try:
        address = parse_address(case["typed"])
    except UploadError as error:
        assert error.code == case.get("error")
    else:
        assert "error" not in case
        assert address.url == case["url"]
        assert address.way == case.get("way", "v1")
        assert parse_address(str(address)) == address
