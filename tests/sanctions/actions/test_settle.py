"""Two people for a true hit, one for "not the same"; a decision can be taken back by whoever took it."""

import pytest
from django.core import mail
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appealdesk.donations.actions.keep_back import keep_back_thanks
from appealdesk.donations.models import Donation
from appealdesk.donations.queries.held import is_gift_held
from appealdesk.foundation.actor import Actor, Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Foreseen, NotFound, Refusal
from appealdesk.letters.actions.approve import approve_letter
from appealdesk.letters.models import Letter
from appealdesk.letters.queries.outbox import count_kept_back
from appealdesk.people.queries.persons import person_by_id
from appealdesk.sanctions.actions.check import check_donors
from appealdesk.sanctions.actions.erase import erase_subject
from appealdesk.sanctions.actions.recheck import recheck_everybody
from appealdesk.sanctions.actions.settle import settle_hit
from appealdesk.sanctions.actions.undo import undo_decision
from appealdesk.sanctions.inputs import SettleInput
from appealdesk.sanctions.models import Hit, HitDecision, ListVersion
from appealdesk.sanctions.queries.hits import hits_page, list_pages
from appealdesk.sanctions.queries.holds import HOLDING, held_among
from tests.cast import Cast, set_cast, work_off
from tests.donations.actions.test_acknowledge import given as file_of
from tests.people.cast import audited
from tests.sanctions.lists import LISTED, NIGHT, YEVHRAF, donor, load


@pytest.fixture
def hit(cast: Cast) -> str:
    """The hit of a donor who waits."""
    load(LISTED)
    check_donors(actor=cast.system, now=NIGHT, person_ids=[donor(cast, YEVHRAF)])
    with acting(cast.system):
        return Hit.objects.get().ref


def settle(actor: Actor, hit: str, verdict: str) -> str:
    return settle_hit(
        actor=actor, now=NIGHT, entry=SettleInput(hit_ref=hit, verdict=verdict, reason="Compared the birth dates.")
    )


def undo(actor: Actor, hit: str) -> str:
    return undo_decision(actor=actor, now=NIGHT, hit_ref=hit)


def test_not_the_same_lets_go_at_once_and_a_true_hit_needs_two(cast: Cast, hit: str) -> None:
    admin = cast.officer(Role.ADMINISTRATOR)

    assert settle(cast.finance, hit, "true_hit") == "escalated"
    with pytest.raises(Refusal, match="second person"):
        settle(cast.finance, hit, "true_hit")
    assert settle(admin, hit, "true_hit") == "confirmed"
    with pytest.raises(Refusal, match="decided meanwhile"):
        settle(admin, hit, "not_same")
    assert audited("sanctions_hit.decided") == [(f"staff:{cast.finance.ref}", hit), (f"staff:{admin.ref}", hit)]


def test_a_second_person_who_disagrees_lets_the_hit_wait_again(cast: Cast, hit: str) -> None:
    settle(cast.finance, hit, "true_hit")

    assert settle(cast.officer(Role.DUTY_OFFICER), hit, "not_same") == "open"
    assert settle(cast.officer(Role.DUTY_OFFICER), hit, "not_same") == "not_same"


def test_only_ones_own_last_decision_is_taken_back(cast: Cast, hit: str) -> None:
    settle(cast.finance, hit, "not_same")

    with pytest.raises(Refusal, match="not yours"):
        undo(cast.officer(Role.ADMINISTRATOR), hit)
    assert undo(cast.finance, hit) == "open"
    with pytest.raises(Refusal, match="not yours"):
        undo(cast.finance, hit)


@pytest.mark.parametrize("role", [Role.DESK_OFFICER, Role.PRESS_OFFICER])
def test_others_do_not_see_that_there_is_a_hit(cast: Cast, hit: str, role: Role) -> None:
    with pytest.raises(NotFound):
        settle(cast.officer(role), hit, "not_same")
    with pytest.raises(NotFound):
        settle(set_cast("other-office").finance, hit, "not_same")


def test_the_page_opens_the_reasons_and_says_how_fresh_the_lists_are(cast: Cast, hit: str) -> None:
    settle(cast.finance, hit, "true_hit")

    with acting(cast.finance):
        page = hits_page(actor=cast.finance, state="waiting")
        lists = list_pages(actor=cast.finance, now=NIGHT.replace(day=20))
    (shown,) = page.hits
    assert (shown.ref, shown.listed.text, shown.status, shown.mine_last) == (
        hit,
        "Yevhraf VYMYSLENKO",
        "escalated",
        True,
    )
    assert [decision.reason for decision in shown.decisions] == ["Compared the birth dates."]
    assert page.counts == {"waiting": 1, "confirmed": 0, "not_same": 0}
    assert [(item.code, item.stale, item.entries) for item in lists] == [
        ("ofac", True, 1),
        ("un", True, 0),
        ("uk", True, 0),
        ("eu", True, 0),
    ]


def test_thanks_wait_for_the_decision_and_the_gift_stays_booked(cast: Cast) -> None:
    load(LISTED)
    file_of(cast, YEVHRAF.model_copy(update={"emails": ("y@vymyslenko.example",)}))

    with acting(cast.system):
        gift = Donation.objects.get(person_id__isnull=False)
        assert Letter.objects.count() == 0
        assert gift.undone_at is None
        hit = Hit.objects.get().ref
    settle(cast.finance, hit, "not_same")
    work_off(NIGHT)
    with acting(cast.system):
        assert [letter.status for letter in Letter.objects.all()] == ["draft"]
    undo(cast.finance, hit)
    with acting(cast.system):
        assert held_among(actor=cast.system, person_ids=[gift.person_id or 0]) == {gift.person_id}


@pytest.mark.parametrize("approved", [False, True])
def test_a_list_that_comes_later_keeps_back_thanks_that_have_not_left(cast: Cast, approved: bool) -> None:
    file_of(cast, YEVHRAF.model_copy(update={"emails": ("y@vymyslenko.example",)}))
    with acting(cast.system):
        letter = Letter.objects.get().ref
    if approved:
        approve_letter(actor=cast.finance, now=NIGHT, letter_ref=letter)
    load(LISTED)
    with acting(cast.system):
        (version,) = ListVersion.objects.values_list("pk", flat=True)
    # The mail server is slow: the list is compared before the approved letter is handed to it.
    recheck_everybody(actor=cast.system, now=NIGHT, version_id=version)
    with acting(cast.system):
        person = Hit.objects.get().subject.person_id
    keep_back_thanks(actor=cast.system, now=NIGHT, person_id=person or 0)
    sent = len(mail.outbox)
    work_off(NIGHT)

    with acting(cast.system):
        assert [letter.status for letter in Letter.objects.all()] == ["cancelled"]
        gift = Letter.objects.get().about_ref
    with acting(cast.finance):
        assert count_kept_back(actor=cast.finance, about_refs=[gift, "G-OTHER"]) == 1
        assert [is_gift_held(actor=cast.finance, ref=ref) for ref in (gift, "G-OTHER")] == [True, False]
    assert (sent, len(mail.outbox)) == (0, 0)


def test_erasing_destroys_what_was_written_and_keeps_that_there_was_a_check(cast: Cast, hit: str) -> None:
    settle(cast.finance, hit, "not_same")
    with acting(cast.system):
        person = Hit.objects.select_related("subject").get().subject.person_id

        ref = person_by_id(actor=cast.system, person_id=person or 0)
    assert erase_subject(actor=cast.system, now=NIGHT, person_ref=ref or "") == 1
    with acting(cast.system):
        assert [(row.sealed, row.wrapped_key) for row in HitDecision.objects.all()] == [(None, None)]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(["finance", "duty"]), st.sampled_from(["not_same", "true_hit", "undo"])), max_size=7
    )
)
def test_no_order_of_decisions_lets_one_person_alone_confirm(
    cast: Cast, hit: str, steps: list[tuple[str, str]]
) -> None:
    with acting(cast.system):
        HitDecision.objects.update(undone_at=NIGHT)
        Hit.objects.update(status="open")
    actors = {"finance": cast.finance, "duty": cast.officer(Role.DUTY_OFFICER)}
    for who, what in steps:
        try:
            _ = undo(actors[who], hit) if what == "undo" else settle(actors[who], hit, what)
        except Foreseen:
            continue

    with acting(cast.system):
        row = Hit.objects.get()
        standing = list(row.decisions.filter(undone_at__isnull=True).order_by("pk"))
        person = row.subject.person_id or 0
        assert (row.status in HOLDING) == (person in held_among(actor=cast.system, person_ids=[person]))
    if row.status == Hit.Status.CONFIRMED:
        last = standing[-2:]
        assert [decision.verdict for decision in last] == ["true_hit", "true_hit"]
        assert last[0].decided_by != last[1].decided_by
