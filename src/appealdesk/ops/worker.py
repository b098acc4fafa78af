"""The worker: delivers events, sends letters, seals the audit log, and looks for what comes with time.

With time come criteria into force, and a new day, on which ages and licences turn.
"""

import logging
import signal
import threading
import time
from datetime import date, datetime
from types import FrameType

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from appealdesk.appeals.queries.appeals import day_of, organisation_ids
from appealdesk.audit.actions.mirror import mirror_seals
from appealdesk.audit.actions.seal import seal_records
from appealdesk.donations.actions.erase import erase_unneeded
from appealdesk.donations.actions.poll_card_events import poll_card_events_due
from appealdesk.enquiries.actions.expire_evidence import expire_evidence
from appealdesk.enquiries.actions.put_aside import put_aside_forgotten
from appealdesk.foundation.actor import system_actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.crypto import signing_public_key
from appealdesk.foundation.jobs import dispatch_events, run_jobs
from appealdesk.foundation.limits import forget_full_buckets
from appealdesk.ops.resolving import resolve_by_night
from appealdesk.placements.actions.review import review_all_legal_grounds
from appealdesk.sanctions.actions.rekey import rekey_lists
from appealdesk.screening.actions.rescreen import rescreen_due, rescreen_flipped

__all__ = ["Worker"]

logger = logging.getLogger(__name__)

_IDLE = 0.2
_SEAL_EVERY = 1.0
# Criteria may come into force hours after they were published, a legal basis runs out at midnight, buckets fill.
_LOOK_AROUND_EVERY = 300.0
_LOOK_AT_CALENDAR_EVERY = 20.0
_DATABASE_AWAY = 2.0


class Worker:
    """A loop that ends when it is asked to, and outlives a database that restarts."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._sealed_at = 0.0
        self._looked_at = time.monotonic()
        self._looked_at_calendar = 0.0
        # The last day of each organisation on which its calendar has been looked at. A worker that starts looks again:
        # whoever was judged already is not found a second time.
        self._days: dict[int, date] = {}

    def stop_on_signals(self) -> None:
        """SIGTERM and SIGINT end the loop after the present job."""
        signal.signal(signal.SIGTERM, self._ask)
        signal.signal(signal.SIGINT, self._ask)

    def run(self) -> None:
        """Work until asked to stop."""
        while not self._stop.is_set():
            try:
                busy = self.step()
            except (OperationalError, InterfaceError) as error:
                logger.warning("The database is away (%s); trying again.", type(error.__cause__ or error).__name__)
                connection.close()
                self._stop.wait(_DATABASE_AWAY)
                continue
            if not busy:
                self._stop.wait(_IDLE)

    def step(self) -> bool:
        """One round: events to jobs, jobs that are due, a seal once a second, now and then the criteria."""
        close_old_connections()
        now = read_clock()
        busy = dispatch_events(now=now) > 0
        busy = run_jobs(now=now) > 0 or busy
        if time.monotonic() - self._sealed_at >= _SEAL_EVERY:
            seal_records(now=now, signing_key=settings.APPEALDESK_SIGNING_KEY)
            mirror_seals(now=now, path=settings.AUDIT_SEAL_FILE, public_key=signing_public_key())
            self._sealed_at = time.monotonic()
        if time.monotonic() - self._looked_at >= _LOOK_AROUND_EVERY:
            for organisation_id in organisation_ids():
                rescreen_due(actor=system_actor(organisation_id), now=now)
                review_all_legal_grounds(actor=system_actor(organisation_id), now=now)
                poll_card_events_due(actor=system_actor(organisation_id), now=now)
            rekey_lists(actor=system_actor(None), now=now)
            forget_full_buckets(now=now)
            self._looked_at = time.monotonic()
        if time.monotonic() - self._looked_at_calendar >= _LOOK_AT_CALENDAR_EVERY:
            self._begin_days(now)
            self._looked_at_calendar = time.monotonic()
        return busy

    def _begin_days(self, now: datetime) -> None:
        """Once a day, soon after midnight where the organisation is: checks run out, ages and licences turn, files and
        words that nobody needs any more are erased, and persons who were recorded twice since yesterday are found."""
        for organisation_id in organisation_ids():
            today = day_of(organisation_id, now=now)
            if self._days.get(organisation_id) != today:
                expire_evidence(actor=system_actor(organisation_id), now=now)
                put_aside_forgotten(actor=system_actor(organisation_id), now=now)
                rescreen_flipped(actor=system_actor(organisation_id), now=now)
                erase_unneeded(actor=system_actor(organisation_id), now=now, kept_days=settings.GIVING_WORDS_KEPT_DAYS)
                resolve_by_night(organisation_id, now=now)
                self._days[organisation_id] = today

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self._stop.set()
