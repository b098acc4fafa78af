"""Which pledge or donor a statement line may belong to, with the reasons and their weight in bits.

The weights only rank; they never decide. A suggestion is certain by one rule alone (see `suggest`), and everything
else is shown to a finance officer. Data that is blank or that many share brings nobody up: an equal amount or a
near day supports a suggestion and never makes one.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import Final

from appealdesk.core.banking.payer import name_keys, pledge_code, read_payer
from appealdesk.core.banking.shapes import StatementLine

__all__ = ["Candidate", "CandidateIndex", "Evidence", "LineFacts", "Reason", "Suggestion", "facts_of", "suggest"]


class Evidence(IntEnum):
    """What speaks for or against a suggestion; the first four can make one, and rank in this order."""

    PLEDGE_CODE = 1
    REFERENCE = 2
    ACCOUNT = 3
    NAME = 4
    AMOUNT = 5
    DATE = 6
    OTHER_AMOUNT = 7
    OTHER_NAME = 8
    OTHER_DATE = 9

    @property
    def explanation(self) -> str:
        """The sentence that is published about this evidence."""
        return _EXPLANATIONS[self]


_EXPLANATIONS: Final = {
    Evidence.PLEDGE_CODE: "The payer wrote the code of this pledge in front of the name.",
    Evidence.REFERENCE: "The payment's reference is the one that was given to this donor.",
    Evidence.ACCOUNT: "The payment comes from an account from which this donor has paid before.",
    Evidence.NAME: "The payer's name is spelt like this donor's name, width, spaces and small kana apart.",
    Evidence.AMOUNT: "The amount is the one that was pledged.",
    Evidence.DATE: "The payment came within two weeks after the pledge.",
    Evidence.OTHER_AMOUNT: "The amount is not the one that was pledged.",
    Evidence.OTHER_NAME: "The payer's name is not this donor's name; somebody else may have paid.",
    Evidence.OTHER_DATE: "The payment came before the pledge, or more than two months after it.",
}

_BITS_PER_DIGIT: Final = math.log2(10)
_BITS_PER_LETTER: Final = math.log2(36)
_MOST_BITS: Final = 32.0
_ACCOUNT_BITS: Final = 20.0
_MOST_NAME_BITS: Final = 12.0
_AMOUNT_BITS: Final = 4.0
_DATE_BITS: Final = 2.0
_OTHER_AMOUNT_BITS: Final = -2.0
_OTHER_NAME_BITS: Final = -6.0
_OTHER_DATE_BITS: Final = -4.0
_FEWEST_BITS: Final = 6.0
"""What a suggestion by name has to reach: a name that one in four candidates bears does not, unless more agrees."""

_SHORTEST_REFERENCE: Final = 6
_NEAR: Final = timedelta(days=14)
_FAR: Final = timedelta(days=61)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    """What a line says, as far as it is compared. `account` is the payer's own account where the bank tells it."""

    amount_minor: int
    currency: str
    booked: date
    payer: str
    payer_code: str = ""
    reference: str = ""
    account: str = ""
    reversal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A pledge or a known donor to whom a line may belong; empty texts and None are not compared.

    `names` are spellings that the donor gave: kana, Latin. `amount_minor`, `currency` and `pledged_on` are the
    pledge's, and absent for a donor without one.
    """

    ref: str
    pledge_code: str = ""
    references: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    amount_minor: int | None = None
    currency: str = ""
    pledged_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence and its weight; positive speaks for the suggestion."""

    evidence: Evidence
    bits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A candidate with the reasons for and against, strongest evidence first."""

    candidate: str
    bits: float
    reasons: tuple[Reason, ...]
    certain: bool


class CandidateIndex:
    """Candidates by what can bring them up; built once, so that each line costs a few look-ups."""

    __slots__ = ("_by_account", "_by_code", "_by_name", "_by_reference", "_keys", "_name_counts", "size")

    def __init__(self, candidates: Iterable[Candidate], population: int = 0) -> None:
        """`population` is among how many people a name was looked for, where the candidates are a choice of them."""
        self._by_code: defaultdict[str, list[Candidate]] = defaultdict(list)
        self._by_reference: defaultdict[str, list[Candidate]] = defaultdict(list)
        self._by_account: defaultdict[str, list[Candidate]] = defaultdict(list)
        self._by_name: defaultdict[str, list[Candidate]] = defaultdict(list)
        self._keys: dict[str, frozenset[str]] = {}
        self._name_counts: Counter[str] = Counter()
        self.size = 0
        for candidate in candidates:
            self._add(candidate)
        self.size = max(self.size, population)

    def _add(self, candidate: Candidate) -> None:
        self.size += 1
        if candidate.pledge_code:
            self._by_code[candidate.pledge_code].append(candidate)
        for reference in {_reference_key(text) for text in candidate.references} - {""}:
            self._by_reference[reference].append(candidate)
        for account in {_account_key(text) for text in candidate.accounts} - {""}:
            self._by_account[account].append(candidate)
        keys = frozenset(key for name in candidate.names for key in name_keys(name))
        self._keys[candidate.ref] = keys
        for key in keys:
            self._by_name[key].append(candidate)
            self._name_counts[key] += 1

    def keys_of(self, candidate: Candidate) -> frozenset[str]:
        """The keys of all spellings of the candidate's name."""
        return self._keys[candidate.ref]

    def name_bits(self, keys: frozenset[str]) -> float:
        """How much a shared name says: little if many candidates bear it."""
        bearers = max(self._name_counts[key] for key in keys)
        return min(_MOST_NAME_BITS, math.log2((self.size + 1) / bearers) + 3)

    def brought_up_by(self, facts: LineFacts) -> Mapping[Evidence, list[Candidate]]:
        """The candidates that share the line's code, reference, account or name."""
        reference, account = _reference_key(facts.reference), _account_key(facts.account)
        by_name: list[Candidate] = []
        for key in sorted(read_payer(facts.payer).keys):
            by_name += self._by_name.get(key, ())
        return {
            Evidence.PLEDGE_CODE: self._by_code.get(pledge_code(facts.payer, facts.payer_code), []),
            Evidence.REFERENCE: self._by_reference.get(reference, []) if reference else [],
            Evidence.ACCOUNT: self._by_account.get(account, []) if account else [],
            Evidence.NAME: by_name,
        }


def facts_of(line: StatementLine, account: str = "") -> LineFacts:
    """The facts of a line of a bank's file."""
    return LineFacts(
        amount_minor=line.amount_minor,
        currency=line.currency,
        booked=line.booked,
        payer=line.payer,
        payer_code=line.payer_code,
        reference=line.reference,
        account=account,
        reversal=line.reversal,
    )


def suggest(facts: LineFacts, candidates: CandidateIndex) -> tuple[Suggestion, ...]:
    """The candidates that a line may belong to, best first; none for money out, reversals and blank data.

    They rank by their strongest evidence (pledge code, reference, account, name) and then by bits. A suggestion is
    certain only if the line's code or reference belongs to exactly one candidate, no other candidate is brought up
    by code or reference, and the pledged amount or the name agrees as well.
    """
    if facts.amount_minor <= 0 or facts.reversal:
        return ()
    brought = candidates.brought_up_by(facts)
    evidence: dict[str, list[Reason]] = {}
    known: dict[str, Candidate] = {}
    for kind, found in brought.items():
        for candidate in found:
            if candidate.currency in {"", facts.currency}:
                known[candidate.ref] = candidate
                reasons = evidence.setdefault(candidate.ref, [])
                if all(reason.evidence is not kind for reason in reasons):
                    reasons.append(Reason(kind, _strength(kind, facts, candidate, candidates)))
    strong = {
        ref
        for ref, reasons in evidence.items()
        if any(reason.evidence in {Evidence.PLEDGE_CODE, Evidence.REFERENCE} for reason in reasons)
    }
    suggestions = [
        _suggestion(known[ref], [*reasons, *_support(facts, known[ref], candidates)], strong == {ref})
        for ref, reasons in evidence.items()
    ]
    kept = [suggestion for suggestion in suggestions if suggestion.bits >= _FEWEST_BITS]
    return tuple(sorted(kept, key=lambda found: (found.reasons[0].evidence, -found.bits, found.candidate)))


def _suggestion(candidate: Candidate, reasons: list[Reason], alone: bool) -> Suggestion:
    kinds = {reason.evidence for reason in reasons}
    named = bool(kinds & {Evidence.PLEDGE_CODE, Evidence.REFERENCE})
    confirmed = bool(kinds & {Evidence.AMOUNT, Evidence.NAME})
    return Suggestion(
        candidate=candidate.ref,
        bits=round(sum(reason.bits for reason in reasons), 1),
        reasons=tuple(sorted(reasons, key=lambda reason: reason.evidence)),
        certain=alone and named and confirmed,
    )


def _strength(kind: Evidence, facts: LineFacts, candidate: Candidate, candidates: CandidateIndex) -> float:
    if kind is Evidence.PLEDGE_CODE:
        return min(_MOST_BITS, len(candidate.pledge_code) * _BITS_PER_DIGIT)
    if kind is Evidence.REFERENCE:
        return min(_MOST_BITS, len(_reference_key(facts.reference)) * _BITS_PER_LETTER)
    if kind is Evidence.ACCOUNT:
        return _ACCOUNT_BITS
    return candidates.name_bits(read_payer(facts.payer).keys & candidates.keys_of(candidate))


def _support(facts: LineFacts, candidate: Candidate, candidates: CandidateIndex) -> list[Reason]:
    """What agrees or disagrees besides: it adds to a suggestion and never makes one."""
    reasons: list[Reason] = []
    payer_keys, own_keys = read_payer(facts.payer).keys, candidates.keys_of(candidate)
    if payer_keys and own_keys and not payer_keys & own_keys:
        reasons.append(Reason(Evidence.OTHER_NAME, _OTHER_NAME_BITS))
    if candidate.amount_minor is not None:
        same = candidate.amount_minor == facts.amount_minor
        reasons.append(
            Reason(Evidence.AMOUNT, _AMOUNT_BITS) if same else Reason(Evidence.OTHER_AMOUNT, _OTHER_AMOUNT_BITS)
        )
    if candidate.pledged_on is not None:
        after = facts.booked - candidate.pledged_on
        if timedelta(0) <= after <= _NEAR:
            reasons.append(Reason(Evidence.DATE, _DATE_BITS))
        elif after < timedelta(0) or after > _FAR:
            reasons.append(Reason(Evidence.OTHER_DATE, _OTHER_DATE_BITS))
    return reasons


def _reference_key(text: str) -> str:
    """Letters and digits in capitals; a reference of fewer than six names nothing."""
    key = "".join(letter for letter in text.upper() if letter.isalnum())
    return key if len(key) >= _SHORTEST_REFERENCE and key not in {"NOTPROVIDED", "NONREF"} else ""


def _account_key(text: str) -> str:
    key = "".join(letter for letter in text.upper() if letter.isalnum())
    return key if len(key) >= _SHORTEST_REFERENCE else ""
