"""Recording what governments advise: once per change, and the last word stays where a feed cannot be read."""

import json
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from appealdesk.appeals.actions.record import RecordedAdvisories, record_advisories
from appealdesk.appeals.models import AdvisoryAnswer, TravelAdvisory
from appealdesk.appeals.queries.advisories import is_fresh, latest_advisory
from appealdesk.foundation.models import OutboxEvent
from appealdesk.foundation.refusals import Refusal
from tests.cast import NOW, Cast
from tests.core.advisories.files import arrivals, danger
from tests.people.cast import SYSTEM, audited
from tests.postgres_plugin import Database

FEEDS = Path(__file__).parents[2] / "data" / "advisories"
UKRAINE = (FEEDS / "jp_mofa_country_0380A_RECONSTRUCTED.xml").read_bytes()
LATER = NOW + timedelta(hours=30)
COUNTRIES = ("France", "Italy", "Spain", "Chad", "Japan", "Peru", "Chile", "Norway", "Sweden", "Finland")


def record(data: bytes, cast: Cast, *, later: timedelta = timedelta()) -> RecordedAdvisories:
    return record_advisories(actor=cast.system, now=NOW + later, issuer="jp-mofa", data=data)


def listed(count: int, cast: Cast, *, level: int = 1, accept_fewer: bool = False) -> RecordedAdvisories:
    """A list of the State Department with so many countries."""
    items = [
        {
            "Title": f"{name} - Level {level}: Words",
            "Link": f"https://travel.state.gov/{number}",
            "Updated": f"2022-03-0{level}T00:00:00Z",
        }
        for number, name in enumerate(COUNTRIES[:count])
    ]
    data = json.dumps(items).encode()
    return record_advisories(actor=cast.system, now=NOW, issuer="us-state", data=data, accept_fewer=accept_fewer)


def answers() -> list[tuple[str, int | None]]:
    return list(AdvisoryAnswer.objects.order_by("pk").values_list("cause", "readings"))


def changes() -> list[tuple[str, int | None]]:
    rows = OutboxEvent.objects.filter(name="AdvisoryChanged").order_by("pk").values_list("payload", flat=True)
    return [(payload["country"], payload["level"]) for payload in rows]


def test_a_feed_becomes_the_latest_advice(cast: Cast) -> None:
    recorded = record(UKRAINE, cast)

    latest = latest_advisory(country="UA", issuer="jp-mofa")
    assert latest is not None
    assert (latest.level, latest.holds, latest.fetched_at) == (4, True, NOW)
    assert (recorded.changed, recorded.unplaced) == (("UA",), ())
    assert changes() == [("UA", 4)]


def test_the_same_feed_again_is_no_change_but_keeps_the_advice_fresh(cast: Cast) -> None:
    first = record(UKRAINE, cast)
    before = latest_advisory(country="UA", issuer="jp-mofa")

    again = record(UKRAINE, cast, later=timedelta(hours=30))

    after = latest_advisory(country="UA", issuer="jp-mofa")
    assert before is not None
    assert after is not None
    assert (first.new > 0, again.new, again.changed) == (True, 0, ())
    assert changes() == [("UA", 4)]
    assert (after.id, after.fetched_at) == (before.id, LATER)
    assert [is_fresh(page, now=NOW + timedelta(hours=60)) for page in (before, after)] == [False, True]


def test_another_level_is_told_once(cast: Cast) -> None:
    record(UKRAINE, cast)
    lowered = (
        UKRAINE.replace(b"<riskLevel4>1</riskLevel4>", b"<riskLevel4>0</riskLevel4>")
        .replace(b"<riskLevel3>0</riskLevel3>", b"<riskLevel3>1</riskLevel3>")
        .replace(b"2022/02/", b"2022/03/")
    )

    changed = record(lowered, cast, later=timedelta(hours=1))
    record(lowered, cast, later=timedelta(hours=2))

    assert changed.changed == ("UA",)
    assert changes() == [("UA", 4), ("UA", 3)]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<opendata>",
        (FEEDS / "jp_mofa_http200_maintenance_RECONSTRUCTED.html").read_bytes(),
        UKRAINE[: len(UKRAINE) // 2],
    ],
)
def test_an_answer_that_cannot_be_read_keeps_the_last_word(cast: Cast, data: bytes) -> None:
    record(UKRAINE, cast)

    with pytest.raises(Refusal) as refused:
        record(data, cast, later=timedelta(hours=30))

    latest = latest_advisory(country="UA", issuer="jp-mofa")
    assert latest is not None
    assert refused.value.code == "appeals.advisory_refused"
    assert refused.value.sentence.startswith("The feed was refused, the last values stay. ")
    assert (latest.level, latest.fetched_at, changes()) == (4, NOW, [("UA", 4)])
    assert answers() == [("", 1), ("unreadable", None)]
    assert audited("advisory.refused") == [("system:system", "jp-mofa")]


def test_a_list_may_lose_a_fifth_of_its_countries(cast: Cast) -> None:
    listed(10, cast)

    recorded = listed(8, cast, level=2)

    assert (len(recorded.changed), answers()) == (8, [("", 10), ("", 8)])


def test_a_list_that_loses_more_is_refused_until_somebody_accepts_it(cast: Cast) -> None:
    listed(10, cast)

    with pytest.raises(Refusal) as refused:
        listed(7, cast, level=4)
    kept = latest_advisory(country="FR", issuer="us-state")
    recorded = listed(7, cast, level=4, accept_fewer=True)

    assert kept is not None
    assert refused.value.sentence == (
        "The feed was refused, the last values stay. It names 7 countries and the last list named 10, so it may be a"
        " part of one: fetch it again, or look at it and accept fewer."
    )
    assert (kept.level, len(recorded.changed)) == (1, 7)
    assert answers() == [("", 10), ("fewer", 7), ("", 7)]


def test_the_next_list_is_measured_by_the_last_that_was_accepted(cast: Cast) -> None:
    listed(10, cast)

    for count in (7, 6):
        with pytest.raises(Refusal):
            listed(count, cast)

    assert answers() == [("", 10), ("fewer", 7), ("fewer", 6)]


def test_a_list_in_which_no_title_states_a_level_is_refused(cast: Cast) -> None:
    item = {"Title": "Chad", "Link": "https://travel.state.gov/w", "Updated": "2022-03-01T00:00:00Z"}

    with pytest.raises(Refusal, match="It states no country's level"):
        record_advisories(actor=cast.system, now=NOW, issuer="us-state", data=json.dumps([item]).encode())


@pytest.mark.parametrize(
    ("issuer", "file"),
    [
        ("us-state", "us_state_api_excerpt.json"),
        ("us-state", "us_state_rss_excerpt.xml"),
        ("uk-fcdo", "uk_fcdo_pages_excerpt.json"),
        ("ca-gac", "ca_gac_excerpt.json"),
        ("de-aa", "de_aa_travelwarning_excerpt.json"),
    ],
)
def test_every_governments_file_can_be_stored(cast: Cast, issuer: str, file: str) -> None:
    recorded = record_advisories(actor=cast.system, now=NOW, issuer=issuer, data=(FEEDS / file).read_bytes())

    assert recorded.new == recorded.read - len(recorded.unplaced) == TravelAdvisory.objects.count()


def test_a_country_that_a_mail_names_twice_is_stored_once(cast: Cast) -> None:
    mail = danger().replace("</country>", "</country><country><cd>0380</cd></country>")

    recorded = record(arrivals(mail), cast)

    assert (recorded.read, recorded.new, recorded.changed) == (2, 1, ("UA",))


def test_an_issuer_that_nobody_knows_leaves_no_trace(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        record_advisories(actor=cast.system, now=NOW, issuer="atlantis", data=UKRAINE)

    assert (refused.value.code, answers()) == ("appeals.advisory_issuer", [])


def test_readings_of_places_that_nobody_knows_are_counted_and_told(cast: Cast) -> None:
    recorded = record((FEEDS / "jp_mofa_newarrivalL_excerpt.xml").read_bytes(), cast)

    assert recorded.read == TravelAdvisory.objects.count() + len(recorded.unplaced)
    assert recorded.new == TravelAdvisory.objects.count()


def test_not_even_the_owner_rewrites_an_advisory(committed_db: Database) -> None:
    record_advisories(actor=SYSTEM, now=NOW, issuer="jp-mofa", data=UKRAINE)

    with psycopg.connect(committed_db.owner_url, autocommit=True) as owner:
        for statement in (
            "UPDATE appeals_traveladvisory SET level = 1, fetched_at = now()",
            "UPDATE appeals_traveladvisory SET fetched_at = '2000-01-01'",
            "DELETE FROM appeals_traveladvisory",
        ):
            with pytest.raises(psycopg.errors.IntegrityError, match="stays as it was read"):
                owner.execute(statement.encode())
