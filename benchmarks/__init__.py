"""How fast, how large, and whether right: cgs-validate and its peers, on the same workbooks, in one run.

    tox -e bench                                     everything, in half an hour
    python -m benchmarks --only small start          some parts of it
    python -m benchmarks --picture docs/speed.svg    with the picture of the README

Figures are ratios, since bare seconds tell of the machine. Each contender runs in a process of its own.
"""

import os

os.environ.setdefault("OPENPYXL_LXML", "False")  # as pip installs openpyxl; the group of the tests has lxml, too
