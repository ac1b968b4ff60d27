"""A fork waits until other threads have finished what the child would find half-made.

The child has the locks of the other threads' imports, and not the threads: it would wait for them for ever. It also has
the pipes of a worker that is being started, which would then not see that its own host has ended.
"""

import os
import threading
from importlib import import_module

NO_FORK = threading.RLock()  # held while a pool starts or moves its workers
# What is not imported at the start, but by a check, or by a pool of workers.
NEEDED_LATER = (
    "cerberus",
    "cgs_validate.isolation.wire",
    "concurrent.futures.thread",
    "encodings.cp437",
    "encodings.cp950",
    "encodings.utf_8_sig",
    "pickle",
    "subprocess",
)


def _wait() -> None:
    """Return when no import and no start of a worker is at work, and begin none."""
    for module in NEEDED_LATER:
        import_module(module)
    NO_FORK.acquire()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_wait, after_in_parent=NO_FORK.release, after_in_child=NO_FORK.release)
