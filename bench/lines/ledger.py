"""Every account's balance per currency, of all days and as of one, over ten million postings."""

import time
from collections.abc import Iterator
from datetime import timedelta

from appealdesk.donations.actions.create import create_fund
from appealdesk.donations.inputs import FundInput
from appealdesk.donations.invariants.money import days_are_sums
from appealdesk.donations.ledger.posting import UNALLOCATED, balances
from appealdesk.donations.ledger.spend import chart_account
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting, execute, fetch_value
from appealdesk.ops.story.stage import Stage
from bench.database import fresh_database, owner_connection
from bench.line import Line, Round, Target, make_line
from bench.memory import forget_peak, peak_mb
from bench.sizes import ROUNDS, pick_size
from bench.stage import NOW, open_stage

__all__ = ["measure"]

_FUNDS = 20
_DAYS = 400
_BATCH = 100_000
# Gifts to every fund on every day in three currencies, as a large appeal has them after a year.
_GIFTS = """
    WITH gift AS (
        SELECT number, (ARRAY['JPY', 'EUR', 'USD'])[1 + number %% 3] AS currency, 100 + number %% 9000 AS amount,
               %(funds)s::bigint[] AS funds
        FROM generate_series(%(first)s, %(last)s) number
    ), entry AS (
        INSERT INTO donations_entry (organisation_id, kind, subject_ref, booked_on, created_at, created_by)
        SELECT %(organisation)s, 'donation', 'G-' || number, %(day)s::date - number %% %(days)s, %(now)s, 'bench'
        FROM gift RETURNING id, subject_ref
    ), posted AS (
        SELECT entry.id, gift.* FROM entry JOIN gift ON 'G-' || gift.number = entry.subject_ref
    )
    INSERT INTO donations_posting (organisation_id, entry_id, account_id, amount_minor, currency)
    SELECT %(organisation)s, id, %(unallocated)s, amount, currency FROM posted
    UNION ALL
    SELECT %(organisation)s, id, funds[1 + number %% %(count)s], -amount, currency FROM posted
"""


def measure() -> Iterator[Line]:
    """The balances as the desk asks for them; before that, what is kept is compared with every posting once."""
    postings = pick_size(small=20_000, full=10_000_000)
    with fresh_database() as database:
        stage = open_stage(with_positions=False)
        finance = stage.officer(Role.FINANCE_OFFICER)
        for number in range(_FUNDS):
            names = {"ja": f"基金{number}", "en": f"Fund {number}", "uk": f"Фонд {number}"}
            create_fund(actor=finance, now=NOW, entry=FundInput.model_validate({"names": names}))
        began = time.perf_counter()
        for first in range(1, postings // 2 + 1, _BATCH):
            with acting(stage.system):
                _post(stage.organisation_id, first, min(first + _BATCH - 1, postings // 2))
        filled = time.perf_counter() - began
        with owner_connection(database) as owner:
            owner.execute("VACUUM ANALYZE donations_posting")
            owner.execute("VACUUM ANALYZE donations_accountday")
        with acting(stage.system):
            if wrong := next(days_are_sums(), None):
                raise RuntimeError(wrong.sentence)
        forget_peak()
        now, then = [], []
        for _ in range(ROUNDS):
            floor = _count(stage)
            with acting(stage.system):
                now.append(Round(_milliseconds(stage.organisation_id, None), floor))
                then.append(Round(_milliseconds(stage.organisation_id, _DAYS // 2), floor))
    sizes = {"postings": postings, "days": _DAYS, "postings_a_second": round(postings / filled)}
    for name, rounds in (("ledger-balances", now), ("ledger-balances-on", then)):
        yield make_line(
            name,
            rounds,
            unit="ms",
            floor_name="count(*), the postings",
            memory_mb=peak_mb(),
            target=Target("value", "at_most", 50),
            sizes=sizes,
        )


def _post(organisation_id: int, first: int, last: int) -> None:
    funds = fetch_value("SELECT array_agg(id ORDER BY id) FROM donations_ledgeraccount WHERE kind = 'fund'")
    execute(
        _GIFTS,
        {
            "organisation": organisation_id,
            "first": first,
            "last": last,
            "funds": funds,
            "count": len(funds),
            "day": NOW.date(),
            "days": _DAYS,
            "now": NOW,
            "unallocated": chart_account(organisation_id, UNALLOCATED).pk,
        },
    )


def _milliseconds(organisation_id: int, days_ago: int | None) -> float:
    upto = None if days_ago is None else NOW.date() - timedelta(days=days_ago)
    began = time.perf_counter()
    found = balances(organisation_id=organisation_id, upto=upto)
    waited = (time.perf_counter() - began) * 1000
    if not found:
        raise RuntimeError("There are no balances: the measurement does not count.")
    return waited


def _count(stage: Stage) -> float:
    with acting(stage.system):
        began = time.perf_counter()
        fetch_value("SELECT count(*) FROM donations_posting")
        return (time.perf_counter() - began) * 1000
