"""Runs every invariant of every app."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from appealdesk.foundation.violations import Invariant, Violation

__all__ = ["every_invariant", "violations"]


def every_invariant() -> tuple[Invariant, ...]:
    """The invariants of the product's apps, lowest floor first."""
    found: list[Invariant] = []
    for config in apps.get_app_configs():
        name = f"{config.name}.invariants"
        if config.name.startswith("appealdesk.") and find_spec(name) is not None:
            found.extend(import_module(name).INVARIANTS)
    return tuple(found)


def violations() -> Iterator[Violation]:
    """Everything that does not hold."""
    for invariant in every_invariant():
        yield from invariant()
