"""Fuzzing: files changed at random, in ways that get past the door; only ReadError and SpecError may come out.

    tox -e fuzz                                        ten minutes for each target
    cd tests && python -m fuzz --minutes 1 spec        one target, one minute
    tox -e fuzz -- --minutes 30 there_and_back         well-formed XML of another sense, marked and unmarked

``targets`` says what is tried and what must hold, ``seeds`` what it begins with, ``mutations`` how it is changed.
``by_atheris`` lets coverage guide the changes, ``by_chance`` is for where atheris does not install; ``test_fuzz`` runs
a bounded number of examples among the ordinary tests.
"""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "support"))  # as pytest has it
