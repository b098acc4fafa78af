"""Protection: the article's figures, the edges of each rule, and that the stated bounds are the true ones."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.figures.protect import (
    MoneyRule,
    ProtectedValue,
    ProtectionError,
    Reason,
    Wording,
    convert,
    disclose_donation,
    protect_money,
    protect_people,
    round_people,
    round_significant,
)


@pytest.mark.parametrize(
    ("count", "shown", "lower", "upper"),
    [
        (10, 10, 10, 12),
        (12, 10, 10, 12),
        (13, 15, 13, 17),
        (50, 50, 48, 52),
        (70, 70, 68, 72),
        (997, 995, 993, 997),
        (998, 1000, 998, 1004),
        (1004, 1000, 998, 1004),
        (1005, 1010, 1005, 1014),
        (9994, 9990, 9985, 9994),
        (9995, 10000, 9995, 10049),
        (60_000, 60_000, 59_950, 60_049),
    ],
)
def test_people_are_rounded(count: int, shown: int, lower: int, upper: int) -> None:
    assert protect_people(count) == ProtectedValue(
        wording=Wording.ABOUT, shown=shown, unit="people", lower=lower, upper=upper, rule="people/1"
    )


@pytest.mark.parametrize("count", range(10))
def test_fewer_than_ten_are_not_told_apart(count: int) -> None:
    value = protect_people(count)

    assert value == ProtectedValue(
        wording=Wording.FEWER_THAN,
        shown=10,
        unit="people",
        lower=0,
        upper=9,
        rule="people/1",
        reason=Reason.FEW_PEOPLE,
    )
    assert value.cell() == "[c]"


def test_a_count_below_zero_is_refused() -> None:
    with pytest.raises(ProtectionError, match="-1 people cannot be counted"):
        protect_people(-1)


@given(st.integers(0, 300_000))
def test_the_bounds_are_exactly_what_rounds_to_the_value(count: int) -> None:
    value = protect_people(count)
    assert value.upper is not None

    assert value.lower <= count <= value.upper
    assert protect_people(value.lower) == protect_people(value.upper) == value
    assert protect_people(value.upper + 1) != value
    assert value.lower == 0 or protect_people(value.lower - 1) != value


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_rounding_never_falls(one: int, other: int) -> None:
    smaller, larger = sorted((one, other))

    assert round_people(smaller) <= round_people(larger)
    assert round_significant(smaller) <= round_significant(larger)


@given(st.integers(10, 10**12))
def test_rounding_is_off_by_little(count: int) -> None:
    assert abs(round_people(count) - count) <= max(2, count // 200)


@pytest.mark.parametrize(
    ("number", "shown"), [(0, 0), (999, 999), (1004, 1000), (1005, 1010), (1_963_456_789, 1_960_000_000)]
)
def test_significant_digits(number: int, shown: int) -> None:
    assert round_significant(number) == shown


def test_the_sum_of_the_article() -> None:
    per_donor = [100_000] + [32_666] * 59_999

    value = protect_money(per_donor, currency="JPY")

    assert value == ProtectedValue(
        wording=Wording.ABOUT,
        shown=1_960_000_000,
        unit="JPY",
        lower=1_955_000_000,
        upper=1_964_999_999,
        rule="money/1",
    )
    assert value.cell() == "1960000000"


@pytest.mark.parametrize(
    ("per_donor", "reason"),
    [
        ([], Reason.FEW_DONORS),
        ([100] * 9, Reason.FEW_DONORS),
        ([100] * 9 + [0] * 5, Reason.FEW_DONORS),
        ([100] * 10, Reason.NONE),
        ([3_000] + [100] * 10, Reason.NONE),
        ([3_001] + [100] * 10, Reason.DOMINATED),
        ([100] * 10 + [2_500, 2_600], Reason.NONE),
        ([2_900, 2_900] + [100] * 10, Reason.DOMINATED),
    ],
)
def test_money_needs_donors_and_no_dominance(per_donor: list[int], reason: Reason) -> None:
    value = protect_money(per_donor, currency="JPY")

    assert value.reason is reason
    assert value.is_suppressed == (reason is not Reason.NONE)


def test_a_withheld_sum_says_nothing() -> None:
    assert protect_money([5_000_000], currency="USD") == ProtectedValue(
        wording=Wording.WITHHELD,
        shown=None,
        unit="USD",
        lower=0,
        upper=None,
        rule="money/1",
        reason=Reason.FEW_DONORS,
    )


def test_another_rule_may_be_stricter() -> None:
    rule = MoneyRule(id="money/strict", donors=20, dominance=(), digits=2)

    assert protect_money([100] * 19, currency="JPY", rule=rule).reason is Reason.FEW_DONORS
    assert protect_money([123] * 20, currency="JPY", rule=rule).shown == 2500


def test_refunds_beyond_a_donation_are_refused() -> None:
    with pytest.raises(ProtectionError, match="net the refunds"):
        protect_money([100, -1], currency="JPY")


@given(st.lists(st.integers(0, 10**9), max_size=40))
def test_the_sum_lies_within_its_bounds(per_donor: list[int]) -> None:
    value = protect_money(per_donor, currency="JPY")

    assert value.lower <= sum(per_donor)
    assert value.upper is None or sum(per_donor) <= value.upper


def test_the_article_in_dollars() -> None:
    yen = protect_money([32_667] * 60_000, currency="JPY")

    # 115.3 yen for a dollar: one yen is 100 / 115.3 cents.
    dollars = convert(yen, factor=Fraction(1000, 1153), currency="USD")

    assert dollars.shown == 1_700_000_000
    assert (dollars.lower, dollars.upper) == (1_695_576_756, 1_704_249_783)
    assert dollars.unit == "USD"


def test_what_is_withheld_stays_withheld_in_dollars() -> None:
    yen = protect_money([32_667], currency="JPY")

    assert convert(yen, factor=Fraction(1000, 1153), currency="USD") == protect_money([28_331], currency="USD")


@given(st.integers(10, 10**12), st.fractions(min_value=Fraction(1, 1000), max_value=1000))
def test_a_conversion_keeps_the_exact_value_in_its_bounds(each: int, factor: Fraction) -> None:
    value = convert(protect_money([each] * 10, currency="JPY"), factor=factor, currency="USD")

    assert value.upper is not None
    assert value.lower <= 10 * each * factor <= value.upper


def test_one_donation_with_consent() -> None:
    value = disclose_donation(100_000, currency="JPY", consent="C-7K3M9Q2XC")

    assert (value.wording, value.shown, value.cell()) == (Wording.EXACT, 100_000, "100000")


def test_one_donation_without_consent() -> None:
    with pytest.raises(ProtectionError, match="recorded consent"):
        disclose_donation(100_000, currency="JPY", consent="")
