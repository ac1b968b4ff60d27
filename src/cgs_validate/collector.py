"""Python's collector of cycles, kept off while very many objects are made that form none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MANY = 50_000  # objects


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the collector off: to walk so many cells takes as long as to check or to mark them.

    Where very many objects were made meanwhile, they count as old afterwards, so that they are not walked at once. So
    does what the host made before: after many small checks its garbage would never be collected. A host that froze
    objects of its own keeps them frozen.
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
