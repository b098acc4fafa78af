"""Check donors or a payee against every list in force; a hit holds what is theirs until a person decides.

Whoever was checked already, against the lists as they are and with what is known of them now, is not compared again.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from appealdesk.core.sanctions.blocking import subject_keys
from appealdesk.core.sanctions.match import MATCH_VERSION
from appealdesk.core.sanctions.match import Subject as Compared
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting, execute
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.queries.persons import family_of_person, kept_persons
from appealdesk.sanctions.actions.find import find_hits
from appealdesk.sanctions.actions.load import LISTS_LOCK
from appealdesk.sanctions.inputs import PayeeInput
from appealdesk.sanctions.models import Subject
from appealdesk.sanctions.queries.entries import entries_by_keys
from appealdesk.sanctions.queries.holds import held_among, is_payee_held
from appealdesk.sanctions.queries.subjects import donors, material_token, payee, rows_of

__all__ = ["check_again", "check_donors", "check_outdated", "check_payee"]

_BATCH = 500


def check_donors(*, actor: Actor, now: datetime, person_ids: Iterable[int], again: bool = False) -> frozenset[int]:
    """Check the donors who are new or of whom more is known, and say of whom something is held.

    `again` compares in any case, which spares waiting for the run over everybody after a list has changed.
    """
    wanted = sorted(set(person_ids))
    with acting(actor):
        execute("SELECT pg_advisory_xact_lock_shared(%s)", [LISTS_LOCK])
        present = kept_persons(actor=actor, person_ids=wanted)
        if set(wanted) - present.keys():
            raise NotFound("person")
        kept = sorted(set(present.values()))
        for start in range(0, len(kept), _BATCH):
            _check_batch(actor, now, kept[start : start + _BATCH], again=again)
        return held_among(actor=actor, person_ids=wanted)


def check_payee(*, actor: Actor, now: datetime, entry: PayeeInput, again: bool = False) -> bool:
    """Check whoever is to be paid, and say whether the payment is held; `again` compares in any case."""
    with acting(actor):
        execute("SELECT pg_advisory_xact_lock_shared(%s)", [LISTS_LOCK])
        compared = payee(entry)
        known = Subject.objects.filter(organisation_id=actor.own_organisation, payee_ref=entry.ref).first()
        row = known or Subject(kind=Subject.Kind.PAYEE, payee_ref=entry.ref)
        _compare(actor, now, [(row, compared)], again=again)
        return is_payee_held(actor=actor, payee_ref=entry.ref)


def check_again(*, actor: Actor, now: datetime, person_refs: Sequence[str]) -> frozenset[int]:
    """Check persons of whom something else is known than before; where none of them gave anything, nothing happens."""
    with acting(actor):
        families = [family_of_person(actor=actor, ref=ref) for ref in person_refs]
        everybody = frozenset[int]().union(*families)
        known = Subject.objects.filter(organisation_id=actor.own_organisation, person_id__in=everybody)
        givers = [person_id for person_id in known.values_list("person_id", flat=True) if person_id is not None]
        return check_donors(actor=actor, now=now, person_ids=givers) if givers else frozenset()


def check_outdated(*, actor: Actor, now: datetime) -> int:
    """Check every donor who was checked by the rules of before, some in each transaction; says how many.

    Rules say who is asked about. What a person has answered about a pair holds under any rules, because neither side
    says anything else; a hit that waits goes on waiting.
    """
    done = 0
    while True:
        with acting(actor):
            execute("SELECT pg_advisory_xact_lock_shared(%s)", [LISTS_LOCK])
            own = Subject.objects.filter(organisation_id=actor.own_organisation, kind=Subject.Kind.DONOR)
            older = own.exclude(rules=MATCH_VERSION).order_by("pk").values_list("pk", "person_id")[:_BATCH]
            rows = {pk: person_id for pk, person_id in older if person_id is not None}
            if not rows:
                return done
            _check_batch(actor, now, set(kept_persons(actor=actor, person_ids=rows.values()).values()))
            # Of whoever was erased, or is somebody else's record now, nothing is compared and nothing is left to do.
            own.filter(pk__in=list(rows)).update(rules=MATCH_VERSION)
            done += len(rows)


def _check_batch(actor: Actor, now: datetime, wanted: Collection[int], *, again: bool = False) -> None:
    compared = donors(actor=actor, person_ids=wanted)
    known = rows_of(actor=actor, person_ids=wanted)
    _compare(
        actor,
        now,
        [
            (known.get(person_id) or Subject(kind=Subject.Kind.DONOR, person_id=person_id), subject)
            for person_id, subject in sorted(compared.items())
        ],
        again=again,
    )


def _compare(actor: Actor, now: datetime, pairs: Sequence[tuple[Subject, Compared]], *, again: bool) -> None:
    changed = []
    for row, compared in pairs:
        digest = material_token(compared)
        if again or row.pk is None or bytes(row.digest or b"") != digest or row.rules != MATCH_VERSION:
            changed.append((row, compared))
            row.digest, row.rules, row.checked_at = digest, MATCH_VERSION, now
    fresh = [row for row, _ in changed if row.pk is None]
    for row in fresh:
        row.organisation_id, row.registered_at = actor.own_organisation, now
    # Two workers may meet a donor at once; the second one finds the first one's row.
    Subject.objects.bulk_create(fresh, ignore_conflicts=True)
    Subject.objects.bulk_update([row for row, _ in changed if row.pk is not None], ["digest", "rules", "checked_at"])
    stored = _stored(actor, [row for row, _ in changed])
    found = entries_by_keys({place: subject_keys(compared.names) for place, (_, compared) in enumerate(changed)})
    find_hits(
        actor=actor,
        now=now,
        pairs=[
            (stored[row.person_id, row.payee_ref], compared, entry)
            for place, (row, compared) in enumerate(changed)
            for entry in found.get(place, ())
        ],
    )


def _stored(actor: Actor, rows: Sequence[Subject]) -> dict[tuple[int | None, str], Subject]:
    own = Subject.objects.filter(organisation_id=actor.own_organisation)
    people = own.filter(person_id__in=[row.person_id for row in rows if row.person_id is not None])
    payees = own.filter(payee_ref__in=[row.payee_ref for row in rows if row.payee_ref])
    return {(row.person_id, row.payee_ref): row for row in [*people, *payees]}
