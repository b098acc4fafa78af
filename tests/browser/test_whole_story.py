"""One offer from the form to the answer, in Japanese: visitor, officer, worker and mail server are all real."""

import email
import email.message
import email.policy
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from appealdesk.accounts.actions.create_staff import create_staff
from appealdesk.foundation.actor import Role
from appealdesk.foundation.clock import read_clock
from appealdesk.ops.mailbox import Mailbox
from appealdesk.placements.actions.add_way import add_way_to_help
from appealdesk.placements.inputs import WayToHelpInput
from tests.browser.conftest import Site, free_port, press, serious_findings
from tests.web.cast import SLUG

pytestmark = pytest.mark.browser

PASSWORD = "a long demonstration"
ADDRESS = "yoko.mizutani@example.org"
_PATIENCE = 30.0


@pytest.fixture
def mailbox(site: Site, tmp_path: Path) -> Iterator[Path]:
    """A mail server of this test, and a worker that sends through it."""
    port = free_port()
    environment = os.environ | {"APPEALDESK_SMTP_PORT": str(port), "APPEALDESK_PUBLIC_ADDRESS": site.address}
    with Mailbox(tmp_path, port=port):
        worker = subprocess.Popen([sys.executable, "-m", "appealdesk.config.cli", "worker"], env=environment)
        yield tmp_path
        worker.terminate()
        worker.wait(timeout=_PATIENCE)


def test_an_offer_is_answered_in_japanese(chromium: Browser, site: Site, mailbox: Path) -> None:
    _prepare_the_desk(site)

    visitor = _page(chromium, site)
    status_address = _offer(visitor)
    _letter(mailbox, count=1)
    officer = _page(chromium, site)
    _sign_in(officer)
    _decline_by_keyboard(officer)
    _approve_the_letter(officer)
    decided = _letter(mailbox, count=2)

    body = decided.get_content()
    assert str(decided["To"]) == ADDRESS
    assert "水谷 陽子 様" in body
    assert "翻訳を手伝う" in body
    link = re.search(r"http\S+/ja/status/\S+", body)
    assert link is not None
    assert link[0].rstrip("/") == status_address.rstrip("/")
    visitor.goto(link[0])
    expect(visitor.locator("main")).to_contain_text("翻訳を手伝う")
    assert serious_findings(visitor) == []
    visitor.context.close()
    officer.context.close()


def _prepare_the_desk(site: Site) -> None:
    now = read_clock()
    create_staff(
        actor=site.stage.actor,
        now=now,
        login="story-officer",
        display_name="受付担当",
        role=Role.DESK_OFFICER,
        language="ja",
        password=PASSWORD,
    )
    from appealdesk.appeals.queries.appeals import appeal_page

    add_way_to_help(
        actor=site.stage.actor,
        now=now,
        entry=WayToHelpInput(
            appeal_id=appeal_page(slug=SLUG, now=now).id,
            kind="remote",
            titles={"ja": "翻訳を手伝う", "en": "Translate from home", "uk": "Перекладати з дому"},
            texts={"ja": "ご自宅で翻訳していただけます。", "en": "From home.", "uk": "З дому."},
        ),
    )


def _page(chromium: Browser, site: Site) -> Page:
    context = chromium.new_context(base_url=site.address, locale="ja-JP", viewport={"width": 1280, "height": 900})
    return context.new_page()


def _offer(page: Page) -> str:
    page.goto(f"/ja/appeals/{SLUG}/offer/?position=defence")
    page.get_by_label("勤務経験なし").check()
    page.get_by_label("何年間勤務しましたか。").fill("0")
    page.get_by_role("group", name="専門的な訓練を受けたことがありますか。").get_by_label("いいえ").check()
    page.get_by_label("お名前", exact=True).fill("水谷 陽子")
    page.get_by_label("お名前のフリガナ").fill("ミズタニ ヨウコ")
    page.get_by_label("年", exact=True).fill("1983")
    page.get_by_label("月", exact=True).fill("2")
    page.get_by_label("日", exact=True).fill("3")
    page.get_by_label("メールアドレス").fill(ADDRESS)
    page.get_by_label(re.compile("同意します")).check()
    page.get_by_role("button", name="申し出を送る").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("お申し出を受け付けました")
    return page.url


def _sign_in(page: Page) -> None:
    page.goto("/desk/")
    page.locator("#username").fill("story-officer")
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("tr[data-row]").first).to_be_visible()


def _decline_by_keyboard(page: Page) -> None:
    press(page, "/")
    page.keyboard.type("水谷 陽子")
    page.keyboard.press("Enter")
    row = page.locator("tr[data-row]")
    expect(row).to_have_count(1)
    # No service, and a claim of training without a document: the criteria cannot tell, so a person decides.
    _until(lambda: "判断できない" in row.inner_text(), meanwhile=page.reload)
    press(page, "j", "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("水谷")
    assert serious_findings(page) == []
    press(page, "d")
    page.locator("input[name=reason][value=lacks_service_experience]").check()
    expect(page.locator("#letter-preview")).to_contain_text("水谷 陽子 様")
    page.keyboard.press("Control+Enter")
    expect(page.locator("main")).to_contain_text("お断り")
    expect(page.locator("form[data-quick]")).to_have_count(0)


def _approve_the_letter(page: Page) -> None:
    page.goto("/desk/letters/")
    page.locator("tr[data-row]", has_text="水谷").locator("a[data-open]").click()
    page.locator("button[name=approve]").click()
    expect(page.locator(".notice-done")).to_be_visible()


def _letter(mailbox: Path, *, count: int) -> email.message.EmailMessage:
    _until(lambda: len(_letters(mailbox)) >= count)
    return _letters(mailbox)[-1]


def _letters(mailbox: Path) -> list[email.message.EmailMessage]:
    paths = sorted(mailbox.glob("*.eml"))
    letters = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in paths]
    return [letter for letter in letters if str(letter["To"]) == ADDRESS]


def _until(done: Callable[[], bool], *, meanwhile: Callable[[], object] = lambda: None) -> None:
    """Wait for what the worker does by itself."""
    until = time.monotonic() + _PATIENCE
    while not done():
        if time.monotonic() > until:
            raise AssertionError(f"The worker did not do it within {_PATIENCE:.0f} seconds.")
        time.sleep(0.2)
        meanwhile()
