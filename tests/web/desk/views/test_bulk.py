"""Many decisions at once, from the ticked rows to the undo."""

import re

import pytest
from django.test import Client

from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.db import acting
from appealdesk.letters.queries.outbox import letters_about
from appealdesk.screening.actions.perform import perform_bulk
from appealdesk.screening.queries.bulk import bulk_page
from tests.web.desk.cast import ADDRESS, TOO_OLD, WAYS_OFFERED, Desk, apply, audited, somebody, work_off
from tests.web.desk.conftest import CountQueries, SignedIn
from tests.web.desk.views.test_queue import rows

REF = re.compile(r"/desk/bulk/(M-[0-9A-Z]{9})/")


def _too_old(desk: Desk, count: int = 1) -> list[str]:
    birth = TOO_OLD.birth_date
    return [apply(desk, somebody(number, birth_date=birth)) for number in range(count)]


def _prepared(client: Client, *refs: str, outcome: str = "declined", query: str = "", **more: str) -> str:
    """The draft that the queue makes; its reference."""
    form = {"outcome": outcome, "application": list(refs)} | more
    answer = client.post(f"/desk/bulk/prepare/?{query}", form)
    found = REF.search(answer["location"])
    assert found, answer["location"]
    return found[1]


def _choice(desk: Desk, **more: object) -> dict[str, object]:
    return {
        "outcome": "declined",
        "reason": ["outside_age_range"],
        "way": list(desk.way_refs[:WAYS_OFFERED]),
        "note": "",
    } | more


def _started(client: Client, desk: Desk, *refs: str) -> str:
    ref = _prepared(client, *refs)
    client.post(f"/desk/bulk/{ref}/choose/", _choice(desk))
    client.post(f"/desk/bulk/{ref}/start/", _choice(desk))
    return ref


def _states(desk: Desk, ref: str) -> tuple[str, int, int]:
    actor = desk.actor("officer")
    with acting(actor):
        page = bulk_page(actor=actor, now=read_clock(), ref=ref)
    return page.status, page.decided, page.undone


def _letters(desk: Desk, ref: str) -> list[str]:
    actor = desk.actor("officer")
    with acting(actor):
        return [letter.status for letter in letters_about(actor=actor, ref=ref)]


def test_all_with_these_filters_are_previewed_decided_and_taken_back(desk: Desk, signed_in: SignedIn) -> None:
    refs = _too_old(desk, 3)
    meets = apply(desk, somebody(9), service_branch="jsdf", service_years=3)
    client = signed_in("officer")

    ref = _prepared(client, query="decision=undecided&outcome=does_not_meet", all="yes")
    preview = client.post(f"/desk/bulk/{ref}/choose/", _choice(desk), follow=True).content.decode()
    client.post(f"/desk/bulk/{ref}/start/", _choice(desk))
    running = client.get(f"/desk/bulk/{ref}/").content.decode()
    work_off(read_clock())
    done = client.get(f"/desk/bulk/{ref}/").content.decode()

    assert ('<strong class="number">3</strong> applications get this decision.' in preview, "<progress" in running) == (
        True,
        True,
    )
    assert ("3 decisions are made." in done, _letters(desk, refs[0])) == (True, ["draft"])
    assert rows(client.get("/desk/?decision=undecided").content.decode()) == [meets]

    client.post(f"/desk/bulk/{ref}/undo/")
    work_off(read_clock())
    undone = client.get(f"/desk/bulk/{ref}/").content.decode()

    assert ("3 decisions were taken back" in undone, _states(desk, ref)) == (True, ("undone", 0, 3))
    assert _letters(desk, refs[0]) == ["cancelled"]


def test_half_way_the_page_says_how_far_it_is(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")
    ref = _started(client, desk, *_too_old(desk, 3))
    perform_bulk(actor=desk.stage.actor, now=read_clock(), bulk_ref=ref, address=ADDRESS, batch=1)

    page = client.get(f"/desk/bulk/{ref}/", headers={"HX-Request": "true"}).content.decode()

    assert ("<html" in page, "1 / 3" in page, " left</span>" in page) == (False, True, True)


def test_the_preview_shows_a_letter_in_each_language_and_who_is_left_out(desk: Desk, signed_in: SignedIn) -> None:
    japanese, english = apply(desk, TOO_OLD), _too_old(desk)[0]
    meets = apply(desk, somebody(9), service_branch="jsdf", service_years=3)
    client = signed_in("officer")
    ref = _prepared(client, japanese, english, meets)

    page = client.post(f"/desk/bulk/{ref}/choose/", _choice(desk), headers={"HX-Request": "true"}).content.decode()

    assert ("<html" in page, page.count("<article"), "青木 恵子 様" in page) == (False, 2, True)
    assert "the result does not fit the reason" in page


def test_a_choice_that_the_preview_did_not_show_is_shown_first(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")
    ref = _prepared(client, *_too_old(desk))

    page = client.post(f"/desk/bulk/{ref}/start/", _choice(desk), follow=True).content.decode()

    assert ("look at the preview once more" in page, _states(desk, ref)[0]) == (True, "draft")


def test_a_choice_without_a_reason_is_refused_at_the_start(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")
    ref = _prepared(client, *_too_old(desk))
    choice = _choice(desk, reason=[])
    client.post(f"/desk/bulk/{ref}/choose/", choice)

    answer = client.post(f"/desk/bulk/{ref}/start/", choice)

    assert (answer.status_code, 'class="problems"' in answer.content.decode(), _states(desk, ref)[0]) == (
        422,
        True,
        "draft",
    )


def test_nothing_chosen_goes_back_to_the_queue_and_says_so(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")

    page = client.post("/desk/bulk/prepare/?decision=undecided", {"outcome": "declined"}, follow=True)

    assert (page.redirect_chain[-1][0], "No application was chosen" in page.content.decode()) == (
        "/desk/?decision=undecided",
        True,
    )


def test_the_list_has_what_was_started(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")
    empty = client.get("/desk/bulk/").content.decode()
    ref = _started(client, desk, *_too_old(desk))

    page = client.get("/desk/bulk/").content.decode()

    assert ("Nobody has decided about many at once yet." in empty, ref in page) == (True, True)


@pytest.mark.parametrize("login", ["finance", "press"])
def test_other_roles_find_nothing(desk: Desk, signed_in: SignedIn, login: str) -> None:
    ref = _prepared(signed_in("officer"), *_too_old(desk))

    assert _all(signed_in(login), desk, ref) == [404] * 5


def test_another_organisation_finds_nothing(desk: Desk, signed_in: SignedIn, elsewhere: Client) -> None:
    ref = _prepared(signed_in("officer"), *_too_old(desk))

    assert _all(elsewhere, desk, ref)[1:] == [404] * 4
    assert (
        elsewhere.post("/desk/bulk/prepare/", {"outcome": "declined", "application": _too_old(desk)}).status_code == 404
    )


def test_malformed_references_and_wrong_methods(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")
    ref = _prepared(client, *_too_old(desk))

    assert _all(client, desk, "M-nonsense")[1:] == [404] * 4
    assert client.post("/desk/bulk/prepare/", {"outcome": "withdrawn", "application": "A-1"}).status_code == 404
    assert [client.get(f"/desk/bulk/{act}").status_code for act in ("prepare/", f"{ref}/start/", f"{ref}/undo/")] == [
        405
    ] * 3


def test_the_page_takes_as_many_queries_for_three_as_for_one(
    desk: Desk, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    client = signed_in("officer")
    refs = _too_old(desk, 5)
    one = _started(client, desk, refs[0])
    work_off(read_clock())
    listed = count_queries(client, "/desk/bulk/")
    three, _ = _started(client, desk, *refs[1:4]), _started(client, desk, refs[4])
    work_off(read_clock())

    assert count_queries(client, f"/desk/bulk/{one}/") == count_queries(client, f"/desk/bulk/{three}/")
    assert count_queries(client, "/desk/bulk/") == listed


def test_starting_and_undoing_stand_in_the_log(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")
    ref = _started(client, desk, *_too_old(desk))
    client.post(f"/desk/bulk/{ref}/undo/")

    who = f"staff:{desk.staff['officer'].ref}"
    assert (audited("bulk.started"), audited("bulk.undo_asked")) == ([(who, ref)], [(who, ref)])


def _all(client: Client, desk: Desk, ref: str) -> list[int]:
    return [
        client.get("/desk/bulk/").status_code,
        client.get(f"/desk/bulk/{ref}/").status_code,
        client.post(f"/desk/bulk/{ref}/choose/", _choice(desk)).status_code,
        client.post(f"/desk/bulk/{ref}/start/", _choice(desk)).status_code,
        client.post(f"/desk/bulk/{ref}/undo/").status_code,
    ]
