"""One appeal is continued by another: the public is told, and its enquirers are carried over."""

from collections.abc import Mapping
from datetime import datetime

from appealdesk.appeals.access import access_appeal, check_administrator
from appealdesk.appeals.actions.move import move_appeal
from appealdesk.appeals.events import AppealSuperseded
from appealdesk.appeals.models import Appeal, Supersession
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.refusals import NotFound, Refusal

__all__ = ["supersede_appeal"]


def supersede_appeal(
    *,
    actor: Actor,
    now: datetime,
    ref: str,
    successor_ref: str,
    positions: Mapping[str, str],
    reason: Mapping[str, str],
) -> None:
    """Let an open appeal of the same organisation continue this one.

    `positions` says for each position of this appeal as which of the successor it continues, by reference, or that it
    does not (an empty reference). Nothing is guessed: a position that the map leaves out is refused. The enquirers are
    carried over by the worker.
    """
    with acting(actor):
        check_administrator(actor)
        # Both in the order of their keys, so that two supersessions at once cannot wait for each other.
        rows = {row.ref: row for row in _locked(actor, ref, successor_ref)}
        if ref not in rows or successor_ref not in rows:
            raise NotFound("appeal")
        row, successor = rows[ref], rows[successor_ref]
        if row.pk == successor.pk or successor.status != Appeal.Status.OPEN:
            raise Refusal(
                "appeals.successor_not_open",
                "Choose another appeal that is open to continue this one.",
                field="successor",
            )
        mapped = _mapped(row, successor, positions)
        move_appeal(actor=actor, now=now, ref=ref, to=Appeal.Status.SUPERSEDED, reason=reason)
        Supersession.objects.create(appeal=row, successor=successor, positions=mapped, at=now, by=actor.ref)
        emit(AppealSuperseded(appeal_id=row.pk, successor_id=successor.pk), actor=actor, now=now)


def _locked(actor: Actor, *refs: str) -> list[Appeal]:
    for ref in refs:
        access_appeal(actor, ref)
    return list(
        Appeal.objects.select_for_update().filter(ref__in=refs, organisation_id=actor.own_organisation).order_by("pk")
    )


def _mapped(row: Appeal, successor: Appeal, positions: Mapping[str, str]) -> dict[str, int | None]:
    targets = dict(successor.positions.values_list("ref", "pk"))
    mapped: dict[str, int | None] = {}
    for key, ref in row.positions.order_by("pk").values_list("pk", "ref"):
        if ref not in positions or (positions[ref] and positions[ref] not in targets):
            raise Refusal(
                "appeals.positions_unmapped",
                f"Say for position {ref} as which position it continues, or that it does not.",
                field=f"position-{ref}",
                values={"position": ref},
            )
        mapped[str(key)] = targets.get(positions[ref])
    return mapped
