"""Release the key figures of an appeal: count, protect, audit, sign, and append to the public list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from appealdesk.appeals.queries.appeals import appeal_by_id
from appealdesk.audit.actions.record import record_audit
from appealdesk.audit.queries.seals import latest_seal
from appealdesk.core.chain.heads import TreeHead, head_text, public_key_of, sign, signed_note
from appealdesk.core.chain.tree import EMPTY, append, decode_frontier, encode_frontier, hash_leaf
from appealdesk.core.figures.prove import (
    AsOf,
    Definition,
    ReleaseRecord,
    commit,
    count_records,
    release_bytes,
    sign_release,
    value_salt,
)
from appealdesk.figures.access import check_may_release
from appealdesk.figures.models import FigureRelease, ReleaseListHead
from appealdesk.figures.queries.conversion import convert_value
from appealdesk.figures.queries.counting import Counted, count_figure
from appealdesk.figures.queries.definitions import DEFINITIONS, Unit
from appealdesk.figures.queries.disclosure import refuse_disclosure
from appealdesk.figures.queries.releases import LIST_NAME, release_context
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import new_data_key, seal_json
from appealdesk.foundation.db import acting, fetch_value
from appealdesk.foundation.ids import new_ref, new_salt
from appealdesk.foundation.refusals import Refusal

__all__ = ["ReleasedFigures", "release_figures"]

_LIST_LOCK = 0x46 << 48


@dataclass(frozen=True, slots=True)
class ReleasedFigures:
    """The references of the batch, in the order of the definitions."""

    refs: tuple[str, ...]


def release_figures(
    *, actor: Actor, now: datetime, appeal_id: int, signing_key: bytes, correction: str = ""
) -> ReleasedFigures:
    """Release every key figure of the appeal as of the latest audit seal.

    Once a day is enough, since the differences between frequent releases give exact counts away; a second release on
    one day needs `correction`, which says why. Refuses a table from which a reader could work out a small count.
    """
    check_may_release(actor)
    with acting(actor):
        appeal = appeal_by_id(appeal_id, now=now)
        # One release at a time, so that the public list has one order.
        fetch_value("SELECT pg_advisory_xact_lock(%s)", [_LIST_LOCK])
        before = _present(appeal_id)
        _check_cadence(before.values(), now=now, zone=ZoneInfo(appeal.timezone), correction=correction)
        counted = [one for figure in DEFINITIONS.values() for one in count_figure(figure, appeal_id=appeal_id)]
        refuse_disclosure(counted, appeal_id=appeal_id)
        as_of = _as_of(now)
        rows = [
            _row(actor, now, appeal_id, one, as_of, signing_key, before.get((one.figure.id, one.cell)), correction)
            for one in counted
        ]
        FigureRelease.objects.bulk_create(rows)
        _append_to_list(rows, now=now, signing_key=signing_key)
        refs = tuple(row.ref for row in rows)
        record_audit(actor=actor, now=now, tag="figure.released", subject=appeal.ref, details={"releases": list(refs)})
    return ReleasedFigures(refs)


def _present(appeal_id: int) -> dict[tuple[str, str], FigureRelease]:
    rows = FigureRelease.objects.filter(appeal_id=appeal_id, superseded_by__isnull=True)
    return {(row.definition, row.cell): row for row in rows}


def _check_cadence(before: Any, *, now: datetime, zone: ZoneInfo, correction: str) -> None:
    newest = max((row.released_at for row in before), default=None)
    if newest is None or correction:
        return
    if newest.astimezone(zone).date() == now.astimezone(zone).date():
        next_day = (now.astimezone(zone) + timedelta(days=1)).date()
        raise Refusal(
            "figures.once_a_day",
            f"Figures are released once a day: the next release can go out on {next_day.isoformat()}. "
            "A mistake is corrected today by saying what was wrong.",
            values={"next_day": next_day.isoformat()},
        )


def _as_of(now: datetime) -> AsOf:
    seal = latest_seal()
    if seal is None:
        raise Refusal("figures.nothing_sealed", "Nothing is sealed in the audit log yet: wait a second and try again.")
    return AsOf(at=now, log_size=seal.size, log_root=seal.root.hex())


def _row(
    actor: Actor,
    now: datetime,
    appeal_id: int,
    one: Counted,
    as_of: AsOf,
    signing_key: bytes,
    before: FigureRelease | None,
    correction: str,
) -> FigureRelease:
    ref, secret, key = new_ref("F"), new_salt(), new_data_key()
    tree = count_records(one.records, secret=secret, upper=one.most)
    document = release_bytes(
        ReleaseRecord(
            ref=ref,
            definition=Definition(id=one.figure.id, version=one.figure.version, query_sha256=one.figure.query_sha256),
            as_of=as_of,
            dimensions=((one.figure.dimension, one.cell),) if one.figure.dimension else (),
            value=one.value,
            commitment=commit(one.exact, value_salt(secret)).hex(),
            records_root=tree.root.hex(),
            records_tree_size=tree.tree_size,
            supersedes=before.ref if before else "",
            correction=(correction or "A later release of the same figure.") if before else "",
        )
    )
    return FigureRelease(
        ref=ref,
        organisation_id=actor.own_organisation,
        appeal_id=appeal_id,
        definition=one.figure.id,
        version=one.figure.version,
        cell=one.cell,
        wording=one.value.wording.value,
        shown=one.value.shown,
        unit=one.value.unit,
        lower=one.value.lower,
        upper=one.value.upper,
        conversion=convert_value(one.value, on=now.date()) if one.figure.unit is Unit.MONEY else None,
        as_of=as_of.at,
        released_at=now,
        released_by=actor.ref,
        document=document,
        signature=sign_release(signing_key, document),
        wrapped_key=key.wrapped,
        sealed=seal_json(
            key, context=release_context(ref), value={"secret": secret.hex(), "exact": str(one.exact), "most": one.most}
        ),
        supersedes=before,
        correction=correction if before else "",
    )


def _append_to_list(rows: Sequence[FigureRelease], *, now: datetime, signing_key: bytes) -> None:
    last = ReleaseListHead.objects.order_by("-size").first()
    frontier = EMPTY if last is None else decode_frontier(bytes(last.frontier))
    grown = append(frontier, (hash_leaf(bytes(row.document)) for row in rows))
    public_key = public_key_of(signing_key)
    text = head_text(TreeHead(LIST_NAME, grown.size, grown.root(), (f"at {now.isoformat()}",)))
    note = signed_note(text, name=LIST_NAME, public_key=public_key, signature=sign(signing_key, text.encode()))
    ReleaseListHead.objects.create(
        size=grown.size, root=grown.root(), frontier=encode_frontier(grown), note=note, at=now
    )
