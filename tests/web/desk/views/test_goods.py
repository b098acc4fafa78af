"""Offers of goods on the desk: listed by state, answered by one key, written down when somebody calls."""

import html
import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from appealdesk.appeals.queries.appeals import appeals_of
from appealdesk.donations.actions.offer import offer_in_kind
from appealdesk.donations.inputs import InKindInput
from appealdesk.donations.queries.in_kind import in_kind_page
from appealdesk.foundation.actor import public_actor
from tests.web.desk.cast import KEIKO, NOW, Desk, audited
from tests.web.desk.conftest import CountQueries, SignedIn

PAGE = "/desk/goods/"


STAND = re.compile(r'name="seen" value="([^"]+)"')


def stand(shown: str) -> str:
    """What the page says of the offer to whoever answers it."""
    return html.unescape(STAND.findall(shown)[0])


def offered(desk: Desk, number: int = 1) -> str:
    entry = InKindInput(
        appeal_id=desk.appeal_id,
        goods=f"Blankets {number}",
        quantity="40 boxes",
        place="Yokohama",
        available_until=date(2099, 3, 31),
        identity=KEIKO,
        submission=bytes([number]) * 16,
    )
    return offer_in_kind(actor=public_actor(desk.stage.organisation_id), now=NOW, entry=entry)


def taken(desk: Desk, **changes: str) -> dict[str, str]:
    typed = {"goods": "Rice", "quantity": "2 t", "place": "Chiba", "until": "2099-01-31", "written": "青木 恵子"}
    more = {"phone": "090-1234-5678", "email": "", "language": "ja", "submission": "0f" * 16}
    return typed | more | {"appeal": appeals_of(desk.stage.organisation_id)[0].ref} | changes


def test_an_offer_is_accepted_by_one_press_and_taken_back(desk: Desk, signed_in: SignedIn) -> None:
    client, ref = signed_in("officer"), offered(desk)
    listed = client.get(PAGE).content.decode()

    answer = client.post(f"{PAGE}{ref}/accepted/", {"seen": "offered"})

    shown = client.get(f"{PAGE}{ref}/").content.decode()
    assert (ref in listed, "Aoki" in listed, answer.status_code) == (True, False, 302)
    assert ("Accepted. A letter to the offerer waits" in shown, "Aoki" in shown) == (True, True)
    assert "Contact person" not in shown
    assert (ref in client.get(PAGE).content.decode(), ref in client.get(f"{PAGE}?show=accepted").content.decode()) == (
        False,
        True,
    )
    client.post(f"{PAGE}{ref}/offered/", {"seen": stand(shown)})
    assert ref in client.get(PAGE).content.decode()
    officer = f"staff:{desk.staff['officer'].ref}"
    assert [audited(f"in_kind.{tag}") for tag in ("answered", "unanswered", "read")] == [[(officer, ref)]] * 3
    assert audited("in_kind.listed") == [(officer, "goods")] * 3


def test_a_company_that_calls_is_written_down_with_its_contact_person(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")

    wrong = client.post(f"{PAGE}new/", taken(desk, written="青空商事", contact="恵子 🙂"))
    answer = client.post(f"{PAGE}new/", taken(desk, written="青空商事", contact="青木 恵子"), follow=True)

    page = answer.content.decode()
    assert (wrong.status_code, 'id="contact-problem"' in wrong.content.decode()) == (422, True)
    assert [text for text in ("青空商事", "Contact person", "青木 恵子", "090-1234-5678") if text not in page] == []


def test_a_colleagues_answer_is_told(desk: Desk, signed_in: SignedIn) -> None:
    client, ref = signed_in("officer"), offered(desk)
    client.post(f"{PAGE}{ref}/declined/", {"seen": "offered"})

    answer = signed_in("duty").post(f"{PAGE}{ref}/accepted/", {"seen": "offered"})

    assert (answer.status_code, "A colleague answered this offer" in answer.content.decode()) == (409, True)


def test_a_colleagues_answer_appears_also_where_it_looks_the_same_again(desk: Desk, signed_in: SignedIn) -> None:
    client, ref = signed_in("officer"), offered(desk)
    client.post(f"{PAGE}{ref}/accepted/", {"seen": "offered"})
    seen = stand(client.get(f"{PAGE}{ref}/").content.decode())
    quiet = client.get(f"{PAGE}{ref}/changes/", {"seen": seen}).content.decode()
    duty = signed_in("duty")
    for act in ("offered", "accepted"):
        duty.post(f"{PAGE}{ref}/{act}/", {"seen": stand(duty.get(f"{PAGE}{ref}/").content.decode())})

    told = client.get(f"{PAGE}{ref}/changes/", {"seen": seen}).content.decode()
    answer = client.post(f"{PAGE}{ref}/handed_over/", {"seen": seen})

    assert (quiet.strip(), "changed this offer meanwhile" in told, answer.status_code) == ("", True, 409)


def test_what_nobody_needs_any_more_is_erased_once_the_box_is_ticked(
    desk: Desk, signed_in: SignedIn, elsewhere: Client
) -> None:
    client, ref = signed_in("officer"), offered(desk)
    early = client.post(f"{PAGE}{ref}/erase/", {"sure": "yes"})
    client.post(f"{PAGE}{ref}/declined/", {"seen": "offered"})

    unsure = client.post(f"{PAGE}{ref}/erase/")
    others = [
        signed_in("finance").post(f"{PAGE}{ref}/erase/", {"sure": "yes"}),
        elsewhere.post(f"{PAGE}{ref}/erase/", {"sure": "yes"}),
        elsewhere.get(f"{PAGE}{ref}/changes/"),
    ]
    client.post(f"{PAGE}{ref}/erase/", {"sure": "yes"})

    shown = client.get(f"{PAGE}{ref}/").content.decode()
    assert (early.status_code, "Somebody still waits" in early.content.decode()) == (422, True)
    assert (unsure.status_code, "Tick the box" in unsure.content.decode()) == (422, True)
    assert [answer.status_code for answer in others] == [404] * 3
    assert ("Blankets" in shown, "Aoki" in shown, "Erased" in shown) == (False, False, True)
    assert audited("in_kind.erased") == [(f"staff:{desk.staff['officer'].ref}", ref)]


def test_the_list_goes_on_where_a_page_ends(desk: Desk, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    client, refs = signed_in("officer"), [offered(desk, number) for number in (1, 2, 3)]
    monkeypatch.setattr(in_kind_page, "__kwdefaults__", in_kind_page.__kwdefaults__ | {"limit": 2})

    first = client.get(PAGE).content.decode()
    after = re.findall(r"[?]show=open&amp;after=(\d+)", first)
    second = client.get(f"{PAGE}?show=open&after={after[0]}").content.decode()

    assert [[ref in page for ref in refs] for page in (first, second)] == [[True, True, False], [False, False, True]]
    assert ['rel="next"' in page for page in (first, second)] == [True, False]


def test_the_list_says_when_it_is_not_any_more_as_it_is_shown(desk: Desk, signed_in: SignedIn) -> None:
    client, ref = signed_in("officer"), offered(desk)
    asked = html.unescape(re.findall(r'hx-get="([^"]+)"', client.get(PAGE).content.decode())[0])
    quiet = client.get(asked).content.decode().strip()
    signed_in("duty").post(f"{PAGE}{ref}/accepted/", {"seen": "offered"})

    told = client.get(asked).content.decode()

    assert (quiet, "This list has changed meanwhile" in told, ref in told) == ("", True, False)
    assert (signed_in("press").get(asked).status_code, client.post(asked).status_code) == (404, 405)
    assert len(audited("in_kind.listed")) == 1


def test_an_offer_by_telephone_is_written_down(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("duty")
    form = client.get(f"{PAGE}new/").content.decode()

    wrong = client.post(f"{PAGE}new/", taken(desk, phone="", goods=""))
    past = client.post(f"{PAGE}new/", taken(desk, until=str(timezone.now().date().replace(year=2021))))
    saved = [client.post(f"{PAGE}new/", taken(desk)) for _turn in range(2)]

    said = wrong.content.decode()
    assert ('name="submission"' in form, wrong.status_code, "Chiba" in said, "somebody can answer" in said) == (
        True,
        422,
        True,
        True,
    )
    assert ("This day is over." in past.content.decode(), saved[0]["location"]) == (True, saved[1]["location"])
    assert "Rice" in client.get(saved[0]["location"]).content.decode()
    closed = client.post(f"{PAGE}new/", taken(desk, appeal="C-000000000"))
    assert (closed.status_code, "Chiba" in closed.content.decode()) == (422, True)


def test_who_may_not_see_or_answer_offers(desk: Desk, signed_in: SignedIn, elsewhere: Client) -> None:
    ref, officer = offered(desk), signed_in("officer")

    answers = [
        signed_in("finance").get(PAGE),
        signed_in("press").post(f"{PAGE}{ref}/accepted/", {"seen": "offered"}),
        elsewhere.get(f"{PAGE}{ref}/"),
        elsewhere.post(f"{PAGE}{ref}/accepted/", {"seen": "offered"}),
        officer.get(f"{PAGE}X-1/"),
        officer.post(f"{PAGE}{ref}/sold/", {"seen": "offered"}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 6
    assert (officer.get(f"{PAGE}{ref}/accepted/").status_code, ref in elsewhere.get(PAGE).content.decode()) == (
        405,
        False,
    )


def test_the_number_of_queries_does_not_grow_with_the_offers(
    desk: Desk, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    client = signed_in("officer")
    offered(desk)
    one = count_queries(client, PAGE)
    offered(desk, 2)
    offered(desk, 3)

    assert count_queries(client, PAGE) == one
