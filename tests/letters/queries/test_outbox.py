"""The outbox: counts, pages, and only what a role may see."""

import pytest
from pytest_django import DjangoAssertNumQueries

from appealdesk.foundation.actor import Actor, Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound
from appealdesk.letters.actions.approve import approve_letter
from appealdesk.letters.actions.draft import draft_letter
from appealdesk.letters.queries import outbox
from appealdesk.letters.queries.outbox import letter_page, letters_about, outbox_page
from tests.letters.cast import somebody, values
from tests.people.cast import KEIKO, NOW, OTHER_SYSTEM, SYSTEM, staff

pytestmark = pytest.mark.django_db
OFFICER = staff(Role.DESK_OFFICER)


def letters(number: int, kind: str = "decision_declined") -> list[str]:
    person = somebody(KEIKO).person_id
    return [
        draft_letter(
            actor=SYSTEM,
            now=NOW,
            person_id=person,
            about_ref=f"A-{place}",
            kind=kind,
            language="ja",
            values=values(reference=f"A-{place}"),
        ).ref
        for place in range(number)
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_three_queries_show_a_page(number: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    refs = letters(number)

    with acting(OFFICER), django_assert_num_queries(3):
        page = outbox_page(actor=OFFICER)

    assert [row.ref for row in page.rows] == refs[::-1]
    assert {row.names for row in page.rows} == {KEIKO.names}
    assert page.rows[-1].subject == "お申し出についてのお知らせ（受付番号 A-0）"


def test_pages_and_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    refs = letters(5)
    approve_letter(actor=OFFICER, now=NOW, letter_ref=refs[0])
    monkeypatch.setattr(outbox, "PAGE_SIZE", 3)

    with acting(OFFICER):
        first, last, beyond = (outbox_page(actor=OFFICER, page=number) for number in (1, 2, 99))

    assert (first.counts["draft"], first.counts["approved"], first.counts["sent"]) == (4, 1, 0)
    assert [row.ref for row in first.rows] == [refs[4], refs[3], refs[2]]
    assert [row.ref for row in last.rows] == [refs[1]]
    assert (beyond.page, beyond.pages) == (2, 2)


def test_letters_about_something() -> None:
    refs = letters(2)

    with acting(OFFICER):
        assert [row.ref for row in letters_about(actor=OFFICER, ref="A-1")] == [refs[1]]


@pytest.mark.parametrize(
    ("actor", "seen"),
    [(staff(Role.PRESS_OFFICER), 0), (staff(Role.FINANCE_OFFICER), 0), (OTHER_SYSTEM, 0), (OFFICER, 1)],
)
def test_each_role_sees_its_own_letters(actor: Actor, seen: int) -> None:
    (ref,) = letters(1)

    with acting(actor):
        assert len(outbox_page(actor=actor).rows) == seen
        if not seen:
            with pytest.raises(NotFound):
                letter_page(actor=actor, ref=ref)


def test_a_malformed_reference_is_not_found() -> None:
    with acting(OFFICER), pytest.raises(NotFound):
        letter_page(actor=OFFICER, ref="L-'")
