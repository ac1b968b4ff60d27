"""What the tests of uploading share."""

import pytest
from workbooks import workbook


@pytest.fixture(scope="session")
def right() -> bytes:
    """A workbook of 111-10 without errors."""
    return workbook()
