"""`appealdesk staff create`: an account for a member of staff; how the first administrator comes in."""

import sys
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from appealdesk.accounts.actions.create_staff import create_staff
from appealdesk.appeals.queries.appeals import organisation_id_of
from appealdesk.foundation.actor import Role, system_actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.ids import new_secret
from appealdesk.foundation.languages import LANGUAGES
from appealdesk.foundation.refusals import Refusal


class Command(BaseCommand):
    help = (
        "staff create makes an account with one role. A desk_officer takes in and decides; a duty_officer does so too "
        "and lifts holds; a finance_officer reads bank files; a press_officer releases figures; an administrator may "
        "go to every page and lifts no hold. Two duty officers have to agree before a hold is lifted, so make two. The "
        "password is made and shown once, or read from standard input."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        create = actions.add_parser("create", help="make an account")
        create.add_argument("--organisation", required=True, help="the short name of the organisation")
        create.add_argument("--login", required=True, help="what they type to sign in: a handle, never an address")
        create.add_argument("--name", required=True, help="what colleagues see; a first name or a function will do")
        create.add_argument("--role", required=True, choices=[role.value for role in Role])
        create.add_argument("--language", required=True, choices=LANGUAGES, help="of the desk; they may switch it")
        create.add_argument(
            "--password-stdin", action="store_true", help="read the password from standard input, 12 letters or more"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        organisation_id = organisation_id_of(options["organisation"])
        if organisation_id is None:
            raise CommandError(
                f"There is no organisation {options['organisation']}: `appealdesk organisation create` registers one."
            )
        password = _read_password() if options["password_stdin"] else new_secret()
        try:
            made = create_staff(
                actor=system_actor(organisation_id, ref="operator"),
                now=read_clock(),
                login=options["login"],
                display_name=options["name"],
                role=Role(options["role"]),
                language=options["language"],
                password=password,
            )
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"{made.ref} {made.login} may sign in at /desk/ as {made.role.value}.")
        if not options["password_stdin"]:
            self.stdout.write(f"The password, which is shown this once: {password}")


def _read_password() -> str:
    """One line, without showing it where somebody types."""
    return getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
