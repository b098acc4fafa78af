"""`appealdesk organisation create`: the first thing of a new site, because everything else belongs to one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from pydantic import ValidationError

from appealdesk.appeals.actions.create import create_organisation
from appealdesk.appeals.actions.install import install_facts
from appealdesk.appeals.inputs import OrganisationInput
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.languages import LANGUAGES
from appealdesk.foundation.refusals import Foreseen
from appealdesk.ops.operator import operator

_RULES = {
    "slug": "--slug has small letters, digits and single hyphens, such as relief-office: the commands know it by that.",
    "names": "Each name has at least one letter and at most 8000.",
    "country": "--country is the code of a country with two capital letters, such as JP.",
    "timezone": "--timezone is a name such as Asia/Tokyo or Europe/Kyiv.",
}


class Command(BaseCommand):
    help = (
        "organisation create registers an embassy, a relief agency, a municipality or an NGO, and gives it the "
        "questions that every appeal may ask: service, training, licences, languages. Its staff come next, with "
        "`appealdesk staff create`."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        create = actions.add_parser("create", help="register one, with its name in each language")
        create.add_argument("--slug", required=True, help="a short name for commands, such as relief-office")
        for language in LANGUAGES:
            create.add_argument(f"--name-{language}", required=True, help=f"its name in the language {language}")
        create.add_argument("--country", required=True, help="where it is, such as JP")
        create.add_argument("--timezone", default="Asia/Tokyo", help="its time zone; without it %(default)s")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            entry = OrganisationInput(
                slug=options["slug"],
                names={language: options[f"name_{language}"] for language in LANGUAGES},
                country=options["country"],
                timezone=options["timezone"],
            )
        except ValidationError as error:
            raise CommandError(_RULES[str(error.errors()[0]["loc"][0])]) from error
        now = read_clock()
        try:
            with transaction.atomic():
                created = create_organisation(actor=operator(), now=now, entry=entry)
                facts = install_facts(actor=operator(created.id), now=now)
        except Foreseen as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"{created.ref} {entry.slug} is registered, with {facts} questions that it may ask.")
