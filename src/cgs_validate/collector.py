"""Python's collector of cycles, kept off while very many objects are made that form none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MANY = 50_000  # objects


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the collector off: to walk so many cells takes as long as to check or to mark them.

    What was made meanwhile counts as old afterwards where it is much, so that it is not walked at once: but so does what
    the host made before, which would never be collected after many small checks. A host that froze objects of its own
    keeps them frozen.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            if gc.get_count()[0] > _MANY and not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()
