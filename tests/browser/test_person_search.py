"""A person is found while the officer types, and opened by keys."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import press, serious_findings, sideways
from tests.browser.test_desk_keys import sign_in
from tests.web.desk.cast import KEIKO, Desk, apply

pytestmark = pytest.mark.browser


def test_a_person_is_found_while_typing_and_opened_by_keys(page: Page, desk: Desk) -> None:
    names = {"written": "桐島 聡美", "reading": "キリシマ サトミ", "latin": "Satomi Kirishima"}
    apply(desk, KEIKO.model_copy(update=names))
    sign_in(page)
    page.goto("/desk/people/search/")
    expect(page.locator("#text")).to_be_focused()

    page.keyboard.type("kiris")
    expect(page.locator("#found mark").first).to_have_text("Kiris")
    found = serious_findings(page), sideways(page)
    press(page, "Escape", "j", "Enter")

    expect(page).to_have_url(re.compile(r"/desk/people/P-[0-9A-Z]{9}/"))
    assert found == ([], 0)
