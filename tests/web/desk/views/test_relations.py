"""Who speaks for whom, and who lives together, as an officer was told."""

import re

from django.test import Client

from tests.web.desk.cast import Desk, apply, somebody
from tests.web.desk.conftest import SignedIn


def _person(client: Client, application: str) -> str:
    page = client.get(f"/desk/applications/{application}/").content.decode()
    return str(re.findall(r"/desk/people/(P-[0-9A-Z]{9})/", page)[0])


def test_a_relation_is_noted_and_ended(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")
    one, other = (_person(client, apply(desk, somebody(number))) for number in (1, 2))

    client.post(f"/desk/people/{one}/relations/", {"role": "spoken_for_by", "other": other.lower(), "agreed": "yes"})
    noted = client.get(f"/desk/people/{one}/").content.decode()
    (end,) = re.findall(r'action="(/desk/people/P-[0-9A-Z]{9}/relations/X-[0-9A-Z]{9}/end/)"', noted)
    client.post(end)

    assert [
        text for text in (f'is spoken for by <a href="/desk/people/{other}/">', "with consent") if text not in noted
    ] == []
    assert end not in client.get(f"/desk/people/{one}/").content.decode()


def test_what_cannot_be_is_said_on_the_page(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")
    one = _person(client, apply(desk, somebody(1)))

    said = [
        client.post(f"/desk/people/{one}/relations/", {"role": "lives_with", "other": other}, follow=True)
        for other in ("nobody", one, "P-000000000")
    ]

    expected = ("Type the reference of the other person", "These are one person.", "There is nothing at this address")
    assert [text for answer, text in zip(said, expected, strict=True) if text not in answer.content.decode()] == []


def test_who_may_not_and_what_is_not(desk: Desk, signed_in: SignedIn, elsewhere: Client) -> None:
    client = signed_in("officer")
    one, other = (_person(client, apply(desk, somebody(number))) for number in (1, 2))
    address, sent = f"/desk/people/{one}/relations/", {"role": "lives_with", "other": other}

    answers = [
        signed_in("finance").post(address, sent),
        client.post(address, {"role": "married_to", "other": other}),
        client.post(f"{address}X-000000000/end/"),
        client.post("/desk/people/P-1/relations/", sent),
        client.get(address),
    ]
    elsewhere.post(address, sent)

    assert [answer.status_code for answer in answers] == [404, 404, 404, 404, 405]
    assert "relations/X-" not in client.get(f"/desk/people/{one}/").content.decode()
