"""The whole story, played through the public actions into a real database with a real mail server beside it."""

import email
import email.policy
import json
import os
import socket
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.conf import settings as site

from appealdesk.core.criteria.evaluate import Outcome
from appealdesk.core.money import Money
from appealdesk.donations.actions.receive import receive_statement
from appealdesk.donations.queries.journal import balances_by_code
from appealdesk.donations.queries.money import statements_page
from appealdesk.figures.queries.releases import current_releases
from appealdesk.foundation.actor import Actor, system_actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.db import acting, fetch_all, fetch_value
from appealdesk.foundation.postgres import Cluster
from appealdesk.ops.mailbox import Mailbox
from appealdesk.ops.story.cast import CALLER, make_cast, readings
from appealdesk.ops.story.play import SEED, scenes
from appealdesk.ops.verification import every_invariant, violations_of
from appealdesk.screening.inputs import QueueFilter
from appealdesk.screening.queries.queue import queue_page
from tests.postgres_plugin import Database, copy_of_template

APPEAL = "help-for-ukraine"


@dataclass(frozen=True)
class Played:
    """What the story left behind."""

    database: Database
    folder: Path
    actor: Actor


@pytest.fixture(scope="module")
def story(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: "object"
) -> Iterator[Played]:
    from tests.conftest import _pointed_at

    folder = tmp_path_factory.mktemp("story")
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    before, site.EMAIL_PORT = site.EMAIL_PORT, port
    backend, site.EMAIL_BACKEND = site.EMAIL_BACKEND, "django.core.mail.backends.smtp.EmailBackend"
    with (
        copy_of_template("story") as database,
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        _pointed_at(database),
        Mailbox(folder / "mailbox", port=port),
    ):
        for scene in scenes(folder):
            scene.play(lambda part, whole: None)
        organisation = fetch_value("SELECT id FROM appeals_organisation")
        yield Played(database, folder, system_actor(organisation))
    site.EMAIL_PORT, site.EMAIL_BACKEND = before, backend


def test_three_hundred_people_offered_help_by_web_phone_and_file(story: Played) -> None:
    with acting(story.actor):
        channels = dict(fetch_all("SELECT channel, count(*) FROM enquiries_enquiry GROUP BY channel"))
        people = fetch_value("SELECT count(DISTINCT person_id) FROM enquiries_application")

    assert channels == Counter(member.channel for member in make_cast(seed=SEED))
    assert (sum(channels.values()), people) == (300, 300)


def test_the_roster_had_seventy_with_fifty_and_two_when_the_figures_were_released(story: Played) -> None:
    """The caller of 28 February is the seventy-first: he was accepted an hour after the release."""
    with acting(story.actor):
        branches = dict(
            fetch_all(
                """
                SELECT fact.value #>> '{}', count(*) FROM placements_rosterentry entry
                JOIN enquiries_fact fact ON fact.application_id = entry.application_id
                WHERE fact.key = 'service_branch' GROUP BY 1
                """
            )
        )
        totals = fetch_all(
            """
            SELECT count(*), count(*) FILTER (WHERE since <= '2022-03-02 18:00:00+09')
            FROM placements_rosterentry
            """
        )

    assert totals == [(71, 70)]
    assert (branches["jsdf"], branches["ffl"]) == (50, 2)


def test_the_second_revision_screened_everybody_again_in_one_run(story: Played) -> None:
    with acting(story.actor):
        defence = fetch_value("SELECT id FROM appeals_position WHERE slug = 'defence'")
        runs = fetch_all(
            """
            SELECT status, total, matrix FROM screening_screeningrun
            WHERE position_id = %s AND as_of = '2022-02-28' AND cause = 'revision' AND total > 0
            """,
            [defence],
        )
        letters = fetch_value(
            "SELECT count(*) FROM letters_letter WHERE kind = 'result_changed' AND drafted_at < '2022-03-01'"
        )

    first_day = [m for m in make_cast(seed=SEED) if (m.at.month, m.at.day) == (2, 27) and m.position == "defence"]
    assert [(status, total) for status, total, _ in runs] == [("finished", len(first_day))]
    matrix = json.loads(runs[0][2])
    changed = sum(count for step, count in matrix.items() if len(set(step.split(">"))) == 2)
    assert sum(matrix.values()) == len(first_day)
    assert letters == changed > 0


def test_the_caller_of_28_february_is_declined_with_ways_to_help(story: Played) -> None:
    with acting(story.actor):
        rows = fetch_all(
            """
            SELECT (decision.at AT TIME ZONE 'Asia/Tokyo')::date::text, decision.outcome, decision.reason_codes,
                letter.status, letter.language
            FROM screening_decision decision
            JOIN enquiries_application application ON application.id = decision.application_id
            JOIN enquiries_enquiry enquiry ON enquiry.id = application.enquiry_id
            JOIN letters_letter letter ON letter.ref = decision.letter_ref
            WHERE enquiry.received_at = '2022-02-28 14:02:00+09' AND enquiry.channel = 'phone'
            ORDER BY decision.at
            """
        )

    assert [(day, outcome, json.loads(codes), status, language) for day, outcome, codes, status, language in rows] == [
        ("2022-02-28", "declined", ["lacks_service_experience"], "sent", "ja"),
        ("2022-03-02", "accepted", [], "sent", "ja"),
    ]


def test_the_caller_meets_the_criteria_of_2_march_and_is_told_in_japanese(story: Played) -> None:
    """Declined on 28 February, judged again on 2 March, told that it can be looked at again, and accepted."""
    with acting(story.actor):
        history = fetch_all(
            """
            SELECT screening.as_of::text, screening.previous_outcome, screening.outcome, run.cause
            FROM screening_screening screening
            JOIN enquiries_application application ON application.id = screening.application_id
            JOIN enquiries_enquiry enquiry ON enquiry.id = application.enquiry_id
            LEFT JOIN screening_screeningrun run ON run.id = screening.run_id
            WHERE enquiry.received_at = '2022-02-28 14:02:00+09' AND enquiry.channel = 'phone'
            ORDER BY screening.id
            """
        )
    told = [letter for letter in _mail(story) if letter["To"] == CALLER.email]
    body = told[2].get_body()

    assert history == [
        ("2022-02-28", None, Outcome.DOES_NOT_MEET.code, None),
        ("2022-03-02", Outcome.DOES_NOT_MEET.code, Outcome.MEETS.code, "revision"),
    ]
    assert body is not None
    assert [str(letter["Content-Language"]) for letter in told] == ["ja"] * 4
    assert [
        (phrase in body.get_content())
        for phrase in ("浅野 健太 様", "条件を満たしています。", "お申し出をあらためて検討できるようになりました。")
    ] == [True] * 3
    assert "お申し出をお受けいたします" in str(told[3]["Subject"])


def test_the_others_whom_the_new_criteria_let_in_wait_for_an_officer(story: Played) -> None:
    with acting(story.actor):
        page = queue_page(actor=story.actor, filters=QueueFilter(changed="better", decision="declined"))
        letters = fetch_value(
            """
            SELECT count(*) FROM letters_letter WHERE kind = 'result_changed' AND status = 'draft' AND NOT adverse
              AND drafted_at >= '2022-03-02'
            """
        )

    assert page.counts.shown > 10
    assert {row.outcome for row in page.rows} == {"meets"}
    assert letters > page.counts.shown


def test_whoever_would_travel_is_held_by_the_advisory(story: Played) -> None:
    with acting(story.actor):
        rows = dict(
            fetch_all(
                """
                SELECT position.place_kind || ' ' || placement.status, count(*) FROM placements_placement placement
                JOIN appeals_position position ON position.id = placement.position_id GROUP BY 1
                """
            )
        )

    assert {key: count for key, count in rows.items() if key.startswith("travels") and not key.endswith("held")} == {}
    assert rows["travels held"] > 0


def test_the_banks_file_is_balanced_to_the_last_yen(story: Played) -> None:
    with acting(story.actor):
        page = statements_page(actor=story.actor)[0]
        found = balances_by_code(organisation_id=story.actor.own_organisation)
        student = fetch_all(
            "SELECT amount_minor FROM donations_donation WHERE pledge_id IS NOT NULL ORDER BY 1 DESC LIMIT 1"
        )

    assert (page.lines, page.new, page.donations, page.by_rule) == (60_000, 60_000, 60_000, 60)
    assert page.total.amount_minor == 1_960_412_500
    assert {code.split(":")[0]: sums for code, sums in found.items()} == {
        "bank": (Money(1_960_412_500, "JPY"),),
        "unallocated": (Money(0, "JPY"),),
        "fund": (Money(-1_960_412_500, "JPY"),),
    }
    assert student[0][0] == 100_000


def test_the_same_file_again_changes_nothing_and_says_so(story: Played) -> None:
    data = (story.folder / "zengin_01_2022-03-02.txt").read_bytes()

    again = receive_statement(actor=story.actor, now=read_clock(), data=data, file_name="again.txt")

    with acting(story.actor):
        lines = fetch_value("SELECT count(*) FROM donations_statementline")
    assert (again.already, again.lines, lines) == (True, 60_000, 60_000)


def test_the_figures_read_as_the_press_will_quote_them(story: Played) -> None:
    shown = {
        (page.definition, page.cell): (page.texts["en"], page.converted and page.converted["en"])
        for page in current_releases(fetch_value("SELECT id FROM appeals_appeal"))
    }
    rate = next(page.rate_sentences for page in current_releases(1) if page.definition == "raised")

    plain = {key: tuple(text and text.replace("\u00a0", " ") for text in texts) for key, texts in shown.items()}
    assert plain == {
        ("volunteers", ""): ("70", None),
        ("volunteers-by-service", "jsdf"): ("50", None),
        ("volunteers-by-service", "ffl"): ("fewer than 10", None),
        ("offers", ""): ("300", None),
        ("donations", ""): ("about 60,000", None),
        ("raised", "JPY"): ("about 1,960 million yen", "17.0 million US dollars"),
    }
    assert rate is not None
    assert rate["en"] == "1 USD = 115.33 JPY (European Central Bank, 2 March 2022)."


def test_letters_arrived_by_mail_in_the_persons_language(story: Played) -> None:
    letters = _mail(story)
    with_mail = [member for member in make_cast(seed=SEED) if member.email]

    recipients = Counter(str(letter["To"]) for letter in letters)
    assert {member.email for member in with_mail} == set(recipients)
    assert recipients.pop(CALLER.email) == 4
    assert set(recipients.values()) == {1}
    assert {str(letter["Content-Language"]) for letter in letters} == {"ja", "en", "uk"}


def _mail(story: Played) -> list[EmailMessage]:
    """Everything that the mail server took, in its order."""
    letters = []
    for path in sorted((story.folder / "mailbox").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns):
        letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        letters.append(letter)
    return letters


def test_every_invariant_holds(story: Played) -> None:
    assert [violation.sentence for one in every_invariant() for violation in violations_of(one)] == []


def test_a_stolen_dump_betrays_nobody(story: Played, tmp_path: Path) -> None:
    cluster = Cluster(Path(os.environ["APPEALDESK_HOME"]), for_tests=True)
    story.database.let_owner_dump()
    dump = tmp_path / "dump.sql"
    subprocess.run(
        [cluster.binary("pg_dump"), "--inserts", "--file", dump, "--dbname", story.database.owner_url],
        check=True,
        env=cluster.environment(),
    )
    secrets = {
        part for m in make_cast(seed=SEED) for part in (m.email, m.phone, m.phone[3:], m.written, m.latin) if part
    }
    secrets |= {"".join(m.written.split()) for m in make_cast(seed=SEED) if m.written}
    secrets |= {m.birth_date.isoformat() for m in make_cast(seed=SEED)}
    secrets |= {" ".join(reading) for reading in readings()}

    assert dump.stat().st_size > 10_000_000
    # The appeal's address is public, and shows that the search finds what stands there.
    assert _standing_in(dump, secrets | {APPEAL}) == {APPEAL}


def _standing_in(file: Path, sought: set[str]) -> set[str]:
    """Those of the texts that the file holds: grep looks for thousands at once, where one after the other takes
    minutes."""
    found = subprocess.run(
        ["grep", "--fixed-strings", "--only-matching", "--file=-", file],
        input="\n".join(sorted(sought)).encode(),
        stdout=subprocess.PIPE,
        env=os.environ | {"LC_ALL": "C"},
        check=True,
    ).stdout
    return set(found.decode().split("\n")) - {""}
