"""Every page of the desk in three languages: nothing serious for axe, no sideways scrolling at 360 and
1280 pixels, and no text in a place too narrow for it."""

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, Page, Response

from appealdesk.appeals.queries.positions import position_by_ref
from appealdesk.audit.actions.seal import seal_records
from appealdesk.figures.actions.release import release_figures
from appealdesk.screening.actions.rescreen import rescreen_position
from tests.browser.books import fill_books
from tests.browser.conftest import Site, serious_findings, sideways, torn
from tests.browser.test_desk_keys import sign_in
from tests.web.desk.cast import KEIKO, TOO_OLD, Desk, apply, decided, work_off

pytestmark = pytest.mark.browser

HEAVY = 250_000
PATHS = (
    "/desk/",
    "/desk/?decision=&text=Nobody",
    "/desk/applications/{declined}/",
    "/desk/applications/{waits}/?decide=declined",
    "/desk/phone/",
    "/desk/letters/",
    "/desk/letters/?status=failed",
    "/desk/letters/{letter}/",
    "/desk/?run={run}&decision=",
    "/desk/rescreening/",
    "/desk/rescreening/{run}/",
    "/desk/people/",
    "/desk/people/files/",
    "/desk/roster/",
    "/desk/cash/",
    "/desk/cash/{waits_cash}/",
    "/desk/cash/{differs_cash}/",
    "/desk/cash/{booked_cash}/",
    "/desk/cash/{booked_cash}/slip/",
    "/desk/sanctions/",
    "/desk/sanctions/?at={hit}",
    "/desk/sanctions/?state=not_same",
    "/desk/goods/",
    "/desk/goods/new/",
    "/desk/statements/",
    "/desk/donations/",
    "/desk/disbursements/",
    "/desk/disbursements/{disbursement}/",
    "/desk/accounts/?in=USD",
    "/desk/accounts/funds/",
    "/desk/accounts/corrections/",
    "/desk/accounts/transfer/",
    "/desk/accounts/months/",
    "/desk/cards/",
    "/desk/receipts/",
    "/desk/receipts/about-us/",
    "/desk/receipts/batches/",
    "/desk/receipts/gift-aid/",
    "/desk/reconcile/outgoing/",
    "/desk/figures/",
    "/desk/appeals/",
    "/desk/appeals/new/",
    "/desk/appeals/{appeal}/",
    "/desk/appeals/{appeal}/edit/",
    "/desk/appeals/{appeal}/pause/",
    "/desk/appeals/{appeal}/updates/new/",
    "/desk/appeals/{appeal}/supersede/",
    "/desk/appeals/{appeal}/objection/",
    "/desk/appeals/{appeal}/positions/new/",
    "/desk/appeals/positions/{position}/",
    "/desk/appeals/positions/{position}/edit/",
    "/desk/jobs/",
    "/desk/criteria/",
    "/desk/criteria/{position}/",
    "/desk/criteria/{position}/?as=text",
    "/desk/criteria/{position}/history/",
    "/desk/facts/",
    "/desk/facts/new/",
    "/desk/audit/",
    "/desk/audit/?subject={declined}",
)
_HOUSEHOLD = KEIKO.model_copy(update={"written": "青木 太郎", "reading": "アオキ タロウ", "latin": "Taro Aoki"})


@pytest.fixture(scope="module")
def refs(desk: Desk) -> dict[str, str]:
    """One application that was declined, one that waits, one on the roster, a waiting letter, books and figures."""
    now = timezone.now()
    declined, waits = apply(desk, TOO_OLD, now=now), apply(desk, _HOUSEHOLD, now=now, message="お役に立ちたいです。")
    accepted = apply(desk, KEIKO, position="medical", now=now)
    made = decided(desk, declined, "declined")
    decided(desk, accepted)
    work_off(timezone.now())
    _released(desk)
    return {"declined": declined, "waits": waits, "letter": made.letter_ref, "run": _rescreened(desk)} | {
        "appeal": desk.stage.appeal_ref,
        "position": desk.stage.position_refs["defence"],
        **fill_books(desk, now),
    }


def _released(desk: Desk) -> None:
    """The key figures are public, so that a second release would be a correction."""
    now, key = timezone.now(), settings.APPEALDESK_SIGNING_KEY
    seal_records(now=now, signing_key=key)
    position = position_by_ref(desk.stage.position_refs["defence"], now=now)
    release_figures(actor=desk.actor("press"), now=now, appeal_id=position.appeal_id, signing_key=key)


def _rescreened(desk: Desk) -> str:
    """Everybody judged once more by the criteria in force; the reference of the run."""
    now = timezone.now()
    position = position_by_ref(desk.stage.position_refs["defence"], now=now)
    run = rescreen_position(
        actor=desk.stage.actor,
        now=now,
        position_id=position.id,
        revision_id=position.revision.id if position.revision else 0,
        address="http://localhost:8000",
    )
    return run.run_ref


@pytest.mark.parametrize(("width", "language"), [(360, "ja"), (360, "uk"), (1280, "en")])
def test_every_page_is_accessible_and_holds_its_width_and_its_own_security_policy(
    page: Page, desk: Desk, refs: dict[str, str], width: int, language: str
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    sign_in(page, "admin", language)
    page.set_viewport_size({"width": width, "height": 800})
    found = {}
    for path in PATHS:
        page.goto(path.format(**refs))
        wrong = (serious_findings(page), sideways(page), torn(page))
        if wrong != ([], 0, []):
            found[path] = wrong

    assert (found, said) == ({}, [])


def test_the_desk_is_accessible_in_the_dark(page: Page, desk: Desk, refs: dict[str, str]) -> None:
    page.emulate_media(color_scheme="dark")
    sign_in(page, "admin", "ja")
    found = {}
    for path in PATHS[:6]:
        page.goto(path.format(**refs))
        if wrong := serious_findings(page):
            found[path] = wrong

    assert found == {}


def test_the_sign_in_is_accessible_and_holds_at_360_pixels(page: Page, desk: Desk) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/desk/sign-in/")

    assert (serious_findings(page), sideways(page)) == ([], 0)


def test_a_page_is_light_with_everything_that_it_loads(
    chromium: Browser, site: Site, desk: Desk, refs: dict[str, str]
) -> None:
    context = chromium.new_context(base_url=site.address, locale="en-GB")
    page = context.new_page()
    sizes: list[int] = []

    def weigh(response: Response) -> None:
        if response.status == 200:
            sizes.append(len(response.body()))

    sign_in(page, "admin")
    page.on("response", weigh)
    page.goto(f"/desk/applications/{refs['waits']}/")
    page.wait_for_load_state("networkidle")
    context.close()

    assert sum(sizes) < HEAVY
