"""`appealdesk people import`: take in a list of people from a CSV file."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from appealdesk.appeals.queries.appeals import appeals_of
from appealdesk.enquiries.actions.import_people import ImportedPeople, import_people
from appealdesk.enquiries.queries.people_rows import positions_by_name
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.languages import LANGUAGES
from appealdesk.foundation.refusals import Refusal
from appealdesk.ops.operator import operator_at, read_file
from appealdesk.people.inputs import IdentityInput, SpeakerInput

_RELATIONS = ("contact_of", "on_behalf")


class Command(BaseCommand):
    help = "people import takes in a list of people from a CSV file: each row becomes an offer for an open appeal."
    requires_system_checks = ()
    _import_help = (
        "The first row names the columns: position, written, reading, latin, birth_date, email, phone, language (ja, "
        "en or uk), message, and the key of each fact that is asked; the desk gives a sample for each appeal. UTF-8 or "
        "Shift_JIS; commas, semicolons or tabs. A file with a mistake is refused whole, with each row and reason, "
        "before anybody is taken in. The same file again brings nobody twice, so that an interrupted import goes on "
        "when it is called again. With --speaker-name, everybody on the list is reached through that person."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        taken = actions.add_parser("import", help="take in a list of people", description=self._import_help)
        taken.add_argument("file", type=Path)
        taken.add_argument("--organisation", required=True, help="the short name of the organisation")
        taken.add_argument("--appeal", required=True, help="the short name of the appeal, or its reference")
        taken.add_argument("--speaker-name", default="", help="who sends the list, as they write their name")
        taken.add_argument("--speaker-email", default="", help="their e-mail address")
        taken.add_argument("--speaker-phone", default="", help="their phone number")
        taken.add_argument(
            "--speaker-language", default="ja", choices=LANGUAGES, help="the language of letters to them"
        )
        taken.add_argument(
            "--relation", default=_RELATIONS[0], choices=_RELATIONS, help="what they are to the people on the list"
        )
        taken.add_argument(
            "--agreed", action="store_true", help="letters may go to them where somebody has no address of their own"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        actor = operator_at(options["organisation"])
        speaker = _speaker(options)
        path: Path = options["file"]
        data = read_file(path)
        appeal_id = _appeal_id(actor, options["appeal"])
        try:
            taken = self._import(actor, appeal_id, data, speaker)
        except Refusal as refusal:
            raise CommandError(f"{path}: {_told(refusal)}") from refusal
        self.stdout.write(
            f"{len(taken.refs) - taken.known:,} people taken in; {taken.known:,} known from the same file."
        )

    def _import(self, actor: Actor, appeal_id: int, data: bytes, speaker: SpeakerInput | None) -> ImportedPeople:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(file=sys.stderr)) as progress:
            reading = progress.add_task("Rows read", total=None, visible=False)
            taking = progress.add_task("People taken in", total=None, visible=False)
            return import_people(
                actor=actor,
                now=read_clock(),
                appeal_id=appeal_id,
                positions=positions_by_name(actor.own_organisation, appeal_id, "en"),
                data=data,
                speaker=speaker,
                on_check=lambda done, total: progress.update(reading, completed=done, total=total, visible=True),
                on_progress=lambda done, total: progress.update(taking, completed=done, total=total, visible=True),
            )


def _appeal_id(actor: Actor, name: str) -> int:
    cards = appeals_of(actor.own_organisation)
    found = next((card for card in cards if name in {card.slug, card.ref}), None)
    if found is None:
        known = ", ".join(card.slug for card in cards) or "none"
        raise CommandError(f"There is no appeal {name} in this organisation; there are: {known}.")
    if found.status != "open":
        raise CommandError(f"The appeal {name} is {found.status}: people are taken in for an open appeal.")
    return found.id


def _speaker(options: dict[str, Any]) -> SpeakerInput | None:
    name, email, phone = (options[f"speaker_{part}"].strip() for part in ("name", "email", "phone"))
    if not name:
        if email or phone:
            raise CommandError("Say with --speaker-name whose address or number it is.")
        return None
    try:
        identity = IdentityInput.model_validate(
            {
                "written": name,
                "emails": [email] if email else [],
                "phones": [phone] if phone else [],
                "language": options["speaker_language"],
            }
        )
    except ValidationError as error:
        first = error.errors()[0]
        given = {"written": "name", "emails": "email", "phones": "phone"}[str(first["loc"][0])]
        raise CommandError(f"--speaker-{given}: {first['msg']}") from error
    return SpeakerInput.model_validate(
        {"identity": identity, "relation": options["relation"], "agreed": options["agreed"]}
    )


def _told(refusal: Refusal) -> str:
    """The sentence with the first problem in it, and each further one on a line of its own."""
    problems = refusal.values.get("problems", ())
    listed = list(map(str, problems[1:])) if isinstance(problems, list) else []
    count = refusal.values.get("count", 0)
    more = count - 1 - len(listed) if isinstance(count, int) else 0
    return "\n".join([refusal.sentence, *listed, *([f"and {more:,} more"] if more > 0 else [])])
