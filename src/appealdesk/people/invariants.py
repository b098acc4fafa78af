"""What is always true of persons, and what is never stored in the clear."""

from collections.abc import Iterator

from appealdesk.foundation.db import fetch_all
from appealdesk.foundation.violations import Invariant, Violation

__all__ = ["INVARIANTS"]

# A version byte, a nonce of 12, a key of 32 and a tag of 16 bytes; a nonce and a tag are the least of a sealed value.
_WRAPPED = 61
_LEAST_SEALED = 28


def records_belong_to_their_organisation() -> Iterator[Violation]:
    """A record and its person belong to one organisation."""
    for (ref,) in fetch_all(
        "SELECT record.ref FROM people_record AS record JOIN people_person AS person ON person.id = record.person_id"
        " WHERE person.organisation_id <> record.organisation_id ORDER BY record.ref"
    ):
        yield Violation("people.own_records", f"Record {ref} belongs to a person of another organisation.")


def identities_are_sealed() -> Iterator[Violation]:
    """Every identity is as long as sealed bytes are, beside a key as long as wrapped ones, or erased with its key."""
    for (ref,) in fetch_all(
        "SELECT ref FROM people_record WHERE (wrapped_key IS NULL) <> (sealed IS NULL)"
        " OR length(wrapped_key) <> %s OR length(sealed) < %s ORDER BY ref",
        [_WRAPPED, _LEAST_SEALED],
    ):
        yield Violation("people.sealed", f"The identity of record {ref} is not sealed with its key.")


def redirects_take_one_step() -> Iterator[Violation]:
    """A person who was joined to another leads to one who leads nowhere, and has no record left."""
    for (ref,) in fetch_all(
        "SELECT person.ref FROM people_person AS person"
        " JOIN people_person AS kept ON kept.id = person.redirects_to_id"
        " WHERE kept.redirects_to_id IS NOT NULL"
        " OR EXISTS (SELECT FROM people_record AS record WHERE record.person_id = person.id) ORDER BY person.ref"
    ):
        yield Violation("people.one_step", f"Person {ref} was joined to another but leads on, or still has records.")


def references_lead_to_their_record() -> Iterator[Violation]:
    """A reference that leads elsewhere leads to whoever has the record with which it began."""
    for (ref,) in fetch_all(
        "SELECT person.ref FROM people_person AS person"
        " JOIN people_record AS record ON record.id = person.began_with_id"
        " WHERE person.redirects_to_id IS DISTINCT FROM record.person_id ORDER BY person.ref"
    ):
        yield Violation("people.leads_to_record", f"Person {ref} leads to another than who has its record.")


def persons_are_what_judgements_connect() -> Iterator[Violation]:
    """Records that are judged to be of one person have one person; records judged different have two."""
    for ref, verdict in fetch_all(
        "SELECT judgement.ref, judgement.verdict FROM people_judgement AS judgement"
        " JOIN people_record AS a ON a.id = judgement.a_id JOIN people_record AS b ON b.id = judgement.b_id"
        " WHERE judgement.revoked_at IS NULL AND ((judgement.verdict = 'same' AND a.person_id <> b.person_id)"
        " OR (judgement.verdict = 'different' AND a.person_id = b.person_id)) ORDER BY judgement.ref"
    ):
        yield Violation("people.judged", f"Judgement {ref} says {verdict}, but the two records do not follow it.")


INVARIANTS: tuple[Invariant, ...] = (
    records_belong_to_their_organisation,
    identities_are_sealed,
    redirects_take_one_step,
    references_lead_to_their_record,
    persons_are_what_judgements_connect,
)
