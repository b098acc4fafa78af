"""The named truths find what somebody with the owner's password did behind the application's back."""

from collections.abc import Iterator

import psycopg
import pytest

from appealdesk.donations.invariants import INVARIANTS
from appealdesk.foundation.db import acting
from tests.cast import Cast, set_cast
from tests.donations.bank import bank_file, gift
from tests.donations.money import reconciled, violations
from tests.postgres_plugin import Database


@pytest.fixture
def kept(committed_db: Database) -> Cast:
    """Two donations, committed."""
    cast = set_cast()
    reconciled(cast, bank_file(gift(1000), gift(2000)))
    return cast


@pytest.fixture
def owner(kept: Cast, committed_db: Database) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """Somebody with the owner's password and the triggers out of the way; row security binds an owner, too."""
    with psycopg.connect(committed_db.owner_url) as connection:
        for table in ("entry", "posting", "donation", "statement", "statementline", "balancecheck"):
            connection.execute(f"ALTER TABLE donations_{table} DISABLE TRIGGER USER".encode())
        connection.execute("SELECT set_config('appealdesk.organisation', %s, false)", [str(kept.organisation_id)])
        yield connection


def test_all_hold_before(kept: Cast) -> None:
    assert violations(kept) == []


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        (
            "UPDATE donations_posting SET amount_minor = amount_minor + 1 WHERE amount_minor = 1000",
            {"donations.entries_balance", "donations.days_are_sums"},
        ),
        (
            "DELETE FROM donations_entry WHERE kind = 'donation'",
            {"donations.donations_are_posted_once", "donations.references_hold", "donations.days_are_sums"},
        ),
        (
            "DELETE FROM donations_posting USING donations_entry e WHERE e.id = entry_id AND e.kind = 'donation'",
            {"donations.donations_are_posted_once", "donations.days_are_sums"},
        ),
        (
            "UPDATE donations_donation SET amount_minor = 7 WHERE amount_minor = 1000",
            {"donations.donations_are_posted_once", "donations.lines_are_given_once"},
        ),
        ("DELETE FROM donations_donation WHERE amount_minor = 1000", {"donations.statements_count_their_donations"}),
        (
            "UPDATE donations_statementline SET amount_minor = 7 WHERE number = 1",
            {"donations.statements_are_posted", "donations.lines_are_given_once"},
        ),
        (
            "DELETE FROM donations_statementline WHERE number = 1",
            {
                "donations.statements_are_whole",
                "donations.statements_are_posted",
                "donations.references_hold",
                "donations.statements_count_their_donations",
            },
        ),
        (
            "DELETE FROM donations_statementpart; DELETE FROM donations_statement",
            {"donations.references_hold"},
        ),
        (
            "UPDATE donations_donation SET undone_at = now() WHERE amount_minor = 1000",
            {"donations.what_is_undone_is_reversed"},
        ),
        (
            "UPDATE donations_statement SET opening_minor = 5, closing_minor = 5",
            {"donations.statements_are_whole"},
        ),
        (
            (
                "INSERT INTO donations_balancecheck (organisation_id, lowest, highest)"
                " SELECT organisation_id, 1, 2 FROM donations_statement"
            ),
            {"donations.no_check_is_left"},
        ),
    ],
)
def test_tampering_is_found(
    kept: Cast, owner: "psycopg.Connection[tuple[object, ...]]", tampering: str, found: set[str]
) -> None:
    owner.execute(tampering.encode())
    owner.commit()

    assert set(violations(kept)) == found


def test_every_violation_says_where(kept: Cast, owner: "psycopg.Connection[tuple[object, ...]]") -> None:
    owner.execute("UPDATE donations_statementline SET amount_minor = 7 WHERE number = 1")
    ref = owner.execute("SELECT ref FROM donations_statement").fetchone()
    line = owner.execute("SELECT id FROM donations_statementline WHERE number = 1").fetchone()
    owner.commit()

    with acting(kept.system):
        sentences = [violation.sentence for invariant in INVARIANTS for violation in invariant()]
    assert ref is not None
    assert line is not None
    assert sentences == [
        f"Statement {ref[0]} moves 2007 minor units, the ledger says 3000.",
        f"The donations of line {line[0]} are not what came in.",
    ]
