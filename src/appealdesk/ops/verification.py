"""Runs every invariant of every app, over the rows of every organisation."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import transaction

from appealdesk.appeals.queries.appeals import organisation_ids
from appealdesk.foundation.actor import system_actor
from appealdesk.foundation.db import acting, execute, fetch_value
from appealdesk.foundation.violations import Invariant, Violation

__all__ = ["every_invariant", "every_scope", "violations_of"]


def every_invariant() -> tuple[Invariant, ...]:
    """The invariants of the product's apps, lowest floor first."""
    found: list[Invariant] = []
    for config in apps.get_app_configs():
        name = f"{config.name}.invariants"
        if config.name.startswith("appealdesk.") and find_spec(name) is not None:
            found.extend(import_module(name).INVARIANTS)
    return tuple(found)


def violations_of(*invariants: Invariant) -> Iterator[Violation]:
    """Everything that does not hold; a role that row security binds looks at one organisation after the other.

    What is asked for together is read in one transaction: a large database is asked for one truth at a time.
    """
    for scope in every_scope():
        with transaction.atomic(), scope():
            # Invariants read whole tables. Right after a large import the planner's statistics are stale, and a
            # nested loop over what it takes for a few rows would last for minutes.
            execute("SET LOCAL enable_nestloop = off")
            for invariant in invariants:
                yield from invariant()


def every_scope() -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """What a transaction enters to see rows; all of them together see every row."""
    if fetch_value("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"):
        yield nullcontext
        return
    for organisation_id in organisation_ids():
        yield partial(acting, system_actor(organisation_id))
