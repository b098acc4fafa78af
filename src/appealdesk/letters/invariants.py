"""What is always true of letters."""

from collections.abc import Iterator

from appealdesk.foundation.db import fetch_all
from appealdesk.foundation.violations import Invariant, Violation

__all__ = ["INVARIANTS"]


def letters_go_to_their_own_people() -> Iterator[Violation]:
    """A letter and its recipient belong to one organisation."""
    rows = fetch_all(
        "SELECT letter.ref FROM letters_letter AS letter JOIN people_person AS person ON person.id = letter.person_id"
        " WHERE person.organisation_id <> letter.organisation_id ORDER BY letter.ref"
    )
    for (ref,) in rows:
        yield Violation("letters.own_people", f"Letter {ref} goes to a person of another organisation.")


def sent_letters_were_approved() -> Iterator[Violation]:
    """Whatever left was approved first, and has the moment at which it left."""
    rows = fetch_all(
        "SELECT ref FROM letters_letter WHERE status IN ('sent', 'delivered')"
        " AND (approved_at IS NULL OR sent_at IS NULL OR sent_at < approved_at) ORDER BY ref"
    )
    for (ref,) in rows:
        yield Violation("letters.approved_first", f"Letter {ref} left without approval or without a moment.")


INVARIANTS: tuple[Invariant, ...] = (letters_go_to_their_own_people, sent_letters_were_approved)
