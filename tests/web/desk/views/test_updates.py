"""Updates at the desk: three languages, previewed as others will see them, published for good, corrected by another."""

import re

from django.conf import settings
from django.test import Client

from appealdesk.appeals.models import Update
from tests.web.cast import SLUG
from tests.web.desk.cast import Desk, audited
from tests.web.desk.conftest import CountQueries, SignedIn

LONG = {
    "texts-ja": "お問い合わせをありがとうございます。" * 20,
    "texts-en": "Thank you. " * 90,
    "texts-uk": "Дякуємо. " * 90,
}


def at(desk: Desk, path: str = "new/") -> str:
    return f"/desk/appeals/{desk.stage.appeal_ref}/updates/{path}"


def published(client: Client, desk: Desk, **more: str) -> str:
    answer = client.post(at(desk), {**LONG, "publish": "yes", **more})
    assert answer.status_code == 302
    return answer.headers["Location"].split("/")[-2]


def test_a_press_officer_publishes_and_finds_a_text_for_each_network(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("press")

    ref = published(client, desk)
    page = client.get(f"/desk/appeals/updates/{ref}/").content.decode()

    posts = re.findall(r'<textarea id="(\w+)-(\w\w)"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    link = f"{settings.PUBLIC_ADDRESS}/ja/appeals/{SLUG}/updates/{ref}/"
    assert [(network, language) for network, language, _ in posts][:3] == [
        ("x", "ja"),
        ("bluesky", "ja"),
        ("mastodon", "ja"),
    ]
    assert (len(posts), posts[0][2].endswith(f"…\n{link}"), page.count("data-copies")) == (9, True, 9)
    assert audited("update.published")[-1] == (f"staff:{desk.staff['press'].ref}", ref)


def test_the_preview_publishes_nothing(desk: Desk, signed_in: SignedIn) -> None:
    client, before = signed_in("press"), Update.objects.count()

    shown = client.post(at(desk), {**LONG, "show": "yes"})
    fragment = client.post(at(desk, "preview/"), LONG)

    assert (shown.status_code, fragment.status_code, Update.objects.count()) == (200, 200, before)
    assert [LONG["texts-en"].strip() in answer.content.decode() for answer in (shown, fragment)] == [True, True]
    assert "X-000000000" in fragment.content.decode()


def test_a_text_that_is_missing_is_asked_for_and_nothing_is_lost(desk: Desk, signed_in: SignedIn) -> None:
    answer = signed_in("admin").post(at(desk), {**LONG, "texts-uk": "", "publish": "yes"})

    page = answer.content.decode()
    assert (answer.status_code, "Write this in Ukrainian too." in page, LONG["texts-ja"] in page) == (422, True, True)


def test_a_correction_points_to_what_it_corrects(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("press")
    first = published(client, desk)
    assert LONG["texts-en"].strip() in client.get(f"{at(desk)}?corrects={first}").content.decode()

    second = published(client, desk, corrects=first)

    pages = [client.get(f"/desk/appeals/updates/{ref}/").content.decode() for ref in (first, second)]
    assert (second in pages[0], first in pages[1], Update.objects.get(ref=second).corrects.ref) == (True, True, first)


def test_who_may_not_tell_the_public_reads_only(desk: Desk, signed_in: SignedIn) -> None:
    ref = published(signed_in("press"), desk)
    client = signed_in("duty")

    codes = [client.get(at(desk)).status_code, client.post(at(desk), {**LONG, "publish": "yes"}).status_code]

    assert (codes, client.get(f"/desk/appeals/updates/{ref}/").status_code) == ([404, 404], 200)


def test_another_organisations_update_is_nothing(desk: Desk, signed_in: SignedIn, elsewhere: Client) -> None:
    ref = published(signed_in("press"), desk)

    assert [elsewhere.get(path).status_code for path in (f"/desk/appeals/updates/{ref}/", at(desk))] == [404, 404]
    assert signed_in("press").get("/desk/appeals/updates/X-1/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_updates(
    desk: Desk, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    client = signed_in("press")
    ref = published(client, desk)
    one = count_queries(client, f"/desk/appeals/updates/{ref}/")
    published(client, desk)
    published(client, desk)

    assert count_queries(client, f"/desk/appeals/updates/{ref}/") == one
