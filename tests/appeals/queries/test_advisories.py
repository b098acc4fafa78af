"""The desk is told where advice on which travelling depends may not be the latest."""

from datetime import timedelta

import pytest

from appealdesk.appeals.actions.add import add_position
from appealdesk.appeals.actions.close import close_appeal
from appealdesk.appeals.actions.record import record_advisories
from appealdesk.appeals.inputs import PositionInput
from appealdesk.appeals.models import Appeal
from appealdesk.appeals.queries.advisories import advisory_alarms
from appealdesk.appeals.queries.pages import AdvisoryAlarm
from appealdesk.foundation.actor import Role
from appealdesk.foundation.refusals import Refusal
from tests.cast import NOW, Cast
from tests.core.advisories.files import arrivals, danger

HOUR = timedelta(hours=1)
FEED = arrivals(danger())


@pytest.fixture
def watching(cast: Cast) -> Cast:
    """The appeal watches Japan's advice, and a position of it travels to Ukraine."""
    Appeal.objects.filter(pk=cast.appeal_id).update(advisory_issuers=["jp-mofa"])
    names = {"ja": "通訳", "en": "Interpreting", "uk": "Переклад"}
    entry = PositionInput(slug="interpreting", titles=names, summaries=names, place_kind="travels", country="UA")
    add_position(actor=cast.system, now=NOW, appeal_ref=cast.stage.appeal_ref, entry=entry)
    return cast


def record(cast: Cast, data: bytes, hours: int) -> None:
    record_advisories(actor=cast.system, now=NOW + hours * HOUR, issuer="jp-mofa", data=data)


def alarms(cast: Cast, hours: int) -> tuple[AdvisoryAlarm, ...]:
    return advisory_alarms(organisation_id=cast.organisation_id, now=NOW + hours * HOUR)


def test_advice_that_is_read_within_two_days_raises_none(watching: Cast) -> None:
    record(watching, FEED, 0)

    assert alarms(watching, 48) == ()


def test_silence_is_told_after_two_days_and_from_the_beginning(watching: Cast) -> None:
    before = alarms(watching, 0)
    record(watching, FEED, 0)

    assert before == (AdvisoryAlarm(issuer="jp-mofa", cause="silent", at=None, last_at=None),)
    assert alarms(watching, 49) == (AdvisoryAlarm(issuer="jp-mofa", cause="silent", at=None, last_at=NOW),)


def test_a_refused_answer_is_told_until_the_next_good_one(watching: Cast) -> None:
    record(watching, FEED, 0)
    with pytest.raises(Refusal):
        record(watching, b"<html>", 1)
    told = alarms(watching, 2)
    record(watching, FEED, 3)

    assert told == (AdvisoryAlarm(issuer="jp-mofa", cause="unreadable", at=NOW + HOUR, last_at=NOW),)
    assert alarms(watching, 4) == ()


def test_advice_that_no_running_appeal_needs_raises_none(watching: Cast) -> None:
    reason = {"ja": "募集を終えました。", "en": "Enough have come.", "uk": "Набір завершено."}
    close_appeal(actor=watching.officer(Role.ADMINISTRATOR), now=NOW, ref=watching.stage.appeal_ref, reason=reason)

    assert alarms(watching, 0) == ()
