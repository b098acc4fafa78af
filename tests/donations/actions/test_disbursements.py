"""Money out of a fund: planned, approved by two, held, paid with a proof, taken back; never more than is there."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from appealdesk.donations.actions.approve import approve_disbursement
from appealdesk.donations.actions.hold import hold_disbursement
from appealdesk.donations.actions.pay import pay_disbursement
from appealdesk.donations.actions.release import release_disbursement
from appealdesk.donations.actions.reverse import reverse_disbursement
from appealdesk.donations.actions.stop import stop_disbursement
from appealdesk.donations.inputs import PaymentInput
from appealdesk.donations.models import Disbursement, Proof, ProofPage
from appealdesk.donations.queries.words import Payee, open_note, open_payee
from appealdesk.foundation.db import acting, execute, fetch_all
from appealdesk.foundation.refusals import NotFound, Refusal
from tests.cast import Cast, set_cast
from tests.donations.money import balances, violations
from tests.donations.spending import MARCH, PAID_ON, approved, cash, colleague, paid, plan
from tests.postgres_plugin import Database


def row(cast: Cast, ref: str) -> Disbursement:
    with acting(cast.system):
        return Disbursement.objects.get(ref=ref)


def test_a_payment_spends_from_its_fund_and_keeps_its_proof(cast: Cast) -> None:
    cash(cast, 10_000)

    ref = paid(cast, approved(cast, 4_000))

    assert balances(cast) == {
        "cash": 10_000,
        "fund": -6_000,
        "in_transit": -4_000,
        "programme": 4_000,
        "released": -4_000,
    }
    found = row(cast, ref)
    assert (found.status, found.paid_on, open_payee(found)) == (
        "paid",
        PAID_ON,
        Payee("Relief Supplies Ltd", "9999-002-1-7654321", "Blankets"),
    )
    assert b"Relief" not in bytes(found.sealed or b"")
    with acting(cast.system):
        assert (Proof.objects.count(), ProofPage.objects.count()) == (1, 1)
    assert violations(cast) == []


def test_cash_pays_only_what_the_box_holds(cast: Cast) -> None:
    cash(cast, 3_000)
    ref = paid(cast, approved(cast, 2_000), means="cash")
    with acting(cast.system):
        held = fetch_all(
            "SELECT sum(amount_minor) FROM donations_accountday day JOIN donations_ledgeraccount account"
            " ON account.id = day.account_id WHERE account.code = 'cash'"
        )

    assert (row(cast, ref).means, held) == ("cash", [(1_000,)])


def test_the_second_approval_is_another_persons(cast: Cast) -> None:
    cash(cast, 1_000)
    ref = plan(cast, 1_000)
    approve_disbursement(actor=cast.finance, now=MARCH, disbursement_ref=ref)

    with pytest.raises(Refusal) as refused:
        approve_disbursement(actor=cast.finance, now=MARCH, disbursement_ref=ref)

    assert refused.value.code == "donations.second_person"
    assert approve_disbursement(actor=colleague(cast), now=MARCH, disbursement_ref=ref) == "approved"


@pytest.mark.parametrize(
    "change",
    [
        "status = 'approved', first_by = 'S-A', second_by = 'S-A'",
        "status = 'approved', first_by = 'S-A', second_by = planned_by",
        "status = 'once'",
        "status = 'paid', first_by = 'S-A', second_by = 'S-B', means = 'bank', paid_on = '2022-03-09'",
    ],
    ids=["alone", "planner", "nobody", "unproved"],
)
def test_the_database_wants_two_people_and_a_proof(cast: Cast, change: str) -> None:
    cash(cast, 1_000)
    ref = plan(cast, 1_000)

    with pytest.raises(IntegrityError), acting(cast.system):
        execute(f"UPDATE donations_disbursement SET {change} WHERE ref = %s", [ref])  # noqa: S608 - literals above


def test_what_is_planned_is_bound(cast: Cast) -> None:
    cash(cast, 1_000)
    plan(cast, 700)

    with pytest.raises(Refusal) as refused:
        plan(cast, 301)

    free = refused.value.values
    assert [str(free[name].amount_minor) for name in ("holds", "bound", "free")] == ["1000", "700", "300"]  # type: ignore[attr-defined]


def test_what_is_stopped_is_free_again(cast: Cast) -> None:
    cash(cast, 1_000)
    ref = plan(cast, 1_000)
    stop_disbursement(actor=colleague(cast), now=MARCH, disbursement_ref=ref, outcome="rejected", words="Too dear.")

    assert (row(cast, ref).status, open_note(row(cast, ref))) == ("rejected", "Too dear.")
    assert row(cast, plan(cast, 1_000)).status == "planned"


def test_a_hold_stops_everything_until_another_person_releases_it(cast: Cast) -> None:
    cash(cast, 1_000)
    ref = approved(cast, 1_000)
    assert hold_disbursement(actor=cast.system, now=MARCH, disbursement_ref=ref, reason="sanctions")
    with pytest.raises(Refusal) as refused:
        paid(cast, ref)
    with pytest.raises(Refusal) as own:
        release_disbursement(actor=cast.finance, now=MARCH, disbursement_ref=ref)

    release_disbursement(actor=colleague(cast), now=MARCH, disbursement_ref=ref)

    assert (refused.value.code, own.value.code) == ("donations.disbursement_held", "donations.release_own")
    assert row(cast, paid(cast, ref)).status == "paid"
    assert hold_disbursement(actor=cast.system, now=MARCH, disbursement_ref=ref, reason="sanctions") is False


def test_a_payment_is_taken_back_by_a_reversing_entry(cast: Cast) -> None:
    cash(cast, 1_000)
    ref = paid(cast, approved(cast, 400))

    reverse_disbursement(actor=cast.finance, now=MARCH, disbursement_ref=ref, words="It came back.")

    assert balances(cast) == {"cash": 1_000, "fund": -1_000}
    assert (row(cast, ref).status, violations(cast)) == ("reversed", [])


def test_a_file_that_is_no_document_pays_nothing(cast: Cast) -> None:
    cash(cast, 1_000)
    ref = approved(cast, 1_000)
    entry = PaymentInput(disbursement_ref=ref, means="bank", paid_on=PAID_ON, proof=b"MZ" + bytes(50))

    with pytest.raises(Refusal) as refused:
        pay_disbursement(actor=cast.finance, now=MARCH, entry=entry, most_bytes=1 << 20)

    assert (refused.value.code, row(cast, ref).status) == ("document.kind", "approved")


def test_another_organisations_disbursement_is_not_found(cast: Cast) -> None:
    cash(cast, 1_000)
    ref = plan(cast, 1_000)
    other = set_cast("elsewhere", account_key="9999-001-1-7777777")

    with pytest.raises(NotFound):
        approve_disbursement(actor=other.finance, now=MARCH, disbursement_ref=ref)


def test_two_at_once_never_take_more_than_the_fund_holds(committed_db: Database) -> None:
    cast = set_cast()
    cash(cast, 1_000)
    start = Barrier(4)

    def one(number: int) -> str:
        try:
            start.wait(10)
            return plan(cast, 400)[:1]
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(one, range(4)))

    assert outcomes == ["D", "D", "donations.fund_short", "donations.fund_short"]


def test_the_database_itself_refuses_a_fund_below_zero(cast: Cast) -> None:
    cash(cast, 1_000)
    ref = approved(cast, 1_000)
    with acting(cast.system):
        # A plan changed behind the product's back.
        execute("UPDATE donations_disbursement SET status = 'planned' WHERE ref = %s", [ref])
        fund, programme = fetch_all(
            "SELECT id FROM donations_ledgeraccount WHERE kind IN ('fund', 'expense') ORDER BY kind DESC"
        )
    post = (
        "WITH entry AS (INSERT INTO donations_entry (organisation_id, kind, subject_ref, booked_on, created_at,"
        " created_by) VALUES (%(o)s, 'fee', 'X', '2022-03-01', now(), 'x') RETURNING id)"
        " INSERT INTO donations_posting (organisation_id, entry_id, account_id, amount_minor, currency)"
        " SELECT %(o)s, entry.id, side.account, side.amount, 'JPY' FROM entry,"
        " (VALUES (%(fund)s, 1001), (%(other)s, -1001)) AS side (account, amount)"
    )

    with pytest.raises(IntegrityError, match="less than nothing"), acting(cast.system):
        execute(post, {"o": cast.organisation_id, "fund": fund[0], "other": programme[0]})
