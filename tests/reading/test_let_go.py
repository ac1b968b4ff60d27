"""A workbook that was read goes when it is no longer used; else each file would stay until the collector comes by."""

import gc
import weakref

from cgs_validate.reading.workbook import open_workbook
from cgs_validate.spec.library import load_spec
from cgs_validate.templates.workbook import build_template


def test_a_workbook_that_is_no_longer_used_is_gone_at_once() -> None:
    opened = open_workbook(build_template(load_spec("cgs/111")))
    workbook = weakref.ref(opened.read(opened.workbook))
    gc.disable()
    try:
        del opened
        assert workbook() is None
    finally:
        gc.enable()
