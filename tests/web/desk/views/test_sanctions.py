"""Hits at the desk: side by side, decided by one key each, taken back by another; who may not know of them."""

import re

from django.test import Client

from appealdesk.foundation.actor import system_actor
from appealdesk.people.actions.identify import identify_person
from appealdesk.sanctions.actions.check import check_donors
from appealdesk.sanctions.actions.load import load_list
from tests.sanctions.lists import LISTED, YEVHRAF, entry, sdn
from tests.web.desk.cast import KEIKO, NOW, Desk, audited
from tests.web.desk.conftest import CountQueries, SignedIn

PAGE = "/desk/sanctions/"
HIT = re.compile(r'action="/desk/sanctions/(H-[0-9A-Z]{9})/"')
REASON = {"reason": "Another birth date."}


def hit(desk: Desk, *donors: str) -> None:
    """A donor who is listed, and more of them under other names."""
    entries = [LISTED, *(entry(number, "Nemaye", name) for number, name in enumerate(donors, start=10))]
    load_list(actor=system_actor(None), now=NOW, code="ofac", data=sdn(*entries))
    people = [YEVHRAF, *(KEIKO.model_copy(update={"written": f"Nemaye {name}", "latin": ""}) for name in donors)]
    for number, person in enumerate(people):
        alone = person.model_copy(update={"reading": "", "birth_date": None, "emails": (), "phones": ()})
        found = identify_person(
            actor=desk.stage.actor, now=NOW, identity=alone, source="donation", source_ref=f"G-{number}"
        )
        check_donors(actor=desk.stage.actor, now=NOW, person_ids=[found.person_id])


def shown(client: Client) -> str:
    return client.get(PAGE).content.decode()


def test_a_hit_is_shown_with_its_reasons_and_decided_by_one_press(desk: Desk, signed_in: SignedIn) -> None:
    hit(desk)
    client = signed_in("finance")
    before = shown(client)
    (ref,) = HIT.findall(before)

    answer = client.post(f"{PAGE}{ref}/", {"verdict": "not_same", **REASON})

    assert ("Yevhraf VYMYSLENKO" in before, "Євграф Вимисленко" in before, "1961" in before) == (True, True, True)
    assert answer.status_code == 302
    assert "No hit waits for you." in shown(client)
    assert audited("sanctions_hit.decided") == [(f"staff:{desk.staff['finance'].ref}", ref)]


def test_a_true_hit_waits_for_a_second_person(desk: Desk, signed_in: SignedIn) -> None:
    hit(desk)
    finance, duty = signed_in("finance"), signed_in("duty")
    (ref,) = HIT.findall(shown(finance))

    finance.post(f"{PAGE}{ref}/", {"verdict": "true_hit", **REASON})
    alone = finance.post(f"{PAGE}{ref}/", {"verdict": "true_hit", **REASON})
    duty.post(f"{PAGE}{ref}/", {"verdict": "true_hit", **REASON})

    assert "a second person confirms it" in alone.content.decode()
    assert REASON["reason"] in finance.get(f"{PAGE}?state=confirmed").content.decode()


def test_ones_own_decision_is_taken_back(desk: Desk, signed_in: SignedIn) -> None:
    hit(desk)
    client = signed_in("finance")
    (ref,) = HIT.findall(shown(client))
    client.post(f"{PAGE}{ref}/", {"verdict": "not_same", **REASON})

    answer = client.post(f"{PAGE}{ref}/undo/")

    assert (answer.status_code, HIT.findall(shown(client))) == (302, [ref])


def test_the_next_page_offers_to_take_the_last_decision_back_to_whoever_took_it(
    desk: Desk, signed_in: SignedIn
) -> None:
    hit(desk)
    client = signed_in("finance")
    (ref,) = HIT.findall(shown(client))

    following = client.post(f"{PAGE}{ref}/", {"verdict": "not_same", **REASON})["location"]
    pages = [each.get(following).content.decode() for each in (client, signed_in("duty"))]
    client.post(f"{PAGE}{ref}/undo/")

    offers = [f'action="{PAGE}{ref}/undo/"' in page for page in pages]
    assert (following, offers) == (f"{PAGE}?last={ref}", [True, False])
    assert f"{ref}/undo/" not in client.get(following).content.decode()


def test_what_is_sent_twice_is_decided_and_taken_back_once(desk: Desk, signed_in: SignedIn) -> None:
    hit(desk)
    client = signed_in("finance")
    (ref,) = HIT.findall(shown(client))

    decided = [client.post(f"{PAGE}{ref}/", {"verdict": "not_same", **REASON}).status_code for _turn in range(2)]
    undone = [client.post(f"{PAGE}{ref}/undo/").status_code for _turn in range(2)]

    finance = f"staff:{desk.staff['finance'].ref}"
    assert (decided, undone, HIT.findall(shown(client))) == ([302, 409], [302, 422], [ref])
    assert [audited(f"sanctions_hit.{tag}") for tag in ("decided", "undone")] == [[(finance, ref)]] * 2


def test_a_decision_without_a_reason_loses_nothing(desk: Desk, signed_in: SignedIn) -> None:
    hit(desk)
    client = signed_in("finance")
    (ref,) = HIT.findall(shown(client))

    answer = client.post(f"{PAGE}{ref}/", {"verdict": "not_same", "reason": "?"})

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert HIT.findall(shown(client)) == [ref]


def test_who_may_not_know_of_a_hit(desk: Desk, signed_in: SignedIn, elsewhere: Client) -> None:
    hit(desk)
    finance = signed_in("finance")
    (ref,) = HIT.findall(shown(finance))
    answers = [
        signed_in("officer").get(PAGE),
        signed_in("press").get(PAGE),
        signed_in("officer").post(f"{PAGE}{ref}/", {"verdict": "not_same", **REASON}),
        elsewhere.post(f"{PAGE}{ref}/", {"verdict": "not_same", **REASON}),
        elsewhere.post(f"{PAGE}{ref}/undo/"),
        finance.post(f"{PAGE}X-1/", {"verdict": "not_same", **REASON}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 6
    assert (finance.get(f"{PAGE}{ref}/").status_code, HIT.findall(shown(elsewhere))) == (405, [])


def test_a_list_that_nobody_has_fetched_is_told(desk: Desk, signed_in: SignedIn) -> None:
    page = shown(signed_in("duty"))

    assert (page.count("never loaded"), "Not every list is known to be the latest" in page) == (4, True)


def test_the_number_of_queries_does_not_grow_with_the_hits(
    desk: Desk, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    client = signed_in("finance")
    hit(desk)
    one = count_queries(client, PAGE)
    hit(desk, "VYDUMKO", "VYDUMENKO")

    assert count_queries(client, PAGE) == one
