"""Events: what an action tells the apps above it, stored in the transaction that caused it.

An event is a frozen dataclass with references and numbers only, never a name. `emit` stores it; the worker delivers
it to each listener of `config/wiring.py` at least once, so a listener is safe to call twice.
"""

import dataclasses
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, ClassVar, Protocol

from appealdesk.foundation.actor import Actor
from appealdesk.foundation.models import OutboxEvent

__all__ = ["Delivery", "Event", "Listener", "emit", "emit_many", "listeners_of", "payload_of", "subscribe"]


class Event(Protocol):
    """A frozen dataclass; its class name is the event's name."""

    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What a listener receives: whose event it is, when it happened, the present moment, and the payload."""

    organisation_id: int | None
    name: str
    payload: dict[str, Any]
    happened_at: datetime
    now: datetime
    actor_ref: str


Listener = Callable[[Delivery], None]
_listeners: dict[str, dict[str, Listener]] = {}


def payload_of(event: Event) -> dict[str, Any]:
    """The event's fields as plain JSON values."""
    return dataclasses.asdict(event)


def emit(event: Event, *, actor: Actor, now: datetime) -> None:
    """Store one event in the present transaction."""
    emit_many([event], actor=actor, now=now)


def emit_many(events: Iterable[Event], *, actor: Actor, now: datetime) -> None:
    """Store many events in one statement; the caller keeps batches at a few thousand."""
    OutboxEvent.objects.bulk_create(
        OutboxEvent(
            organisation_id=actor.organisation_id,
            name=type(event).__name__,
            payload=payload_of(event),
            happened_at=now,
            actor_ref=actor.ref,
        )
        for event in events
    )


def subscribe(event: type, listener: Listener) -> None:
    """Register a listener under its import path; called only by config/wiring.py."""
    path = f"{listener.__module__}.{listener.__qualname__}"
    _listeners.setdefault(event.__name__, {})[path] = listener


def listeners_of(name: str) -> dict[str, Listener]:
    """The listeners of an event's name by import path."""
    return dict(_listeners.get(name, {}))
