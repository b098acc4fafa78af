"""An appeal whose figures are those of the article: a roster of 70 with 50 and 2, donations, and the day's rates.

The rows that are counted are written as they are, because it is the counting that is tested, over 60,000 of them.
"""

from datetime import UTC, date, datetime
from pathlib import Path

from appealdesk.appeals.actions.load import load_rates
from appealdesk.audit.actions.seal import seal_records
from appealdesk.core.chain.heads import public_key_of
from appealdesk.enquiries.models import Application, Enquiry, Fact
from appealdesk.figures.actions.release import ReleasedFigures, release_figures
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting, execute
from appealdesk.people.models import Person, Record
from appealdesk.placements.models import RosterEntry
from tests.cast import NOW, Cast

__all__ = ["PUBLIC_KEY", "SIGNING_KEY", "TODAY", "donations", "rates", "released", "roster", "sealed"]

TODAY = datetime(2022, 3, 2, 9, 0, tzinfo=UTC)
SIGNING_KEY = bytes(range(32))
PUBLIC_KEY = public_key_of(SIGNING_KEY)
_RATES = Path(__file__).parents[1] / "data" / "fx" / "ecb_eurofxref-hist_2022-02-14_2022-04-01.csv"
_DONATIONS = """
    INSERT INTO donations_donation (ref, organisation_id, fund_id, person_id, amount_minor, currency, received_on,
                                    channel, match_reasons, anonymous, recorded_at)
    SELECT 'G-' || %(currency)s || number, fund.organisation_id, fund.id, NULL,
           %(total)s / %(count)s + CASE WHEN number = 1 THEN %(total)s %% %(count)s ELSE 0 END,
           %(currency)s, %(day)s, 'cash', '[]', true, %(now)s
    FROM donations_fund fund, generate_series(1, %(count)s) AS number
    WHERE fund.ref = %(fund)s
"""


def roster(cast: Cast, service: str, count: int, *, start: int = 0) -> None:
    """So many accepted people who say where they served."""
    own = {"organisation_id": cast.organisation_id}
    place = {"appeal_id": cast.appeal_id, "position_id": cast.stage.position_id}
    names = [f"{service}{number:04}" for number in range(start, start + count)]
    with acting(cast.system):
        people = Person.objects.bulk_create(
            Person(**own, ref=f"P-{name}", language="ja", created_at=NOW) for name in names
        )
        records = Record.objects.bulk_create(
            Record(**own, ref=f"R-{name}", person=person, source="enquiry", source_ref=f"E-{name}", given_at=NOW)
            for name, person in zip(names, people, strict=True)
        )
        enquiries = Enquiry.objects.bulk_create(
            Enquiry(
                **own,
                ref=f"E-{name}",
                appeal_id=cast.appeal_id,
                kind="offer",
                channel="web",
                language="ja",
                received_at=NOW,
                received_by="public",
                submission=f"{name:>16}".encode(),
                secret_hash=bytes(32),
            )
            for name in names
        )
        applications = Application.objects.bulk_create(
            Application(
                **own,
                **place,
                ref=f"A-{record.source_ref[2:]}",
                enquiry=enquiry,
                person_id=record.person_id,
                record=record,
                language="ja",
                created_at=NOW,
            )
            for enquiry, record in zip(enquiries, records, strict=True)
        )
        _served(applications, service, own)
        _listed(applications, own | place)


def _served(applications: list[Application], service: str, own: dict[str, int]) -> None:
    Fact.objects.bulk_create(
        Fact(
            **own,
            application=application,
            key="service_branch",
            value=service,
            evidence="claimed",
            source="declared",
            stated_by="public",
            at=NOW,
        )
        for application in applications
    )


def _listed(applications: list[Application], place: dict[str, int]) -> None:
    RosterEntry.objects.bulk_create(
        RosterEntry(
            **place,
            ref=f"X-{application.ref[2:]}",
            person_id=application.person_id,
            application=application,
            since=NOW,
        )
        for application in applications
    )


def donations(cast: Cast, count: int, total: int, currency: str = "JPY", day: date = date(2022, 3, 1)) -> None:
    """So many donations that sum to a total, each from a donor of its own."""
    values = {"count": count, "total": total, "currency": currency, "day": day, "now": NOW, "fund": cast.fund_ref}
    with acting(cast.system):
        execute(_DONATIONS, values)


def rates(cast: Cast) -> None:
    """What the European Central Bank published in February and March 2022."""
    load_rates(actor=cast.system, now=TODAY, data=_RATES.read_bytes(), format="ecb-csv")


def sealed() -> None:
    """Seal what the audit log holds, as the worker does each second; every row of the test counts as committed."""
    seal_records(now=TODAY, signing_key=SIGNING_KEY)


def released(cast: Cast, *, now: datetime = TODAY, correction: str = "") -> ReleasedFigures:
    """The press officer releases the figures."""
    return release_figures(
        actor=cast.officer(Role.PRESS_OFFICER),
        now=now,
        appeal_id=cast.appeal_id,
        signing_key=SIGNING_KEY,
        correction=correction,
    )
