"""Fills the screening profiles by sets: a few thousand invented people, packed as the product packs them, repeated."""

from datetime import datetime
from typing import Final

from psycopg import sql

from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.ops.story.stage import Stage
from appealdesk.screening.actions.advance import advance_rescreening
from appealdesk.screening.actions.begin import begin_rescreening
from appealdesk.screening.models import ScreeningRun
from appealdesk.screening.queries.runs import RunPage
from appealdesk.screening.slots import COLUMNS, pack_facts, typed_facts
from appealdesk.screening.statement import PROFILES
from bench.crowd import invent_answers
from bench.database import owner_connection

__all__ = ["ADDRESS", "FIRST_APPLICATION", "fill_profiles", "screen_all"]

ADDRESS: Final = "https://desk.example"

FIRST_APPLICATION: Final = 10_000_001
"""Where the invented applications begin, far above those that the actions make."""

_KINDS = 5_000
# A prime step through the kinds, so that neighbours differ and the processor cannot guess a row from the last one.
_STEP = 3_571
_FILL = """
INSERT INTO {profiles} (application_id, organisation_id, appeal_id, position_id, reasons, screened_at, decision,
    channel, {columns})
SELECT %(first)s + number, %(organisation)s, %(appeal)s, %(position)s, 0, %(now)s, 0, (number %% 6)::smallint, {columns}
FROM generate_series(0::bigint, %(count)s - 1) AS number JOIN kind ON kind.place = (number * %(step)s) %% %(kinds)s
ORDER BY number
"""


def fill_profiles(stage: Stage, *, database: str, position: str, count: int, now: datetime) -> None:
    """Profiles of so many applications for the position, not screened yet, with fresh statistics."""
    dictionary = fact_dictionary(stage.organisation_id)
    columns = sql.SQL(", ").join(map(sql.Identifier, COLUMNS))
    names = {"columns": columns, "profiles": sql.Identifier(PROFILES)}
    with owner_connection(database) as connection:
        make = "CREATE TEMPORARY TABLE kind AS SELECT 0::bigint AS place, {columns} FROM {profiles} WITH NO DATA"
        connection.execute(sql.SQL(make).format(**names))
        into = sql.SQL("COPY kind (place, {columns}) FROM STDIN").format(**names)
        with connection.cursor() as cursor, cursor.copy(into) as copy:
            for place, answers in enumerate(invent_answers(_KINDS)):
                packed = pack_facts(dictionary, typed_facts(dictionary, answers))
                copy.write_row([place, *(packed[column] for column in COLUMNS)])
        values = {
            "first": FIRST_APPLICATION,
            "organisation": stage.organisation_id,
            "appeal": stage.appeal_id,
            "position": stage.position_ids[position],
            "now": now,
            "count": count,
            "step": _STEP,
            "kinds": _KINDS,
        }
        connection.execute(sql.SQL(_FILL).format(**names), values)
        connection.execute(sql.SQL("VACUUM (ANALYZE) {profiles}").format(**names))


def screen_all(stage: Stage, *, position: str, revision_id: int, now: datetime) -> RunPage:
    """Re-screen everybody, up to the letters, which would need people behind the profiles."""
    actor = stage.system
    run = begin_rescreening(actor=actor, now=now, position_id=stage.position_ids[position], revision_id=revision_id)
    while run.status == ScreeningRun.Status.SCREENING:
        run = advance_rescreening(actor=actor, now=now, run_ref=run.run_ref, address=ADDRESS)
    return run
