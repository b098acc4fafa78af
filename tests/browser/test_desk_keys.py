"""The desk by keyboard: signing in, walking the queue, deciding, writing a call down in a few keystrokes."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.conftest import press
from tests.web.desk.cast import PASSWORD, Desk, apply, decided, somebody, work_off

pytestmark = pytest.mark.browser


def sign_in(page: Page, login: str = "officer", language: str = "en") -> None:
    """Sign in by keyboard only."""
    page.goto("/desk/")
    expect(page.locator("#username")).to_be_focused()
    page.keyboard.type(login)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "sign-in" not in address)
    if language != "en":
        page.click(f"button[name=language][value={language}]")
        # To go elsewhere before the answer is there would leave the language as it was.
        expect(page.locator("html")).to_have_attribute("lang", language)


def _apply(desk: Desk, number: int, **facts: object) -> str:
    return apply(desk, somebody(number), now=timezone.now() - timedelta(hours=1), **facts)


def test_the_queue_is_walked_and_opened_by_keys(page: Page, desk: Desk) -> None:
    refs = [_apply(desk, number) for number in (100, 101)]
    sign_in(page)
    page.goto("/desk/?decision=undecided&text=person101@mail.example")

    page.keyboard.press("j")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(f"/desk/applications/{refs[1]}/"))


def test_slash_searches(page: Page, desk: Desk) -> None:
    ref = _apply(desk, 102)
    sign_in(page)

    press(page, "/")
    page.keyboard.type("person102@mail.example")
    page.keyboard.press("Enter")

    expect(page.locator("[data-row] a.ref")).to_have_text([ref])


def test_a_decline_takes_two_keys_and_shows_the_letter_before(page: Page, desk: Desk) -> None:
    ref = _apply(desk, 103, service_branch="none", service_years=0)
    sign_in(page)
    page.goto(f"/desk/applications/{ref}/")

    page.keyboard.press("d")
    page.locator("input[name=reason][value=lacks_service_experience]").check()
    expect(page.locator("#letter-preview article")).to_contain_text("Translate from home")
    page.keyboard.press("Control+Enter")

    expect(page.locator(".notice-done")).to_contain_text(f"Declined: {ref}.")
    expect(page.locator("#decision ~ p .chip").first).to_contain_text("Declined")


def test_a_decision_is_taken_back_by_one_key_and_made_anew(page: Page, desk: Desk) -> None:
    ref = _apply(desk, 104)
    decided(desk, ref, login="duty")
    sign_in(page)
    page.goto(f"/desk/applications/{ref}/")

    page.keyboard.press("u")
    expect(page.locator(".notice-done")).to_contain_text(f"Taken back: {ref}.")
    press(page, "l")
    page.locator("input[name=reason]").first.check()
    page.keyboard.press("Control+Enter")

    expect(page.locator(".notice-done")).to_contain_text(f"Deferred: {ref}.")


def test_many_are_decided_about_and_taken_back_by_keys(page: Page, desk: Desk) -> None:
    for number in (108, 109):
        _apply(desk, number, service_branch="none", service_years=0)
    sign_in(page)
    page.goto("/desk/?text=person108@mail.example")

    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-tick]:checked")).to_have_count(1)
    page.keyboard.press("Space")
    expect(page.locator("[data-tick]:checked")).to_have_count(0)
    page.keyboard.press("Shift+X")
    page.keyboard.press("d")
    page.wait_for_url(re.compile("/desk/bulk/M-"))
    page.locator("input[name=reason][value=position_filled]").check()
    expect(page.locator("#bulk-preview article")).to_contain_text("Enough people have been found")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#progress")
    work_off(timezone.now())

    expect(page.locator(".notice-done")).to_contain_text("1 decision is made.")
    page.keyboard.press("u")
    page.wait_for_selector("#progress")
    work_off(timezone.now())
    expect(page.locator(".notice-done")).to_contain_text("1 decision was taken back")


def test_a_colleagues_decision_appears_without_reloading(page: Page, desk: Desk) -> None:
    ref = _apply(desk, 105)
    sign_in(page)
    page.goto(f"/desk/applications/{ref}/")
    decided(desk, ref, login="duty")

    expect(page.locator("#changes")).to_contain_text("Duty of the desk")


def test_a_call_is_written_down_without_the_mouse(page: Page, desk: Desk) -> None:
    sign_in(page)
    page.goto("/desk/phone/")
    expect(page.locator("#phone")).to_be_focused()

    page.keyboard.type("090-1111-2222")
    page.keyboard.press("Tab")
    page.keyboard.type("高橋 恵")
    page.keyboard.press("Control+Enter")

    expect(page.locator("[data-taken]")).to_have_text(re.compile(r"^E( [0-9A-Z]{3}){3}$"))


def test_a_caller_who_is_known_appears_while_the_number_is_typed_and_fills_the_form(page: Page, desk: Desk) -> None:
    number = "080-3333-4444"
    apply(desk, somebody(106, phones=(number,), written="佐藤 美奈", language="ja"), now=timezone.now())
    sign_in(page)
    page.goto("/desk/phone/")
    expect(page.locator("#phone")).to_be_focused()

    page.keyboard.type(number)
    expect(page.locator(".candidate")).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.press("1")

    expect(page.locator("#written")).to_have_value("佐藤 美奈")


def test_the_questions_follow_the_position_without_reloading(page: Page, desk: Desk) -> None:
    sign_in(page)
    page.goto("/desk/phone/")

    page.select_option("#about", desk.stage.position_refs["medical"])

    expect(page.locator("#fact-medical_licence")).to_be_visible()
    page.select_option("#kind", "press")
    expect(page.locator("#fact-medical_licence")).to_be_hidden()


def test_the_ticked_letters_are_approved_by_one_key(page: Page, desk: Desk) -> None:
    ref = _apply(desk, 107)
    decided(desk, ref)
    sign_in(page)
    page.goto("/desk/letters/")

    page.keyboard.press("Shift+A")

    expect(page.locator(".notice-done")).to_contain_text("approved")


def test_the_help_opens_by_its_key_and_names_the_keys(page: Page, desk: Desk) -> None:
    sign_in(page)

    press(page, "?")

    expect(page.locator("#help-keys")).to_contain_text("Next and previous row")


def test_a_whole_story_from_the_call_to_the_roster(page: Page, desk: Desk) -> None:
    sign_in(page, "admin", "ja")
    page.goto("/desk/phone/")
    expect(page.locator("#phone")).to_be_focused()
    page.keyboard.type("070-5555-6666")
    page.fill("#written", "中村 航")
    page.fill("#birth", "1990-05-05")
    page.select_option("#about", desk.stage.position_refs["defence"])
    page.select_option("#fact-service_branch", "jsdf")
    page.fill("#fact-service_years", "4")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[data-taken]")
    work_off(timezone.now())

    page.goto("/desk/?decision=undecided&text=070-5555-6666")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/desk/applications/"))
    page.keyboard.press("a")
    page.wait_for_selector("#letter-preview article")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".notice-done")
    work_off(timezone.now())
    page.goto("/desk/roster/")

    expect(page.locator("tbody")).to_contain_text("中村")
