# -*- coding: utf-8 -*-
"""One command for a bare machine: nothing is needed but Python 3.11 or later.

    python3 examples/start.py          checks an example workbook, after installing cgs-validate into .venv
    python3 examples/start.py tests    runs all tests with tox

Nothing outside this folder is changed; an externally managed Python is fine.
"""

# Any Python from 2.7 can load this file, so that an old one gets a sentence. What follows is in first_run.py.
from __future__ import unicode_literals

import sys

OLD = "需要 Python 3.11 以上，這裡是 {0}；請到 https://www.python.org/downloads/ 下載新的，裝好以後再執行一次。\n"
OLD_IN_ENGLISH = (
    "Python 3.11 or later is needed, this is {0}: please install it from https://www.python.org/downloads/.\n"
)


def main():
    """Install and run what was asked for, where this Python can; return the exit code."""
    if sys.version_info < (3, 11):
        say_old(sys.version.split()[0])
        return 2
    if sys.argv[1:2] not in ([], ["tests"]):
        print(__doc__)
        return 2
    import first_run

    return first_run.main(sys.argv[1:])


def say_old(version):
    """Write that this version is too old, in English where the terminal has no Chinese characters."""
    encoding = sys.stdout.encoding or "utf-8"
    try:
        sentence = OLD.format(version).encode(encoding)
    except UnicodeEncodeError:
        sentence = OLD_IN_ENGLISH.format(version).encode(encoding)
    getattr(sys.stdout, "buffer", sys.stdout).write(sentence)


if __name__ == "__main__":
    sys.exit(main())
