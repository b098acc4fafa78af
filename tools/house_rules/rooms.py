"""Names: a few rooms everywhere, and none whose name says nothing."""

import re
from collections.abc import Iterator

from tools.house_rules.finding import Finding, Source

__all__ = ["APPS", "check_name", "check_room", "decided_rooms"]

APPS = frozenset(
    {"audit", "accounts", "appeals", "people", "letters", "sanctions"}
    | {"enquiries", "donations", "screening", "placements", "figures"}
)
_EMPTY_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "services", "service", "misc"})
_ROOMS = ("inputs", "events", "models", "access", "queries", "invariants", "actions", "jobs")
_DJANGOS_OWN = ("__init__", "apps", "migrations")
_DECISION = re.compile(r"`([a-z]+/[a-z_]+(?:\.py|/)?)`")


def check_name(source: Source) -> Iterator[Finding]:
    """No module and no folder is called utils, helpers, common or services."""
    for part in source.path.parts:
        name = part.removesuffix(".py")
        if name in _EMPTY_NAMES:
            yield source.says(1, f"`{name}` says nothing: name the module by what it is about.")


def check_room(source: Source, decisions: frozenset[str]) -> Iterator[Finding]:
    """An app has the rooms of docs/decisions and of the architecture, and no others; `decisions` adds `app/room`."""
    if len(source.rooms) < 2 or source.rooms[0] not in APPS or source.is_migration:
        return
    app, room = source.rooms[0], source.rooms[1].removesuffix(".py")
    if room not in _ROOMS + _DJANGOS_OWN and f"{app}/{room}" not in decisions:
        yield source.says(
            1,
            f"`{app}` has no room `{room}`: use {', '.join(_ROOMS)}, "
            f"or write a decision in docs/decisions that names `{app}/{room}`.",
        )


def decided_rooms(text: str) -> frozenset[str]:
    """The rooms that a decision's text names, such as `donations/ledger.py`."""
    return frozenset(name.removesuffix(".py").removesuffix("/") for name in _DECISION.findall(text))
