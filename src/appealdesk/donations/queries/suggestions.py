"""Whose a line may be, with the reasons: looked up for the one line that an officer has before them.

Names are found by keyed tokens; only the line itself and the few donors who are found are opened.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from appealdesk.core.banking.match import Candidate, CandidateIndex, LineFacts, suggest
from appealdesk.core.banking.payer import payer_names
from appealdesk.core.money import Money
from appealdesk.core.names.person_name import PersonName
from appealdesk.donations.models import Match, Pledge, StatementLine
from appealdesk.donations.queries.payers import PayerText
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import fetch_value
from appealdesk.people.queries.candidates import candidates
from appealdesk.people.queries.identities import IdentityPage, identities_of
from appealdesk.people.queries.persons import kept_persons
from appealdesk.people.queries.search import search
from appealdesk.sanctions.queries.holds import held_among

__all__ = ["ReasonPage", "SuggestionPage", "suggestions_of"]

_MOST_SHOWN = 9
_MOST_EARLIER = 20
# A name says little in an organisation that knows few people, but not nothing.
_FEWEST_PEOPLE = 1_000
_Promised = tuple[Pledge, IdentityPage | None]


@dataclass(frozen=True, slots=True)
class ReasonPage:
    """A code word for a piece of evidence, and its weight in bits; what speaks against is negative."""

    code: str
    bits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionPage:
    """A pledge or a donor, and why; `target_ref` is what a decision names. `held` says that a sanctions check waits."""

    target_ref: str
    person_ref: str
    names: PersonName | None
    code: str
    amount: Money | None
    pledged_on: date | None
    bits: float
    reasons: tuple[ReasonPage, ...]
    held: bool = False

    @property
    def reason_codes(self) -> str:
        """The code words, for the decision that is made by them."""
        return " ".join(reason.code for reason in self.reasons)


def suggestions_of(
    *, actor: Actor, line: StatementLine, words: PayerText | None, typed: str = ""
) -> tuple[SuggestionPage, ...]:
    """The likeliest first; whom the officer searched for stands at the end. Blank or weak data suggests nobody."""
    people = _people_like(actor, line, words)
    earlier = set(kept_persons(actor=actor, person_ids=_earlier_donors(line)).values())
    identities = identities_of(actor=actor, person_ids={*people, *earlier})
    pledges = _pledges(line, kept_persons(actor=actor, person_ids=identities))
    donors = kept_persons(actor=actor, person_ids={row.person_id for row in pledges if row.person_id is not None})
    identities = {**identities, **identities_of(actor=actor, person_ids=set(donors.values()) - set(identities))}
    promised = [(row, identities.get(donors.get(row.person_id or 0, 0))) for row in pledges]
    shown = _shown(promised, identities)
    facts = LineFacts(
        amount_minor=line.amount_minor,
        currency=line.currency,
        booked=line.booked_on,
        payer=words.payer if words else "",
        payer_code=line.pledge_code,
        reference=words.reference if words else "",
        account=_account(line),
        reversal=line.reversal,
    )
    index = CandidateIndex(_candidates(line, promised, identities, earlier), population=_population())
    ranked = [
        _with_reasons(shown[found.candidate], found.bits, ((r.evidence.name.lower(), r.bits) for r in found.reasons))
        for found in suggest(facts, index)[:_MOST_SHOWN]
    ]
    pages = (*ranked, *_searched(actor, typed, {page.target_ref for page in ranked}))
    stopped = held_among(actor=actor, person_ids=identities)
    refs = {donor.ref for person_id, donor in identities.items() if person_id in stopped}
    return tuple(replace(page, held=True) if page.person_ref in refs else page for page in pages)


def _people_like(actor: Actor, line: StatementLine, words: PayerText | None) -> set[int]:
    names = payer_names(words.payer) if words else ()
    if not names or line.reversal:
        return set()
    # One look-up for all the readings that the bank's letters may stand for.
    forms = dict(zip(("reading", "written", "latin"), names, strict=False))
    return {found.person_id for found in candidates(actor=actor, **forms)}


def _earlier_donors(line: StatementLine) -> Iterable[int]:
    """Those to whom a person gave lines of this very payer before."""
    if line.payer_token is None:
        return ()
    rows = Match.objects.filter(
        organisation_id=line.organisation_id,
        payer_token=line.payer_token,
        person_id__isnull=False,
        undone_at__isnull=True,
    )
    return [person for person in rows.values_list("person_id", flat=True).distinct()[:_MOST_EARLIER] if person]


def _pledges(line: StatementLine, donors: Collection[int]) -> list[Pledge]:
    own = Pledge.objects.filter(organisation_id=line.organisation_id, currency=line.currency)
    by_code = own.filter(code=line.pledge_code) if line.pledge_code else own.none()
    by_person = own.filter(person_id__in=list(donors)) if donors else own.none()
    return list((by_code | by_person).order_by("-pledged_at")[:_MOST_EARLIER])


def _candidates(
    line: StatementLine, promised: Iterable[_Promised], identities: Mapping[int, IdentityPage], earlier: set[int]
) -> Iterable[Candidate]:
    for pledge, donor in promised:
        yield Candidate(
            ref=pledge.ref,
            pledge_code=pledge.code,
            references=(pledge.ref, pledge.code),
            names=_names(donor),
            amount_minor=pledge.amount_minor,
            currency=pledge.currency,
            pledged_on=pledge.pledged_at.date(),
        )
    for person_id, donor in identities.items():
        accounts = (_account(line),) if person_id in earlier else ()
        yield Candidate(ref=donor.ref, names=_names(donor), accounts=accounts)


def _names(donor: IdentityPage | None) -> tuple[str, ...]:
    if donor is None:
        return ()
    return tuple(name for name in (donor.names.reading, donor.names.latin, donor.names.written) if name)


def _account(line: StatementLine) -> str:
    """What stands for the payer's account: the bank's own words about the payer, as a token."""
    return bytes(line.payer_token).hex() if line.payer_token is not None else ""


def _population() -> int:
    """About how many people there are, as the planner knows; a common name weighs less among many."""
    return max(_FEWEST_PEOPLE, int(fetch_value("SELECT reltuples FROM pg_class WHERE relname = 'people_person'") or 0))


def _shown(promised: Iterable[_Promised], identities: Mapping[int, IdentityPage]) -> dict[str, SuggestionPage]:
    pages = {
        donor.ref: SuggestionPage(
            target_ref=donor.ref,
            person_ref=donor.ref,
            names=donor.names,
            code="",
            amount=None,
            pledged_on=None,
            bits=0,
            reasons=(),
        )
        for donor in identities.values()
    }
    for pledge, donor in promised:
        pages[pledge.ref] = SuggestionPage(
            target_ref=pledge.ref,
            person_ref=donor.ref if donor else "",
            names=donor.names if donor else None,
            code=pledge.code,
            amount=None if pledge.amount_minor is None else Money(pledge.amount_minor, pledge.currency),
            pledged_on=pledge.pledged_at.date(),
            bits=0,
            reasons=(),
        )
    return pages


def _with_reasons(page: SuggestionPage, bits: float, reasons: Iterable[tuple[str, float]]) -> SuggestionPage:
    return replace(page, bits=bits, reasons=tuple(ReasonPage(code, weight) for code, weight in reasons))


def _searched(actor: Actor, typed: str, known: set[str]) -> Iterable[SuggestionPage]:
    found = search(actor=actor, text=typed) if typed.strip() else ()
    for person in found:
        if person.person_ref not in known:
            yield SuggestionPage(
                target_ref=person.person_ref,
                person_ref=person.person_ref,
                names=person.names,
                code="",
                amount=None,
                pledged_on=None,
                bits=0,
                reasons=(ReasonPage("searched", 0),),
            )
