"""Applications as the apps above read them: who may, and at what cost."""

import pytest
from pytest_django import DjangoAssertNumQueries

from appealdesk.enquiries.queries.applications import (
    application_by_ref,
    application_facts,
    applications_by_id,
    applications_of_person,
)
from appealdesk.enquiries.queries.enquiries import enquiries_of_person, enquiry_page
from appealdesk.foundation.actor import Actor, Role, public_actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound
from tests.enquiries.cast import Stage, processed
from tests.people.cast import OTHER_SYSTEM, staff


def ids(stage: Stage, number: int) -> list[int]:
    refs = [processed(stage, submission=bytes([place]) * 16).application_ref or "" for place in range(number)]
    with acting(stage.system):
        return [application_by_ref(actor=stage.system, ref=ref).id for ref in refs]


@pytest.mark.parametrize("number", [1, 3])
def test_facts_of_many_applications_take_two_queries(
    stage: Stage, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    wanted = ids(stage, number)

    with acting(stage.system), django_assert_num_queries(2):
        facts = application_facts(actor=stage.system, application_ids=wanted)

    assert {key: dict(rows)["service_years"].value for key, rows in facts.items()} == dict.fromkeys(wanted, 3)


@pytest.mark.parametrize("number", [1, 3])
def test_many_applications_take_one_query(
    stage: Stage, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    wanted = ids(stage, number)

    with acting(stage.system), django_assert_num_queries(1):
        rows = applications_by_id(actor=stage.system, application_ids=wanted)

    assert sorted(rows) == wanted


def test_a_persons_applications_and_enquiries_in_order(stage: Stage) -> None:
    wanted = ids(stage, 2)

    with acting(stage.system):
        person_id = applications_by_id(actor=stage.system, application_ids=wanted)[wanted[0]].person_id
        rows = applications_of_person(actor=stage.system, person_id=person_id)
        enquiries = enquiries_of_person(actor=stage.system, person_id=person_id)

    assert [row.id for row in rows] == wanted
    assert [row.ref for row in enquiries] == [row.enquiry_ref for row in rows]


def test_an_officer_reads_the_message(stage: Stage) -> None:
    (wanted,) = ids(stage, 1)
    officer = stage.staff()

    with acting(officer):
        row = applications_by_id(actor=officer, application_ids=[wanted])[wanted]
        page = enquiry_page(actor=officer, ref=row.enquiry_ref)

    assert (page.message, page.position_ref, page.erased) == (
        "何かお手伝いできればと思います。",
        stage.position_ref,
        False,
    )


def strangers(stage: Stage) -> list[Actor]:
    return [
        stage.staff(Role.PRESS_OFFICER),
        stage.staff(Role.FINANCE_OFFICER),
        staff(Role.ADMINISTRATOR, stage.organisation_id + 1),
        OTHER_SYSTEM,
        public_actor(stage.organisation_id),
    ]


def test_who_may_not_see_an_application_finds_nothing(stage: Stage) -> None:
    (wanted,) = ids(stage, 1)
    with acting(stage.system):
        row = applications_by_id(actor=stage.system, application_ids=[wanted])[wanted]

    for actor in strangers(stage):
        with acting(actor):
            with pytest.raises(NotFound):
                application_by_ref(actor=actor, ref=row.ref)
            with pytest.raises(NotFound):
                enquiry_page(actor=actor, ref=row.enquiry_ref)
            assert application_facts(actor=actor, application_ids=[wanted]) == {}
            assert applications_of_person(actor=actor, person_id=row.person_id) == ()


@pytest.mark.parametrize("ref", ["", "A-", "A-000000000", "E-000000000", "A-'"])
def test_a_malformed_or_unknown_reference_is_not_found(stage: Stage, ref: str) -> None:
    with acting(stage.system), pytest.raises(NotFound):
        application_by_ref(actor=stage.system, ref=ref)
