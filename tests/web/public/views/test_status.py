"""The page behind the secret link: for its holder only, kept by nobody, with the decision and its reason."""

import pytest
from django.test import Client

from appealdesk.appeals.queries.appeals import appeal_page
from appealdesk.foundation.actor import Actor, ActorKind, Role
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.db import acting, fetch_value
from appealdesk.foundation.jobs import dispatch_events, run_jobs
from appealdesk.placements.actions.add_way import add_way_to_help
from appealdesk.placements.inputs import WayToHelpInput
from appealdesk.screening.actions.decide import decide_application
from appealdesk.screening.inputs import DecisionInput, WayOffer
from tests.web.cast import NOW, SLUG, Stage
from tests.web.public.offers import filled_form, send_form


@pytest.fixture
def link(client: Client, stage: Stage) -> str:
    """The path of a fresh offer's status page."""
    return send_form(client, filled_form(client)).headers["Location"]


def _work(rounds: int = 4) -> None:
    for _ in range(rounds):
        dispatch_events(now=read_clock())
        run_jobs(now=read_clock())


def _officer(stage: Stage) -> Actor:
    return Actor(kind=ActorKind.STAFF, ref="staff-1", organisation_id=stage.organisation_id, role=Role.DESK_OFFICER)


def test_it_says_at_once_what_was_received(client: Client, link: str) -> None:
    page = client.get(link).content.decode()

    assert "お申し出を受け付けました" in page
    assert link.split("/")[3] in page


def test_it_shows_the_facts_once_the_worker_has_read_them(client: Client, link: str) -> None:
    _work()

    page = client.get(link).content.decode()

    assert "<dt>勤務した組織</dt><dd>勤務経験なし" in page
    assert "<dt>専門的な訓練</dt><dd>いいえ" in page


def test_a_screening_is_not_shown_as_a_decision(client: Client, link: str) -> None:
    _work()

    page = client.get(link).content.decode()

    assert [word for word in ("満たしていません", "does_not_meet", "お受けできません") if word in page] == []


def test_no_name_and_no_contact_stand_on_it(client: Client, link: str) -> None:
    _work()

    page = client.get(link).content.decode()

    assert [word for word in ("青木", "アオキ", "aoki@example.org", "5678", "1983") if word in page] == []


def _decide(stage: Stage, outcome: str, *, reasons: tuple[str, ...] = (), ways: tuple[WayOffer, ...] = ()) -> None:
    officer = _officer(stage)
    with acting(officer):
        ref = fetch_value("SELECT ref FROM enquiries_application")
    entry = DecisionInput(application_ref=ref, outcome=outcome, reason_codes=reasons, ways=ways)
    decide_application(actor=officer, now=read_clock(), entry=entry, address="http://testserver")


def test_a_decision_stands_there_in_plain_words(client: Client, stage: Stage, link: str) -> None:
    _work()
    _decide(stage, "accepted")

    page = client.get(link).content.decode()

    assert "お申し出をお受けしました" in page
    assert "担当者による決定" in page


def test_who_is_declined_reads_why_and_what_helps(client: Client, stage: Stage) -> None:
    way = add_way_to_help(actor=stage.actor, now=NOW, entry=_translation())
    link = send_form(client, filled_form(client) | {"birth-year": "1950"}).headers["Location"]
    _work()
    _decide(stage, "declined", reasons=("criteria_not_met",), ways=(WayOffer(ref=way.ref, titles={"ja": "翻訳"}),))

    page = client.get(link).content.decode()

    assert "この募集へのお申し出は、現在お受けできません" in page
    assert "<li>満18歳以上60歳以下であること。</li>" in page
    assert page.index("あなたにできること") < page.index("このページを保存してください")


def test_a_decision_is_explained_by_the_criteria_it_rests_on(client: Client, stage: Stage) -> None:
    way = add_way_to_help(actor=stage.actor, now=NOW, entry=_translation())
    link = send_form(client, filled_form(client) | {"birth-year": "1950"}).headers["Location"]
    _work()
    _decide(stage, "declined", reasons=("criteria_not_met",), ways=(WayOffer(ref=way.ref, titles={"ja": "翻訳"}),))

    page = client.get(link).content.decode()

    why = page[page.index('id="why"') :]
    assert ("第 1 版、" in why, "2022年2月28日" in why) == (True, True)
    assert [word for word in ("満たさない", "判断できない", "ご本人の回答", "必要なこと") if word not in why] == []
    assert "1950" not in page
    assert "決定の後に変わったことがあります" not in page


def test_what_is_corrected_after_the_decision_is_told_apart(client: Client, stage: Stage, link: str) -> None:
    _work()
    _decide(stage, "accepted")

    client.post(f"{link}answers/service_years/", data={"fact-service_years": "9"})

    page = client.get(link).content.decode()
    told, explained = page[page.index('id="told"') :], page[page.index('id="why"') : page.index('id="told"')]
    assert ("9" in told, "勤務年数: 0" in explained) == (True, True)
    assert "決定の後に変わったことがあります" in explained


def _translation() -> WayToHelpInput:
    return WayToHelpInput(
        appeal_id=appeal_page(slug=SLUG, now=NOW).id,
        kind="remote",
        titles={"ja": "翻訳", "en": "Translate", "uk": "Переклад"},
        texts={"ja": "自宅でできます。", "en": "From home.", "uk": "Удома."},
    )


@pytest.mark.parametrize("language", ["en", "uk"])
def test_it_can_be_read_in_another_language(client: Client, link: str, language: str) -> None:
    response = client.get(f"/{language}{link[3:]}")

    assert (response.status_code, response.headers["Content-Language"]) == (200, language)


def test_nobody_keeps_lists_or_passes_on_its_address(client: Client, link: str) -> None:
    headers = client.get(link).headers

    assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert "noindex" in headers["X-Robots-Tag"]


def test_a_wrong_secret_and_an_unknown_reference_look_alike(client: Client, link: str) -> None:
    _, language, place, ref, secret, _ = link.split("/")
    wrong = client.get(f"/{language}/{place}/{ref}/{'A' * 22}/")
    unknown = client.get(f"/{language}/{place}/E-000000000/{secret}/")

    assert (wrong.status_code, unknown.status_code) == (404, 404)
    assert wrong.content == unknown.content


@pytest.mark.parametrize("path", ["/ja/status/E-1/short/", "/ja/status/e-000000000/AAAAAAAAAAAAAAAAAAAAAA/"])
def test_a_malformed_link_is_not_found(client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code == 404


def test_reading_is_all_that_can_be_done(client: Client, link: str) -> None:
    assert client.post(link).status_code == 405
