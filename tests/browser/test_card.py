"""A gift by card in a browser: the work is done, the provider's page is reached under our strict policy, and back."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from appealdesk.appeals.queries.appeals import appeals_of
from appealdesk.donations.actions.create import create_fund
from appealdesk.donations.actions.set_card_account import set_card_account
from appealdesk.donations.inputs import CardAccountInput, FundInput
from appealdesk.donations.models import Donation
from appealdesk.foundation.db import acting
from tests.browser.conftest import Site, serious_findings, sideways
from tests.cast import work_off
from tests.donations.cards.stripe_stand_in import API_KEY, SECRET, StripeStandIn
from tests.web.cast import SLUG

pytestmark = pytest.mark.browser


def _takes_cards(site: Site, server: StripeStandIn) -> None:
    actor, now = site.stage.actor, timezone.now()
    appeal = appeals_of(site.stage.organisation_id)[0]
    names = {"ja": "カードでの寄付", "en": "Gifts by card", "uk": "Пожертви карткою"}
    create_fund(actor=actor, now=now, entry=FundInput.model_validate({"names": names, "appeal_id": appeal.id}))
    entry = CardAccountInput(
        provider="stripe",
        label="Stripe",
        secrets={"api_key": API_KEY, "webhook_secret": SECRET},
        smallest={"JPY": 500, "USD": 500},
        address=server.address,
    )
    set_card_account(actor=actor, now=now, entry=entry)


def test_a_donor_gives_by_card_on_a_telephone(chromium: Browser, site: Site, stripe_server: StripeStandIn) -> None:
    _takes_cards(site, stripe_server)
    context = chromium.new_context(
        base_url=site.address, viewport={"width": 360, "height": 740}, locale="ja-JP", reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"/ja/appeals/{SLUG}/")
    page.get_by_role("link", name="カードで寄付する").click()
    expect(page.get_by_role("heading", name="カードで寄付する")).to_be_visible()
    assert (serious_findings(page), sideways(page)) == ([], 0)
    page.locator("#amount").fill("499")
    page.get_by_role("button", name="支払いに進む").click()
    expect(page.get_by_role("alert")).to_contain_text("500円以上")

    page.locator("#amount").fill("10000")
    page.locator("#written").fill("青木 恵子")
    page.locator("#consent").check()
    page.get_by_role("button", name="支払いに進む").click()
    page.wait_for_url(re.compile(re.escape(stripe_server.address)))
    page.locator("#pay").click()
    page.locator("#back").click()

    expect(page.get_by_role("heading", name="確認を待っています")).to_be_visible()
    assert (serious_findings(page), sideways(page)) == ([], 0)
    work_off(timezone.now())
    page.get_by_role("link", name="もう一度確認する").click()
    expect(page.get_by_role("heading", name="ご寄付を受け取りました")).to_be_visible()
    with acting(site.stage.actor):
        gifts = Donation.objects.filter(channel="card").values_list("amount_minor", "currency", "anonymous")
        assert list(gifts) == [(10_000, "JPY", True)]
    context.close()
