"""The search finds by a part of what is known, in any script, and by every kind of reference."""

import pytest
from pytest_django import DjangoAssertNumQueries

from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting
from appealdesk.people.actions.identify import Identified, identify_person
from appealdesk.people.inputs import IdentityInput
from appealdesk.people.queries.candidates import CandidatePage
from appealdesk.people.queries.search import search
from tests.people.cast import KEIKO, NOW, OKSANA, SYSTEM, TARO, identity, staff

pytestmark = pytest.mark.django_db
OFFICER = staff(Role.DESK_OFFICER)


def told(who: IdentityInput, source_ref: str, source: str = "enquiry") -> Identified:
    return identify_person(actor=SYSTEM, now=NOW, identity=who, source=source, source_ref=source_ref)


def found(text: str) -> tuple[CandidatePage, ...]:
    with acting(OFFICER):
        return search(actor=OFFICER, text=text)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("青木", "part.name"),
        ("恵子", "part.name"),
        ("青木 恵", "nobody"),
        ("あおき", "part.name"),
        ("ｱｵｷ", "part.name"),
        ("aok", "part.name"),
        ("AOKI Kei", "part.name"),
        ("kei aoki", "part.name"),
        ("Аокі", "part.name"),
        ("青木 恵子", "name.same"),
        ("Keiko Aoki", "name.same"),
        ("6781", "part.phone"),
        ("345-6781", "part.phone"),
        ("090-2345-6781", "contact.phone"),
        ("keiko.aoki@posteo.example", "contact.mail"),
        ("keiko.aoki@", "part.mail"),
        ("Keiko.Aoki", "name.same"),
        ("keiko.aoki@p", "part.mail"),
        ("E-KEIKO", "reference"),
        ("e-keiko", "reference"),
        ("6782", "nobody"),
        ("ao", "nobody"),
        ("tanaka", "nobody"),
        ("%", "nobody"),
        ("", "nobody"),
        ("x" * 200, "nobody"),
    ],
)
def test_finds_by_a_part(typed: str, reason: str) -> None:
    told(TARO, "E-TARO")
    keiko = told(KEIKO, "E-KEIKO")

    pages = found(typed)

    expected = [] if reason == "nobody" else [(keiko.person_ref, (reason,))]
    assert [(page.person_ref, page.reasons) for page in pages] == expected


@pytest.mark.parametrize("typed", ["Okca", "Окса", "Oksa", "オクサナ", "oksana"])
def test_finds_ukrainian_names_as_they_sound(typed: str) -> None:
    oksana = told(OKSANA, "E-1")

    expected = [] if typed in {"Okca", "オクサナ"} else [oksana.person_ref]
    assert [page.person_ref for page in found(typed)] == expected


def test_kanji_without_a_reading_are_found_by_a_likely_one() -> None:
    keiko = told(identity(written="青木恵子"), "E-1")

    assert [[page.person_ref for page in found(typed)] for typed in ("aoki", "けいこ", "青木", "恵子")] == [
        [keiko.person_ref]
    ] * 4


def test_the_whole_name_stands_before_those_who_only_begin_so() -> None:
    longer = told(identity(latin="Anna Kovalchuk"), "E-1")
    whole = told(identity(latin="Anna Koval"), "E-2")

    assert [page.person_ref for page in found("Anna Koval")] == [whole.person_ref, longer.person_ref]


def test_an_erased_record_is_not_found(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    keiko = told(KEIKO, "E-1")
    told(TARO, "E-2")
    with acting(OFFICER), django_assert_num_queries(3):
        pages = search(actor=OFFICER, text="aoki")

    assert [page.person_id for page in pages] == [keiko.person_id]
