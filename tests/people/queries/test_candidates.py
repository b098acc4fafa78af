"""Who a caller may be, in whatever script the officer types."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from appealdesk.foundation.actor import Actor, Role
from appealdesk.foundation.db import acting
from appealdesk.people.actions.identify import Identified, identify_person
from appealdesk.people.inputs import IdentityInput
from appealdesk.people.queries.candidates import CandidatePage, candidates
from appealdesk.people.queries.search import search
from tests.people.cast import KEIKO, NOW, OKSANA, SYSTEM, TARO, identity, staff

pytestmark = pytest.mark.django_db
OFFICER = staff(Role.DESK_OFFICER)


def told(who: IdentityInput, source_ref: str, source: str = "enquiry") -> Identified:
    return identify_person(actor=SYSTEM, now=NOW, identity=who, source=source, source_ref=source_ref)


def asked(*, actor: Actor = OFFICER, **facts: Any) -> tuple[CandidatePage, ...]:
    with acting(actor):
        return candidates(actor=actor, **facts)


@pytest.mark.parametrize(
    ("facts", "reasons"),
    [
        ({"written": "青木恵子"}, ("name.same",)),
        ({"reading": "あおき けいこ"}, ("name.same",)),
        ({"latin": "AOKI KEIKO"}, ("name.same",)),
        ({"written": "ｱｵｷｹｲｺ"}, ("name.same",)),
        ({"phone": "+81 90-2345-6781"}, ("contact.phone",)),
        ({"email": "Keiko.Aoki@posteo.example"}, ("contact.mail",)),
        ({"written": "青木 恵子", "phone": "09023456781"}, ("contact.phone", "name.same")),
    ],
)
def test_a_caller_is_found(facts: dict[str, Any], reasons: tuple[str, ...]) -> None:
    told(TARO, "E-1")
    keiko = told(KEIKO, "E-2")

    (page,) = asked(**facts)

    assert (page.person_ref, page.names, page.reasons) == (keiko.person_ref, KEIKO.names, reasons)


@pytest.mark.parametrize("facts", [{}, {"written": "青"}, {"phone": "09"}, {"email": "kei"}, {"latin": "Ann Berg"}])
def test_half_typed_or_unknown_finds_nobody(facts: dict[str, Any]) -> None:
    told(KEIKO, "E-1")

    assert asked(**facts) == ()


def test_the_likeliest_comes_first() -> None:
    namesake = told(identity(written="青木 恵子"), "E-1")
    keiko = told(KEIKO, "E-2")

    pages = asked(written="青木 恵子", phone=KEIKO.phones[0])

    assert [page.person_ref for page in pages] == [keiko.person_ref, namesake.person_ref]


@pytest.mark.parametrize(
    "text", ["Оксана Коваленко", "kovalenko oksana", "oksana@kovalenko.example", "+380672345671", "0672345671 "]
)
def test_search_takes_any_one_thing(text: str) -> None:
    oksana = told(OKSANA, "E-1")

    with acting(OFFICER):
        found = search(actor=OFFICER, text=text)

    # A Ukrainian number without its country code is read as a Japanese one, and found by its end.
    assert tuple(page.person_ref for page in found) == (oksana.person_ref,)


def test_search_takes_a_reference() -> None:
    oksana = told(OKSANA, "E-1")

    with acting(OFFICER):
        assert [page.names for page in search(actor=OFFICER, text=oksana.person_ref)] == [OKSANA.names]
        assert search(actor=OFFICER, text="P-000000000") == ()


@pytest.mark.parametrize(
    ("actor", "found"),
    [
        (staff(Role.DESK_OFFICER), 2),
        (staff(Role.DUTY_OFFICER), 2),
        (staff(Role.ADMINISTRATOR), 2),
        (staff(Role.FINANCE_OFFICER), 1),
        (staff(Role.PRESS_OFFICER), 0),
        (staff(Role.DESK_OFFICER, 72), 0),
    ],
)
def test_each_role_sees_its_own_people(actor: Actor, found: int) -> None:
    told(identity(written="青木 恵子", phones=("03-1111-2222",)), "E-1")
    told(identity(written="青木 恵子", phones=("03-1111-3333",)), "G-1", "donation")

    assert len(asked(actor=actor, written="青木恵子")) == found


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow(number: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for place in range(number):
        told(identity(written="青木 恵子", phones=(f"03-1111-222{place}",)), f"E-{place}")

    with acting(OFFICER), django_assert_num_queries(2):
        assert len(candidates(actor=OFFICER, written="青木恵子")) == number


@pytest.mark.parametrize(
    ("stored", "facts"),
    [
        ({"written": "青木 恵子"}, {"reading": "あおきけいこ"}),
        ({"written": "青木恵子"}, {"latin": "KEIKO AOKI"}),
        ({"written": "アオキ ケイコ"}, {"written": "青木恵子"}),
    ],
)
def test_a_reading_that_was_worked_out_suggests_and_stands_behind(
    stored: dict[str, str], facts: dict[str, str]
) -> None:
    derived = told(identity(**stored), "E-1")
    given = told(identity(written=facts.get("written", "青木 蛍子"), reading="アオキ ケイコ"), "E-2")

    pages = asked(**facts)

    assert [(page.person_ref, page.reasons) for page in pages] == [
        (given.person_ref, ("name.same",)),
        (derived.person_ref, ("name.like",)),
    ]
    assert (given.how, derived.how) == ("created", "created")
