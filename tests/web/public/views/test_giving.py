"""Giving by transfer on the public page: a code, its page, a claim without one."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from appealdesk.appeals.actions.close import close_appeal
from appealdesk.appeals.queries.appeals import appeals_of
from appealdesk.core.banking.codes import is_checked
from appealdesk.donations.actions.create import create_bank_account, create_fund
from appealdesk.donations.inputs import BankAccountInput, FundInput
from appealdesk.donations.models import Claim, Pledge
from appealdesk.foundation.db import acting
from appealdesk.foundation.limits import spend
from appealdesk.web.public.limits import CLAIMS, PLEDGES
from appealdesk.web.public.shelf import APPEALS
from tests.web.cast import NOW, SLUG, Stage

TOKEN = re.compile(r'name="token" value="([A-Za-z0-9_=-]{44})"')
CODE = re.compile(r'class="pledge-code">(\d{7})<')
PLEDGE = {
    "amount": "10,000",
    "written": "青木 恵子",
    "reading": "アオキ ケイコ",
    "email": "keiko@example.jp",
    "consent": "yes",
}
CLAIM = PLEDGE | {"payer": "アオキ ケイコ", "paid-year": "2022", "paid-month": "2", "paid-day": "28"}


@pytest.fixture
def giving(stage: Stage) -> str:
    """The address of the appeal, which has an account of its own."""
    names = {"ja": "人道支援", "en": "Humanitarian aid", "uk": "Гуманітарна допомога"}
    actor = stage.actor
    fund = create_fund(
        actor=actor, now=NOW, entry=FundInput(names=names, appeal_id=appeals_of(stage.organisation_id)[0].id)
    )
    account = BankAccountInput(label="Test", currency="JPY", account_key="1", fund_ref=fund.ref)
    create_bank_account(actor=actor, now=NOW, entry=account)
    return f"appeals/{SLUG}"


def token(client: Client, address: str) -> str:
    return TOKEN.findall(client.get(address).content.decode())[0]


def stored(stage: Stage) -> tuple[int, int]:
    with acting(stage.actor):
        return Pledge.objects.count(), Claim.objects.count()


@pytest.mark.parametrize("language", ["ja", "en", "uk"])
def test_a_donor_gets_a_code_with_the_banks_details(giving: str, stage: Stage, language: str) -> None:
    client, address = Client(), f"/{language}/{giving}/give/"

    answer = client.post(address, PLEDGE | {"token": token(client, address)})
    page = client.get(answer["location"])

    shown = page.content.decode()
    assert (answer.status_code, page.status_code, stored(stage)) == (303, 200, (1, 0))
    assert (is_checked(CODE.findall(shown)[0]), "青木" in shown, page["Cache-Control"]) == (True, False, "no-store")
    assert client.get(answer["location"][:-3] + "zz/").status_code == 404


def test_a_donor_who_forgot_the_code_claims_the_gift(giving: str, stage: Stage) -> None:
    client, address = Client(), f"/en/{giving}/claim/"

    answer = client.post(address, CLAIM | {"token": token(client, address)})

    shown = client.get(answer["location"]).content.decode()
    assert (answer.status_code, "A person now looks for your transfer" in shown, stored(stage)) == (303, True, (0, 1))


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(giving: str, stage: Stage) -> None:
    client, address = Client(), f"/en/{giving}/claim/"
    sent = CLAIM | {"token": token(client, address), "amount": "a lot", "paid-year": "2099", "payer": "", "consent": ""}

    answer = client.post(address, sent)

    shown = answer.content.decode()
    said = ("Write the amount in digits", "This day has not come yet", "Write the name as it stood", "Tick the box")
    assert (answer.status_code, [text for text in said if text not in shown], "a lot" in shown) == (422, [], True)
    assert ("青木 恵子" in shown, stored(stage)) == (True, (0, 0))


@pytest.mark.parametrize(("typed", "minor"), [("１０，０００円", 10_000), ("12,50", 0), ("10.000", 0), ("１万", 0)])
def test_an_amount_is_read_as_it_was_meant_or_asked_for_again(
    giving: str, stage: Stage, typed: str, minor: int
) -> None:
    client, address = Client(), f"/ja/{giving}/give/"

    answer = client.post(address, PLEDGE | {"token": token(client, address), "amount": typed})

    with acting(stage.actor):
        assert list(Pledge.objects.values_list("amount_minor", flat=True)) == ([minor] if minor else [])
    assert (answer.status_code, typed in answer.content.decode()) == ((303, False) if minor else (422, True))


def test_an_appeal_without_an_account_takes_no_codes(stage: Stage) -> None:
    client = Client()

    answers = [client.get(f"/en/appeals/{SLUG}/{page}/") for page in ("give", "claim")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert "Get a code" not in client.get(f"/en/appeals/{SLUG}/").content.decode()


@pytest.mark.parametrize(("page", "form"), [("give", PLEDGE), ("claim", CLAIM)])
def test_an_appeal_that_closes_meanwhile_still_takes_what_was_given_to_it(
    giving: str, stage: Stage, page: str, form: dict[str, str]
) -> None:
    client, address = Client(), f"/en/{giving}/{page}/"
    typed = form | {"token": token(client, address)}
    reason = {"ja": "終わりました。", "en": "It is over.", "uk": "Завершено."}
    close_appeal(actor=stage.actor, now=timezone.now(), ref=stage.appeal_ref, reason=reason)
    APPEALS.clear()

    answer = client.post(address, typed)

    assert (answer.status_code, sum(stored(stage)), client.get(answer["location"]).status_code) == (303, 1, 200)


def test_a_form_from_elsewhere_is_not_taken(giving: str, stage: Stage) -> None:
    answer = Client().post(f"/en/{giving}/give/", PLEDGE | {"token": "x" * 44})

    assert (answer.status_code, stored(stage)) == (422, (0, 0))


@pytest.mark.parametrize(("page", "form"), [("give", PLEDGE), ("claim", CLAIM)])
def test_a_network_that_sends_too_fast_keeps_what_was_typed_and_sees_when_to_come_again(
    giving: str, stage: Stage, page: str, form: dict[str, str]
) -> None:
    client, address = Client(REMOTE_ADDR="203.0.113.7"), f"/en/{giving}/{page}/"
    limit = {"give": PLEDGES, "claim": CLAIMS}[page]
    for _turn in range(limit.burst):
        spend(limit, who="203.0.113.7", now=timezone.now())

    refused = client.post(address, form | {"token": token(client, address)})
    others = Client(REMOTE_ADDR="203.0.113.8").post(address, form | {"token": token(client, address)})

    shown = refused.content.decode()
    assert (refused.status_code, int(refused["Retry-After"]) <= limit.every.total_seconds()) == (429, True)
    assert ("Wait about 1 min" in shown, "青木 恵子" in shown, "10,000" in shown) == (True, True, True)
    assert (others.status_code, sum(stored(stage))) == (303, 1)


@pytest.mark.parametrize(("page", "form"), [("give", PLEDGE), ("claim", CLAIM)])
def test_another_language_keeps_what_was_typed_and_sends_nothing(
    giving: str, stage: Stage, page: str, form: dict[str, str]
) -> None:
    client, address = Client(), f"/en/{giving}/{page}/"
    opened = client.get(address).content.decode()

    answer = client.post(f"/uk/{giving}/{page}/", form | {"token": token(client, address), "choose": "uk"})

    shown = answer.content.decode()
    assert (f'formaction="/uk/{giving}/{page}/"' in opened, answer.status_code, stored(stage)) == (True, 200, (0, 0))
    assert ('lang="uk"' in shown, "青木 恵子" in shown) == (True, True)
