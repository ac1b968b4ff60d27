"""The colours that LibreOffice shows in an armed workbook are the engine's, but for classes of difference named there.

With LIVING_ROWS, LIVING_SEED and LIVING_SPEC in the environment more rows, others, or those of another form are drawn;
``python tests/support/living_run.py`` does so for all forms.
"""

import os
import random
from pathlib import Path

import pytest
from living_agreement import differences
from living_colours import colours
from living_rows import drawn

from cgs_validate import load_spec, validate
from cgs_validate.living.arm import armed
from cgs_validate.ooxml.container import Container
from cgs_validate.ooxml.limits import Limits

pytestmark = [pytest.mark.program, pytest.mark.xdist_group("living")]

ROWS, SEED = (int(os.environ.get(f"LIVING_{name}", usual)) for name, usual in (("ROWS", "60"), ("SEED", "7")))
SPEC = load_spec(os.environ.get("LIVING_SPEC", "cgs/111"))


def test_colours_are_those_of_the_engine(tmp_path: Path) -> None:
    data = drawn(SPEC, ROWS, random.Random(SEED)).data
    living, _ = armed(Container(data, Limits()), SPEC)
    shown = colours(living.data, tmp_path)
    assert differences(validate(living.data, SPEC), shown, ROWS) == []
    assert sum(map(len, shown)) > ROWS
