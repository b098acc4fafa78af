"""Cash that two people counted."""

from datetime import UTC, date, datetime

import pytest

from appealdesk.donations.actions.record_cash import record_cash
from appealdesk.donations.inputs import CashInput
from appealdesk.donations.models import Donation
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.models import OutboxEvent
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.actions.identify import identify_person
from tests.cast import NOW, Cast, set_cast
from tests.donations.money import balances, violations
from tests.people.cast import KEIKO, audited


def cash(cast: Cast, **more: object) -> CashInput:
    return CashInput.model_validate(
        {
            "fund_ref": cast.fund_ref,
            "amount_minor": 12_345,
            "currency": "JPY",
            "counted_with": cast.staff[Role.DESK_OFFICER],
        }
        | more
    )


def test_cash_is_a_donation_and_an_entry(cast: Cast) -> None:
    recorded = record_cash(actor=cast.finance, now=NOW, entry=cash(cast))

    with acting(cast.system):
        row = Donation.objects.get(ref=recorded.donation_ref)
    assert (row.amount_minor, row.channel, row.line_id, row.person_id) == (12_345, "cash", None, None)
    assert balances(cast) == {"cash": 12_345, "fund": -12_345}
    assert audited("donation.recorded") == [(f"staff:{cast.finance.ref}", recorded.donation_ref)]
    assert violations(cast) == []


def test_the_day_is_that_of_the_organisation(cast: Cast) -> None:
    late = datetime(2022, 3, 1, 16, 0, tzinfo=UTC)

    recorded = record_cash(actor=cast.finance, now=late, entry=cash(cast))

    with acting(cast.system):
        assert Donation.objects.get(ref=recorded.donation_ref).received_on == date(2022, 3, 2)


def test_a_known_donor_is_told_to_those_who_thank(cast: Cast) -> None:
    who = identify_person(actor=cast.system, now=NOW, identity=KEIKO, source="donation", source_ref="desk")

    recorded = record_cash(actor=cast.finance, now=NOW, entry=cash(cast, person_id=who.person_id))

    events = OutboxEvent.objects.filter(name="DonorAttached").values_list("payload", flat=True)
    assert list(events) == [{"donation_ref": recorded.donation_ref}]


def test_whoever_counts_alone_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        record_cash(actor=cast.finance, now=NOW, entry=cash(cast, counted_with=cast.finance.ref))

    assert (refused.value.code, refused.value.field) == ("donations.counted_alone", "counted_with")
    assert balances(cast) == {}


def test_a_stranger_is_no_second_person(cast: Cast) -> None:
    other = set_cast("other-office")

    with pytest.raises(Refusal) as refused:
        record_cash(actor=cast.finance, now=NOW, entry=cash(cast, counted_with=other.staff[Role.DESK_OFFICER]))

    assert refused.value.code == "donations.counter_unknown"


def test_a_person_of_another_organisation_is_not_found(cast: Cast) -> None:
    other = set_cast("other-office")
    who = identify_person(actor=other.system, now=NOW, identity=KEIKO, source="donation", source_ref="desk")

    with pytest.raises(NotFound):
        record_cash(actor=cast.finance, now=NOW, entry=cash(cast, person_id=who.person_id))


@pytest.mark.parametrize("role", [Role.DESK_OFFICER, Role.DUTY_OFFICER, Role.PRESS_OFFICER])
def test_other_roles_find_no_fund(cast: Cast, role: Role) -> None:
    with pytest.raises(NotFound):
        record_cash(actor=cast.officer(role), now=NOW, entry=cash(cast, counted_with=cast.finance.ref))
