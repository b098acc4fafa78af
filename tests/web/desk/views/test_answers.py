"""Taking back, contradicting a colleague, upholding a decision that is contested."""

import pytest
from django.test import Client

from appealdesk.enquiries.queries.applications import application_by_ref
from appealdesk.foundation.db import acting, execute
from appealdesk.screening.actions.request import request_review
from appealdesk.screening.inputs import ReviewInput
from appealdesk.screening.queries.decisions import decisions_of
from appealdesk.screening.queries.proposals import proposals_of
from appealdesk.screening.queries.reviews import reviews_of
from tests.web.desk.cast import NOW, TOO_OLD, WAYS_OFFERED, Desk, apply, audited, decided
from tests.web.desk.conftest import CountQueries, SignedIn
from tests.web.desk.views.test_queue import counts, rows


@pytest.fixture
def careful(desk: Desk) -> Desk:
    """The desk where it takes two people to accept into the defence position."""
    with acting(desk.stage.actor):
        execute(
            "UPDATE appeals_position SET second_decision = true WHERE ref = %s", [desk.stage.position_refs["defence"]]
        )
    return desk


def _path(ref: str, act: str = "") -> str:
    return f"/desk/applications/{ref}/{act}"


def _key(desk: Desk, ref: str) -> int:
    with acting(desk.actor("officer")):
        return application_by_ref(actor=desk.actor("officer"), ref=ref).id


def _outcomes(desk: Desk, ref: str) -> list[str]:
    key, actor = _key(desk, ref), desk.actor("officer")
    with acting(actor):
        return [line.outcome for line in decisions_of(actor=actor, application_ids=[key], language="en")]


def _proposals(desk: Desk, ref: str) -> list[tuple[str, str]]:
    key, actor = _key(desk, ref), desk.actor("officer")
    with acting(actor):
        return [(line.ref, line.status) for line in proposals_of(actor=actor, application_id=key, language="en")]


def _contested(desk: Desk) -> tuple[str, str]:
    """An application that an officer declined, and the applicant's request to look again."""
    ref = apply(desk, TOO_OLD)
    decided(desk, ref, "declined")
    entry = ReviewInput(application_ref=ref, language="ja", text="もう一度見てください。")
    return ref, request_review(actor=desk.stage.actor, now=NOW, entry=entry).ref


def _reviews(desk: Desk, ref: str) -> list[str]:
    key, actor = _key(desk, ref), desk.actor("officer")
    with acting(actor):
        return [line.status for line in reviews_of(actor=actor, application_id=key)]


def _hidden(page: str, name: str) -> str:
    return page.split(f'name="{name}" value="', 1)[1].split('"', 1)[0]


def test_a_decision_is_taken_back_and_the_page_says_so(desk: Desk, signed_in: SignedIn) -> None:
    ref = apply(desk, TOO_OLD)
    made = decided(desk, ref, "declined")
    client = signed_in("officer")

    answer = client.post(_path(ref, "undo/?decision=declined"), {"seen": made.ref})
    page = client.get(answer["location"]).content.decode()

    assert (answer["location"], f"Taken back: {ref}." in page, _outcomes(desk, ref)) == (
        _path(ref, "?decision=declined"),
        True,
        ["undecided", "declined"],
    )


def test_two_people_accept(careful: Desk, signed_in: SignedIn) -> None:
    ref = apply(careful, service_branch="jsdf", service_years=3)
    first, second = signed_in("officer"), signed_in("duty")

    said = first.post(_path(ref, "decide/"), {"outcome": "accepted"}, follow=True).content.decode()
    waiting = second.get("/desk/?waits=second_person").content.decode()
    form = second.get(_path(ref, "?decide=accepted")).content.decode()
    fields = {name: _hidden(form, name) for name in ("seen", "proposal", "basis")}
    done = second.post(_path(ref, "decide/"), fields | {"outcome": "accepted"}, follow=True).content.decode()

    assert (f"Proposed: {ref}." in said, rows(waiting), counts(waiting)["Second person"]) == (True, [ref], 1)
    assert ("Officer of the desk proposed to accept" in form, "would be the second" in form) == (True, True)
    assert ("Officer of the desk and Duty of the desk" in done, _outcomes(careful, ref)) == (True, ["accepted"])


def test_a_colleague_who_accepts_without_having_seen_the_proposal_is_shown_it(
    careful: Desk, signed_in: SignedIn
) -> None:
    ref = apply(careful, service_branch="jsdf", service_years=3)
    signed_in("officer").post(_path(ref, "decide/"), {"outcome": "accepted"})

    answer = signed_in("duty").post(_path(ref, "decide/"), {"outcome": "accepted"})

    page = answer.content.decode()
    assert (answer.status_code, "has proposed to accept this application meanwhile" in page) == (409, True)


def test_a_proposal_is_sent_back_with_a_reason(careful: Desk, signed_in: SignedIn) -> None:
    ref = apply(careful, service_branch="jsdf", service_years=3)
    decided(careful, ref)
    ((proposal, _),) = _proposals(careful, ref)
    client = signed_in("duty")

    silent = client.post(_path(ref, "contradict/"), {"proposal": proposal, "note": ""})
    sent = client.post(_path(ref, "contradict/"), {"proposal": proposal, "note": "Papers?"}, follow=True)

    assert (silent.status_code, "Say why" in silent.content.decode()) == (422, True)
    assert ("Papers?" in sent.content.decode(), _proposals(careful, ref)) == (True, [(proposal, "contradicted")])


def test_a_review_is_answered_by_somebody_else(desk: Desk, signed_in: SignedIn) -> None:
    ref, review = _contested(desk)
    own, other = signed_in("officer"), signed_in("duty")
    form = {"review": review, "answer": "年齢の定めは変わっておりません。"}

    refused = own.post(_path(ref, "uphold/"), form)
    queue = other.get("/desk/?waits=review").content.decode()
    shown = other.get(_path(ref)).content.decode()
    done = other.post(_path(ref, "uphold/"), form, follow=True).content.decode()

    assert (refused.status_code, "a colleague has to answer" in refused.content.decode()) == (422, True)
    assert (rows(queue), counts(queue)["Review asked"], "もう一度見てください。" in shown) == ([ref], 1, True)
    assert (f"Upheld: {ref}." in done, _reviews(desk, ref)) == (True, ["upheld"])
    assert audited("review.answered") == [(f"staff:{desk.staff['duty'].ref}", ref)]


def test_a_review_is_answered_by_deciding_anew(desk: Desk, signed_in: SignedIn) -> None:
    ref, _ = _contested(desk)
    client = signed_in("duty")
    seen = _hidden(client.get(_path(ref, "?decide=deferred")).content.decode(), "seen")
    form = {"outcome": "deferred", "reason": ["needs_documents"], "way": list(desk.way_refs[:WAYS_OFFERED])}

    client.post(_path(ref, "decide/"), form | {"seen": seen})

    assert (_reviews(desk, ref), _outcomes(desk, ref)) == (["decided_anew"], ["deferred", "declined"])


def test_what_is_too_long_comes_back_as_it_was_typed(desk: Desk, signed_in: SignedIn) -> None:
    ref, review = _contested(desk)

    answer = signed_in("duty").post(_path(ref, "uphold/"), {"review": review, "answer": "長" * 4001})

    assert (answer.status_code, "長" * 4001 in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("login", ["finance", "press"])
def test_other_roles_find_nothing(desk: Desk, signed_in: SignedIn, login: str) -> None:
    ref, review = _contested(desk)
    client = signed_in(login)

    answers = _all(client, ref, review)

    assert (answers, _reviews(desk, ref)) == ([404] * 3, ["open"])


def test_another_organisation_finds_nothing(desk: Desk, elsewhere: Client) -> None:
    ref, review = _contested(desk)

    assert (_all(elsewhere, ref, review), _reviews(desk, ref)) == ([404] * 3, ["open"])


def test_malformed_references_and_wrong_methods(desk: Desk, signed_in: SignedIn) -> None:
    ref, _ = _contested(desk)
    client = signed_in("duty")

    assert _all(client, ref, "nonsense") == [404] * 3
    assert _all(client, "A-nonsense", "nonsense") == [404] * 3
    assert [client.get(_path(ref, act)).status_code for act in ("undo/", "contradict/", "uphold/")] == [405] * 3


def test_an_open_page_hears_of_a_proposal_and_of_a_review(careful: Desk, signed_in: SignedIn) -> None:
    ref = apply(careful, service_branch="jsdf", service_years=3)
    client = signed_in("duty")
    before = client.get(_path(ref, "changes/?seen=")).status_code
    decided(careful, ref)
    ((proposal, _),) = _proposals(careful, ref)

    after = client.get(_path(ref, "changes/?seen="))

    assert (before, "A colleague has just proposed to accept" in after.content.decode()) == (204, True)
    assert client.get(_path(ref, f"changes/?seen=&proposal={proposal}")).status_code == 204


def test_the_queue_takes_as_many_queries_whatever_waits(
    desk: Desk, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    client = signed_in("duty")
    _contested(desk)
    one = count_queries(client, "/desk/?waits=review")
    for _ in range(2):
        _contested(desk)

    assert count_queries(client, "/desk/?waits=review") == one


def _all(client: Client, ref: str, settled: str) -> list[int]:
    """The status of each act, with a reference that it would settle."""
    forms = {
        "undo/": {"seen": settled},
        "contradict/": {"proposal": settled, "note": "No."},
        "uphold/": {"review": settled, "answer": "It stays."},
    }
    return [client.post(_path(ref, act), form).status_code for act, form in forms.items()]
