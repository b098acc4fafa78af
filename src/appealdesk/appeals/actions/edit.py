"""Editing an appeal and its positions: a draft wholly; once it is public, only what nobody relied on when reading.

What the public has read stays as it was: a new text is an update, new criteria are a revision, another kind of work is
another position. The rest (where to give, which advisories count, how many people, by when) follows events.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from appealdesk.appeals.access import access_appeal, access_own_position, check_administrator
from appealdesk.appeals.inputs import AppealInput, PositionInput
from appealdesk.appeals.models import Appeal, Position
from appealdesk.appeals.queries.states import fixed_of_appeal, fixed_of_position
from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["edit_appeal", "edit_position"]


def edit_appeal(*, actor: Actor, now: datetime, ref: str, entry: AppealInput) -> tuple[str, ...]:
    """Change what the input says otherwise; returns the names of the changed fields."""
    with acting(actor):
        check_administrator(actor)
        row = access_appeal(actor, ref, lock=True)
        changed = _changed(row, entry.model_dump())
        _check_fixed(changed, fixed_of_appeal(row.status))
        if "slug" in changed and Appeal.objects.filter(slug=entry.slug).exists():
            raise Refusal("appeals.slug_taken", "There is an appeal at this address.", field="slug")
        if changed:
            Appeal.objects.filter(pk=row.pk).update(**changed)
            record_audit(
                actor=actor, now=now, tag="appeal.edited", subject=row.ref, details={"fields": ", ".join(changed)}
            )
    return tuple(changed)


def edit_position(*, actor: Actor, now: datetime, ref: str, entry: PositionInput) -> tuple[str, ...]:
    """Change what the input says otherwise; returns the names of the changed fields."""
    with acting(actor):
        check_administrator(actor)
        row = access_own_position(actor, ref, lock=True)
        changed = _changed(row, entry.model_dump())
        _check_fixed(changed, fixed_of_position(row.appeal.status, has_criteria=row.revisions.exists()))
        if "slug" in changed and row.appeal.positions.filter(slug=entry.slug).exists():
            raise Refusal("appeals.position_exists", "The appeal has a position of this name.", field="slug")
        if changed:
            Position.objects.filter(pk=row.pk).update(**changed)
            record_audit(
                actor=actor, now=now, tag="position.edited", subject=row.ref, details={"fields": ", ".join(changed)}
            )
    return tuple(changed)


def _changed(row: Appeal | Position, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if _plain(getattr(row, name)) != _plain(value)}


def _plain(value: Any) -> Any:
    # JSON knows no tuples.
    return list(value) if isinstance(value, tuple) else value


def _check_fixed(changed: Mapping[str, Any], fixed: frozenset[str]) -> None:
    for name in changed:
        if name in fixed:
            raise Refusal(
                "appeals.public_stays",
                f"The public has read this as it is, so {name} stays: publish an update or a new revision instead.",
                field=name,
            )
