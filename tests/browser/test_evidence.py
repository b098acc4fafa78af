"""A document from the telephone of whoever offers help to the desk where it is checked."""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, serious_findings, sideways
from tests.core.documents.papers import acting_pdf, photograph
from tests.web.desk.cast import PASSWORD, Desk, work_off
from tests.web.public.offers import filled_form, send_form

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_photograph_reaches_the_desk(
    chromium: Browser, site: Site, desk: Desk, client: Client, page: Page, scripts: bool
) -> None:
    mail = f"scripts-{scripts}@mail.example"
    form = filled_form(client) | {"fact-specialised_training": "yes", "email": mail, "phone": "", "reading": ""}
    link = send_form(client, form | {"written": f"青木 {'良子' if scripts else '光子'}", "latin": ""}).headers[
        "Location"
    ]
    work_off(timezone.now())
    context = chromium.new_context(
        base_url=site.address, viewport={"width": 360, "height": 740}, java_script_enabled=scripts
    )
    context.set_default_timeout(15_000)
    phone = context.new_page()
    phone.goto(f"{link}evidence/?fact=specialised_training")

    phone.set_input_files("#file", {"name": "bad.pdf", "mimeType": "image/jpeg", "buffer": acting_pdf("script")})
    phone.get_by_role("button", name="書類を送信する").click()

    expect(phone.locator("#problems")).to_contain_text("bad.pdf: このPDFには、スクリプト")
    expect(phone.get_by_label("専門的な訓練")).to_be_checked()
    assert (sideways(phone), serious_findings(phone) if scripts else []) == (0, [])
    phone.set_input_files("#file", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photograph((900, 1200))})
    phone.get_by_role("button", name="書類を送信する").click()
    expect(phone.get_by_role("status")).to_contain_text("書類を受け取りました")
    assert urlsplit(phone.url).query == "done=evidence"
    context.close()
    if not scripts:
        return
    _check(page)


def _check(page: Page) -> None:
    """An officer opens the document by the keyboard, sees its page, and verifies it."""
    page.goto("/desk/sign-in/")
    page.fill("input[name=username]", "officer")
    page.fill("input[type=password]", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.goto("/desk/evidence/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    picture = page.locator(".sheet img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") == 900
    page.keyboard.press("v")
    page.keyboard.type("Number and stamp.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Verified:")).to_be_visible()
