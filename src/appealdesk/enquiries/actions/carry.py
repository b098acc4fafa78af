"""Carrying the enquirers of a superseded appeal over to its successor, a batch at a time.

A batch is one transaction: the new applications with their facts, the mark on the earlier ones, the letters, the audit
records and how far the whole is. What was carried is marked, so that the next batch is whoever is not: an interruption
loses nothing and carries nobody twice, and the database holds an application to one successor.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from appealdesk.appeals.queries.appeals import appeal_by_id
from appealdesk.appeals.queries.pages import AppealPage
from appealdesk.appeals.queries.supersessions import SupersessionPage, supersession_of
from appealdesk.audit.actions.record import record_audit, record_audits
from appealdesk.audit.inputs import AuditEntry
from appealdesk.enquiries.access import visible_applications
from appealdesk.enquiries.events import ApplicationsCarriedOver, CarryOverAdvanced
from appealdesk.enquiries.models import Application, CarryOver, Fact
from appealdesk.enquiries.queries.carry import CarryOverPage, carry_over_page
from appealdesk.enquiries.queries.links import status_link
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.languages import pick
from appealdesk.letters.actions.draft import draft_letters
from appealdesk.letters.inputs import LetterDraft
from appealdesk.people.queries.identities import identities_of

__all__ = ["BATCH", "carry_enquirers"]

BATCH: Final = 250


def carry_enquirers(
    *, actor: Actor, now: datetime, appeal_id: int, address: str, batch: int = BATCH, in_background: bool = False
) -> CarryOverPage | None:
    """Carry the next enquirers over; None for an appeal that nothing superseded.

    Everybody whose offer stands is carried, the declined too, because the successor judges anew. `address` is the
    site's public address, for the links in letters. `in_background` leaves the next batch to the worker.
    """
    with acting(actor):
        step = supersession_of(appeal_id)
        if step is None:
            return None
        run = _run(actor, now, appeal_id)
        rows = list(_waiting(actor, appeal_id).select_for_update(of=("self",)).order_by("pk")[:batch])
        if rows:
            _carry(actor, now, run, step, rows, address)
            run.finished_at = None
            if in_background:
                emit(CarryOverAdvanced(appeal_id=appeal_id), actor=actor, now=now)
        elif run.finished_at is None:
            run.finished_at = now
            details = {"applications": run.done, "letters": run.letters}
            ref = appeal_by_id(appeal_id, now=now).ref
            record_audit(actor=actor, now=now, tag="appeal.carried_over", subject=ref, details=details)
        run.total = max(run.total, run.done)
        run.save()
    return carry_over_page(run)


def _waiting(actor: Actor, appeal_id: int) -> QuerySet[Application]:
    return visible_applications(actor).filter(
        appeal_id=appeal_id, withdrawn_at__isnull=True, person__erased_at__isnull=True
    )


def _run(actor: Actor, now: datetime, appeal_id: int) -> CarryOver:
    """The one row of this carrying over, locked, so that two workers take turns."""
    CarryOver.objects.bulk_create(
        [
            CarryOver(
                organisation_id=actor.own_organisation,
                appeal_id=appeal_id,
                total=_waiting(actor, appeal_id).count(),
                started_at=now,
            )
        ],
        ignore_conflicts=True,
    )
    return CarryOver.objects.select_for_update().get(appeal_id=appeal_id)


def _carry(
    actor: Actor,
    now: datetime,
    run: CarryOver,
    step: SupersessionPage,
    rows: Sequence[Application],
    address: str,
) -> None:
    successor = appeal_by_id(step.successor_id, now=now)
    revisions = {page.id: page.revision.id if page.revision else None for page in successor.positions}
    carried = [_continued(row, step, revisions, now) for row in rows]
    Application.objects.bulk_create(carried)
    _copy_facts(rows, carried)
    Application.objects.filter(pk__in=[row.pk for row in rows]).update(withdrawn_at=now, superseded_at=now)
    pairs = tuple((row.ref, copy.ref) for row, copy in zip(rows, carried, strict=True))
    entries = [AuditEntry("application.carried_over", copy, {"earlier": earlier}) for earlier, copy in pairs]
    record_audits(actor=actor, now=now, entries=entries)
    run.letters += _tell(actor, now, carried, appeal_by_id(step.appeal_id, now=now), successor, address)
    run.done += len(rows)
    emit(ApplicationsCarriedOver(pairs=pairs), actor=actor, now=now)


def _continued(
    row: Application, step: SupersessionPage, revisions: Mapping[int, int | None], now: datetime
) -> Application:
    position_id = step.positions.get(row.position_id) if row.position_id is not None else None
    return Application(
        ref=new_ref("A"),
        organisation_id=row.organisation_id,
        appeal_id=step.successor_id,
        position_id=position_id,
        enquiry_id=row.enquiry_id,
        person_id=row.person_id,
        record_id=row.record_id,
        language=row.language,
        created_at=now,
        carried_from=row,
        revision_at_enquiry_id=revisions.get(position_id) if position_id is not None else None,
    )


def _copy_facts(rows: Sequence[Application], carried: Sequence[Application]) -> None:
    """Each fact in force as it was stated: by whom, when, and how well it is shown."""
    copies = {row.pk: copy for row, copy in zip(rows, carried, strict=True)}
    facts = Fact.objects.filter(application_id__in=copies, superseded_at__isnull=True).order_by("pk")
    Fact.objects.bulk_create(
        (
            Fact(
                organisation_id=fact.organisation_id,
                application=copies[fact.application_id],
                key=fact.key,
                value=fact.value,
                evidence=fact.evidence,
                absent=fact.absent,
                source=fact.source,
                stated_by=fact.stated_by,
                at=fact.at,
            )
            for fact in facts
        ),
        batch_size=1000,
    )


def _tell(
    actor: Actor,
    now: datetime,
    carried: Sequence[Application],
    earlier: AppealPage,
    successor: AppealPage,
    address: str,
) -> int:
    """Draft a letter to everybody who can be reached; it waits in the outbox."""
    enquiries = {
        row.pk: row.enquiry
        for row in Application.objects.filter(pk__in=[copy.pk for copy in carried]).select_related("enquiry")
    }
    identities = identities_of(actor=actor, person_ids={copy.person_id for copy in carried})
    drafts = []
    for copy in carried:
        identity = identities.get(copy.person_id)
        if identity is None or not (identity.emails or identity.address):
            continue
        enquiry = enquiries[copy.pk]
        link = status_link(address=address, language=copy.language, ref=enquiry.ref, submission=enquiry.submission)
        drafts.append(
            LetterDraft(
                person_id=copy.person_id,
                about_ref=copy.ref,
                kind="appeal_superseded",
                language=copy.language,
                values={
                    "organisation": pick(successor.organisation_names, copy.language),
                    "appeal": pick(earlier.titles, copy.language),
                    "successor": pick(successor.titles, copy.language),
                    "reference": enquiry.ref,
                    "status_link": link,
                },
            )
        )
    draft_letters(actor=actor, now=now, drafts=drafts)
    return len(drafts)
