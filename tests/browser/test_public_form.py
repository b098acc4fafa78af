"""The volunteer form in a browser: on a telephone and at a desk, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, serious_findings, sideways
from tests.web.cast import SLUG

pytestmark = pytest.mark.browser

FORM = f"/ja/appeals/{SLUG}/offer/?position=defence"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


def _visit(browser: Browser, site: Site, size: dict[str, int], *, scripts: bool = True) -> Page:
    context = browser.new_context(
        base_url=site.address,
        viewport={"width": size["width"], "height": size["height"]},
        locale="ja-JP",
        java_script_enabled=scripts,
    )
    return context.new_page()


def _fill(page: Page, name: str) -> None:
    page.get_by_label("勤務経験なし").check()
    page.get_by_label("何年間勤務しましたか。").fill("0")
    page.get_by_role("group", name="専門的な訓練を受けたことがありますか。").get_by_label("いいえ").check()
    page.get_by_label("お名前", exact=True).fill(name)
    page.get_by_label("お名前のフリガナ").fill("アオキ ケイコ")
    page.get_by_label("年", exact=True).fill("1983")
    page.get_by_label("月", exact=True).fill("2")
    page.get_by_label("日", exact=True).fill("3")
    page.get_by_label("メールアドレス").fill("aoki@example.org")
    page.get_by_label(re.compile("同意します")).check()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_an_offer_in_japanese_ends_at_its_status_page(
    chromium: Browser, site: Site, size: dict[str, int], scripts: bool
) -> None:
    page = _visit(chromium, site, size, scripts=scripts)
    page.goto(f"/ja/appeals/{SLUG}/")
    page.get_by_text("防衛経験者").click()
    page.get_by_role("link", name="支援を申し出る").first.click()
    _fill(page, "青木 恵子")

    page.get_by_role("button", name="申し出を送る").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("お申し出を受け付けました")
    expect(page.locator(".wide-ref")).to_have_text(re.compile(r"^E-[0-9A-Z]{9}$"))
    page.context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_problem_is_said_above_and_beside_and_nothing_is_lost(chromium: Browser, site: Site, scripts: bool) -> None:
    page = _visit(chromium, site, PHONE, scripts=scripts)
    page.goto(FORM)
    _fill(page, "")

    page.get_by_role("button", name="申し出を送る").click()

    summary = page.locator("#problems")
    expect(summary).to_contain_text("1 件の回答をご確認ください")
    expect(page.get_by_label("メールアドレス")).to_have_value("aoki@example.org")
    expect(page.get_by_label("勤務経験なし")).to_be_checked()
    assert sideways(page) == 0
    summary.get_by_role("link").click()
    expect(page.get_by_label("お名前", exact=True)).to_be_focused()
    page.get_by_label("お名前", exact=True).fill("青木 恵子")
    page.get_by_role("button", name="申し出を送る").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("お申し出を受け付けました")
    page.context.close()


def test_the_page_with_problems_is_accessible(page: Page) -> None:
    page.goto(FORM)
    page.get_by_role("button", name="申し出を送る").click()

    expect(page.locator("#problems")).to_be_focused()
    assert serious_findings(page) == []


def test_the_form_can_be_filled_with_the_keyboard_alone(page: Page) -> None:
    page.goto(FORM)

    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    reached = []
    for _ in range(25):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()"))

    wanted = ["fact-service_branch", "fact-service_years", "written", "birth-year", "email", "message", "consent"]
    assert [name for name in wanted if name not in reached] == []
    assert "申し出を送る" in reached


def test_a_second_press_sends_nothing_twice(page: Page) -> None:
    page.goto(FORM)
    _fill(page, "青木 恵子")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)

    page.get_by_role("button", name="申し出を送る").dblclick()

    expect(page.get_by_role("heading", level=1)).to_contain_text("お申し出を受け付けました")
    assert len(sent) == 1


def test_the_way_back_keeps_what_was_typed(page: Page) -> None:
    page.goto(FORM)
    _fill(page, "青木 恵子")
    page.get_by_role("button", name="申し出を送る").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("お申し出を受け付けました")

    page.go_back()

    expect(page.get_by_label("お名前", exact=True)).to_have_value("青木 恵子")
    expect(page.get_by_role("button", name="申し出を送る")).to_be_enabled()
