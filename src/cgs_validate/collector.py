"""Python's collector of cycles, kept off while very many objects are made that form none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the collector off: to walk so many cells takes as long as to check or to mark them.

    What was made meanwhile counts as old afterwards, so that it is not walked at once; a host that froze objects of its
    own keeps them frozen.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()
