"""Recording what governments advise: once per change, and the last word stays where a feed cannot be read."""

from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from appealdesk.appeals.actions.record import RecordedAdvisories, record_advisories
from appealdesk.appeals.models import TravelAdvisory
from appealdesk.appeals.queries.advisories import is_fresh, latest_advisory
from appealdesk.foundation.models import OutboxEvent
from appealdesk.foundation.refusals import Refusal
from tests.cast import NOW, Cast
from tests.people.cast import SYSTEM
from tests.postgres_plugin import Database

FEEDS = Path(__file__).parents[2] / "data" / "advisories"
UKRAINE = (FEEDS / "jp_mofa_country_0380A_RECONSTRUCTED.xml").read_bytes()
LATER = NOW + timedelta(hours=30)


def record(data: bytes, cast: Cast, *, later: timedelta = timedelta()) -> RecordedAdvisories:
    return record_advisories(actor=cast.system, now=NOW + later, issuer="jp-mofa", data=data)


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
