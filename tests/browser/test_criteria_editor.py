"""One change of criteria from the first key to the public page, by two officers in a browser."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import serious_findings, sideways
from tests.browser.test_desk_keys import sign_in
from tests.web.desk.cast import Desk, apply, somebody, work_off

pytestmark = pytest.mark.browser


def test_minimum_years_go_from_one_to_three(page: Page, context: BrowserContext, desk: Desk) -> None:
    now = timezone.now()
    for number, years in ((300, 2), (301, 8)):
        apply(desk, somebody(number), now=now, service_branch="jsdf", service_years=years, specialised_training=False)
    ref = desk.stage.position_refs["defence"]
    sign_in(page, "officer")
    page.goto("/desk/criteria/")
    page.get_by_role("link", name="Defence experience").click()
    meets = page.locator(".outcomes tr", has_text="Meets").first.locator("td.quiet")
    expect(meets).to_have_text("±0")

    page.fill("#k0-value", "three")
    expect(page.locator("#said-b0a0l1")).to_contain_text("is not a number")
    page.fill("#k0-value", "3")
    expect(page.locator("#said-b0a0l1")).to_have_text("Years of service: at least 3.")
    expect(page.locator("#said")).to_contain_text("min years: 1 → 3")
    expect(meets).not_to_have_text("±0")

    page.click("button[value='add:0.0']")
    page.select_option("#b0a0l2-fact", "languages")
    page.get_by_label("Ukrainian").check()
    expect(page.locator("#said-b0a0l2")).to_contain_text("Languages")
    assert (serious_findings(page), sideways(page)) == ([], 0)
    page.click("button[value='remove:0.0.2']")
    expect(page.locator("#b0a0l2-fact")).to_have_count(0)
    expect(page.locator("#k0-value")).to_have_value("3")

    page.click("button[value=dry_run]")
    expect(page.locator("#people ~ *, section:has(#people)").first).to_be_visible()
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.locator(".notice-done")).to_contain_text("Submitted")
    page.get_by_role("button", name="Sign out").click()

    sign_in(page, "duty")
    page.goto(f"/desk/criteria/{ref}/")
    page.keyboard.press("a")
    page.wait_for_url(re.compile("/approve/"))
    assert (serious_findings(page), sideways(page)) == ([], 0)
    page.keyboard.press("a")
    expect(page.locator(".notice-done")).to_contain_text("Published as revision 2.")
    work_off(timezone.now())
    page.reload()
    expect(page.locator("section", has=page.locator("#revision-2"))).to_contain_text("with another result")

    public = context.new_page()
    public.goto("/en/appeals/ukraine-2022/")
    expect(public.locator("main")).to_contain_text("Years of service: at least 3.")


def test_the_editor_works_without_javascript(page: Page, desk: Desk, context: BrowserContext) -> None:
    ref = desk.stage.position_refs["medical"]
    sign_in(page, "officer")
    browser = context.browser
    assert browser is not None
    plain = browser.new_context(
        base_url=page.url.split("/desk")[0], java_script_enabled=False, storage_state=context.storage_state()
    )
    bare = plain.new_page()
    bare.goto(f"/desk/criteria/{ref}/")

    bare.locator("input[name=b1a0l0-value][value=ja]").check()
    bare.locator("button[value='add:0']").click()
    bare.locator("#b0a1l0-fact").select_option("medical_years")
    bare.locator("noscript button, button[value=read]:not(.unseen)").first.click()
    bare.locator("#b0a1l0-op").select_option("gte")
    bare.locator("#b0a1l0-value").fill("5")
    bare.locator("button[value=save]").click()

    expect(bare.locator("#said-b0a1l0")).to_contain_text("Years of medical practice")
    expect(bare.locator("input[name=b1a0l0-value][value=ja]")).to_be_checked()
    plain.close()
