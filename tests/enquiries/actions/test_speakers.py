"""Somebody offers for somebody else: two people, a relation, and a letter to the right one; each is erased alone."""

import pytest

from appealdesk.enquiries.actions.process import process_enquiry
from appealdesk.enquiries.models import Enquiry
from appealdesk.enquiries.queries.enquiries import open_speaker, open_statement
from appealdesk.foundation.db import acting
from appealdesk.letters.models import Letter
from appealdesk.people.actions.erase import erase_person
from appealdesk.people.actions.request_erasure import request_erasure
from appealdesk.people.inputs import SpeakerInput
from appealdesk.people.models import Consent, Person, Record, Relation
from appealdesk.people.queries.contacts import mail_target
from appealdesk.people.queries.relations import relations_of
from tests.cast import work_off
from tests.enquiries.cast import ADDRESS, Stage, offer, processed
from tests.people.cast import KEIKO, NOW, identity

# Father and daughter of one name that is written alike, with one telephone.
FATHER = identity(written="青木 恵", phones=KEIKO.phones)
DAUGHTER = identity(written="青木 恵", phones=KEIKO.phones, emails=("megumi@aoki.example",))


def _speaker(relation: str = "household", *, agreed: bool = True) -> SpeakerInput:
    return SpeakerInput.model_validate({"identity": DAUGHTER, "relation": relation, "agreed": agreed})


def _offer_for_father(stage: Stage) -> tuple[str, str]:
    """The references of the father and of the daughter who speaks for him."""
    made = processed(stage, identity=FATHER, speaker=_speaker())
    with acting(stage.system):
        spoke = Record.objects.get(source="speaker").person.ref
    return made.person_ref or "", spoke


def _erase(stage: Stage, person_ref: str) -> None:
    request = request_erasure(actor=stage.staff(), now=NOW, person_ref=person_ref)
    erase_person(actor=stage.staff(), now=NOW, request_ref=request.ref)
    work_off(NOW)


def _words(stage: Stage) -> tuple[bool, bool]:
    """Whether what was said of the person and of the speaker can still be opened."""
    with acting(stage.system):
        enquiry = Enquiry.objects.get()
        return open_statement(enquiry) is not None, open_speaker(enquiry) is not None


def test_an_offer_for_somebody_else_makes_two_people_who_share_name_and_number(stage: Stage) -> None:
    father, daughter = _offer_for_father(stage)
    with acting(stage.system):
        again = process_enquiry(actor=stage.system, now=NOW, enquiry_ref=Enquiry.objects.get().ref, address=ADDRESS)
        mine = relations_of(actor=stage.system, person_ref=father)
        person_id = Person.objects.get(ref=father).pk
        target = mail_target(actor=stage.system, person_id=person_id)
        letter = Letter.objects.get()
        about = set(Consent.objects.values_list("person__ref", "about_ref"))
        kept = {relation.ref for relation in Relation.objects.all()}

    assert father != daughter
    assert again.person_ref == father
    assert [(row.role, row.other_ref, row.agreed) for row in mine] == [
        ("lives_with", daughter, True),
        ("spoken_for_by", daughter, True),
    ]
    assert (letter.person_id, target.address if target else "") == (person_id, "megumi@aoki.example")
    assert {ref for ref, _ in about} == {father, daughter}
    assert {about_ref for ref, about_ref in about if ref == daughter} < kept


@pytest.mark.parametrize(("erased", "left"), [(0, (False, True)), (1, (True, False))])
def test_erasing_one_of_the_two_leaves_the_words_of_the_other(
    stage: Stage, erased: int, left: tuple[bool, bool]
) -> None:
    both = _offer_for_father(stage)

    _erase(stage, both[erased])

    with acting(stage.system):
        sealed = set(Record.objects.filter(sealed__isnull=False).values_list("person__ref", flat=True))
        held = Relation.objects.filter(ended_at__isnull=True).count()
    assert (_words(stage), sealed, held) == (left, {both[1 - erased]}, 0)


def test_who_speaks_at_a_form_says_that_the_other_agrees(stage: Stage) -> None:
    with pytest.raises(ValueError, match="say that they agree"):
        offer(stage, speaker=_speaker(agreed=False))

    assert offer(stage, channel="phone", speaker=_speaker(agreed=False)).speaker == _speaker(agreed=False)
