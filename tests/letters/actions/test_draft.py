"""Drafting: in the recipient's language, sealed, and at once only where nobody is hurt."""

import pytest
from pytest_django import DjangoAssertNumQueries

from appealdesk.foundation.db import acting
from appealdesk.foundation.models import OutboxEvent
from appealdesk.foundation.refusals import NotFound
from appealdesk.letters.actions.draft import draft_letter, draft_letters
from appealdesk.letters.inputs import LetterDraft
from appealdesk.letters.models import Letter
from appealdesk.letters.queries.outbox import letter_page
from appealdesk.people.inputs import IdentityInput
from tests.letters.cast import drafted, somebody, values
from tests.people.cast import KEIKO, NOW, OKSANA, OTHER_SYSTEM, SYSTEM, TARO, audited, identity

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "language", "greeting"),
    [
        (KEIKO, "ja", "青木 恵子 様"),
        (KEIKO, "en", "Dear Keiko Aoki,"),
        (KEIKO, "uk", "Доброго дня, Keiko Aoki!"),
        (OKSANA, "uk", "Доброго дня, Оксана Коваленко!"),
        (OKSANA, "ja", "Оксана Коваленко 様"),
        (identity(phones=("03-3456-7812",)), "ja", "お申し出をくださった方へ"),
        (identity(phones=("03-3456-7812",)), "en", "Hello,"),
        (identity(phones=("03-3456-7812",)), "uk", "Доброго дня!"),
    ],
)
def test_the_greeting_is_the_readers(who: IdentityInput, language: str, greeting: str) -> None:
    letter = drafted(who, language=language)

    with acting(SYSTEM):
        assert letter_page(actor=SYSTEM, ref=letter.ref).body.splitlines()[0] == greeting


def test_a_decline_waits_for_a_person() -> None:
    letter = drafted(KEIKO, "decision_declined")

    with acting(SYSTEM):
        stored = Letter.objects.get(ref=letter.ref)
        assert OutboxEvent.objects.filter(name="LetterApproved").count() == 0
    assert (stored.status, stored.approved_by, stored.approved_at) == ("draft", "", None)
    assert "青木".encode() not in bytes(stored.sealed or b"")
    assert audited("letter.drafted") == [("system:system", letter.ref)]


@pytest.mark.parametrize("kind", ["acknowledgement", "acknowledgement_enquiry"])
def test_what_is_awaited_leaves_at_once_and_only_once(kind: str) -> None:
    first = drafted(KEIKO, kind)
    again = drafted(KEIKO, kind)

    assert (again.ref, again.already) == (first.ref, True)
    with acting(SYSTEM):
        assert Letter.objects.get().status == "approved"
        assert list(OutboxEvent.objects.values_list("name", "payload")) == [
            ("LetterApproved", {"letter_ref": first.ref})
        ]


@pytest.mark.parametrize("number", [1, 3])
def test_many_letters_read_their_names_in_one_query(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = [somebody(who, f"E-{place}") for place, who in enumerate((KEIKO, TARO, OKSANA)[:number])]
    drafts = [
        LetterDraft(
            person_id=person.person_id,
            about_ref=person.record_ref,
            kind="result_changed",
            language="ja",
            values=values(),
        )
        for person in people
    ]

    # The savepoint with its setting is three, the names are one, the letters one; the audit records go by COPY.
    with acting(SYSTEM), django_assert_num_queries(5):
        letters = draft_letters(actor=SYSTEM, now=NOW, drafts=drafts)

    assert len({letter.ref for letter in letters}) == number


def test_one_batch_makes_one_automatic_letter_for_an_occasion() -> None:
    person = somebody(KEIKO)
    draft = LetterDraft(
        person_id=person.person_id, about_ref="G-1", kind="donation_thanks", language="ja", values=values()
    )

    first, again = draft_letters(actor=SYSTEM, now=NOW, drafts=[draft, draft])

    assert (first.already, again.already, again.ref) == (False, True, first.ref)
    with acting(SYSTEM):
        assert Letter.objects.count() == 1


def test_another_organisations_person_is_not_found() -> None:
    person = somebody(KEIKO)

    with pytest.raises(NotFound):
        draft_letter(
            actor=OTHER_SYSTEM,
            now=NOW,
            person_id=person.person_id,
            about_ref="A-1",
            kind="acknowledgement",
            language="ja",
            values=values(),
        )
