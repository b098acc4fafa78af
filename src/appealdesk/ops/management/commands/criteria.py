"""`appealdesk criteria`: judge a file of facts, or write test vectors for other implementations; no database."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from appealdesk.core.criteria.check import CHECKED_LEAVES, judge_lines
from appealdesk.core.criteria.language import read_criteria
from appealdesk.core.criteria.problems import CriteriaError
from appealdesk.core.criteria.vectors import VectorSet, make_vectors


class Command(BaseCommand):
    help = (
        "criteria check prints one JSON object per line of the facts file: its reference, the outcome "
        "(meets, does_not_meet, cannot_tell) and the ids of the criteria that decide. criteria vectors invents people "
        "at every bound of a criteria file and writes what has to come out for them."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        check = actions.add_parser("check", help="judge facts by criteria")
        check.add_argument("--criteria", required=True, type=Path, help="a file in the format appealdesk.criteria/1")
        check.add_argument("--facts", required=True, type=Path, help="a file with one JSON object a line")
        check.add_argument("--as-of", required=True, help="the day to judge by, such as 2022-03-02")
        vectors = actions.add_parser("vectors", help="write facts and results that test every criterion")
        vectors.add_argument("--criteria", required=True, type=Path, help="a file in the format appealdesk.criteria/1")
        vectors.add_argument("--as-of", help="the day to judge by; by default the first day of the criteria")
        vectors.add_argument(
            "--out", type=Path, default=Path(), help="the folder to write to; by default the present one"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "vectors":
            self._write_vectors(options)
        else:
            self._check(options)

    def _write_vectors(self, options: dict[str, Any]) -> None:
        path: Path = options["criteria"]
        try:
            criteria = read_criteria(_text(path), leaf_limit=CHECKED_LEAVES)
        except CriteriaError as error:
            raise CommandError(f"{path}: {error}") from error
        as_of = _day(options["as_of"]) if options["as_of"] else criteria.effective_from.date()
        made = make_vectors(criteria, as_of)
        stem = options["out"] / path.name.removesuffix(".json").removesuffix(".criteria")
        try:
            _write_files(stem, made, as_of)
        except OSError as error:
            raise CommandError(f"The vectors cannot be written: {error}") from error
        for leaf_id, value in made.silent:
            self.stderr.write(f"No answers were found with which the criterion {leaf_id} decides and is {value}.")
        self.stdout.write(
            f"{len(made.vectors)} cases as of {as_of}: {stem}.facts.jsonl, {stem}.expected.jsonl, {stem}.as_of"
        )

    def _check(self, options: dict[str, Any]) -> None:
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


def _write_files(stem: Path, made: VectorSet, as_of: date) -> None:
    stem.parent.mkdir(parents=True, exist_ok=True)
    lines = {
        ".facts.jsonl": [vector.fact_line() for vector in made.vectors],
        ".expected.jsonl": [vector.expected_line() for vector in made.vectors],
    }
    for suffix, objects in lines.items():
        text = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in objects)
        stem.with_name(stem.name + suffix).write_text(text, encoding="utf-8")
    stem.with_name(stem.name + ".as_of").write_text(f"{as_of}\n", encoding="utf-8")


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
