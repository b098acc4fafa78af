"""`appealdesk demo`: one command from nothing to a crisis appeal at work."""

import os
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from appealdesk.ops.database import forget_half_story
from appealdesk.ops.mailbox import Mailbox
from appealdesk.ops.processes import Children, free_port, web_command

_CLI = (sys.executable, "-m", "appealdesk.config.cli")
_PLAYED = "story-is-loaded"


class Command(BaseCommand):
    help = (
        "Load the story 'Tokyo, February and March 2022' (once), then run the web server, the worker and a mailbox "
        "on this machine until Ctrl-C. Everybody in it is invented and nothing leaves the machine."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="the wanted port; a taken one gives the next free")
        parser.add_argument("--load-only", action="store_true", help="load the story and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        home: Path = settings.HOME
        port, smtp_port = free_port(options["port"]), free_port(1025)
        os.environ["APPEALDESK_SMTP_PORT"] = str(smtp_port)
        os.environ["APPEALDESK_PUBLIC_ADDRESS"] = f"http://localhost:{port}"
        with Mailbox(home / "mailbox", port=smtp_port), Children() as children:
            _prepare(children, home)
            if options["load_only"]:
                return
            children.start("web server", web_command(host="127.0.0.1", port=port))
            children.start("worker", [*_CLI, "worker"])
            _wait_for(f"http://127.0.0.1:{port}/api/health/", children)
            self.stdout.write(_welcome(port, home))
            self.stdout.flush()
            children.wait()


def _prepare(children: Children, home: Path) -> None:
    played = home / _PLAYED
    if not played.exists():
        forget_half_story()
    owner = {"APPEALDESK_DATABASE_ROLE": "owner"}
    children.run("migration", [*_CLI, "migrate", "--verbosity", "0"], extra=owner)
    children.run("static files", [*_CLI, "collectstatic", "--noinput", "--verbosity", "0"])
    if not played.exists():
        children.run("story", [*_CLI, "story"])
        played.touch()


def _wait_for(address: str, children: Children) -> None:
    for _ in range(300):
        children.check()
        try:
            with urllib.request.urlopen(address, timeout=1):  # noqa: S310 - our own server on this machine
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise CommandError("The web server does not answer.")


def _welcome(port: int, home: Path) -> str:
    from appealdesk.ops.story.scenes_opening import DEMO_PASSWORD

    site = f"http://localhost:{port}"
    return "\n".join(
        [
            "",
            f"  The public pages   {site}/",
            f"  The desk           {site}/desk/",
            "",
            f"  Sign in as         officer, duty, duty-2, finance, press or admin; password {DEMO_PASSWORD}",
            f"  Letters arrive in  {home / 'mailbox'}",
            "",
            "  Ctrl-C stops everything.",
            "",
        ]
    )
