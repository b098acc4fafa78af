"""Offers of goods by keyboard: walked, answered, taken back; what a colleague does appears without reloading."""

import re
from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from appealdesk.donations.actions.answer import answer_in_kind
from appealdesk.donations.actions.offer import offer_in_kind
from appealdesk.donations.inputs import InKindInput
from appealdesk.foundation.actor import public_actor
from appealdesk.foundation.ids import new_submission_id
from tests.browser.conftest import press, serious_findings, sideways
from tests.browser.test_desk_keys import sign_in
from tests.web.desk.cast import KEIKO, Desk

pytestmark = pytest.mark.browser


def _offered(desk: Desk, goods: str, day: int) -> str:
    entry = InKindInput(
        appeal_id=desk.appeal_id,
        goods=goods,
        quantity="40 boxes",
        place="Yokohama",
        available_until=date(2098, 3, day),
        identity=KEIKO,
        submission=new_submission_id(),
    )
    return offer_in_kind(actor=public_actor(desk.stage.organisation_id), now=timezone.now(), entry=entry)


def _answered_by_a_colleague(desk: Desk, ref: str, seen: str) -> None:
    answer_in_kind(actor=desk.actor("duty"), now=timezone.now(), ref=ref, seen=seen, outcome="declined")


def test_goods_are_answered_by_keys_and_a_colleague_is_seen(page: Page, desk: Desk) -> None:
    blankets, rice = _offered(desk, "Blankets", 1), _offered(desk, "Rice", 2)
    sign_in(page)
    page.goto("/desk/goods/")
    assert (serious_findings(page), sideways(page)) == ([], 0)

    press(page, "j", "j", "k", "Enter")
    expect(page).to_have_url(re.compile(f"/desk/goods/{blankets}/"))
    press(page, "a")
    expect(page.locator(".notice-done")).to_contain_text("Accepted. A letter to the offerer waits in the outbox.")
    press(page, "h")
    expect(page.locator(".notice-done")).to_contain_text("The goods are here.")
    press(page, "u")
    expect(page.locator(".notice-done")).to_contain_text("the offer waits again")
    assert (serious_findings(page), sideways(page)) == ([], 0)

    _answered_by_a_colleague(desk, blankets, "offered")
    expect(page.locator("#changes")).to_contain_text("changed this offer meanwhile")
    press(page, "a")
    expect(page.get_by_role("alert")).to_contain_text("A colleague answered this offer")

    page.goto("/desk/goods/")
    _answered_by_a_colleague(desk, rice, "offered")
    expect(page.locator("#changes")).to_contain_text("This list has changed meanwhile")
    press(page, "r")
    expect(page.locator("[data-row]")).to_have_count(0)

    press(page, "t")
    expect(page.locator("#goods")).to_be_visible()
    press(page, "Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("Write what is offered.")
    assert (serious_findings(page), sideways(page)) == ([], 0)
