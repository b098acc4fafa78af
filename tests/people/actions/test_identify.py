"""Attach, create, or ask: what becomes of a statement about somebody."""

import threading
from dataclasses import replace
from datetime import date

import pytest
from django.db import connections

from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.people.actions.identify import Identified, identify_person
from appealdesk.people.inputs import IdentityInput
from appealdesk.people.models import ContactPoint, IdentityKey, Judgement, Person, Record
from appealdesk.people.queries.identities import identities_of
from appealdesk.people.queries.persons import kept_persons
from tests.people.cast import KEIKO, NOW, OTHER_SYSTEM, SYSTEM, audited, identity
from tests.postgres_plugin import Database


def told(who: IdentityInput, source_ref: str, *, actor: Actor = SYSTEM) -> Identified:
    return identify_person(actor=actor, now=NOW, identity=who, source="enquiry", source_ref=source_ref)


@pytest.mark.django_db
def test_somebody_new_is_created_and_sealed() -> None:
    made = told(KEIKO, "E-1")

    assert made.how == "created"
    with acting(SYSTEM):
        page = identities_of(actor=SYSTEM, person_ids=[made.person_id])[made.person_id]
        record = Record.objects.get()
        assert Judgement.objects.count() == 0
        assert list(ContactPoint.objects.order_by("kind").values_list("kind", flat=True)) == [
            "email",
            "phone",
            "postal",
        ]
    assert (page.names, page.birth_date) == (KEIKO.names, KEIKO.birth_date)
    assert (page.emails, page.phones, page.address) == (KEIKO.emails, KEIKO.phones, KEIKO.address)
    assert "恵子".encode() not in bytes(record.sealed or b"")
    assert audited("person.identified") == [("system:system", made.person_ref)]


@pytest.mark.django_db
def test_the_same_person_on_another_channel_is_attached() -> None:
    first = told(identity(reading="アオキ ケイコ", phones=("090-2345-6781",)), "E-1")

    second = told(identity(latin="Keiko Aoki", phones=("+819023456781",), emails=("k@aoki.example",)), "E-2")

    assert (second.person_ref, second.how) == (first.person_ref, "attached")
    with acting(SYSTEM):
        assert kept_persons(actor=SYSTEM, person_ids=[second.person_id])[second.person_id] == first.person_id
        assert list(Judgement.objects.values_list("a_id", "b_id", "verdict", "source", "reasons")) == [
            (first.record_id, second.record_id, "same", "rule", ["contact.phone", "name.same"])
        ]
        page = identities_of(actor=SYSTEM, person_ids=[first.person_id])[first.person_id]
    assert (page.names.reading, page.names.latin, page.emails) == ("アオキ ケイコ", "Keiko Aoki", ("k@aoki.example",))


@pytest.mark.django_db
def test_a_shared_birthday_and_number_with_another_name_is_a_question_and_two_persons() -> None:
    first = told(identity(latin="Keiko Aoki", birth_date=KEIKO.birth_date, phones=KEIKO.phones), "E-1")

    second = told(identity(latin="Junko Aoki", birth_date=KEIKO.birth_date, phones=KEIKO.phones), "E-2")

    assert second.how == "question"
    assert second.person_id != first.person_id
    with acting(SYSTEM):
        question = Judgement.objects.get()
    assert (question.verdict, question.source) == ("undecided", "rule")
    assert question.reasons == ["name.other", "birth.same", "contact.phone"]
    assert question.bits is not None
    assert question.bits < 0


@pytest.mark.django_db
def test_a_household_is_two_persons_and_no_question() -> None:
    first = told(KEIKO, "E-1")

    second = told(identity(written="青木 一郎", reading="アオキ イチロウ", emails=KEIKO.emails), "E-2")

    assert second.how == "created"
    assert second.person_id != first.person_id
    with acting(SYSTEM):
        assert Judgement.objects.count() == 0


@pytest.mark.django_db
def test_the_same_source_again_changes_nothing() -> None:
    told(KEIKO, "E-1")
    first = told(identity(written="青木恵子", phones=KEIKO.phones), "E-2")

    again = told(identity(written="青木恵子", phones=KEIKO.phones), "E-2")

    assert again == first
    with acting(SYSTEM):
        assert (Record.objects.count(), Person.objects.count(), Judgement.objects.count()) == (2, 2, 1)


@pytest.mark.django_db
def test_two_persons_that_fit_are_joined_to_the_older_and_asked_about() -> None:
    by_phone = told(identity(written="青木 恵子", phones=KEIKO.phones), "E-1")
    by_mail = told(identity(written="青木 恵子", emails=KEIKO.emails), "E-2")

    both = told(identity(written="青木 恵子", phones=KEIKO.phones, emails=KEIKO.emails), "E-3")

    assert (both.person_ref, both.how) == (by_phone.person_ref, "attached")
    with acting(SYSTEM):
        verdicts = dict(Judgement.objects.values_list("a_id", "verdict"))
    assert verdicts == {by_phone.record_id: "same", by_mail.record_id: "undecided"}


@pytest.mark.django_db
def test_another_organisation_never_meets_the_record() -> None:
    told(KEIKO, "E-1")

    elsewhere = told(KEIKO, "E-1", actor=OTHER_SYSTEM)

    assert elsewhere.how == "created"
    with acting(OTHER_SYSTEM):
        assert Record.objects.count() == 1


@pytest.mark.django_db
def test_a_nameless_caller_has_a_record_with_the_number_only() -> None:
    made = told(identity(phones=("03-3456-7812",)), "E-1")

    with acting(SYSTEM):
        assert list(IdentityKey.objects.values_list("kind", flat=True).order_by("kind")) == [4, 8, 8, 8]
        assert made.how == "created"


def test_two_workers_make_one_person(committed_db: Database) -> None:
    ready = threading.Barrier(2)
    made: list[Identified] = []

    def work(source_ref: str) -> None:
        try:
            ready.wait(timeout=20)
            made.append(told(KEIKO, source_ref))
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work, args=(f"E-{number}",)) for number in (1, 2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=30)

    assert sorted(answer.how for answer in made) == ["attached", "created"]
    assert len({answer.person_ref for answer in made}) == 1


@pytest.mark.django_db
def test_a_veto_of_any_record_keeps_a_new_one_from_being_attached() -> None:
    first = told(identity(latin="Keiko Aoki", phones=("090-2345-6781",)), "E-1")
    told(identity(latin="Keiko Aoki", phones=("090-2345-6781",), birth_date=KEIKO.birth_date), "E-2")

    other = told(identity(latin="Keiko Aoki", phones=("090-2345-6781",), birth_date=date(1955, 2, 3)), "E-3")

    assert (other.how, other.person_ref == first.person_ref) == ("question", False)


@pytest.mark.django_db
def test_a_moment_before_now_is_kept() -> None:
    earlier = NOW.replace(year=2021)

    identify_person(actor=SYSTEM, now=NOW, identity=KEIKO, source="import", source_ref="row 1", given_at=earlier)

    with acting(replace(SYSTEM)):
        assert Record.objects.get().given_at == earlier
