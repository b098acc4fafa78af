"""Each invariant is silent on sound rows and names the row that is not."""

import pytest

from appealdesk.foundation.db import acting, execute
from appealdesk.people.actions.identify import identify_person
from appealdesk.people.invariants import INVARIANTS
from appealdesk.people.models import Judgement, Person, Record
from tests.people.cast import KEIKO, NOW, SYSTEM, identity

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rows() -> None:
    twin = identity(latin="Junko Aoki", birth_date=KEIKO.birth_date, phones=KEIKO.phones)
    for number, who in enumerate((KEIKO, KEIKO, twin)):
        identify_person(actor=SYSTEM, now=NOW, identity=who, source="enquiry", source_ref=f"E-{number}")


def found() -> list[str]:
    with acting(SYSTEM):
        return [violation.name for check in INVARIANTS for violation in check()]


def test_sound_rows_violate_nothing() -> None:
    assert found() == []


def test_an_unsealed_identity_is_found() -> None:
    with acting(SYSTEM):
        Record.objects.filter(source_ref="E-0").update(sealed=b"{}")

    assert found() == ["people.sealed"]


def test_a_record_with_the_wrong_person_is_found() -> None:
    with acting(SYSTEM):
        other = Record.objects.get(source_ref="E-2").person
        Record.objects.filter(source_ref="E-1").update(person=other)

    assert found() == ["people.leads_to_record", "people.judged"]


def test_a_joined_person_with_records_is_found() -> None:
    with acting(SYSTEM):
        kept, joined = Person.objects.filter(redirects_to=None).order_by("pk")
        execute("UPDATE people_person SET redirects_to_id = %s WHERE id = %s", [kept.pk, joined.pk])

    assert found() == ["people.one_step"]


def test_revoked_judgements_bind_nobody() -> None:
    with acting(SYSTEM):
        other = Record.objects.get(source_ref="E-2").person
        Judgement.objects.update(revoked_at=NOW)
        record = Record.objects.get(source_ref="E-1")
        Record.objects.filter(pk=record.pk).update(person=other)
        Person.objects.filter(began_with=record).update(redirects_to=other)

    assert found() == []
