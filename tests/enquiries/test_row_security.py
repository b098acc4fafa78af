"""The database itself keeps organisations apart, and keeps what was said."""

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from appealdesk.enquiries.invariants import INVARIANTS
from appealdesk.foundation.actor import system_actor
from appealdesk.foundation.db import acting, execute, fetch_value
from tests.enquiries.cast import Stage, processed
from tests.people.cast import OTHER_SYSTEM

TABLES = ("enquiries_enquiry", "enquiries_application", "enquiries_fact", "letters_letter")


@pytest.fixture(autouse=True)
def _rows(stage: Stage) -> None:
    processed(stage)


def count(table: str) -> int:
    return int(fetch_value(f"SELECT count(*) FROM {table}"))  # noqa: S608 - the names are those above


@pytest.mark.parametrize("table", TABLES)
def test_rows_are_visible_to_their_organisation_only(stage: Stage, table: str) -> None:
    with acting(stage.system):
        own = count(table)
    with acting(OTHER_SYSTEM):
        elsewhere = count(table)
    with acting(system_actor(None)):
        nowhere = count(table)

    assert (own, elsewhere, nowhere, count(table)) == (1, 0, 0, 0)


@pytest.mark.usefixtures("two_roles")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE enquiries_enquiry SET received_at = now()",
        "DELETE FROM enquiries_enquiry",
        "UPDATE enquiries_fact SET value = '5'",
        "DELETE FROM enquiries_fact",
        "UPDATE enquiries_application SET person_id = person_id",
        "DELETE FROM letters_letter",
    ],
)
def test_what_was_said_cannot_be_rewritten(stage: Stage, statement: str) -> None:
    with acting(stage.system), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        execute(statement)


def test_a_birth_date_is_refused_as_a_fact(stage: Stage) -> None:
    with acting(stage.system), pytest.raises(IntegrityError, match="fact_no_birth_date"), transaction.atomic():
        execute(
            "INSERT INTO enquiries_fact (organisation_id, application_id, key, value, evidence, absent, source,"
            " stated_by, at) SELECT organisation_id, id, 'birth_date', '\"1982-07-14\"', 'claimed', '', 'declared',"
            " 'S-1', now() FROM enquiries_application"
        )


def test_sound_rows_violate_nothing(stage: Stage) -> None:
    with acting(stage.system):
        assert [violation for check in INVARIANTS for violation in check()] == []


def test_an_unsealed_enquiry_is_found(stage: Stage) -> None:
    with acting(stage.system):
        execute("UPDATE enquiries_enquiry SET sealed = '{}'")
        assert [violation.name for check in INVARIANTS for violation in check()] == ["enquiries.sealed"]
