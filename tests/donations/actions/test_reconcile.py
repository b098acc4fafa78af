"""Turning the credits of a statement into donations."""

import pytest

from appealdesk.donations.actions.create import create_pledge
from appealdesk.donations.actions.receive import receive_statement
from appealdesk.donations.actions.reconcile import reconcile_statement
from appealdesk.donations.inputs import PledgeInput
from appealdesk.donations.models import Donation, Entry, StatementLine
from appealdesk.foundation.db import acting
from appealdesk.foundation.models import OutboxEvent
from appealdesk.foundation.refusals import Refusal
from appealdesk.people.actions.identify import identify_person
from tests.cast import NOW, Cast, set_cast
from tests.donations.bank import bank_file, gift
from tests.donations.money import LATER, balances, reconciled, violations
from tests.people.cast import KEIKO, audited


def pledge(cast: Cast, amount: int | None = 100_000, *, currency: str = "JPY") -> tuple[str, int]:
    """The code of Keiko's pledge, and Keiko."""
    who = identify_person(actor=cast.system, now=NOW, identity=KEIKO, source="donation", source_ref="pledge")
    entry = PledgeInput(fund_ref=cast.fund_ref, currency=currency, amount_minor=amount, person_id=who.person_id)
    return create_pledge(actor=cast.finance, now=NOW, entry=entry).code, who.person_id


def donations(cast: Cast) -> list[Donation]:
    with acting(cast.system):
        return list(Donation.objects.order_by("line__number"))


def test_each_credit_becomes_a_donation_to_the_accounts_fund(cast: Cast) -> None:
    result = reconciled(cast, bank_file(gift(1000), gift(2000, "ｱｵｷ ｹｲｺ")))

    assert [(row.amount_minor, row.person_id, row.channel) for row in donations(cast)] == [
        (1000, None, "bank"),
        (2000, None, "bank"),
    ]
    assert (result.donations, result.matched_by_rule, result.unidentified, result.left_open) == (2, 0, 2, 0)
    assert balances(cast) == {"bank": 3000, "fund": -3000}
    assert audited("statement.reconciled") == [("system:system", result.statement_ref)]
    assert violations(cast) == []


def test_reconciling_again_changes_nothing(cast: Cast) -> None:
    first = reconciled(cast, bank_file(gift(1000), gift(2000)))

    again = reconcile_statement(actor=cast.system, now=LATER, statement_ref=first.statement_ref)

    with acting(cast.system):
        assert (Donation.objects.count(), Entry.objects.count()) == (2, 3)
        assert OutboxEvent.objects.filter(name="DonationsRecorded").count() == 1
    assert again == first


def test_a_statement_that_is_not_imported_yet_waits(cast: Cast) -> None:
    received = receive_statement(actor=cast.finance, now=LATER, data=bank_file(gift(1000)), file_name="x")

    with pytest.raises(Refusal) as refused:
        reconcile_statement(actor=cast.system, now=LATER, statement_ref=received.ref)

    assert refused.value.code == "donations.not_imported"


@pytest.mark.parametrize(
    ("amount", "reasons"), [(100_000, ["pledge_code", "amount"]), (5000, ["pledge_code", "name", "other_amount"])]
)
def test_a_pledges_code_in_front_of_the_name_finds_the_donor(cast: Cast, amount: int, reasons: list[str]) -> None:
    code, person_id = pledge(cast)

    result = reconciled(cast, bank_file(gift(amount, f"{code}ｱｵｷ ｹｲｺ"), gift(3000)))

    found, nobody = donations(cast)
    assert (found.person_id, found.match_reasons, nobody.person_id, nobody.match_reasons) == (
        person_id,
        reasons,
        None,
        [],
    )
    assert (result.donations, result.matched_by_rule, result.unidentified) == (2, 1, 1)
    assert violations(cast) == []


def test_a_code_alone_is_left_to_a_person(cast: Cast) -> None:
    code, _ = pledge(cast)

    result = reconciled(cast, bank_file(gift(5000, f"{code}ﾔﾏﾀﾞ ｼﾞﾛｳ")))

    assert ([row.person_id for row in donations(cast)], result.matched_by_rule) == ([None], 0)
    with acting(cast.system):
        assert StatementLine.objects.get().waits


def test_a_code_in_the_banks_own_column_finds_the_donor_too(cast: Cast) -> None:
    code, person_id = pledge(cast)

    reconciled(cast, bank_file(gift(100_000, "ｱｵｷ ｹｲｺ", code=code.zfill(10))))

    assert [row.person_id for row in donations(cast)] == [person_id]


def test_a_code_in_another_currency_or_of_nobody_finds_nobody(cast: Cast) -> None:
    code, _ = pledge(cast, currency="EUR")

    reconciled(cast, bank_file(gift(1000, f"{code}ｱｵｷ ｹｲｺ"), gift(1000, "0000001ｻﾄｳ ﾐﾅ")))

    assert [row.person_id for row in donations(cast)] == [None, None]


def test_an_account_with_other_money_keeps_unmatched_credits_open(db: None) -> None:
    cast = set_cast(every_credit_is_donation=False)
    code, _ = pledge(cast)

    result = reconciled(cast, bank_file(gift(100_000, f"{code}ｱｵｷ ｹｲｺ"), gift(3000)))

    assert (result.donations, result.left_open) == (1, 1)
    assert balances(cast) == {"bank": 103_000, "unallocated": -3000, "fund": -100_000}
    assert violations(cast) == []


def test_a_cancelled_transfer_and_the_one_it_takes_back_are_no_donation(cast: Cast) -> None:
    result = reconciled(cast, bank_file(gift(1000), gift(5000, "ｱｵｷ ｹｲｺ"), gift(5000, "ｱｵｷ ｹｲｺ", cancelled=True)))

    with acting(cast.system):
        states = list(StatementLine.objects.order_by("number").values_list("state", flat=True))
    assert states == ["open", "reversed", "reversed"]
    assert (result.donations, result.left_open) == (1, 0)
    assert balances(cast) == {"bank": 1000, "fund": -1000}


def test_each_line_is_taken_back_once(cast: Cast) -> None:
    kind = [gift(5000), gift(5000), gift(5000), gift(5000, cancelled=True)]

    result = reconciled(cast, bank_file(*kind))

    with acting(cast.system):
        states = sorted(StatementLine.objects.values_list("state", flat=True))
    assert states == ["open", "open", "reversed", "reversed"]
    assert result.donations == 2


@pytest.mark.parametrize("taken", [gift(5000, "ﾀﾅｶ ｼﾞﾛｳ", cancelled=True), gift(4000, cancelled=True)])
def test_a_reversal_that_fits_nothing_stays_open_for_a_person(cast: Cast, taken: object) -> None:
    result = reconciled(cast, bank_file(gift(5000), taken))  # type: ignore[arg-type]  # a transfer of either kind

    with acting(cast.system):
        assert list(StatementLine.objects.order_by("number").values_list("state", flat=True)) == ["open", "open"]
    assert (result.donations, violations(cast)) == (1, [])


def test_a_gift_that_is_a_donation_already_is_not_taken_back_silently(cast: Cast) -> None:
    reconciled(cast, bank_file(gift(5000)))

    second = reconciled(cast, bank_file(gift(5000), gift(5000, cancelled=True)))

    with acting(cast.system):
        assert list(StatementLine.objects.order_by("number").values_list("state", flat=True)) == ["open", "open"]
    assert second.donations == 0
    assert balances(cast) == {"unallocated": 5000, "fund": -5000}
    assert violations(cast) == []


def test_the_second_file_of_an_account_makes_donations_of_its_new_lines_only(cast: Cast) -> None:
    reconciled(cast, bank_file(gift(1000), gift(2000)))

    second = reconciled(cast, bank_file(gift(1000), gift(2000), gift(4000)))

    assert second.donations == 1
    assert [row.amount_minor for row in donations(cast)] == [1000, 2000, 4000]
    assert violations(cast) == []
