"""What may be said in public about a count of people or a sum of money.

Hiding small cells beside exact totals does not protect: half of the hidden cells can be worked out. So every
number is rounded, each total on its own, and what is left to learn is stated as bounds that a reader, and the
audit of the next release, may use.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

__all__ = [
    "MoneyRule",
    "ProtectedValue",
    "ProtectionError",
    "Reason",
    "Wording",
    "convert",
    "disclose_donation",
    "protect_money",
    "protect_people",
    "round_people",
    "round_significant",
]

SMALLEST_COUNT = 10
_STEP = 5
_SIGNIFICANT_FROM = 1000
_DIGITS = 3


class ProtectionError(ValueError):
    """The numbers given are not a count or a sum that can be published."""


class Wording(StrEnum):
    """How a door words the value: the exact text is this word and `shown`, in the reader's language."""

    EXACT = "exact"
    ABOUT = "about"
    FEWER_THAN = "fewer_than"
    WITHHELD = "withheld"


class Reason(StrEnum):
    """Why a value is not given."""

    NONE = ""
    FEW_PEOPLE = "few_people"
    FEW_DONORS = "few_donors"
    DOMINATED = "dominated"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectedValue:
    """A publishable value.

    `shown` is in `unit` ("people", or minor units of a currency such as "JPY"); it is None where nothing is
    shown. The exact value lies in [lower, upper] and no reader of this value alone can say more; `upper` None
    means no bound.
    """

    wording: Wording
    shown: int | None
    unit: str
    lower: int
    upper: int | None
    rule: str
    reason: Reason = Reason.NONE

    @property
    def is_suppressed(self) -> bool:
        """True where a table has `[c]` in place of a number."""
        return self.wording in (Wording.FEWER_THAN, Wording.WITHHELD)

    def cell(self) -> str:
        """The value in a CSV file: digits, or `[c]` for confidential (the UK's Government Analysis Function's
        mark).
        """
        return "[c]" if self.is_suppressed else str(self.shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyRule:
    """Limits for a sum of money: enough donors, and no n of them together above k per cent of it.

    The (n, k) dominance rule is that of Hundepool et al., Statistical Disclosure Control (2012), section 4.2.
    """

    id: str = "money/1"
    donors: int = SMALLEST_COUNT
    dominance: tuple[tuple[int, int], ...] = ((1, 75), (2, 85))
    digits: int = _DIGITS


MONEY_RULE = MoneyRule()
PEOPLE_RULE = "people/1"
CONSENT_RULE = "consent/1"


def round_people(count: int) -> int:
    """The count as it may be shown: 0 for fewer than ten, then the nearest 5, from 1,000 three significant
    digits.

    It never falls as the count rises, so that what rounds to one number is an interval.
    """
    if count < SMALLEST_COUNT:
        return 0
    if count < _SIGNIFICANT_FROM:
        return (2 * count + _STEP) // (2 * _STEP) * _STEP
    return round_significant(count)


def round_significant(number: int, digits: int = _DIGITS) -> int:
    """A number ≥ 0 to so many significant digits; a half goes up."""
    step = int(10 ** max(0, len(str(number)) - digits))
    return (2 * number + step) // (2 * step) * step


def protect_people(count: int) -> ProtectedValue:
    """A count of people. Raises ProtectionError for a negative one."""
    if count < 0:
        raise ProtectionError(f"{count} people cannot be counted; the definition of the figure subtracts too much.")
    if count < SMALLEST_COUNT:
        return ProtectedValue(
            wording=Wording.FEWER_THAN,
            shown=SMALLEST_COUNT,
            unit="people",
            lower=0,
            upper=SMALLEST_COUNT - 1,
            rule=PEOPLE_RULE,
            reason=Reason.FEW_PEOPLE,
        )
    shown = round_people(count)
    lower, upper = _preimage(shown, round_people)
    return ProtectedValue(wording=Wording.ABOUT, shown=shown, unit="people", lower=lower, upper=upper, rule=PEOPLE_RULE)


def protect_money(per_donor: Iterable[int], *, currency: str, rule: MoneyRule = MONEY_RULE) -> ProtectedValue:
    """The sum of donations in minor units of one currency, given each donor's net total.

    Reads the totals once and keeps only the largest, so that a million donors may be streamed. A donor whose
    net total is zero does not count as one. Raises ProtectionError for a negative total: net refunds against
    the donor first.
    """
    largest_kept = max((n for n, _ in rule.dominance), default=0)
    total, donors, largest = 0, 0, [0] * largest_kept
    for amount in per_donor:
        if amount < 0:
            raise ProtectionError(f"A donor's total of {amount} is negative; net the refunds against the donor first.")
        total += amount
        donors += amount > 0
        if largest and amount > largest[-1]:
            largest = sorted([*largest[:-1], amount], reverse=True)
    reason = _why_withheld(total, donors, largest, rule)
    if reason is not Reason.NONE:
        return ProtectedValue(
            wording=Wording.WITHHELD,
            shown=None,
            unit=currency,
            lower=0,
            upper=None,
            rule=rule.id,
            reason=reason,
        )
    return _about(total, currency, rule)


def disclose_donation(amount_minor: int, *, currency: str, consent: str) -> ProtectedValue:
    """One donation as it is, because its donor consented; `consent` is the reference of the record that says
    so.
    """
    if not consent:
        raise ProtectionError("A single donation is published only with its donor's recorded consent; record it first.")
    return ProtectedValue(
        wording=Wording.EXACT,
        shown=amount_minor,
        unit=currency,
        lower=amount_minor,
        upper=amount_minor,
        rule=CONSENT_RULE,
    )


def convert(value: ProtectedValue, *, factor: Fraction, currency: str) -> ProtectedValue:
    """A protected sum in another currency: `factor` is its minor units for one minor unit of the value's.

    Only what is already public is converted, so that the second currency tells nothing that the first does
    not. The bounds hold the exact value's conversion, and the doors print rate, date and source on the same
    line.
    """
    if value.shown is None:
        return ProtectedValue(
            wording=value.wording,
            shown=None,
            unit=currency,
            lower=0,
            upper=None,
            rule=value.rule,
            reason=value.reason,
        )
    upper = None if value.upper is None else -(-value.upper * factor // 1)
    return ProtectedValue(
        wording=Wording.ABOUT,
        shown=round_significant(int(value.shown * factor + Fraction(1, 2))),
        unit=currency,
        lower=value.lower * factor // 1,
        upper=upper,
        rule=value.rule,
    )


def _about(total: int, currency: str, rule: MoneyRule) -> ProtectedValue:
    def rounded(number: int) -> int:
        return round_significant(number, rule.digits)

    shown = rounded(total)
    lower, upper = _preimage(shown, rounded)
    return ProtectedValue(wording=Wording.ABOUT, shown=shown, unit=currency, lower=lower, upper=upper, rule=rule.id)


def _why_withheld(total: int, donors: int, largest: list[int], rule: MoneyRule) -> Reason:
    if donors < rule.donors:
        return Reason.FEW_DONORS
    if any(100 * sum(largest[:n]) > k * total for n, k in rule.dominance):
        return Reason.DOMINATED
    return Reason.NONE


def _preimage(shown: int, rounding: Callable[[int], int]) -> tuple[int, int]:
    """The smallest and the largest number that `rounding`, which never falls, turns into `shown`."""
    candidates = range(2 * shown + 2)
    return (
        bisect_left(candidates, shown, key=rounding),
        bisect_right(candidates, shown, key=rounding) - 1,
    )
