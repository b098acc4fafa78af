"""Every public page in three languages: nothing serious for axe, no sideways scrolling on a telephone, light."""

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests.browser.conftest import Site, serious_findings, sideways
from tests.web.cast import SLUG

pytestmark = pytest.mark.browser

LIGHT = 100_000
PATHS = {
    "list": "/{language}/",
    "appeal": f"/{{language}}/appeals/{SLUG}/",
    "choice": f"/{{language}}/appeals/{SLUG}/offer/",
    "offer": f"/{{language}}/appeals/{SLUG}/offer/?position=medical",
    "check-choice": f"/{{language}}/appeals/{SLUG}/check/",
    "check": f"/{{language}}/appeals/{SLUG}/check/?position=defence",
    "goods": f"/{{language}}/appeals/{SLUG}/goods/",
    "figures": f"/{{language}}/appeals/{SLUG}/figures/",
    "missing": "/{language}/appeals/no-such/",
}
languages = pytest.mark.parametrize("language", ["ja", "en", "uk"])
paths = pytest.mark.parametrize("path", PATHS.values(), ids=PATHS.keys())


def _open(page: Page, path: str, language: str) -> None:
    page.goto(path.format(language=language))
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


@languages
@paths
def test_a_page_is_accessible_and_holds_at_360_pixels(page: Page, path: str, language: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    _open(page, path, language)

    assert (serious_findings(page), sideways(page)) == ([], 0)


@pytest.mark.parametrize("path", [PATHS["appeal"], PATHS["offer"]], ids=["appeal", "offer"])
def test_a_page_is_accessible_in_the_dark(page: Page, path: str) -> None:
    page.emulate_media(color_scheme="dark")
    _open(page, path, "ja")

    assert serious_findings(page) == []


def test_axe_does_find_what_is_wrong(page: Page) -> None:
    page.goto("/ja/")
    page.evaluate("document.querySelector('main').innerHTML = '<img src=\"/\"><input name=\"x\">'")

    assert [finding.split(":")[0] for finding in serious_findings(page)] == ["image-alt", "label"]


@paths
def test_a_page_is_light_with_everything_that_it_loads(page: Page, path: str) -> None:
    sizes: list[int] = []

    def weigh(response: Response) -> None:
        sizes.append(len(response.body()))

    page.on("response", weigh)

    page.goto(path.format(language="ja"), wait_until="networkidle")

    assert sum(sizes) < LIGHT


def test_the_browser_chooses_the_language(chromium: Browser, site: Site) -> None:
    context = chromium.new_context(base_url=site.address, locale="uk-UA")
    page = context.new_page()

    page.goto("/")

    expect(page.locator("html")).to_have_attribute("lang", "uk")
    context.close()


def test_the_language_can_be_switched_in_place(page: Page) -> None:
    page.goto(f"/ja/appeals/{SLUG}/")

    page.get_by_role("link", name="Українська").click()

    expect(page).to_have_url(f"/uk/appeals/{SLUG}/")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_change_of_the_language_keeps_what_was_typed(chromium: Browser, site: Site, scripts: bool) -> None:
    context = chromium.new_context(base_url=site.address, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"/ja/appeals/{SLUG}/offer/?position=medical")
    page.get_by_label("お名前", exact=True).fill("青木 恵子")

    page.get_by_role("button", name="Українська").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Пропозиція допомоги: Медицина")
    expect(page.get_by_label("Ваше ім’я та прізвище")).to_have_value("青木 恵子")
    expect(page.locator("#problems")).to_have_count(0)
    context.close()


def test_the_days_of_a_licence_are_asked_only_of_those_who_may_have_one(page: Page) -> None:
    page.goto(f"/en/appeals/{SLUG}/offer/?position=medical")
    days = page.get_by_role("group", name="Valid until")
    expect(days).to_be_visible()

    page.get_by_label("No", exact=True).check()

    expect(days).to_be_hidden()


def test_the_check_answers_without_scripts(chromium: Browser, site: Site) -> None:
    context = chromium.new_context(base_url=site.address, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/en/appeals/{SLUG}/check/?position=defence")
    page.get_by_label("Japan Self-Defense Forces").check()
    page.get_by_label("For how many years did you serve?").fill("4")
    page.get_by_label("Day").fill("3")
    page.get_by_label("Month").fill("2")
    page.get_by_label("Year", exact=True).fill("1990")

    page.get_by_role("button", name="See the answer").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Yes, you can help here")
    context.close()


def test_the_result_of_the_check_is_accessible(page: Page) -> None:
    page.goto(f"/ja/appeals/{SLUG}/check/?position=defence")
    page.get_by_role("button", name="結果を見る").click()

    assert serious_findings(page) == []


def test_printing_leaves_out_what_paper_cannot_do(page: Page) -> None:
    page.goto(f"/ja/appeals/{SLUG}/")
    page.emulate_media(media="print")

    expect(page.locator(".languages")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
