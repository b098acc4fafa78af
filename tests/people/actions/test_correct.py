"""A date of birth that an officer was told: it counts from then on, and what was said before stays readable."""

from datetime import date, timedelta

import pytest

from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting, fetch_all
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.actions.correct import correct_birth_date
from appealdesk.people.actions.erase import erase_person
from appealdesk.people.actions.identify import Identified, identify_person
from appealdesk.people.inputs import BirthDateInput
from appealdesk.people.invariants import INVARIANTS
from appealdesk.people.queries.persons import person_page
from tests.people.cast import KEIKO, NOW, SYSTEM, ask_for_erasure, audited, identity, staff

pytestmark = pytest.mark.django_db
OFFICER = staff(Role.DESK_OFFICER)
LATER = NOW + timedelta(hours=1)
TOLD = date(1983, 4, 9)


@pytest.fixture
def keiko() -> Identified:
    return identify_person(actor=SYSTEM, now=NOW, identity=KEIKO, source="enquiry", source_ref="E-1")


def correct(who: Identified, birth_date: date = TOLD) -> str:
    entry = BirthDateInput(person_ref=who.person_ref, birth_date=birth_date, note="電話で本人から")
    return correct_birth_date(actor=OFFICER, now=LATER, entry=entry)


def test_the_newest_date_counts_and_the_earlier_one_stays(keiko: Identified) -> None:
    record = correct(keiko)

    with acting(SYSTEM):
        page = person_page(actor=SYSTEM, now=LATER, ref=keiko.person_ref)
        assert [problem for invariant in INVARIANTS for problem in invariant()] == []
    assert (page.identity.birth_date, page.identity.names, page.identity.emails) == (TOLD, KEIKO.names, KEIKO.emails)
    assert [(row.source, row.birth_date, row.notes) for row in page.records] == [
        ("enquiry", KEIKO.birth_date, ""),
        ("officer", TOLD, "電話で本人から"),
    ]
    assert audited("person.birth_date_corrected") == [(f"staff:{OFFICER.ref}", keiko.person_ref)]
    ((body,),) = fetch_all("SELECT body FROM audit_auditrecord WHERE tag = 'person.birth_date_corrected'", [])
    assert (record.encode() in bytes(body), b"1983" in bytes(body)) == (True, False)
    assert fetch_all("SELECT count(*) FROM foundation_outboxevent WHERE name = 'PersonCorrected'", []) == [(1,)]


def test_a_second_correction_takes_the_place_of_the_first(keiko: Identified) -> None:
    correct(keiko)
    correct(keiko, date(1983, 9, 4))

    with acting(SYSTEM):
        page = person_page(actor=SYSTEM, now=LATER, ref=keiko.person_ref)
    assert (page.identity.birth_date, len(page.records)) == (date(1983, 9, 4), 3)


def test_whoever_gives_the_right_date_later_is_found_by_it(keiko: Identified) -> None:
    correct(keiko)

    again = identify_person(
        actor=SYSTEM,
        now=LATER,
        identity=identity(reading="アオキ ケイコ", written="青木 恵子", birth_date=TOLD),
        source="enquiry",
        source_ref="E-2",
    )

    assert again.how == "question"


@pytest.mark.parametrize(
    ("day", "code"),
    [(KEIKO.birth_date, "people.birth_date_known"), (date(2022, 3, 3), "people.birth_date_future")],
)
def test_what_is_known_or_has_not_come_is_refused(keiko: Identified, day: date, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        correct(keiko, day)

    assert (refused.value.code, refused.value.field) == (code, "birth")


def test_nobody_else_and_nobody_erased(keiko: Identified) -> None:
    entry = BirthDateInput(person_ref=keiko.person_ref, birth_date=TOLD, note="x")
    for actor in (staff(Role.FINANCE_OFFICER), staff(Role.PRESS_OFFICER), staff(Role.DESK_OFFICER, 72)):
        with pytest.raises(NotFound):
            correct_birth_date(actor=actor, now=LATER, entry=entry)
    erase_person(actor=OFFICER, now=NOW, request_ref=ask_for_erasure(keiko.person_ref))

    with pytest.raises(Refusal) as refused:
        correct(keiko)

    assert refused.value.code == "people.erased_already"
