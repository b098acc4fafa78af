"""From an organisation to an open appeal."""

from typing import Any

import pytest
from django.db import transaction
from pydantic import ValidationError

from appealdesk.appeals.actions.add import add_position
from appealdesk.appeals.actions.create import create_organisation
from appealdesk.appeals.actions.draft import draft_appeal
from appealdesk.appeals.actions.open import open_appeal
from appealdesk.appeals.inputs import AppealInput, OrganisationInput, PositionInput
from appealdesk.appeals.invariants import INVARIANTS
from appealdesk.appeals.queries.appeals import appeal_page, open_appeals
from appealdesk.foundation.actor import Role, system_actor
from appealdesk.foundation.db import execute
from appealdesk.foundation.refusals import NotFound, Refusal
from tests.cast import NOW, Cast, set_cast

_TEXTS: Any = {"ja": "題名", "en": "Title", "uk": "Назва"}


def appeal(slug: str = "second-appeal") -> AppealInput:
    return AppealInput(slug=slug, titles=_TEXTS, summaries=_TEXTS, crisis_names=_TEXTS)


def position(slug: str = "medical") -> PositionInput:
    return PositionInput(slug=slug, titles=_TEXTS, summaries=_TEXTS, place_kind="remote", country="JP")


def test_a_draft_is_not_public_until_it_is_opened_with_a_position(cast: Cast) -> None:
    admin = cast.officer(Role.ADMINISTRATOR)
    drafted = draft_appeal(actor=admin, now=NOW, entry=appeal())

    with pytest.raises(NotFound):
        appeal_page(slug="second-appeal", now=NOW)
    with pytest.raises(Refusal) as refused:
        open_appeal(actor=admin, now=NOW, ref=drafted.ref)
    added = add_position(actor=admin, now=NOW, appeal_ref=drafted.ref, entry=position())
    open_appeal(actor=admin, now=NOW, ref=drafted.ref)

    page = appeal_page(slug="second-appeal", now=NOW)
    assert refused.value.code == "appeals.no_position"
    assert (page.status, page.opened_at, [one.ref for one in page.positions]) == ("open", NOW, [added.ref])
    assert page.slug in {card.slug for card in open_appeals()}


def test_an_open_appeal_does_not_open_again(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        open_appeal(actor=cast.system, now=NOW, ref=cast.stage.appeal_ref)

    assert refused.value.code == "appeals.not_openable"


@pytest.mark.parametrize("number", range(3))
def test_another_organisations_appeal_is_not_found(cast: Cast, number: int) -> None:
    other = set_cast("other-office").system
    acts = (
        lambda: open_appeal(actor=other, now=NOW, ref=cast.stage.appeal_ref),
        lambda: add_position(actor=other, now=NOW, appeal_ref=cast.stage.appeal_ref, entry=position()),
        lambda: open_appeal(actor=other, now=NOW, ref="Q-7K3M9Q2XC"),
    )

    with pytest.raises(NotFound):
        acts[number]()


def test_short_names_are_taken_once(cast: Cast) -> None:
    organisation = OrganisationInput(slug="relief-office", names=_TEXTS, country="JP")
    with pytest.raises(Refusal) as one:
        draft_appeal(actor=cast.system, now=NOW, entry=appeal("relief-office-appeal"))
    with pytest.raises(Refusal) as two:
        add_position(actor=cast.system, now=NOW, appeal_ref=cast.stage.appeal_ref, entry=position("defence"))
    with pytest.raises(Refusal) as three:
        create_organisation(actor=system_actor(None), now=NOW, entry=organisation)

    assert [refused.value.code for refused in (one, two, three)] == [
        "appeals.slug_taken",
        "appeals.position_exists",
        "appeals.organisation_exists",
    ]


def test_an_appeal_is_told_in_all_three_languages() -> None:
    with pytest.raises(ValidationError, match="titles has no text in uk"):
        AppealInput(slug="x", titles={"ja": "題", "en": "T"}, summaries=_TEXTS, crisis_names=_TEXTS)


def test_the_truths_hold_and_tell_what_does_not(cast: Cast) -> None:
    before = [violation for invariant in INVARIANTS for violation in invariant()]
    draft = draft_appeal(actor=cast.system, now=NOW, entry=appeal())
    # The database lets nobody do this in a transaction of its own: it asks for the step in the history at commit.
    place = transaction.savepoint()
    execute("UPDATE appeals_appeal SET status = 'open', opened_at = %s WHERE id = %s", [NOW, draft.id])

    after = [violation.sentence for invariant in INVARIANTS for violation in invariant()]
    transaction.savepoint_rollback(place)

    assert before == []
    assert after == [
        f"Appeal {draft.ref} is open but has no position.",
        f"The state of appeal {draft.ref} does not follow its history.",
    ]
