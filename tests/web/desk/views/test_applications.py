"""One application: who it is, why the rules say what they say, the decision and what follows from it."""

import pytest
from django.test import Client

from appealdesk.enquiries.queries.applications import application_by_ref
from appealdesk.foundation.db import acting
from appealdesk.letters.queries.outbox import letters_about
from appealdesk.screening.queries.decisions import decisions_of
from tests.web.desk.cast import TOO_OLD, WAYS_OFFERED, Desk, apply, audited, decided, somebody
from tests.web.desk.conftest import CountQueries, SignedIn


def _path(ref: str, rest: str = "") -> str:
    return f"/desk/applications/{ref}/{rest}"


def _form(desk: Desk, **more: object) -> dict[str, object]:
    return {
        "outcome": "declined",
        "reason": ["outside_age_range"],
        "way": list(desk.way_refs[:WAYS_OFFERED]),
        "note": "Was very kind.",
        "seen": "",
    } | more


def _decisions(desk: Desk, ref: str) -> list[tuple[str, bool]]:
    """(outcome, whether it counts now) of each decision, newest first."""
    actor = desk.actor("officer")
    with acting(actor):
        row = application_by_ref(actor=actor, ref=ref)
        lines = decisions_of(actor=actor, application_ids=[row.id], language="en")
    return [(line.outcome, line.present) for line in lines]


def _letters(desk: Desk, ref: str) -> list[tuple[str, str]]:
    actor = desk.actor("officer")
    with acting(actor):
        return [(letter.kind, letter.status) for letter in letters_about(actor=actor, ref=ref)]


def test_the_page_says_who_it_is_and_why_the_rules_say_what_they_say(desk: Desk, signed_in: SignedIn) -> None:
    ref = apply(desk, TOO_OLD, service_branch="jsdf", service_years=3, message="I would like to help.")

    page = signed_in("officer").get(_path(ref)).content.decode()

    said = (
        "青木 恵子 アオキ ケイコ",
        "090-2345-6781",
        "I would like to help.",
        "Criteria, revision 1 (",
        "9\u00a0April\u00a01950",
        "Acknowledgement of an offer",
        "decides",
    )
    assert [text for text in said if text not in page] == []


def test_a_held_position_says_so(desk: Desk, signed_in: SignedIn) -> None:
    page = signed_in("officer").get(_path(apply(desk))).content.decode()

    assert "Nobody travels for this position now" in page


def test_the_form_of_a_decline_opens_with_three_ways_to_help_and_the_likeliest_reason(
    desk: Desk, signed_in: SignedIn
) -> None:
    ref = apply(desk, TOO_OLD, service_branch="jsdf", service_years=3)

    page = signed_in("officer").get(_path(ref, "form/?decide=declined")).content.decode()

    chosen = [line for line in page.split("<li>") if " checked" in line]
    assert (len([line for line in chosen if 'name="way"' in line]), 'value="outside_age_range" checked' in page) == (
        WAYS_OFFERED,
        True,
    )


def test_without_javascript_the_form_opens_in_the_page(desk: Desk, signed_in: SignedIn) -> None:
    page = signed_in("officer").get(_path(apply(desk), "?decide=accepted")).content.decode()

    assert '<input type="hidden" name="outcome" value="accepted">' in page


def test_an_outcome_that_does_not_exist_is_nothing(desk: Desk, signed_in: SignedIn) -> None:
    client, ref = signed_in("officer"), apply(desk)

    answers = (
        client.get(_path(ref, "form/?decide=rejected")),
        client.post(_path(ref, "decide/"), {"outcome": "rejected"}),
        client.post(_path(ref, "preview/"), {"outcome": "rejected"}),
    )

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_the_preview_is_the_letter_in_the_applicants_language(desk: Desk, signed_in: SignedIn) -> None:
    ref = apply(desk, TOO_OLD)

    page = signed_in("officer").post(_path(ref, "preview/"), _form(desk)).content.decode()

    assert ('lang="ja"' in page, "青木 恵子 様" in page, "自宅で翻訳を手伝う" in page, _letters(desk, ref)) == (
        True,
        True,
        True,
        [],
    )


def test_the_preview_says_what_is_missing(desk: Desk, signed_in: SignedIn) -> None:
    page = signed_in("officer").post(_path(apply(desk), "preview/"), _form(desk, way=[])).content.decode()

    assert ("<article" in page, 'class="quiet"' in page) == (False, True)


def test_a_decision_is_recorded_and_its_letter_waits(desk: Desk, signed_in: SignedIn) -> None:
    ref = apply(desk, TOO_OLD)
    client = signed_in("officer")

    answer = client.post(_path(ref, "decide/?decision=undecided"), _form(desk))
    page = client.get(answer["location"]).content.decode()

    assert (
        answer["location"],
        f"Declined: {ref}." in page,
        "Was very kind." in page,
        _decisions(desk, ref),
        _letters(desk, ref)[-1],
    ) == (
        _path(ref, "?decision=undecided"),
        True,
        True,
        [("declined", True)],
        ("decision_declined", "draft"),
    )


@pytest.mark.parametrize(("missing", "field"), [("reason", "Reason"), ("way", "Other ways to help")])
def test_a_decline_without_a_reason_or_a_way_to_help_is_refused_and_keeps_what_was_typed(
    desk: Desk, signed_in: SignedIn, missing: str, field: str
) -> None:
    ref = apply(desk, TOO_OLD)

    answer = signed_in("officer").post(_path(ref, "decide/"), _form(desk, **{missing: []}))

    page = answer.content.decode()
    assert (answer.status_code, 'class="problems"' in page, "Was very kind." in page, _decisions(desk, ref)) == (
        422,
        True,
        True,
        [],
    )


def test_a_note_that_is_too_long_is_refused(desk: Desk, signed_in: SignedIn) -> None:
    answer = signed_in("officer").post(_path(apply(desk, TOO_OLD), "decide/"), _form(desk, note="長" * 4001))

    assert (answer.status_code, "longer than 4,000 characters" in answer.content.decode()) == (422, True)


def test_a_colleague_who_was_faster_is_named_with_the_moment(desk: Desk, signed_in: SignedIn) -> None:
    ref = apply(desk, TOO_OLD)
    decided(desk, ref, "accepted", login="duty")

    answer = signed_in("officer").post(_path(ref, "decide/"), _form(desk))

    page = answer.content.decode()
    said = ("A colleague was faster", "Duty of the desk", "1\u00a0March\u00a02022, 18:30")
    assert (answer.status_code, [text for text in said if text not in page], _decisions(desk, ref)) == (
        409,
        [],
        [("accepted", True)],
    )


def test_an_open_page_hears_of_a_colleagues_decision(desk: Desk, signed_in: SignedIn) -> None:
    ref = apply(desk, TOO_OLD)
    client = signed_in("officer")
    before = client.get(_path(ref, "changes/?seen=")).status_code
    made = decided(desk, ref, login="duty")

    after = client.get(_path(ref, "changes/?seen="))

    assert (before, after.status_code, "Duty of the desk" in after.content.decode()) == (204, 200, True)
    assert client.get(_path(ref, f"changes/?seen={made.ref}")).status_code == 204


def test_deciding_anew_supersedes_and_keeps_the_first_letter_back(desk: Desk, signed_in: SignedIn) -> None:
    ref = apply(desk, TOO_OLD)
    made = decided(desk, ref, "accepted")

    signed_in("officer").post(_path(ref, "decide/"), _form(desk, seen=made.ref))

    assert (_decisions(desk, ref), _letters(desk, ref)) == (
        [("declined", True), ("accepted", False)],
        [("decision_accepted", "cancelled"), ("decision_declined", "draft")],
    )


def test_pressing_twice_decides_once(desk: Desk, signed_in: SignedIn) -> None:
    ref = apply(desk, TOO_OLD)
    client = signed_in("officer")

    answers = [client.post(_path(ref, "decide/"), _form(desk)).status_code for _ in range(2)]

    assert (answers, _decisions(desk, ref)) == ([302, 302], [("declined", True)])


def test_another_organisations_application_is_nothing(desk: Desk, elsewhere: Client) -> None:
    ref = apply(desk)

    answers = (
        elsewhere.get(_path(ref)),
        elsewhere.get(_path(ref, "form/?decide=declined")),
        elsewhere.get(_path(ref, "changes/")),
        elsewhere.post(_path(ref, "preview/"), _form(desk)),
        elsewhere.post(_path(ref, "decide/"), _form(desk)),
    )

    assert [answer.status_code for answer in answers] == [404] * 5


def test_the_number_of_queries_does_not_grow_with_the_persons_offers(
    desk: Desk, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    client, ref = signed_in("officer"), apply(desk, TOO_OLD)
    apply(desk, TOO_OLD, position="medical")
    two = count_queries(client, _path(ref))
    apply(desk, TOO_OLD, position="letters")
    apply(desk, somebody(1))

    assert count_queries(client, _path(ref)) == two


def test_opening_an_application_stands_in_the_log(desk: Desk, signed_in: SignedIn) -> None:
    ref = apply(desk)

    signed_in("officer").get(_path(ref))

    assert audited("application.read") == [(f"staff:{desk.staff['officer'].ref}", ref)]
