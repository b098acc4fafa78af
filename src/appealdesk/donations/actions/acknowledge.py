"""Draft thanks to the donors who are known; an officer reads and approves them in the outbox.

An import never sends mail by itself: a file may be wrong, and a letter cannot be taken back. Every donor is checked
against the sanctions lists first; while a hit holds, nobody is thanked and nobody is told why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_date

from appealdesk.appeals.queries.appeals import appeal_names, organisation_names
from appealdesk.core.money import Money, format_money
from appealdesk.donations.access import access_statement
from appealdesk.donations.models import Donation
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.languages import Localised, pick
from appealdesk.letters.actions.draft import draft_letters
from appealdesk.letters.inputs import LetterDraft
from appealdesk.people.queries.identities import IdentityPage, identities_of
from appealdesk.people.queries.persons import persons_joined_with
from appealdesk.sanctions.actions.check import check_donors

__all__ = ["Acknowledged", "acknowledge_donation", "acknowledge_released", "acknowledge_statement"]

_KIND = "donation_thanks"
_LOCALES = {"ja": "ja", "en": "en_GB", "uk": "uk"}
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """How many donors are thanked; `unreachable` ones left no address to write to, `held` ones wait for an officer."""

    letters: int
    unreachable: int
    held: int = 0


@dataclass(frozen=True, slots=True)
class _Names:
    """What the letters of one batch call the organisation and its appeals."""

    organisation: Localised
    appeals: Mapping[int, Localised]


def acknowledge_statement(*, actor: Actor, now: datetime, statement_ref: str) -> Acknowledged:
    """Draft thanks for each donation of a statement whose donor is known; a donation is thanked for once."""
    with acting(actor):
        statement = access_statement(actor, statement_ref)
        donations = Donation.objects.filter(
            organisation_id=actor.own_organisation,
            line__statement_id=statement.pk,
            person_id__isnull=False,
            undone_at__isnull=True,
        )
        return _thank(actor, now, list(donations.select_related("fund").order_by("pk")))


def acknowledge_donation(*, actor: Actor, now: datetime, donation_ref: str) -> Acknowledged:
    """Draft thanks for one donation, if its donor is known."""
    with acting(actor):
        # A donation that was undone meanwhile is thanked for by nobody.
        donations = Donation.objects.filter(
            organisation_id=actor.own_organisation,
            ref=donation_ref,
            person_id__isnull=False,
            undone_at__isnull=True,
        )
        return _thank(actor, now, list(donations.select_related("fund")))


def acknowledge_released(*, actor: Actor, now: datetime, person_id: int) -> Acknowledged:
    """Draft the thanks that were kept back while somebody was held by a sanctions check."""
    with acting(actor):
        donations = Donation.objects.filter(
            organisation_id=actor.own_organisation,
            person_id__in=persons_joined_with(actor=actor, person_id=person_id),
            undone_at__isnull=True,
        )
        return _thank(actor, now, list(donations.select_related("fund").order_by("pk")))


def _thank(actor: Actor, now: datetime, donations: Sequence[Donation]) -> Acknowledged:
    drafted = held = 0
    names = _Names(
        organisation=organisation_names(actor.own_organisation),
        appeals={
            appeal_id: appeal_names(appeal_id) for appeal_id in {row.fund.appeal_id for row in donations} if appeal_id
        },
    )
    for start in range(0, len(donations), _BATCH):
        batch = donations[start : start + _BATCH]
        person_ids = {row.person_id for row in batch if row.person_id is not None}
        stopped = check_donors(actor=actor, now=now, person_ids=person_ids)
        held += sum(row.person_id in stopped for row in batch)
        donors = identities_of(actor=actor, person_ids=person_ids - stopped)
        drafts = [
            _draft(row, donor, names)
            for row in batch
            if (donor := donors.get(row.person_id or 0)) is not None and (donor.emails or donor.address)
        ]
        drafted += len(draft_letters(actor=actor, now=now, drafts=drafts))
    return Acknowledged(letters=drafted, unreachable=len(donations) - drafted - held, held=held)


def _draft(donation: Donation, donor: IdentityPage, names: _Names) -> LetterDraft:
    language = donor.language
    # A fund may serve no appeal in particular; then its own name says what the gift is for.
    appeal = names.appeals.get(donation.fund.appeal_id or 0, donation.fund.names)
    return LetterDraft(
        person_id=donation.person_id or 0,
        about_ref=donation.ref,
        kind=_KIND,
        language=language,
        values={
            "organisation": pick(names.organisation, language),
            "appeal": pick(appeal, language),
            "reference": donation.ref,
            "amount": format_money(Money(donation.amount_minor, donation.currency), language),
            "received_on": format_date(donation.received_on, "long", locale=_LOCALES[language]),
            "purpose": pick(donation.fund.names, language),
        },
    )
