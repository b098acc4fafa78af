"""Save what the organisation prints about itself on receipts, as a new version: papers of before stay as they are."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.core.documents.pictures import redraw_seal
from appealdesk.donations.inputs import IssuerInput
from appealdesk.donations.models import ReceiptIssuer
from appealdesk.foundation.actor import Actor, ActorKind, Role
from appealdesk.foundation.confined import ConfinedFailure, run_confined
from appealdesk.foundation.db import acting, fetch_all
from appealdesk.foundation.refusals import NotFound, Refusal

__all__ = ["LARGEST_SEAL", "save_issuer"]

LARGEST_SEAL = 2_000_000
_SECONDS, _MEGABYTES, _ANSWER = 10, 1024, 1_000_000


def save_issuer(*, actor: Actor, now: datetime, entry: IssuerInput) -> int:
    """Save it; returns the version. The same details again make no new one."""
    if actor.kind is not ActorKind.SYSTEM and not actor.has_role(Role.ADMINISTRATOR):
        raise NotFound("page")
    seal = _redrawn(entry.seal) if entry.seal else entry.seal
    details = entry.model_dump(mode="json", exclude={"seal"})
    with acting(actor):
        fetch_all("SELECT pg_advisory_xact_lock(hashtext('receipt_issuer'), %s)", [actor.organisation_id])
        before = ReceiptIssuer.objects.filter(organisation_id=actor.own_organisation).order_by("-version").first()
        kept = before.seal if before and entry.seal is None else (seal or None)
        if before is not None and before.details == details and _same(before.seal, kept):
            return before.version
        row = ReceiptIssuer.objects.create(
            organisation_id=actor.own_organisation,
            version=before.version + 1 if before else 1,
            details=details,
            seal=kept,
            saved_at=now,
            saved_by=actor.ref,
        )
        record_audit(
            actor=actor,
            now=now,
            tag="receipt.issuer_saved",
            subject=f"issuer:{row.version}",
            details={"version": row.version},
        )
    return row.version


def _same(one: bytes | memoryview | None, other: bytes | memoryview | None) -> bool:
    return (bytes(one) if one is not None else None) == (bytes(other) if other is not None else None)


def _redrawn(picture: bytes) -> bytes:
    refusal = Refusal(
        "receipts.seal_unreadable",
        "The picture of the seal cannot be read. Use a PNG or JPEG of at most 2 MB.",
        field="seal",
    )
    if len(picture) > LARGEST_SEAL:
        raise refusal
    try:
        drawn = run_confined(redraw_seal, picture, seconds=_SECONDS, megabytes=_MEGABYTES, answer_at_most=_ANSWER)
    except ConfinedFailure as error:
        raise refusal from error
    return drawn
