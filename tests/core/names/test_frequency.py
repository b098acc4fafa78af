"""A rare name weighs more than a common one, within bounds, the same in either order, and never without counts."""

from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.names.compare import IdentityRecord
from appealdesk.core.names.frequency import FEWEST_BEARERS, frequency_bits
from appealdesk.core.names.keys import name_keys
from appealdesk.core.names.person_name import PersonName
from appealdesk.core.names.verdict import judge

SATO = PersonName("佐藤 優子", "サトウ ユウコ")
SATO_LATIN = PersonName("", "", "YUKO SATO")
BEARERS = {"佐藤優子": 4_000, "sato yuko": 6_000, "satoyuko": 6_000}


def among_a_million(kind: str, value: str) -> float:
    return frequency_bits(1_000_000, BEARERS.get(value, 0))


def bits_of(one: PersonName, other: PersonName) -> dict[str, float]:
    """The bits that counting adds, by level."""
    mine, theirs = IdentityRecord(name=one), IdentityRecord(name=other)
    counted = judge(mine, theirs, among_a_million)
    told = {reason.level: reason.bits for reason in counted.reasons if reason.feature == "name_frequency"}
    assert round(counted.bits - judge(mine, theirs).bits, 2) == sum(told.values())
    assert judge(theirs, mine, among_a_million) == counted
    return told


def test_a_rare_name_says_more_and_a_common_one_less() -> None:
    assert [frequency_bits(1_000_000, bearers) for bearers in (0, 7, 8, 690, 4_000, 500_000)] == [
        2.0, 2.0, 2.0, 0.0, -2.53, -6.0,
    ]  # fmt: skip


def test_among_few_people_nothing_is_made_of_a_count() -> None:
    assert [frequency_bits(1_999, bearers) for bearers in (0, 8, 1_999)] == [0.0, 0.0, 0.0]
    assert [frequency_bits(2_000, bearers) for bearers in (0, 8, 2_000)] == [0.0, -2.53, -6.0]


def test_equal_names_are_weighed_by_what_both_wrote() -> None:
    assert bits_of(SATO, SATO) == {"common": -2.53}
    assert bits_of(SATO, SATO_LATIN) == {"common": -3.12}
    assert bits_of(PersonName("勅使河原 泉"), PersonName("勅使河原泉")) == {"rare": 2.0}


def test_names_that_are_not_equal_are_not_weighed() -> None:
    assert bits_of(SATO, PersonName("佐藤 裕子")) == {}
    assert bits_of(SATO_LATIN, PersonName("", "", "YUKA SATO")) == {}
    assert bits_of(PersonName("佐藤 優子"), SATO_LATIN) == {}


@given(st.integers(0, 10**7), st.integers(0, 10**6), st.integers(0, 10**6))
def test_more_bearers_never_weigh_more(people: int, bearers: int, more: int) -> None:
    if bearers >= FEWEST_BEARERS:
        assert frequency_bits(people, bearers) >= frequency_bits(people, bearers + more)
    assert frequency_bits(people, bearers) in {frequency_bits(people, bearers), 0.0}
    assert -6.0 <= frequency_bits(people, bearers) <= 2.0


def test_the_keys_are_those_that_are_stored() -> None:
    assert {key.value for key in name_keys(SATO) if key.rank == 0} >= set(BEARERS)
