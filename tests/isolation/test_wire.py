"""What a worker's answer may not hold."""

from typing import Any

import pytest

from cgs_validate import load_spec
from cgs_validate.isolation.wire import _codec, _Pools
from cgs_validate.spec.model import FieldSpec


@pytest.mark.parametrize(
    ("kind", "plain"),
    [
        (FieldSpec, [-1]),
        (FieldSpec, [True]),
        (FieldSpec | None, [-2]),
        (FieldSpec, [10_000]),
        (Any, "text"),
        (Any, {"a": 1}),
        (str, ["a", 1]),
    ],
)
def test_what_does_not_fit_the_type_is_refused(kind: Any, plain: Any) -> None:
    with pytest.raises((ValueError, IndexError)):
        _codec(kind).read(plain, _Pools(load_spec("cgs/111")))


def test_none_has_an_index_of_its_own_where_it_may_be() -> None:
    assert _codec(FieldSpec | None).read([-1], _Pools(load_spec("cgs/111"))) == [None]
