"""One account under several names: what a person says, and what may come of it."""

from collections.abc import Callable, Sequence

import pytest

from appealdesk.donations.actions.confirm import confirm_statement
from appealdesk.donations.actions.create import create_bank_account
from appealdesk.donations.actions.end import end_account_name
from appealdesk.donations.actions.import_statement import import_statement
from appealdesk.donations.actions.name import name_account
from appealdesk.donations.actions.receive import ReceivedStatement, receive_statement
from appealdesk.donations.inputs import BankAccountInput
from appealdesk.donations.models import Statement
from appealdesk.donations.queries.money import accounts_page
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound, Refusal
from tests.cast import Cast, set_cast
from tests.donations.bank_formats import MT940_NAME, OFX_NAME, mt940_file, ofx_file
from tests.donations.camt_files import IBAN, Movement, camt_file
from tests.donations.money import LATER
from tests.donations.test_overlaps import MOVEMENTS, stands, taken
from tests.people.cast import audited


@pytest.fixture
def euros(db: None) -> Cast:
    """An office whose account is registered by its IBAN."""
    return set_cast(account_key=IBAN, currency="EUR")


def named(cast: Cast, name: str) -> None:
    name_account(actor=cast.finance, now=LATER, account_ref=cast.account_ref, name=name)


def received(cast: Cast, data: bytes) -> ReceivedStatement:
    return receive_statement(actor=cast.finance, now=LATER, data=data, file_name="bank.txt")


def refusal(cast: Cast, data: bytes) -> str:
    with pytest.raises(Refusal) as refused:
        received(cast, data)
    return refused.value.code


def names(cast: Cast) -> tuple[str, ...]:
    with acting(cast.finance):
        return accounts_page(actor=cast.finance)[0].other_names


def files(cast: Cast) -> int:
    with acting(cast.system):
        return Statement.objects.count()


def test_files_of_every_name_are_one_accounts(euros: Cast) -> None:
    before = refusal(euros, mt940_file(MOVEMENTS))
    named(euros, f"  {MT940_NAME} ")
    named(euros, MT940_NAME)
    first = taken(euros, camt_file("053", MOVEMENTS[:4]))
    second = taken(euros, mt940_file(MOVEMENTS))
    third = taken(euros, camt_file("052", MOVEMENTS))

    assert before == "donations.account_unknown"
    assert [(one.new, one.known) for one in (first, second, third)] == [(4, 0), (2, 4), (0, 6)]
    stands(euros, MOVEMENTS)
    assert audited("account_name.said") == [(f"staff:{euros.finance.ref}", euros.account_ref)]


def test_a_name_that_was_taken_back_names_nothing(euros: Cast) -> None:
    named(euros, MT940_NAME)
    for _ in range(2):
        end_account_name(actor=euros.finance, now=LATER, account_ref=euros.account_ref, name=MT940_NAME)

    assert (refusal(euros, mt940_file(MOVEMENTS)), names(euros)) == ("donations.account_unknown", ())
    assert audited("account_name.ended") == [(f"staff:{euros.finance.ref}", euros.account_ref)]
    named(euros, MT940_NAME)
    assert names(euros) == (MT940_NAME,)


@pytest.mark.parametrize("name", ["", " \t ", "x" * 81, "a\x00b", "a\u202eb"])
def test_a_name_that_no_file_has_is_refused(euros: Cast, name: str) -> None:
    with pytest.raises(Refusal) as refused:
        named(euros, name)

    assert (refused.value.code, refused.value.field) == ("donations.account_name_empty", "name")


def test_a_name_is_one_accounts_only(euros: Cast) -> None:
    entry = BankAccountInput(label="Second", currency="EUR", account_key="GB29", fund_ref=euros.fund_ref)
    second = create_bank_account(actor=euros.finance, now=LATER, entry=entry).ref
    named(euros, MT940_NAME)
    codes = []
    for name in (IBAN, MT940_NAME):
        with pytest.raises(Refusal) as refused:
            name_account(actor=euros.finance, now=LATER, account_ref=second, name=name)
        codes.append(refused.value.code)
    with pytest.raises(Refusal) as taken_key:
        create_bank_account(actor=euros.finance, now=LATER, entry=entry.model_copy(update={"account_key": MT940_NAME}))

    assert codes == ["donations.account_name_taken"] * 2
    assert taken_key.value.code == "donations.account_exists"


def test_another_organisations_account_and_a_desk_officer_find_nothing(euros: Cast) -> None:
    other = set_cast("other-office", account_key=IBAN, currency="EUR")
    named(other, MT940_NAME)
    for actor in (other.finance, euros.officer(Role.DESK_OFFICER)):
        with pytest.raises(NotFound):
            name_account(actor=actor, now=LATER, account_ref=euros.account_ref, name="X")
        with pytest.raises(NotFound):
            end_account_name(actor=actor, now=LATER, account_ref=euros.account_ref, name="X")

    assert refusal(euros, mt940_file(MOVEMENTS)) == "donations.account_unknown"


@pytest.mark.parametrize("write", [ofx_file, lambda found: mt940_file(found, numbered=False)])
def test_what_is_numbered_otherwise_is_never_counted_twice(
    euros: Cast, write: Callable[[Sequence[Movement]], bytes]
) -> None:
    named(euros, OFX_NAME)
    named(euros, MT940_NAME)
    taken(euros, camt_file("053", MOVEMENTS[:3]))
    before = files(euros)
    overlapping = refusal(euros, write(MOVEMENTS))
    # Days that the account does not have yet are taken in any format.
    later = received(euros, write(MOVEMENTS[3:]))

    assert (overlapping, files(euros) - before, later.known) == ("donations.lines_in_doubt", 1, 0)


def test_two_files_that_wait_are_compared_when_they_are_confirmed(euros: Cast) -> None:
    named(euros, OFX_NAME)
    camt, ofx = received(euros, camt_file("053", MOVEMENTS)), received(euros, ofx_file(MOVEMENTS))
    confirm_statement(actor=euros.finance, now=LATER, statement_ref=camt.ref)
    codes = []
    for act in (lambda: None, lambda: import_statement(actor=euros.system, now=LATER, statement_ref=camt.ref)):
        act()
        with pytest.raises(Refusal) as refused:
            confirm_statement(actor=euros.finance, now=LATER, statement_ref=ofx.ref)
        codes.append(refused.value.code)

    assert codes == ["donations.not_imported", "donations.lines_in_doubt"]
