"""The volunteer form, from opening it to the status page, and everything that can be wrong with it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from appealdesk.appeals.actions.pause import pause_appeal
from appealdesk.audit.models import AuditRecord
from appealdesk.enquiries.models import Enquiry
from appealdesk.enquiries.queries.enquiries import open_speaker, open_statement
from appealdesk.foundation.db import acting
from appealdesk.foundation.limits import spend
from appealdesk.foundation.models import OutboxEvent
from appealdesk.web.public.limits import OFFERS
from tests.web.cast import NOW, REASON, SLUG, Stage
from tests.web.public.offers import FORM_TYPE, OFFER_URL, filled_form, fresh_token, send_form

Queries = Callable[[int], AbstractContextManager[Any]]


def _enquiries(stage: Stage) -> list[Enquiry]:
    with acting(stage.actor):
        return list(Enquiry.objects.order_by("pk"))


def test_an_offer_is_stored_sealed_and_leads_to_its_status_page(client: Client, stage: Stage) -> None:
    response = send_form(client, filled_form(client))

    (enquiry,) = _enquiries(stage)
    said = open_statement(enquiry)
    assert response.status_code == 303
    assert response.headers["Location"].startswith(f"/ja/status/{enquiry.ref}/")
    assert client.get(response.headers["Location"]).status_code == 200
    assert said is not None
    assert (enquiry.kind, enquiry.channel, enquiry.language) == ("offer", "web", "ja")
    assert (said.identity.written, said.identity.reading) == ("青木 恵子", "アオキ ケイコ")
    assert {key: fact.value for key, fact in said.facts.items()} == {
        "service_branch": "none",
        "service_years": 0,
        "specialised_training": False,
    }


def test_nothing_that_was_typed_lies_open_in_the_row(client: Client, stage: Stage) -> None:
    send_form(client, filled_form(client))

    (enquiry,) = _enquiries(stage)
    stored = bytes(enquiry.sealed or b"") + bytes(enquiry.wrapped_key or b"")
    assert [word for word in ("青木", "アオキ", "aoki", "5678") if word.encode() in stored] == []


def test_the_offer_is_audited_and_announced_once(client: Client, stage: Stage) -> None:
    send_form(client, filled_form(client))

    (enquiry,) = _enquiries(stage)
    tags = list(AuditRecord.objects.filter(subject=enquiry.ref).values_list("tag", flat=True))
    events = list(OutboxEvent.objects.filter(name="EnquiryReceived").values_list("payload", flat=True))
    assert (tags, events) == (["enquiry.received"], [{"enquiry_ref": enquiry.ref}])


def test_the_same_form_sent_twice_is_one_enquiry(client: Client, stage: Stage) -> None:
    form = filled_form(client)

    first, second = send_form(client, form), send_form(client, form)

    assert first.headers["Location"] == second.headers["Location"]
    assert len(_enquiries(stage)) == 1


def test_a_corrected_form_is_another_enquiry(client: Client, stage: Stage) -> None:
    form = filled_form(client)
    send_form(client, form)

    send_form(client, form | {"email": "aoki.keiko@example.org"})

    assert len(_enquiries(stage)) == 2


def test_a_phone_number_alone_is_enough(client: Client, stage: Stage) -> None:
    response = send_form(client, filled_form(client, email=""))

    assert (response.status_code, len(_enquiries(stage))) == (303, 1)


def test_questions_may_stay_open(client: Client, stage: Stage) -> None:
    form = filled_form(client) | {
        "fact-service_branch": "declined_to_say",
        "fact-service_years": "",
        "fact-specialised_training": "",
    }

    send_form(client, form)

    said = open_statement(_enquiries(stage)[0])
    assert said is not None
    assert {key: fact.absent for key, fact in said.facts.items()} == {"service_branch": "declined_to_say"}


@pytest.mark.parametrize(
    ("field", "typed", "anchor"),
    [
        ("written", "", "written"),
        ("written", "😀 恵子", "written"),
        ("written", "青木\u0000恵子", "written"),
        ("written", "青" * 201, "written"),
        ("reading", "Aoki", "reading"),
        ("latin", "青木", "latin"),
        ("email", "nobody at example", "email"),
        ("email", "a@b@example.org", "email"),
        ("phone", "12", "phone"),
        ("phone", "call me", "phone"),
        ("birth-month", "13", "birth-year"),
        ("birth-year", "2999", "birth-year"),
        ("birth-year", "1700", "birth-year"),
        ("fact-service_years", "many", "fact-service_years"),
        ("fact-service_branch", "space force", "fact-service_branch-0"),
        ("message", "x" * 1_000_000, "message"),
        ("message", "a\u0007b", "message"),
        ("consent", "", "consent"),
        ("token", "", "main"),
        ("token", "forged", "main"),
    ],
)
def test_a_wrong_answer_is_named_and_linked_and_nothing_is_stored(
    client: Client, stage: Stage, field: str, typed: str, anchor: str
) -> None:
    response = send_form(client, filled_form(client) | {field: typed})

    page = response.content.decode()
    assert response.status_code == 422
    assert f'<a href="#{anchor}">' in page
    assert f'id="{anchor}"' in page
    assert _enquiries(stage) == []


def test_an_offer_without_any_contact_is_asked_for_one(client: Client, stage: Stage) -> None:
    response = send_form(client, filled_form(client, email="", phone=""))

    assert (response.status_code, '<a href="#email">' in response.content.decode()) == (422, True)


def test_nothing_that_was_typed_is_lost(client: Client, stage: Stage) -> None:
    form = filled_form(client, written="", message="<b>1行目</b>\n2行目")

    page = send_form(client, form).content.decode()

    kept = [value for name, value in form.items() if f'name="{name}"' in page and f'value="{value}"' in page]
    assert set(kept) >= {"アオキ ケイコ", "AOKI KEIKO", "1983", "2", "3", "aoki@example.org", "090-1234-5678", "0"}
    assert "&lt;b&gt;1行目&lt;/b&gt;\n2行目" in page
    assert 'value="none" checked' in page
    assert 'id="consent" value="yes" checked' in page
    assert f'value="{form["token"]}"' in page


def test_a_form_of_a_lost_token_comes_back_with_a_good_one(client: Client, stage: Stage) -> None:
    first = send_form(client, filled_form(client, token="forged")).content.decode()

    token = first.split('name="token" value="')[1].split('"')[0]
    response = send_form(client, filled_form(client, token=token))

    assert response.status_code == 303


def test_a_change_of_the_language_keeps_the_answers_and_stores_nothing(client: Client, stage: Stage) -> None:
    response = send_form(client, filled_form(client, choose="uk"), url=f"/uk/appeals/{SLUG}/offer/")

    page = response.content.decode()
    assert (response.status_code, '<html lang="uk">' in page, 'value="青木 恵子"' in page) == (200, True, True)
    assert 'id="problems"' not in page
    assert _enquiries(stage) == []


def test_the_choice_of_a_position_comes_first(client: Client, stage: Stage) -> None:
    page = client.get(OFFER_URL).content.decode()

    assert [slug for slug in ("defence", "medical", "letters") if f'href="?position={slug}"' in page] == [
        "defence",
        "medical",
        "letters",
    ]
    assert 'name="token"' not in page


def test_only_the_questions_of_the_position_are_asked(client: Client, stage: Stage) -> None:
    page = client.get(OFFER_URL, {"position": "medical"}).content.decode()

    assert ("fact-medical_licence" in page, "fact-service_years" in page) == (True, False)


def test_an_unknown_position_leads_to_the_choice(client: Client, stage: Stage) -> None:
    response = client.get(OFFER_URL, {"position": "no-such"})

    assert (response.status_code, response.headers["Location"]) == (302, OFFER_URL)


def test_every_visitor_gets_a_token_of_their_own(client: Client, stage: Stage) -> None:
    assert fresh_token(client) != fresh_token(client)


def test_no_cookie_is_set_on_the_way(client: Client, stage: Stage) -> None:
    send_form(client, filled_form(client))

    assert dict(client.cookies) == {}


def test_the_form_needs_no_csrf_cookie(stage: Stage) -> None:
    client = Client(enforce_csrf_checks=True)

    assert send_form(client, filled_form(client)).status_code == 303


@pytest.mark.parametrize(("language", "words"), [("ja", "申し出を送る"), ("en", "Send my offer"), ("uk", "Надіслати")])
def test_the_form_speaks_three_languages(client: Client, stage: Stage, language: str, words: str) -> None:
    page = client.get(f"/{language}/appeals/{SLUG}/offer/", {"position": "defence"})

    assert words in page.content.decode()
    assert page.headers["Content-Language"] == language


def test_a_paused_appeal_takes_nothing_and_says_so(client: Client, stage: Stage) -> None:
    form = filled_form(client)
    _pause(stage)

    response = send_form(client, form)

    assert response.status_code == 422
    assert "aoki@example.org" in response.content.decode()
    assert _enquiries(stage) == []


def _pause(stage: Stage) -> None:
    # The page in memory still says that it is open.
    pause_appeal(actor=stage.actor, now=NOW, ref=stage.appeal_ref, reason=REASON)


@pytest.mark.parametrize("path", ["/ja/appeals/no-such/offer/", "/de/appeals/ukraine-2022/offer/", "/ja/appeals/A B/"])
def test_an_unknown_address_is_not_found(client: Client, stage: Stage, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_another_method_is_refused(client: Client, stage: Stage, method: str) -> None:
    assert getattr(client, method)(OFFER_URL).status_code == 405


def test_a_damaged_form_gets_a_clear_answer(client: Client, stage: Stage) -> None:
    response = client.post(OFFER_URL, data="written=%ff%fe", content_type=FORM_TYPE)

    assert (response.status_code, "<h1>" in response.content.decode()) == (422, True)


def test_a_form_of_twenty_megabytes_is_refused_before_it_is_read(client: Client, stage: Stage) -> None:
    response = client.post(OFFER_URL, data=b"x=1", content_type=FORM_TYPE, CONTENT_LENGTH="20000000")

    assert (response.status_code, "10" in response.content.decode()) == (413, True)


def test_opening_the_form_again_asks_the_database_nothing(
    client: Client, stage: Stage, django_assert_num_queries: Queries
) -> None:
    fresh_token(client)

    with django_assert_num_queries(0):
        fresh_token(client)


def test_the_page_is_light(client: Client, stage: Stage) -> None:
    page = client.get(OFFER_URL, {"position": "medical"})

    assert len(page.content) < 20_000
    assert reverse("public:offer", kwargs={"language": "ja", "slug": SLUG}) == OFFER_URL


def test_a_network_that_sends_too_fast_keeps_what_was_typed_and_sees_when_to_come_again(stage: Stage) -> None:
    client = Client(REMOTE_ADDR="203.0.113.7")
    for _turn in range(OFFERS.burst):
        spend(OFFERS, who="203.0.113.7", now=timezone.now())

    refused = send_form(client, filled_form(client))

    shown = refused.content.decode()
    assert (refused.status_code, "Retry-After" in refused, len(_enquiries(stage))) == (429, True, 0)
    assert ("1分ほど待ってから" in shown, "青木 恵子" in shown) == (True, True)


def _for_father(client: Client, **changes: str) -> dict[str, str]:
    """Keiko's offer for her father, who has no address of his own."""
    theirs = {"written": "青木 一郎", "reading": "アオキ イチロウ", "latin": "", "email": "", "phone": ""}
    speaker = {"speaker-name": "青木 恵子", "speaker-email": "aoki@example.org", "relation": "on_behalf"}
    return filled_form(client) | theirs | speaker | {"for": "other", "agreed": "yes"} | changes


def test_somebody_offers_for_somebody_else(client: Client, stage: Stage) -> None:
    response = send_form(client, _for_father(client))

    (enquiry,) = _enquiries(stage)
    said, speaker = open_statement(enquiry), open_speaker(enquiry)
    assert response.status_code == 303
    assert said is not None
    assert speaker is not None
    assert (said.identity.written, said.identity.emails) == ("青木 一郎", ())
    assert (speaker.identity.written, speaker.identity.emails, speaker.relation, speaker.agreed) == (
        "青木 恵子",
        ("aoki@example.org",),
        "on_behalf",
        True,
    )


def test_turning_the_form_keeps_what_was_typed_and_stores_nothing(client: Client, stage: Stage) -> None:
    page = send_form(client, filled_form(client, turn="other", email="")).content.decode()
    back = send_form(client, _for_father(client, turn="self")).content.decode()

    kept = ('name="for" value="other"', 'value="青木 恵子"', 'id="speaker-name"', 'id="relation-0"')
    assert [part for part in kept if part not in page] == []
    assert ('name="for" value="self"' in back, 'id="speaker-name"' in back, "青木 一郎" in back) == (True, False, True)
    assert _enquiries(stage) == []


def test_each_thing_that_is_missing_of_a_speaker_is_named(client: Client, stage: Stage) -> None:
    missing = {"speaker-name": "", "speaker-email": "", "relation": "", "agreed": "", "written": ""}
    response = send_form(client, _for_father(client, **missing))

    page = response.content.decode()
    anchors = ("speaker-name", "speaker-email", "relation", "agreed", "written")
    assert response.status_code == 422
    assert [name for name in anchors if f'href="#{name}"' not in page] == []
    assert _enquiries(stage) == []
