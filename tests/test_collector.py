"""Checking and marking leave the host's garbage to the collector of cycles."""

import gc
import io
import weakref

from workbooks import case, workbook

from cgs_validate import mark, validate


class Cycle:
    """Garbage that only the collector of cycles takes away."""

    def __init__(self) -> None:
        self.itself = self


def test_garbage_of_the_host_is_collected() -> None:
    data = workbook([case(D=99)])
    made = []
    for _ in range(200):
        made.append(weakref.ref(Cycle()))
        mark(data, validate(data), io.BytesIO())
    assert gc.isenabled()
    assert sum(one() is not None for one in made) < 100
