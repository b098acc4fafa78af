"""Places are found by the names that governments use, and every code is one of ISO 3166-1."""

import pytest

from appealdesk.core.places import COUNTRIES, find_country, from_alpha3


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Ukraine", "UA"),
        ("Côte d’Ivoire", "CI"),
        ("cote-d-ivoire", "CI"),
        ("The Gambia", "GM"),
        ("Burma (Myanmar)", "MM"),
        ("St. Kitts & Nevis", "KN"),
        ("usa", "US"),
        ("Turkey", "TR"),
        ("democratic-republic-of-the-congo", "CD"),
        ("Republic of the Congo", "CG"),
        ("congo", "CG"),
        ("South Korea", "KR"),
        ("timor-leste", "TL"),
        ("Kosovo", "XK"),
    ],
)
def test_finds_a_country_by_its_name(name: str, code: str) -> None:
    country = find_country(name)

    assert country is not None
    assert country.alpha2 == code


@pytest.mark.parametrize("name", ["", "Atlantis", "Israel and Palestine", "Caribbean", "UA"])
def test_finds_none_for_what_is_no_country(name: str) -> None:
    assert find_country(name) is None


def test_finds_a_country_by_its_three_letters() -> None:
    assert (from_alpha3("ukr"), from_alpha3("ZZZ")) == (COUNTRIES["UA"], None)


def test_holds_the_249_codes_of_the_standard_and_kosovo_once_each() -> None:
    threes = {country.alpha3 for country in COUNTRIES.values()}

    assert (len(COUNTRIES), len(threes)) == (250, 250)


def test_every_country_is_found_by_its_own_name() -> None:
    lost = [country.name for country in COUNTRIES.values() if find_country(country.name) != country]

    assert lost == []
