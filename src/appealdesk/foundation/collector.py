"""Long work whose objects hold no circle, without a search for circles among them."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["without_collector"]


@contextmanager
def without_collector() -> Iterator[None]:
    """Millions of rows or names are freed when they are let go; looking for circles among them takes a sixth of the
    time. It is for a batch that has the process for itself."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
