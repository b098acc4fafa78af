"""The database itself keeps organisations apart, whatever a query forgets."""

import pytest
from django.db import ProgrammingError, transaction

from appealdesk.foundation.actor import system_actor
from appealdesk.foundation.db import acting, execute, fetch_value
from appealdesk.people.actions.identify import identify_person
from appealdesk.people.actions.record import record_consent
from tests.people.cast import KEIKO, NOW, OTHER_SYSTEM, SYSTEM, identity

pytestmark = pytest.mark.django_db
TABLES = ("person", "record", "contactpoint", "identitykey", "judgement", "consent")


@pytest.fixture(autouse=True)
def _rows() -> None:
    made = identify_person(actor=SYSTEM, now=NOW, identity=KEIKO, source="enquiry", source_ref="E-1")
    twin = identity(latin="Junko Aoki", birth_date=KEIKO.birth_date, phones=KEIKO.phones)
    identify_person(actor=SYSTEM, now=NOW, identity=twin, source="enquiry", source_ref="E-2")
    record_consent(
        actor=SYSTEM,
        now=NOW,
        person_id=made.person_id,
        purpose="processing",
        text_version="1",
        about_ref="E-1",
        given_at=NOW,
        expires_at=NOW.replace(year=2023),
    )


def count(table: str) -> int:
    return int(fetch_value(f"SELECT count(*) FROM people_{table}"))  # noqa: S608 - the names are those above


@pytest.mark.parametrize("table", TABLES)
def test_rows_are_visible_to_their_organisation_only(table: str) -> None:
    with acting(SYSTEM):
        own = count(table)
    with acting(OTHER_SYSTEM):
        elsewhere = count(table)
    with acting(system_actor(None)):
        nowhere = count(table)

    assert own > 0
    assert (elsewhere, nowhere, count(table)) == (0, 0, 0)


def test_a_row_cannot_be_written_for_another_organisation() -> None:
    with acting(OTHER_SYSTEM), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        execute(
            "INSERT INTO people_person (ref, organisation_id, language, created_at) VALUES ('P-1', 71, 'ja', now())"
        )


@pytest.mark.usefixtures("two_roles")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people_record SET source_ref = 'E-9'",
        "UPDATE people_judgement SET verdict = 'same'",
        "DELETE FROM people_record",
        "DELETE FROM people_judgement",
        "UPDATE people_consent SET text_version = '2'",
    ],
)
def test_what_was_said_cannot_be_rewritten(statement: str) -> None:
    with acting(SYSTEM), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        execute(statement)
