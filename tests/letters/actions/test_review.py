"""An officer rewords, approves or keeps back; what was approved stays as it was approved."""

import pytest
from pydantic import ValidationError

from appealdesk.foundation.actor import Actor, Role, public_actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.models import OutboxEvent
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.letters.actions.approve import approve_letter
from appealdesk.letters.actions.cancel import cancel_letter
from appealdesk.letters.actions.draft import draft_letters
from appealdesk.letters.actions.edit import edit_letter
from appealdesk.letters.actions.note import note_opened
from appealdesk.letters.inputs import LetterDraft, LetterEdit
from appealdesk.letters.queries.outbox import letter_page
from tests.letters.cast import drafted, somebody, values
from tests.people.cast import KEIKO, NOW, SYSTEM, audited, staff

pytestmark = pytest.mark.django_db
OFFICER = staff(Role.DESK_OFFICER)


def reword(ref: str, body: str = "青木 恵子 様\n\n改めてお知らせいたします。") -> None:
    edit_letter(actor=OFFICER, now=NOW, entry=LetterEdit(letter_ref=ref, subject="お知らせ", body=body))


def test_a_draft_is_reworded_and_approved() -> None:
    ref = drafted(KEIKO).ref

    reword(ref)
    approve_letter(actor=OFFICER, now=NOW, letter_ref=ref)
    approve_letter(actor=OFFICER, now=NOW, letter_ref=ref)

    with acting(OFFICER):
        page = letter_page(actor=OFFICER, ref=ref)
        events = list(OutboxEvent.objects.values_list("name", "payload"))
    assert (page.row.subject, page.body) == ("お知らせ", "青木 恵子 様\n\n改めてお知らせいたします。")
    assert (page.row.status, page.approved_by, page.editable) == ("approved", OFFICER.ref, False)
    assert events == [("LetterApproved", {"letter_ref": ref})]
    assert audited("letter.edited") == audited("letter.approved") == [(f"staff:{OFFICER.ref}", ref)]


def test_an_approved_letter_is_not_reworded() -> None:
    ref = drafted(KEIKO, approve=True).ref

    with pytest.raises(Refusal) as refused:
        reword(ref)

    assert refused.value.code == "letters.not_a_draft"


def test_a_letter_is_kept_back() -> None:
    ref = drafted(KEIKO, approve=True).ref

    cancel_letter(actor=OFFICER, now=NOW, letter_ref=ref)
    cancel_letter(actor=OFFICER, now=NOW, letter_ref=ref)

    with pytest.raises(Refusal) as refused:
        approve_letter(actor=OFFICER, now=NOW, letter_ref=ref)
    assert refused.value.code == "letters.not_a_draft"
    assert len(audited("letter.cancelled")) == 1


@pytest.mark.parametrize(
    "actor",
    [
        staff(Role.PRESS_OFFICER),
        staff(Role.FINANCE_OFFICER),
        staff(Role.DESK_OFFICER, 72),
        public_actor(71),
    ],
)
def test_who_may_not_does_not_learn_that_there_is_one(actor: Actor) -> None:
    ref = drafted(KEIKO).ref

    for action in (approve_letter, cancel_letter):
        with pytest.raises(NotFound):
            action(actor=actor, now=NOW, letter_ref=ref)


def test_a_finance_officer_sees_the_thanks_for_a_donation() -> None:
    ref = drafted(KEIKO, "donation_thanks").ref

    cancel_letter(actor=staff(Role.FINANCE_OFFICER), now=NOW, letter_ref=ref)

    with acting(SYSTEM):
        assert letter_page(actor=SYSTEM, ref=ref).row.status == "cancelled"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"subject": ""}, "subject"),
        ({"subject": "a\r\nBcc: all@relief.example"}, "subject"),
        ({"subject": "a\u2028b"}, "subject"),
        ({"body": ""}, "body"),
        ({"body": "x" * 20_001}, "body"),
    ],
)
def test_a_wording_that_cannot_be_sent_is_refused(facts: dict[str, str], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        LetterEdit.model_validate({"letter_ref": "L-1", "subject": "s", "body": "b"} | facts)

    assert [error["loc"] for error in refused.value.errors()] == [(field,)]


def test_bad_news_is_approved_only_by_somebody_who_has_opened_it() -> None:
    person = somebody(KEIKO)
    draft = LetterDraft(
        person_id=person.person_id,
        about_ref="A-7K3M9Q2XC",
        kind="result_changed",
        language="ja",
        values=values(),
        adverse=True,
    )
    (letter,) = draft_letters(actor=SYSTEM, now=NOW, drafts=[draft])
    colleague = staff(Role.DUTY_OFFICER)
    note_opened(actor=colleague, now=NOW, letter_ref=letter.ref)

    with pytest.raises(Refusal) as refused:
        approve_letter(actor=OFFICER, now=NOW, letter_ref=letter.ref)
    for _ in range(2):
        note_opened(actor=OFFICER, now=NOW, letter_ref=letter.ref)
    approve_letter(actor=OFFICER, now=NOW, letter_ref=letter.ref)

    assert refused.value.code == "letters.read_first"
    assert audited("letter.opened") == [(f"staff:{who.ref}", letter.ref) for who in (colleague, OFFICER)]
    assert audited("letter.approved") == [(f"staff:{OFFICER.ref}", letter.ref)]
