"""Any response of a portal is a receipt, a status, a report, or an error with its sentences."""

import json
from functools import cache, partial
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from upload_doubles import refusal

from cgs_validate import validate
from cgs_validate.errors import errors_in
from cgs_validate.spec.months import Month
from cgs_validate.upload import Receipt, Refusal, Response, Status, UploadError
from cgs_validate.upload.api_v1 import ApiV1
from cgs_validate.upload.portal_report import read_report

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)
TIMES = ["2022-11-05T09:00:00+08:00", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "2022-11-05T09:00:00"]
MONTHS = st.sampled_from(["111-10", "111-09", "111-13"])


def almost(right: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """An object with these entries, each now and then another; and sometimes only some of them."""
    usual = {name: value if isinstance(value, st.SearchStrategy) else st.just(value) for name, value in right.items()}
    odd = st.fixed_dictionaries({}, optional={name: value | JSON for name, value in usual.items()})
    return odd | st.builds(lambda whole, part: whole | part, st.fixed_dictionaries(usual), odd)


STATUS = almost(
    {
        "unit": "測試國中",
        "stage": "junior",
        "current_month": MONTHS,
        "open": st.lists(MONTHS),
        "overdue": st.lists(MONTHS),
        "deadline": st.sampled_from(TIMES),
    }
)
RECEIPT = almost(
    {
        "receipt": "R1",
        "month": MONTHS,
        "sha256": "0" * 64,
        "spec": "cgs/111",
        "rows": {"cases": 3},
        "received_at": st.sampled_from(TIMES),
    }
)
REPORT = almost({**refusal(), "findings": st.lists(almost(refusal()["findings"][0]), max_size=2)})
PROBLEM = almost(
    {
        "code": st.sampled_from(["overdue_first", "needs_confirmation", "in_progress", "odd"]),
        "title": st.text(max_size=20),
        "detail": st.text(),
        "overdue": st.lists(MONTHS | st.text(), max_size=3),
        "rows": st.dictionaries(st.text(), st.integers()),
    }
)
ANSWERS = st.builds(
    Response,
    status=st.sampled_from([200, 201, 204, 400, 401, 404, 409, 413, 422, 429, 500, 503]),
    media_type=st.sampled_from(["application/json", "application/problem+json", "text/html", ""]),
    body=(STATUS | RECEIPT | REPORT | PROBLEM | JSON).map(lambda said: json.dumps(said).encode())
    | st.binary(max_size=9),
    uncertain=st.booleans(),
)

checked = cache(validate)


class Answering:
    """In the place of a connection: one answer."""

    def __init__(self, answer: Response) -> None:
        self.answer = answer

    def request(self, *_: Any, **__: Any) -> Response:
        return self.answer


@settings(deadline=None)
@given(ANSWERS)
def test_answers(right: bytes, answer: Response) -> None:
    portal = ApiV1(Answering(answer))  # type: ignore[arg-type]
    month, report = Month(111, 10), checked(right)
    declare = partial(portal.declare_no_cases, month, confirmed=True)
    for ask in (portal.status, partial(portal.send, month, right), declare):
        try:
            with errors_in("zh-TW"):
                got = ask()
                if isinstance(got, Refusal):
                    assert not read_report(got.report, report).ok
        except UploadError as error:
            assert error.message
            assert not set("\x00\x1b\n\u202e") & set(error.message)
            assert len(error.message) < 1_000
        else:
            assert isinstance(got, Receipt | Status | Refusal)
