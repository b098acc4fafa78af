"""`appealdesk criteria check`: judge a file of facts by a criteria file; no database."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from appealdesk.core.criteria.check import judge_lines
from appealdesk.core.criteria.problems import CriteriaError


class Command(BaseCommand):
    help = (
        "criteria check prints one JSON object per line of the facts file: its reference, the outcome "
        "(meets, does_not_meet, cannot_tell) and the ids of the criteria that decide."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        check = actions.add_parser("check", help="judge facts by criteria")
        check.add_argument("--criteria", required=True, type=Path, help="a file in the format appealdesk.criteria/1")
        check.add_argument("--facts", required=True, type=Path, help="a file with one JSON object a line")
        check.add_argument("--as-of", required=True, help="the day to judge by, such as 2022-03-02")

    def handle(self, *args: Any, **options: Any) -> None:
        as_of = _day(options["as_of"])
        document = _text(options["criteria"])
        try:
            with options["facts"].open(encoding="utf-8") as lines:
                for result in judge_lines(document, lines, as_of):
                    self.stdout.write(json.dumps(result, ensure_ascii=False))
        except CriteriaError as error:
            raise CommandError(f"{options['criteria']}: {error}") from error
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{options['facts']} cannot be read: {error}") from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--as-of {text} is not a day: write it as 2022-03-02.") from error


def _text(path: Path) -> str:
    """The document unparsed: its reader then also refuses a condition that is given twice."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read: {error}") from error
