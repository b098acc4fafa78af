"""Opening many identities at once, and where a letter goes."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from appealdesk.core.names.person_name import PersonName
from appealdesk.foundation.actor import Actor, Role
from appealdesk.foundation.crypto import SealBroken
from appealdesk.foundation.db import acting, execute, fetch_all
from appealdesk.people.actions.identify import Identified, identify_person
from appealdesk.people.inputs import IdentityInput
from appealdesk.people.models import ContactPoint, Record
from appealdesk.people.queries.contacts import mail_target
from appealdesk.people.queries.identities import combine, identities_of
from tests.people.cast import KEIKO, NOW, OKSANA, SYSTEM, TARO, identity, staff


def address_of(*, actor: Actor, person_id: int) -> str | None:
    target = mail_target(actor=actor, person_id=person_id)
    return target.address if target else None


def told(who: IdentityInput, source_ref: str, source: str = "enquiry") -> Identified:
    return identify_person(actor=SYSTEM, now=NOW, identity=who, source=source, source_ref=source_ref)


def test_the_newest_form_of_each_fact_counts_and_every_address_stays() -> None:
    page = combine(
        ref="P-1",
        language="ja",
        statements=[
            identity(written="青木 恵子", birth_date=date(1982, 7, 14), emails=("old@a.example",)),
            identity(latin="Keiko Aoki", emails=("new@a.example", "old@a.example")),
        ],
    )

    assert page.names == PersonName("青木 恵子", "", "Keiko Aoki")
    assert (page.birth_date, page.emails) == (date(1982, 7, 14), ("new@a.example", "old@a.example"))


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_one_query_opens_them_all(number: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    cast = [KEIKO, TARO, OKSANA][:number]
    persons = [told(who, f"E-{place}").person_id for place, who in enumerate(cast)]

    with acting(SYSTEM), django_assert_num_queries(1):
        pages = identities_of(actor=SYSTEM, person_ids=persons)

    assert [pages[person].names for person in persons] == [who.names for who in cast]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("actor", "seen"),
    [
        (staff(Role.DESK_OFFICER), {"E-1", "G-1"}),
        (staff(Role.FINANCE_OFFICER), {"G-1"}),
        (staff(Role.PRESS_OFFICER), set()),
        (staff(Role.DESK_OFFICER, 72), set()),
    ],
)
def test_each_role_sees_its_own_people(actor: Actor, seen: set[str]) -> None:
    persons = {"E-1": told(KEIKO, "E-1").person_id, "G-1": told(TARO, "G-1", "donation").person_id}

    with acting(actor):
        pages = identities_of(actor=actor, person_ids=persons.values())

    assert set(pages) == {persons[ref] for ref in seen}


@pytest.mark.django_db
def test_an_erased_person_is_there_without_a_name() -> None:
    made = told(KEIKO, "E-1")

    with acting(SYSTEM):
        Record.objects.update(wrapped_key=None, sealed=None)
        page = identities_of(actor=SYSTEM, person_ids=[made.person_id])[made.person_id]
        address = address_of(actor=SYSTEM, person_id=made.person_id)

    assert (page.ref, page.names, page.emails, address) == (made.person_ref, PersonName(""), (), None)


@pytest.mark.django_db
def test_a_sealed_identity_cannot_be_moved_to_another_record() -> None:
    made, other = told(KEIKO, "E-1"), told(TARO, "E-2")

    with acting(SYSTEM):
        keiko = Record.objects.get(pk=made.record_id)
        Record.objects.filter(pk=other.record_id).update(wrapped_key=keiko.wrapped_key, sealed=keiko.sealed)
        with pytest.raises(SealBroken):
            identities_of(actor=SYSTEM, person_ids=[other.person_id])


@pytest.mark.django_db
def test_a_letter_goes_to_the_verified_address_and_else_to_the_newest() -> None:
    made = told(identity(latin="Keiko Aoki", emails=("old@a.example",), phones=("090-2345-6781",)), "E-1")
    told(identity(latin="Keiko Aoki", emails=("new@a.example",), phones=("090-2345-6781",)), "E-2")

    with acting(SYSTEM):
        newest = address_of(actor=SYSTEM, person_id=made.person_id)
        ContactPoint.objects.filter(kind="email", record_id=made.record_id).update(verified_at=NOW)
        verified = address_of(actor=SYSTEM, person_id=made.person_id)

    assert (newest, verified) == ("new@a.example", "old@a.example")


@pytest.mark.django_db
def test_somebody_without_mail_has_no_address() -> None:
    made = told(TARO, "E-1")

    with acting(SYSTEM):
        assert address_of(actor=SYSTEM, person_id=made.person_id) is None


@pytest.mark.django_db
def test_row_security_lets_the_database_find_records_by_their_index() -> None:
    ids = [told(KEIKO, "E-1").person_id]
    with acting(SYSTEM), CaptureQueriesContext(connection) as asked:
        identities_of(actor=SYSTEM, person_ids=ids)
        # A few rows are read as a whole, or both tables side by side, wherever that is allowed, so it is not.
        for way in ("seqscan", "mergejoin", "hashjoin"):
            execute(f"SET LOCAL enable_{way} = off")
        plan = "\n".join(line for (line,) in fetch_all("EXPLAIN " + _select(asked)))

    assert "Index Cond: (person_id = " in plan


def _select(asked: CaptureQueriesContext) -> str:
    return next(query["sql"] for query in asked.captured_queries if "people_record" in query["sql"])
