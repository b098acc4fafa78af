"""What all readers share: unique references, refusals that tell their place, and days that join."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.banking.shapes import (
    LineKind,
    ReferenceKeys,
    Statement,
    StatementLine,
    StatementProblem,
    StatementRefused,
    join_statements,
)

LINE = StatementLine(
    number=1,
    booked=date(2022, 3, 1),
    value=date(2022, 3, 1),
    amount_minor=500,
    currency="EUR",
    payer="Олена Коваленко",
    payer_code="",
    reference="",
    bank_reference="20220301/none/500",
    text="",
    reversal=False,
    kind=LineKind.TRANSFER,
)
FIRST = Statement(
    format="mt940",
    account="DE1",
    holder="",
    bank="",
    currency="EUR",
    period_start=date(2022, 3, 1),
    period_end=date(2022, 3, 1),
    opening_minor=1_000,
    closing_minor=1_500,
    lines=(LINE,),
)
SECOND = replace(
    FIRST, period_start=date(2022, 3, 2), period_end=date(2022, 3, 2), opening_minor=1_500, closing_minor=2_000
)


def test_statements_that_follow_each_other_become_one() -> None:
    (joined,) = join_statements([FIRST, SECOND])

    assert (joined.period_start, joined.period_end) == (date(2022, 3, 1), date(2022, 3, 2))
    assert (joined.opening_minor, joined.closing_minor) == (1_000, 2_000)
    assert [(line.number, line.bank_reference) for line in joined.lines] == [
        (1, "20220301/none/500"),
        (2, "20220301/none/500#2"),
    ]


def test_a_gap_another_account_or_another_currency_stays_apart() -> None:
    for other in (
        replace(SECOND, opening_minor=1_600),
        replace(SECOND, account="DE2"),
        replace(SECOND, currency="USD"),
        replace(SECOND, period_start=date(2022, 2, 1)),
    ):
        assert join_statements([FIRST, other]) == (FIRST, other)


def test_statements_without_account_stay_apart() -> None:
    unnamed = replace(FIRST, account="", opening_minor=None, closing_minor=None)

    assert len(join_statements([unnamed, unnamed])) == 2


def test_a_refusal_tells_place_and_number_of_problems_in_order() -> None:
    refused = StatementRefused(
        [StatementProblem(7, "amount", "No digits."), StatementProblem(2, "", "Cut."), StatementProblem(0, "", "Old.")]
    )

    assert str(refused) == "Old. (2 more)"
    assert [str(problem) for problem in refused.problems] == ["Old.", "Line 2: Cut.", "Line 7, amount: No digits."]


def test_a_flood_of_problems_is_counted_and_the_first_are_told() -> None:
    refused = StatementRefused(StatementProblem(line, "", "Wrong.") for line in range(1, 1_001))

    assert (refused.count, len(refused.problems)) == (1_000, 20)


@given(keys=st.lists(st.sampled_from(["a", "a#2", "a#2#2", "b", ""]), max_size=30))
def test_references_are_unique_and_stable(keys: list[str]) -> None:
    counter, again = ReferenceKeys(), ReferenceKeys()

    given_out = [counter.unique(key) for key in keys]

    assert len(set(given_out)) == len(keys)
    assert given_out == [again.unique(key) for key in keys]


def test_a_very_long_reference_is_kept_by_its_digest_and_told_apart() -> None:
    keys, long = ReferenceKeys(), "x" * 255

    found = [keys.unique(key) for key in ("x" * 125, f"{long}a", f"{long}b", f"{long}a")]

    assert (found[0], found[3]) == ("x" * 125, f"{found[1]}#2")
    assert (len(set(found)), max(map(len, found)) <= 140) == (4, True)
