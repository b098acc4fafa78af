"""Take back a decision about a line, or about lines that are one donation; they then wait for another."""

from datetime import date, datetime

from django.db.models import Q

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_match
from appealdesk.donations.actions.reopen import reopen_claims_of
from appealdesk.donations.ledger.gifts import take_back_gift
from appealdesk.donations.ledger.shares import give_line_back, reverse_fee
from appealdesk.donations.models import Donation, Match, StatementLine
from appealdesk.donations.queries.receipt_contents import check_not_receipted
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.letters.actions.cancel import cancel_letters_about

__all__ = ["unmatch_line"]


def unmatch_line(*, actor: Actor, now: datetime, match_ref: str) -> str:
    """Undo the decision; one that is undone changes nothing. Returns its line as statement and number.

    What it recorded is taken back by reversing entries, shares and fees too, and a donation of the whole line that had
    given way comes back; a donation that was there before loses its donor again. Drafted thanks are kept back, and a
    donor's claim that it confirmed waits again. A line whose donation got its donor since does not wait.
    """
    with acting(actor):
        match = access_match(actor, match_ref, lock=True)
        at = f"{match.line.statement.ref}:{match.line.number}"
        if match.undone_at is not None:
            return at
        held = _held_together(match)
        day = day_of(actor.own_organisation, now=now)
        for one in held:
            if one.fee_minor:
                reverse_fee(actor=actor, now=now, day=day, match=one)
        _take_back_gifts(actor, now, day, held)
        for one in held:
            _free(actor, now, one)
    return at


def _held_together(match: Match) -> list[Match]:
    """The decision itself, or all those about lines that are one donation."""
    if not match.together:
        return [match]
    rows = Match.objects.filter(together=match.together, undone_at__isnull=True)
    return list(rows.select_related("line__statement", "line__account__fund", "donation").order_by("pk"))


def _take_back_gifts(actor: Actor, now: datetime, day: date, held: list[Match]) -> None:
    lines = [match.line_id for match in held]
    rows = Donation.objects.filter(line_id__in=lines, undone_at__isnull=True).select_related("fund")
    gifts = list(rows.select_for_update(of=("self",)).order_by("pk"))
    check_not_receipted([donation.pk for donation in gifts])
    for match in held:
        if match.replaced and match.line.state != StatementLine.State.UNDONE:
            give_line_back(actor=actor, now=now, line=match.line)
    for donation in gifts:
        if held[0].recorded:
            take_back_gift(actor=actor, now=now, day=day, donation=donation)
        elif held[0].outcome == Match.Outcome.DONOR:
            donation.pledge, donation.person_id, donation.match_reasons = None, None, []
            donation.save(update_fields=["pledge", "person_id", "match_reasons"])
    if held[0].recorded or held[0].outcome == Match.Outcome.DONOR:
        refs = [row.ref for row in gifts]
        cancel_letters_about(actor=actor, now=now, about_refs=refs, kind="donation_thanks", approved_too=True)


def _free(actor: Actor, now: datetime, match: Match) -> None:
    line = match.line
    match.undone_at, match.undone_by = now, actor.ref
    match.save(update_fields=["undone_at", "undone_by"])
    reopen_claims_of(actor=actor, now=now, matches=Match.objects.filter(pk=match.pk))
    if line.state != StatementLine.State.UNDONE:
        line.waits, line.state = not _has_donor(line), StatementLine.State.OPEN
        line.save(update_fields=["waits", "state"])
    details = {"statement": line.statement.ref, "line": line.number, "outcome": match.outcome}
    record_audit(actor=actor, now=now, tag="line.undecided", subject=match.ref, details=details)


def _has_donor(line: StatementLine) -> bool:
    """True where a donor was attached to its donation since, which says as much as a decision does."""
    standing = Donation.objects.filter(line=line, undone_at__isnull=True)
    return standing.filter(Q(pledge__isnull=False) | Q(person_id__isnull=False)).exists()
