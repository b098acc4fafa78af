"""Offers of goods on the desk: listed by state, answered by one key, written down when somebody calls."""

from datetime import date

from django.test import Client
from django.utils import timezone

from appealdesk.appeals.queries.appeals import appeals_of
from appealdesk.donations.actions.offer import offer_in_kind
from appealdesk.donations.inputs import InKindInput
from appealdesk.foundation.actor import public_actor
from tests.web.desk.cast import KEIKO, NOW, Desk, audited
from tests.web.desk.conftest import CountQueries, SignedIn

PAGE = "/desk/goods/"


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
    assert ("Accepted. Tell the offerer" in shown, "Aoki" in shown) == (True, True)
    assert (ref in client.get(PAGE).content.decode(), ref in client.get(f"{PAGE}?show=accepted").content.decode()) == (
        False,
        True,
    )
    client.post(f"{PAGE}{ref}/offered/", {"seen": "accepted"})
    assert ref in client.get(PAGE).content.decode()
    officer = f"staff:{desk.staff['officer'].ref}"
    assert [audited(f"in_kind.{tag}") for tag in ("answered", "unanswered", "read")] == [[(officer, ref)]] * 3


def test_a_colleagues_answer_is_told(desk: Desk, signed_in: SignedIn) -> None:
    client, ref = signed_in("officer"), offered(desk)
    client.post(f"{PAGE}{ref}/declined/", {"seen": "offered"})

    answer = signed_in("duty").post(f"{PAGE}{ref}/accepted/", {"seen": "offered"})

    assert (answer.status_code, "A colleague answered this offer" in answer.content.decode()) == (409, True)


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
    assert client.post(f"{PAGE}new/", taken(desk, appeal="C-000000000")).status_code == 404


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
