"""The picture of a pledge as a banking app would read it: taken from the screen, decoded, and equal to the scheme's."""

import io

import pytest
import zxingcpp
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from appealdesk.appeals.actions.add import add_position
from appealdesk.appeals.actions.open import open_appeal
from appealdesk.appeals.queries.appeals import appeals_of
from appealdesk.donations.actions.create import create_bank_account, create_fund
from appealdesk.donations.inputs import BankAccountInput, FundInput
from tests.browser.conftest import Site, serious_findings, sideways
from tests.web.cast import donation_desk, drafted

pytestmark = pytest.mark.browser

SLUG = "help-by-sepa"
HOLDER = "Посольство України, Süd"
IBAN = "DE89 3704 0044 0532 0130 00"


def _takes_euros(site: Site) -> None:
    actor, now = site.stage.actor, timezone.now()
    details = {"account_holder": HOLDER, "iban": IBAN, "swift": "COBADEFFXXX"}
    ref = drafted(SLUG, site.stage, now, details=details)
    add_position(actor=actor, now=now, appeal_ref=ref, entry=donation_desk())
    open_appeal(actor=actor, now=now, ref=ref)
    appeal = next(card for card in appeals_of(site.stage.organisation_id) if card.slug == SLUG)
    names = {"ja": "ユーロでの寄付", "en": "Gifts in euros", "uk": "Пожертви в євро"}
    fund = create_fund(actor=actor, now=now, entry=FundInput(names=names, appeal_id=appeal.id))
    account = BankAccountInput(label="SEPA", currency="EUR", account_key="DE89", fund_ref=fund.ref)
    create_bank_account(actor=actor, now=now, entry=account)


def test_a_banking_app_reads_the_code_from_the_screen_of_a_telephone(page: Page, site: Site) -> None:
    _takes_euros(site)
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"/uk/appeals/{SLUG}/give/")
    page.locator("#amount").fill("12,50")
    page.locator("#written").fill("Марія Коваль")
    page.locator("#consent").check()
    page.locator("form#answers .button").click()

    code = page.locator(".pledge-code").inner_text()
    expect(page.locator(".qr")).to_be_visible()
    shown = Image.open(io.BytesIO(page.locator(".qr").screenshot()))
    read = zxingcpp.read_barcodes(shown)

    lines = ["BCD", "002", "1", "SCT", "COBADEFFXXX", HOLDER, IBAN.replace(" ", ""), "EUR12.50", "", "", code]
    assert [(one.format.name, one.text.split("\n")) for one in read] == [("QRCode", lines)]
    assert (serious_findings(page), sideways(page)) == ([], 0)
