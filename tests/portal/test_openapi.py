"""The OpenAPI document is true: requests that follow it or break it get the described answers, never a server error."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from sending import WORKBOOK, content_digest

from cgs_portal.accounts.models import Account
from cgs_portal.accounts.tokens import make_token

EXAMPLES = Path(__file__).parents[2] / "examples"
WORKBOOKS = [path.read_bytes() for path in sorted(EXAMPLES.glob("cgs-111*.xlsx"))]

schemathesis.serializer.alias(WORKBOOK, "application/octet-stream")
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
bounded = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Requests see what the test has written: as by Django's own client, the connection stays open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def token(teacher: Account) -> dict[str, str]:
    return {"Authorization": f"Bearer {make_token(teacher, 'test')}"}


@schema.exclude(operation_id="upload").parametrize()
@bounded
def test_answers_are_as_described(case: Case, token: dict[str, str]) -> None:
    case.call_and_validate(headers=token)


@schema.include(operation_id="upload").parametrize()
@bounded
def test_answers_to_uploads_are_as_described(case: Case, token: dict[str, str]) -> None:
    """That a digest is the body's cannot be described."""
    case.call_and_validate(headers=token, excluded_checks=[positive_data_acceptance])


@schema.include(operation_id="upload").parametrize()
@schema.given(body=st.sampled_from(WORKBOOKS) | st.binary())
@bounded
def test_answers_to_whole_uploads_are_as_described(case: Case, token: dict[str, str], body: bytes) -> None:
    """A month that is open, a body with its digest: a receipt, a report or a problem."""
    case.path_parameters["month"] = "111-10"
    case.body, case.media_type = body, WORKBOOK
    headers = {**token, "Content-Digest": content_digest(body), "Content-Type": WORKBOOK}
    case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance, negative_data_rejection])
