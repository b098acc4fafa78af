"""What the rule makes of two statements: one person, a question for an officer, or two people.

The evidence, its weights and its vetoes are those of `core.names`; this module adds what may follow without a person.
Two statements are joined if they share an e-mail address or a phone number **and** the name, and nothing forbids it.
The same name and birth date alone are a question, because they may be chance. A household (one mailbox, one family
name, another given name) is two people, and nobody is asked, unless the birth dates are equal as well.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from appealdesk.core.contact import comparable_mail, comparable_phone
from appealdesk.core.names import verdict
from appealdesk.core.names.compare import Evidence, IdentityRecord
from appealdesk.core.names.frequency import Frequency
from appealdesk.people.inputs import IdentityInput

__all__ = ["Likeness", "Outcome", "compare"]

# The code words that the desk has sentences for; evidence that is not listed only adds its bits.
_WORDS = {
    ("phone", "equal"): "contact.phone",
    ("mail", "equal"): "contact.mail",
    ("birth_date", "equal"): "birth.same",
    ("birth_date", "different"): "birth.other",
    ("written_name", "equal"): "name.same",
    ("written_name", "different"): "kanji.other",
    ("sounding_name", "equal"): "name.same",
    ("sounding_name", "alike"): "name.like",
    ("sounding_name", "different"): "name.other",
    ("foreign_name", "alike"): "name.like",
    ("foreign_name", "different"): "name.other",
    ("readable_name", "readable"): "name.like",
    ("readable_name", "unreadable"): "name.other",
    ("other_given_name", "family"): "name.other",
    ("other_family_name", "given"): "name.other",
}


class Outcome(StrEnum):
    """What follows for a pair."""

    SAME = "same"
    QUESTION = "question"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Likeness:
    """The outcome, the sum of the evidence in bits, and its reasons in code words, the weightiest first."""

    outcome: Outcome
    bits: Decimal
    reasons: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()

    @property
    def vetoed(self) -> bool:
        """True where something forbids joining the two without a person."""
        return any(piece.veto for piece in self.evidence)

    @property
    def against(self) -> Evidence | None:
        """The strongest evidence against the direction in which the bits point."""
        return verdict.Verdict(verdict.Outcome.UNDECIDED, float(self.bits), self.evidence).strongest_counter_evidence

    def stored(self) -> list[list[object]]:
        """The evidence as a judgement keeps it: feature, level, bits."""
        return [[piece.feature, piece.level, piece.bits] for piece in self.evidence]


def compare(one: IdentityInput, other: IdentityInput, frequency: Frequency | None = None) -> Likeness:
    """Weigh two statements, by the `frequency` of names that is in force; the order of the two does not matter."""
    phones = _best_pair(one.phones, other.phones, comparable_phone)
    mails = _best_pair(one.emails, other.emails, comparable_mail)
    judged = verdict.judge(_record(one, phones[0], mails[0]), _record(other, phones[1], mails[1]), frequency)
    words = dict.fromkeys(word for reason in judged.reasons if (word := _WORDS.get((reason.feature, reason.level))))
    return Likeness(_outcome(judged), Decimal(str(judged.bits)), tuple(words), judged.reasons)


def _outcome(judged: verdict.Verdict) -> Outcome:
    contact = any(_agrees(reason, "phone", "mail") for reason in judged.reasons)
    named = any(_agrees(reason, "written_name", "sounding_name") for reason in judged.reasons)
    born_alike = any(_agrees(reason, "birth_date") for reason in judged.reasons)
    if contact and not judged.vetoes and (named or judged.outcome is verdict.Outcome.SAME):
        return Outcome.SAME
    if born_alike and (contact or named):
        return Outcome.QUESTION
    if contact and judged.outcome is not verdict.Outcome.DIFFERENT:
        return Outcome.QUESTION
    return Outcome.NOTHING


def _agrees(reason: Evidence, *features: str) -> bool:
    return reason.feature in features and reason.level == "equal"


def _record(said: IdentityInput, phone: str, mail: str) -> IdentityRecord:
    return IdentityRecord(name=said.names, born_on=said.birth_date, phone=phone, mail=mail)


def _best_pair(mine: Sequence[str], theirs: Sequence[str], normalise: Callable[[str], str]) -> tuple[str, str]:
    """The address that both have, else the first of each: somebody with two numbers is not two people. Nothing where
    one of them has none."""
    if not mine or not theirs:
        return "", ""
    own = [normalise(text) for text in mine]
    other = [normalise(text) for text in theirs]
    shared = next((value for value in own if value and value in other), None)
    return (shared, shared) if shared else (next(iter(own), ""), next(iter(other), ""))
