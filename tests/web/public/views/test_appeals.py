"""The list of appeals and the page of one: what is needed, who can do it, what holds, how to give."""

import re

import pytest
from django.test import Client

from appealdesk.appeals.actions.close import close_appeal
from tests.web.cast import NOW, REASON, SLUG, Stage, drafted

PAGE = f"/en/appeals/{SLUG}/"


@pytest.mark.parametrize(("header", "language"), [("ja", "ja"), ("uk-UA,en;q=0.5", "uk"), ("fr", "en")])
def test_the_start_leads_to_the_language_of_the_browser(client: Client, header: str, language: str) -> None:
    response = client.get("/", headers={"accept-language": header})

    assert (response.status_code, response.headers["Location"]) == (302, f"/{language}/")
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize(
    ("language", "title"), [("ja", "ウクライナへの支援"), ("en", "Help for Ukraine"), ("uk", "Допомога Україні")]
)
def test_the_list_leads_to_each_appeal(client: Client, stage: Stage, language: str, title: str) -> None:
    page = client.get(f"/{language}/").content.decode()

    assert f'<a class="row-title" href="/{language}/appeals/{SLUG}/">{title}</a>' in page


def test_an_empty_list_says_so(client: Client, db: None) -> None:
    assert "No appeal is open now." in client.get("/en/").content.decode()


def test_a_page_is_in_the_language_of_its_address(client: Client, stage: Stage) -> None:
    page = client.get(f"/uk/appeals/{SLUG}/").content.decode()

    assert '<html lang="uk">' in page
    assert "Що нам потрібно" in page


def test_every_language_is_one_link_away(client: Client, stage: Stage) -> None:
    page = client.get(PAGE).content.decode()

    links = re.findall(r'<a href="([^"]+)" lang="(\w+)" hreflang', page)
    assert links == [(f"/ja/appeals/{SLUG}/", "ja"), (f"/uk/appeals/{SLUG}/", "uk")]


def test_the_criteria_are_sentences(client: Client, stage: Stage) -> None:
    page = client.get(PAGE).content.decode()

    assert "<li>Languages: at least one of English or Ukrainian.</li>" in page
    assert "Date of birth: aged 18 to 60." in page


def test_the_advisory_that_holds_is_told_with_its_source(client: Client, stage: Stage) -> None:
    page = client.get(PAGE).content.decode()

    assert "Nobody travels now" in page
    assert "Travel advisory of level 4 out of 4: Ministry of Foreign Affairs of Japan" in page
    assert page.count("Travel advisory of level") == 1


def test_the_bank_details_stand_in_the_order_of_a_transfer_form(client: Client, stage: Stage) -> None:
    page = client.get(PAGE).content.decode()

    assert re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page) == [
        ("Bank", "みずほ中央銀行"),
        ("Account number", "1234567"),
        ("Please note", "Write your number before your name."),
    ]


def test_a_draft_is_not_found(client: Client, stage: Stage) -> None:
    drafted("still-a-draft", stage)

    assert client.get("/en/appeals/still-a-draft/").status_code == 404


def test_a_closed_appeal_offers_no_form(client: Client, stage: Stage) -> None:
    close_appeal(actor=stage.actor, now=NOW, ref=stage.appeal_ref, reason=REASON)

    page = client.get(PAGE).content.decode()

    assert "This appeal has ended and takes no offers" in page
    assert f"/en/appeals/{SLUG}/offer/" not in page


@pytest.mark.parametrize("path", ["/en/", PAGE])
def test_reading_is_all_that_can_be_done(client: Client, stage: Stage, path: str) -> None:
    assert client.post(path).status_code == 405


def test_what_is_not_there_is_told_in_the_language_of_the_address(client: Client, db: None) -> None:
    response = client.get("/ja/appeals/no-such/")

    assert (response.status_code, "ページが見つかりません" in response.content.decode()) == (404, True)


def test_the_page_is_light_and_runs_no_inline_code(client: Client, stage: Stage) -> None:
    page = client.get(PAGE).content.decode()

    assert len(page) < 30_000
    assert re.findall(r"<script(?![^>]*\bsrc=)|\son\w+=|style=", page) == []
