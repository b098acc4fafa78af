"""`appealdesk staff create` makes an account for a member of staff, the first administrator's too; `staff password`
gives somebody a new password who has lost theirs."""

import sys
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from appealdesk.accounts.actions.create_staff import create_staff
from appealdesk.accounts.actions.reset_password import reset_password
from appealdesk.accounts.queries import organisation_of_login
from appealdesk.foundation.actor import Role
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.ids import new_secret
from appealdesk.foundation.languages import LANGUAGES
from appealdesk.foundation.refusals import Foreseen
from appealdesk.ops.operator import operator, operator_at


class Command(BaseCommand):
    help = (
        "staff create makes an account with one role. A desk_officer takes in and decides; a duty_officer does so too "
        "and lifts holds; a finance_officer reads bank files; a press_officer releases figures; an administrator may "
        "go to every page and lifts no hold. Two duty officers have to agree before a hold is lifted, so make two. The "
        "password is made and shown once, or read from standard input. staff password gives a new one to somebody who "
        "has lost theirs: their sessions end, and a sign-in that was locked opens again."
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
        password = actions.add_parser("password", help="give somebody a new password")
        password.add_argument("login", help="the login of the account")
        password.add_argument(
            "--password-stdin", action="store_true", help="read the password from standard input, 12 letters or more"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        {"create": self._create, "password": self._password}[options["action"]](options)

    def _password(self, options: dict[str, Any]) -> None:
        login = options["login"]
        organisation_id = organisation_of_login(login)
        if organisation_id is None:
            raise CommandError(f"There is no active account with the login {login}.")
        password = _read_password() if options["password_stdin"] else new_secret()
        try:
            made = reset_password(actor=operator(organisation_id), now=read_clock(), login=login, password=password)
        except Foreseen as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"{made.ref} {made.login} has a new password. Every session of theirs has ended.")
        self._show(password, options)

    def _show(self, password: str, options: dict[str, Any]) -> None:
        if not options["password_stdin"]:
            self.stdout.write(f"The password, which is shown this once: {password}")

    def _create(self, options: dict[str, Any]) -> None:
        actor = operator_at(options["organisation"])
        password = _read_password() if options["password_stdin"] else new_secret()
        try:
            made = create_staff(
                actor=actor,
                now=read_clock(),
                login=options["login"],
                display_name=options["name"],
                role=Role(options["role"]),
                language=options["language"],
                password=password,
            )
        except Foreseen as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"{made.ref} {made.login} may sign in at /desk/ as {made.role.value}.")
        self._show(password, options)


def _read_password() -> str:
    """One line, without showing it where somebody types."""
    return getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
