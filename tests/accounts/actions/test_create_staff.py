"""Accounts of staff: who they are, and what is refused."""

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory

from appealdesk.accounts.actions.create_staff import create_staff
from appealdesk.accounts.models import Staff
from appealdesk.accounts.queries import StaffPage, actor_of, signed_in_actor, staff_names, staff_of
from appealdesk.foundation.actor import Actor, ActorKind, Role, system_actor
from appealdesk.foundation.refusals import Refusal
from tests.people.cast import NOW, SYSTEM, audited

PASSWORD = "tokyo-relief-2022"

pytestmark = pytest.mark.django_db


def create(login: str = "keiko", *, role: Role = Role.DESK_OFFICER, password: str = PASSWORD) -> StaffPage:
    return create_staff(
        actor=SYSTEM, now=NOW, login=login, display_name="Keiko A.", role=role, language="ja", password=password
    )


def test_a_member_of_staff_signs_in_and_acts_for_the_organisation() -> None:
    page = create()

    user = authenticate(RequestFactory().post("/"), username="keiko", password=PASSWORD)

    assert isinstance(user, Staff)
    assert actor_of(user) == Actor(
        kind=ActorKind.STAFF, ref=page.ref, organisation_id=71, role=Role.DESK_OFFICER, language="ja"
    )
    assert audited("staff.created") == [("system:system", page.ref)]


def test_a_password_is_kept_as_argon2_only() -> None:
    create()

    stored = Staff.objects.get().password
    assert stored.startswith("argon2")
    assert PASSWORD not in stored


def test_a_wrong_password_is_nobody() -> None:
    create()

    assert authenticate(RequestFactory().post("/"), username="keiko", password="something else") is None


@pytest.mark.parametrize(
    ("login", "password", "field"),
    [
        ("keiko", "short", "password"),
        ("keiko", "password1234", "password"),
        ("Keiko", PASSWORD, "login"),
        ("k", PASSWORD, "login"),
        ("keiko@example.jp", PASSWORD, "login"),
        ("", PASSWORD, "login"),
    ],
)
def test_a_weak_password_or_a_malformed_login_is_refused(login: str, password: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        create(login, password=password)

    assert (refused.value.code, refused.value.field) == ("accounts.invalid", field)
    assert field == "password" or refused.value.sentence.startswith("A login has 2 to 39 small letters")
    assert Staff.objects.count() == 0


def test_a_login_is_taken_once() -> None:
    create()

    with pytest.raises(Refusal) as refused:
        create()

    assert refused.value.sentence == "Somebody has this login already: choose another."
    assert Staff.objects.count() == 1


def test_an_account_belongs_to_an_organisation() -> None:
    with pytest.raises(Refusal) as refused:
        create_staff(
            actor=system_actor(None),
            now=NOW,
            login="keiko",
            display_name="Keiko",
            role=Role.DESK_OFFICER,
            language="ja",
            password=PASSWORD,
        )

    assert refused.value.code == "accounts.no_organisation"


def test_whoever_left_is_nobody_and_in_no_list() -> None:
    page = create()
    active = create("taro", role=Role.DUTY_OFFICER)
    Staff.objects.filter(ref=page.ref).update(is_active=False)

    assert signed_in_actor(Staff.objects.get(ref=page.ref)) is None
    assert signed_in_actor(object()) is None
    assert staff_of(organisation_id=71) == (active,)
    assert staff_of(organisation_id=72) == ()


def test_names_are_shown_by_reference() -> None:
    page = create()

    assert staff_names([page.ref, "U-7K3M9Q2XC"]) == {page.ref: "Keiko A."}
