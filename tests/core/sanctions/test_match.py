"""Who is asked about, and who is not: names in three scripts, dates, countries, companies."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.names.person_name import PersonName
from appealdesk.core.sanctions import Born, EntryKind, ListedName, SanctionsEntry
from appealdesk.core.sanctions.blocking import entry_keys, subject_keys
from appealdesk.core.sanctions.match import HIT_AT, Match, Subject, match

BORN = Born(date(1961, 5, 4), date(1961, 5, 4))
YEAR = Born(date(1961, 1, 1), date(1961, 12, 31))
LISTED = SanctionsEntry(
    uid="1",
    kind=EntryKind.PERSON,
    names=(ListedName("Yevhraf VYMYSLENKO"), ListedName("THE INVENTOR", weak=True)),
    births=(BORN,),
    countries=("RU",),
)
COMPANY = SanctionsEntry(uid="2", kind=EntryKind.ENTITY, names=(ListedName("OOO Vydumka Trading"),))


def found(entry: SanctionsEntry, *names: str, born_on: date | None = None, countries: str = "") -> Match | None:
    """The match, and a check that the keys would have led to it."""
    subject = Subject(names=tuple(map(PersonName, names)), born_on=born_on, countries=frozenset(countries.split()))
    result = match(subject, entry)
    if result is not None:
        assert subject_keys(subject.names) & entry_keys(entry)
    return result


@pytest.mark.parametrize(
    "name",
    [
        "Yevhraf Vymyslenko",
        "VYMYSLENKO YEVHRAF",
        "Євграф Вимисленко",
        "Yevgraf Vymyslenko",
    ],
)
def test_the_name_in_any_script_is_a_hit(name: str) -> None:
    assert found(LISTED, name) is not None


def test_a_name_from_abroad_in_katakana_is_a_hit() -> None:
    listed = SanctionsEntry(uid="9", kind=EntryKind.PERSON, names=(ListedName("Ivan PETRENKO"),))

    assert found(listed, "イワン・ペトレンコ") is not None


@pytest.mark.parametrize("name", ["Oleksandr Vymyslenko", "Yevhraf Petrenko", "青木 恵子", "", "unknown", "匿名", "-"])
def test_another_given_name_blanks_and_placeholders_are_not(name: str) -> None:
    assert found(LISTED, name) is None


def test_the_reasons_add_up_and_name_what_speaks_against() -> None:
    result = found(LISTED, "Євграф Вимисленко", born_on=date(1961, 11, 30), countries="JP")

    assert result is not None
    assert [(reason.feature, reason.level) for reason in result.reasons] == [
        ("sounding_name", "equal"),
        ("birth_date", "near"),
        ("country", "different"),
    ]
    assert result.bits == round(sum(reason.bits for reason in result.reasons), 2)
    assert result.strongest_counter_evidence == result.reasons[1]


def test_a_birth_date_far_away_is_enough_against_a_name_alone() -> None:
    assert found(LISTED, "Yevhraf Vymyslenko", born_on=date(1999, 8, 17)) is None


def test_a_default_birth_date_says_nothing_on_either_side() -> None:
    unknown = SanctionsEntry(
        uid="3", kind=EntryKind.PERSON, names=LISTED.names, births=(Born(date(1970, 1, 1), date(1970, 1, 1)),)
    )

    alone = found(LISTED, "Yevhraf Vymyslenko")
    assert found(LISTED, "Yevhraf Vymyslenko", born_on=date(1970, 1, 1)) == alone
    assert found(unknown, "Yevhraf Vymyslenko", born_on=date(1988, 3, 3)) == alone


def test_a_year_in_the_list_is_a_weaker_reason_than_a_day() -> None:
    by_year = SanctionsEntry(uid="4", kind=EntryKind.PERSON, names=LISTED.names, births=(YEAR,))
    name = found(LISTED, "Yevhraf Vymyslenko")
    day = found(LISTED, "Yevhraf Vymyslenko", born_on=BORN.earliest)
    year = found(by_year, "Yevhraf Vymyslenko", born_on=BORN.earliest)

    assert name is not None
    assert day is not None
    assert year is not None
    assert [round(result.bits - name.bits, 2) for result in (day, year)] == [12.0, 4.0]


def test_a_weak_alias_counts_for_less() -> None:
    strong = SanctionsEntry(uid="5", kind=EntryKind.PERSON, names=(ListedName("Vydumka Inventar"),))
    weak = SanctionsEntry(uid="5", kind=EntryKind.PERSON, names=(ListedName("Vydumka Inventar", weak=True),))
    one, other = found(strong, "Vydumka Inventar"), found(weak, "Vydumka Inventar")

    assert one is not None
    assert other is not None
    assert round(one.bits - other.bits, 2) == 2.0


def test_a_part_of_a_long_name_needs_another_fact() -> None:
    long = SanctionsEntry(
        uid="6", kind=EntryKind.PERSON, names=(ListedName("Nemaye Hassan Mahmud Al Vyhadani"),), births=(YEAR,)
    )

    assert found(long, "Nemaye Vyhadani") is None
    with_year = found(long, "Nemaye Vyhadani", born_on=date(1961, 2, 3))
    assert with_year is not None
    assert {reason.feature for reason in with_year.reasons} == {"within_listed_name", "birth_date"}


@pytest.mark.parametrize("name", ["Vydumka Trading LLC", "TRADING VYDUMKA", "ЗАО Vydumka Trading"])
def test_a_company_is_found_without_its_legal_form(name: str) -> None:
    assert found(COMPANY, name) is not None


@pytest.mark.parametrize("name", ["Vydumka", "Trading LLC", "LLC", "Vydumka Books"])
def test_a_part_of_a_companys_name_is_not_the_company(name: str) -> None:
    assert found(COMPANY, name) is None


def test_nobody_is_a_ship() -> None:
    ship = SanctionsEntry(uid="7", kind=EntryKind.VESSEL, names=(ListedName("Yevhraf VYMYSLENKO"),))

    assert (found(ship, "Yevhraf Vymyslenko"), entry_keys(ship)) == (None, frozenset())


_NAMES = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(["Ivan", "Вимисел", "アオキ", "恵子", "LLC", "-"]), max_size=6).map(" ".join),
)


@given(_NAMES, _NAMES, st.sampled_from([EntryKind.PERSON, EntryKind.ENTITY]), st.none() | st.dates())
def test_any_two_names_compare_and_a_match_always_reaches_its_threshold(
    mine: str, listed: str, kind: EntryKind, born_on: date | None
) -> None:
    entry = SanctionsEntry(uid="8", kind=kind, names=(ListedName(listed or "x"),), births=(YEAR,))
    entry_keys(entry)
    subject_keys((PersonName(mine),))

    result = match(Subject(names=(PersonName(mine),), born_on=born_on), entry)

    assert result is None or result.bits >= HIT_AT
