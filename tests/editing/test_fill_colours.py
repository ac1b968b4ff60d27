"""The colours of fills: a tint that is no number changes nothing."""

import pytest

from cgs_validate.editing.fill_colours import _tinted


@pytest.mark.parametrize(
    ("tint", "colour"), [("nan", "804020"), ("x", "804020"), ("", "804020"), ("1e999", "FFFFFF"), ("-9", "000000")]
)
def test_an_odd_tint(tint: str, colour: str) -> None:
    assert _tinted("804020", {"tint": tint}) == colour
