"""A real browser against a real server: granian serves the site from a database of this run's own.

One server and one browser serve the whole session, because both take seconds to start. A test that changes what is on
the stage makes its own person or its own offer, so that tests do not meet.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests import postgres_plugin
from tests.postgres_plugin import Database
from tests.web.cast import Stage, set_stage
from tests.web.desk.cast import Desk, set_desk

# Playwright keeps an event loop in this thread, and Django would take every query in it for a mistake.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
_PATIENCE = 30.0
# A page that answers at once is not waited for; on a machine with much else to do it may take long.
expect.set_options(timeout=_PATIENCE * 1000)


@dataclass(frozen=True, slots=True)
class Site:
    """The running site: its address, its database and who is on the stage."""

    address: str
    database: Database
    stage: Stage


def chromium_path() -> str:
    """The browser that APPEALDESK_CHROMIUM names, else Debian's Chromium, or whichever is on the PATH."""
    for name in (
        os.environ.get("APPEALDESK_CHROMIUM", ""),
        "/usr/bin/chromium",
        "chromium",
        "chromium-browser",
        "google-chrome",
    ):
        if name and (found := shutil.which(name)):
            return found
    pytest.fail("There is no Chromium: install the package chromium, or name it in APPEALDESK_CHROMIUM.")


def free_port() -> int:
    """A port that nobody listens at."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Site]:
    """The site with the cast of the door's tests, served by granian."""
    from django.utils import timezone

    from tests.conftest import _pointed_at

    with (
        postgres_plugin.copy_of_template("browser") as database,
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        _pointed_at(database),
    ):
        stage = set_stage(timezone.now())
        port = free_port()
        address = f"http://localhost:{port}"
        environment = os.environ | {
            "APPEALDESK_PUBLIC_ADDRESS": address,
            "DJANGO_SETTINGS_MODULE": "appealdesk.config.settings",
        }
        command = [sys.executable, "-m", "appealdesk.config.cli", "collectstatic", "--no-input", "--verbosity=0"]
        subprocess.run(command, env=environment, check=True)
        server = subprocess.Popen(_server_command(port), env=environment)
        try:
            _wait_for(f"{address}/api/health/", server)
            yield Site(address, database, stage)
        finally:
            server.terminate()
            server.wait(timeout=_PATIENCE)


def _server_command(port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", "1", "--blocking-threads", "4", "--log-level", "warning"),
        "appealdesk.config.wsgi:application",
    ]


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            pytest.fail(f"The server ended with exit code {server.returncode}.")
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"The server did not answer within {_PATIENCE:.0f} seconds.")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, without a browser of its own."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for the session; as root it runs without its sandbox, as it must in a container."""
    browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
    yield browser
    browser.close()


@pytest.fixture
def context(chromium: Browser, site: Site) -> Iterator[BrowserContext]:
    """A fresh visitor at a desk."""
    made = chromium.new_context(base_url=site.address, viewport={"width": 1280, "height": 900})
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """The visitor's page."""
    return context.new_page()


def press(page: Page, *keys: str) -> None:
    """Press keys once the page listens: its scripts run when all of it has arrived."""
    page.wait_for_load_state("domcontentloaded")
    for key in keys:
        page.keyboard.press(key)


def serious_findings(page: Page) -> list[str]:
    """What axe-core calls serious or critical on the page as it is now, by WCAG 2.2 AA."""
    # The page's own policy forbids foreign scripts, so axe is evaluated by the browser's own tools instead.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        """async () => (await axe.run(document, {
            runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        })).violations"""
    )
    return [
        f"{one['id']}: {one['help']} ({', '.join(str(node['target']) for node in one['nodes'][:3])})"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


_TORN = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange(), found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    range.selectNodeContents(node);
    const words = node.data.trim();
    const lines = new Set([...range.getClientRects()].map((line) => Math.round(line.top))).size;
    if (lines > 2 && words.length < 4 * lines) found.push(words);
  }
  return found;
}"""


def torn(page: Page) -> list[str]:
    """The texts whose place is so narrow that a line holds fewer than four letters."""
    return list(page.evaluate(_TORN))


@pytest.fixture(scope="session")
def desk(site: Site) -> Desk:
    """The site's staff and its ways to help."""
    from django.utils import timezone

    return set_desk(site.stage, timezone.now())
