"""Who speaks for whom: two people who share a number, whose letters go to the right one, and who are erased apart."""

import pytest

from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.actions.end_relation import end_relation
from appealdesk.people.actions.erase import erase_person
from appealdesk.people.actions.identify import Identified, identify_person
from appealdesk.people.actions.judge import judge_records
from appealdesk.people.actions.relate import Related, relate_persons
from appealdesk.people.inputs import JudgementInput
from appealdesk.people.queries.contacts import mail_target
from appealdesk.people.queries.identities import identities_of
from appealdesk.people.queries.relations import relations_of
from tests.people.cast import NOW, SYSTEM, ask_for_erasure, audited, identity, staff

pytestmark = pytest.mark.django_db
OFFICER = staff(Role.DESK_OFFICER)
PHONE = ("090-2345-6781",)


@pytest.fixture
def daughter() -> Identified:
    who = identity(latin="Keiko Aoki", phones=PHONE, emails=("keiko@aoki.example",))
    return identify_person(actor=SYSTEM, now=NOW, identity=who, source="enquiry", source_ref="E-1")


@pytest.fixture
def father(daughter: Identified) -> Identified:
    who = identity(latin="Ichiro Aoki", phones=PHONE)
    return identify_person(actor=SYSTEM, now=NOW, identity=who, source="enquiry", source_ref="E-2")


def relate(speaker: Identified, person: Identified, kind: str = "on_behalf", *, agreed: bool = True) -> Related:
    return relate_persons(
        actor=OFFICER, now=NOW, speaker_ref=speaker.person_ref, person_ref=person.person_ref, kind=kind, agreed=agreed
    )


def roles(who: Identified) -> list[tuple[str, str, bool]]:
    with acting(SYSTEM):
        rows = relations_of(actor=SYSTEM, person_ref=who.person_ref)
    return [(row.role, row.other_names.latin, row.agreed) for row in rows]


def address(who: Identified) -> str | None:
    with acting(SYSTEM):
        target = mail_target(actor=SYSTEM, person_id=who.person_id)
    return target.address if target else None


def test_both_pages_show_the_relation_from_their_side(daughter: Identified, father: Identified) -> None:
    first, again = relate(daughter, father), relate(daughter, father)

    assert (again.ref, again.already) == (first.ref, True)
    assert roles(daughter) == [("speaks_for", "Ichiro Aoki", True)]
    assert roles(father) == [("spoken_for_by", "Keiko Aoki", True)]
    assert audited("person.related") == [(f"staff:{OFFICER.ref}", daughter.person_ref)]


def test_letters_go_to_the_speaker_only_with_consent_and_without_another_address(
    daughter: Identified, father: Identified
) -> None:
    before = address(father)
    without = relate(daughter, father, "household", agreed=True)
    end_relation(actor=OFFICER, now=NOW, relation_ref=without.ref)
    relate(daughter, father, "contact_of", agreed=False)
    not_agreed = address(father)
    relation = relate(daughter, father)

    assert (before, not_agreed, address(father)) == (None, None, "keiko@aoki.example")
    end_relation(actor=OFFICER, now=NOW, relation_ref=relation.ref)
    assert address(father) is None


def test_the_two_are_never_taken_for_one(daughter: Identified, father: Identified) -> None:
    relate(daughter, father, "household")
    same = JudgementInput(
        record_a=daughter.record_ref, record_b=father.record_ref, verdict="same", reasons=("officer.compared",)
    )
    other = identify_person(
        actor=SYSTEM,
        now=NOW,
        identity=identity(latin="Ichiro Aoki", phones=PHONE, emails=("keiko@aoki.example",)),
        source="enquiry",
        source_ref="E-3",
    )

    assert (other.person_ref, other.how) == (father.person_ref, "attached")
    judged = judge_records(actor=OFFICER, now=NOW, entry=same)
    assert judged.person_a == judged.person_b  # An officer who knows better may still say so.


def test_each_is_erased_alone(daughter: Identified, father: Identified) -> None:
    relate(daughter, father)

    erase_person(actor=OFFICER, now=NOW, request_ref=ask_for_erasure(daughter.person_ref))

    with acting(SYSTEM):
        names = identities_of(actor=SYSTEM, person_ids=[father.person_id])[father.person_id].names
    assert (names.latin, roles(father), address(father)) == ("Ichiro Aoki", [], None)


def test_one_person_has_no_relation_to_themselves(daughter: Identified) -> None:
    with pytest.raises(Refusal) as refused:
        relate(daughter, daughter)

    assert refused.value.code == "people.related_to_itself"


def test_who_may_not_and_what_is_not(daughter: Identified, father: Identified) -> None:
    held = relate(daughter, father)
    tries = [
        lambda: relate(daughter, father, "marriage"),
        lambda: relate_persons(
            actor=staff(Role.FINANCE_OFFICER),
            now=NOW,
            speaker_ref=daughter.person_ref,
            person_ref=father.person_ref,
            kind="household",
        ),
        lambda: relate_persons(
            actor=staff(Role.DESK_OFFICER, 72),
            now=NOW,
            speaker_ref=daughter.person_ref,
            person_ref=father.person_ref,
            kind="household",
        ),
        lambda: end_relation(actor=staff(Role.DESK_OFFICER, 72), now=NOW, relation_ref=held.ref),
        lambda: end_relation(actor=staff(Role.PRESS_OFFICER), now=NOW, relation_ref=held.ref),
    ]

    for attempt in tries:
        with pytest.raises(NotFound):
            attempt()
