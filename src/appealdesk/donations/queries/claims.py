"""Claims that wait, each with the lines that may be the claimed gift. Payers are opened only for those lines."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from appealdesk.core.banking.payer import bank_spellings, name_keys, read_payer
from appealdesk.core.money import Money
from appealdesk.core.names.person_name import PersonName
from appealdesk.donations.access import may_handle_money
from appealdesk.donations.models import Claim, StatementLine
from appealdesk.donations.queries.payers import words_of
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import open_json, token, unwrap_key
from appealdesk.foundation.db import fetch_all
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.inputs import IdentityInput

__all__ = [
    "ClaimLine",
    "ClaimPage",
    "ClaimWords",
    "DismissedClaim",
    "claim_context",
    "claims_page",
    "last_dismissed",
    "open_claim",
]

_MOST_SHOWN = 20
_MOST_LINES = 6


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """What the claimant wrote."""

    payer: str
    identity: IdentityInput


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """A line of the claimed amount near the claimed day; `same_name` where the payer is spelt like the claimant."""

    statement_ref: str
    number: int
    booked_on: date
    payer: str
    same_name: bool

    @property
    def at(self) -> str:
        """Statement and number, such as T-7K3M9Q2XC:12."""
        return f"{self.statement_ref}:{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPage:
    """A claim, opened, with the lines that it may mean, those of the same name first."""

    ref: str
    names: PersonName
    email: str
    payer: str
    amount: Money
    paid_on: date
    claimed_at: datetime
    lines: tuple[ClaimLine, ...]

    @property
    def has_the_name(self) -> bool:
        """True if one of the lines has the claimant's name."""
        return any(line.same_name for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class DismissedClaim:
    """The claim that the one who looks dismissed last, which u takes back."""

    ref: str
    amount: Money
    paid_on: date
    at: datetime


def claim_context(ref: str) -> str:
    """What binds a sealed claim to its row."""
    return f"donations.claim:{ref}"


def open_claim(claim: Claim) -> ClaimWords | None:
    """What the claimant wrote, or None once it is erased."""
    if claim.wrapped_key is None or claim.sealed is None:
        return None
    value = open_json(unwrap_key(claim.wrapped_key), context=claim_context(claim.ref), sealed=claim.sealed)
    return ClaimWords(payer=value["payer"], identity=IdentityInput.model_validate(value["identity"]))


def claims_page(*, actor: Actor) -> tuple[ClaimPage, ...]:
    """The oldest claims that wait. Three queries."""
    if not may_handle_money(actor):
        raise NotFound("page")
    rows = Claim.objects.filter(organisation_id=actor.own_organisation, status=Claim.Status.OPEN).order_by("pk")
    claims = [(claim, open_claim(claim)) for claim in rows[:_MOST_SHOWN]]
    near = _near(claims)
    wanted = {line for lines in near.values() for line in lines}
    lines = StatementLine.objects.filter(pk__in=wanted).select_related("statement").in_bulk() if wanted else {}
    return tuple(_page(claim, words, [lines[key] for key in near[claim.pk] if key in lines]) for claim, words in claims)


def last_dismissed(*, actor: Actor) -> DismissedClaim | None:
    """What the one who looks dismissed last, while it can still be read. One query."""
    row = (
        Claim.objects.filter(organisation_id=actor.own_organisation, status=Claim.Status.DISMISSED)
        .filter(decided_by=actor.ref, decided_at__isnull=False, sealed__isnull=False)
        .order_by("-decided_at", "-pk")
        .first()
    )
    if row is None or row.decided_at is None:
        return None
    return DismissedClaim(
        ref=row.ref, amount=Money(row.amount_minor, row.currency), paid_on=row.paid_on, at=row.decided_at
    )


def _spellings(words: ClaimWords | None) -> tuple[str, ...]:
    """The claimant's names, as they are in the transfer and as they may be."""
    if words is None:
        return ()
    names = words.identity.names
    return tuple(name for name in (words.payer, names.reading, names.latin, names.written) if name)


def _near(claims: list[tuple[Claim, ClaimWords | None]]) -> dict[int, list[int]]:
    """Lines that wait, of the very amount, from three days before the claimed day to ten after it.

    Thousands of people give one round sum on one day, so those whose payer is written like the claimant come first.
    """
    tokens = [
        (claim.pk, token("payer", spelling))
        for claim, words in claims
        for spelling in {text for name in _spellings(words) for text in bank_spellings(name)}
    ]
    found: defaultdict[int, list[int]] = defaultdict(list)
    rows = fetch_all(
        """
        SELECT claim.id, near.id FROM donations_claim claim CROSS JOIN LATERAL (
            SELECT line.id FROM donations_statementline line
            WHERE line.organisation_id = claim.organisation_id AND line.waits
              AND line.amount_minor = claim.amount_minor AND line.currency = claim.currency
              AND line.booked_on BETWEEN claim.paid_on - 3 AND claim.paid_on + 10
            ORDER BY EXISTS (
                SELECT FROM unnest(%(named)s::bigint[], %(tokens)s::bytea[]) AS spelt (claim_id, token)
                WHERE spelt.claim_id = claim.id AND spelt.token = line.payer_token
            ) DESC, abs(line.booked_on - claim.paid_on), line.id LIMIT 200
        ) near
        WHERE claim.id = ANY(%(claims)s)
        """,
        {
            "claims": [claim.pk for claim, _words in claims],
            "named": [claim for claim, _token in tokens],
            "tokens": [made for _claim, made in tokens],
        },
    )
    for claim, line in rows:
        found[claim].append(line)
    return found


def _page(claim: Claim, words: ClaimWords | None, lines: list[StatementLine]) -> ClaimPage:
    names = words.identity.names if words else PersonName("")
    keys = frozenset(key for name in _spellings(words) for key in name_keys(name))
    shown = [_line(line, keys) for line in lines]
    shown.sort(key=lambda line: not line.same_name)
    return ClaimPage(
        ref=claim.ref,
        names=names,
        email=next(iter(words.identity.emails), "") if words else "",
        payer=words.payer if words else "",
        amount=Money(claim.amount_minor, claim.currency),
        paid_on=claim.paid_on,
        claimed_at=claim.claimed_at,
        lines=tuple(shown[:_MOST_LINES]),
    )


def _line(line: StatementLine, keys: frozenset[str]) -> ClaimLine:
    words = words_of(line)
    payer = words.payer if words else ""
    return ClaimLine(
        statement_ref=line.statement.ref,
        number=line.number,
        booked_on=line.booked_on,
        payer=payer,
        same_name=bool(read_payer(payer).keys & keys),
    )
