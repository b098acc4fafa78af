"""Pledges from the public page, claims without a code, and an officer who settles them."""

from datetime import date, timedelta

import pytest

from appealdesk.core.banking.codes import is_checked
from appealdesk.donations.actions.claim import claim_donation
from appealdesk.donations.actions.pledge import PledgedGift, pledge_gift
from appealdesk.donations.actions.settle import settle_claim
from appealdesk.donations.actions.undo_statement import undo_statement
from appealdesk.donations.actions.unmatch import unmatch_line
from appealdesk.donations.inputs import ClaimInput, GivingInput
from appealdesk.donations.models import Claim, Donation, Pledge
from appealdesk.donations.queries import giving
from appealdesk.donations.queries.claims import ClaimPage, claims_page
from appealdesk.donations.queries.giving import pledge_page
from appealdesk.foundation.actor import Role, public_actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound, Refusal
from tests.cast import Cast, set_cast
from tests.donations.bank import DAY, bank_file, gift
from tests.donations.money import LATER, reconciled, violations
from tests.people.cast import KEIKO, audited


def pledge(cast: Cast, submission: bytes = b"1" * 16, amount: int = 5000) -> PledgedGift:
    entry = GivingInput(appeal_id=cast.appeal_id, amount_minor=amount, identity=KEIKO, submission=submission)
    return pledge_gift(actor=public_actor(cast.organisation_id), now=LATER, entry=entry)


def claim(cast: Cast, submission: bytes = b"2" * 16, amount: int = 3000, paid_on: date = DAY) -> str:
    entry = ClaimInput(
        appeal_id=cast.appeal_id,
        amount_minor=amount,
        paid_on=paid_on,
        payer="アオキ ケイコ",
        identity=KEIKO,
        submission=submission,
    )
    return claim_donation(actor=public_actor(cast.organisation_id), now=LATER, entry=entry)


def claims(cast: Cast) -> tuple[ClaimPage, ...]:
    with acting(cast.finance):
        return claims_page(actor=cast.finance)


def test_a_pledge_has_a_checked_code_whose_transfer_is_matched_by_rule(cast: Cast) -> None:
    made = pledge(cast)
    page = pledge_page(organisation_id=cast.organisation_id, ref=made.ref, secret=made.secret)

    result = reconciled(cast, bank_file(gift(5000, f"{page.code}ｱｵｷ ｹｲｺ"), gift(700, f"{page.code}ｱｵｷ ｹｲｺ")))

    assert (is_checked(page.code), len(page.code), result.matched_by_rule, violations(cast)) == (True, 7, 2, [])
    assert audited("pledge.created") == [("public:visitor", made.ref)] or len(audited("pledge.created")) == 1


def test_the_same_form_twice_is_one_pledge_and_one_claim(cast: Cast) -> None:
    assert pledge(cast) == pledge(cast)
    assert claim(cast) == claim(cast)
    with acting(cast.system):
        assert (Pledge.objects.count(), Claim.objects.count()) == (1, 1)


def test_a_pledge_is_shown_to_its_own_link_only(cast: Cast) -> None:
    made = pledge(cast)
    other = set_cast("other-office", account_key="other")

    for organisation, secret in (
        (cast.organisation_id, "x" * 22),
        (cast.organisation_id, ""),
        (other.organisation_id, made.secret),
    ):
        with pytest.raises(NotFound):
            pledge_page(organisation_id=organisation, ref=made.ref, secret=secret)


def test_a_claim_is_sealed_and_shown_beside_the_lines_that_may_be_it(cast: Cast) -> None:
    reconciled(cast, bank_file(gift(3000), gift(3000, "ｱｵｷ ｹｲｺ"), gift(4000, "ｱｵｷ ｹｲｺ")))
    ref = claim(cast)

    (page,) = claims(cast)

    assert (page.ref, page.payer, page.names.written) == (ref, "アオキ ケイコ", "青木 恵子")
    assert [(line.number, line.same_name) for line in page.lines] == [(2, True), (1, False)]
    with acting(cast.system):
        assert "青木".encode() not in bytes(Claim.objects.get().sealed or b"")


def test_the_claimants_line_is_found_among_hundreds_of_the_same_sum(cast: Cast) -> None:
    reconciled(cast, bank_file(*[gift(3000)] * 210, gift(3000, "ｱｵｷ ｹｲｺ")))
    claim(cast)

    (page,) = claims(cast)

    assert [(line.number, line.same_name) for line in page.lines[:2]] == [(211, True), (1, False)]
    assert page.has_the_name


def test_a_line_of_another_day_is_not_the_claimed_one(cast: Cast) -> None:
    reconciled(cast, bank_file(gift(3000, "ｱｵｷ ｹｲｺ")))
    claim(cast, paid_on=DAY - timedelta(days=20))

    assert [page.lines for page in claims(cast)] == [()]


def test_an_officer_confirms_a_claim_and_may_take_the_decision_back(cast: Cast) -> None:
    statement = reconciled(cast, bank_file(gift(3000, "ｱｵｷ ｹｲｺ"))).statement_ref
    ref = claim(cast)

    match_ref = settle_claim(actor=cast.finance, now=LATER, claim_ref=ref, statement_ref=statement, number=1)

    with acting(cast.system):
        donation = Donation.objects.get()
        assert (donation.person_id is not None, donation.match_reasons) == (True, ["claim", "officer"])
    assert (claims(cast), violations(cast)) == ((), [])
    assert audited("claim.settled") == [(f"staff:{cast.finance.ref}", ref)]
    with pytest.raises(Refusal) as refused:
        settle_claim(actor=cast.finance, now=LATER, claim_ref=ref)
    assert refused.value.code == "donations.claim_meanwhile"
    unmatch_line(actor=cast.finance, now=LATER, match_ref=match_ref)
    with acting(cast.system):
        assert Donation.objects.get().person_id is None


def test_a_confirmed_claim_waits_again_when_its_statement_is_undone(cast: Cast) -> None:
    statement = reconciled(cast, bank_file(gift(3000, "ｱｵｷ ｹｲｺ"))).statement_ref
    ref = claim(cast)
    settle_claim(actor=cast.finance, now=LATER, claim_ref=ref, statement_ref=statement, number=1)

    undo_statement(actor=cast.finance, now=LATER, statement_ref=statement)

    assert ([page.ref for page in claims(cast)], violations(cast)) == ([ref], [])
    assert audited("claim.reopened") == [(f"staff:{cast.finance.ref}", ref)]


def test_a_claim_that_cannot_be_confirmed_is_dismissed(cast: Cast) -> None:
    ref = claim(cast)

    assert settle_claim(actor=cast.finance, now=LATER, claim_ref=ref) == ""
    assert claims(cast) == ()


def test_what_comes_faster_than_people_type_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(giving, "_MOST_AN_HOUR", {Pledge: 1, Claim: 1})
    pledge(cast)
    claim(cast)

    for attempt in (pledge, claim):
        with pytest.raises(Refusal) as refused:
            attempt(cast, b"3" * 16)
        assert refused.value.code == "donations.too_many"


@pytest.mark.parametrize("role", [Role.DESK_OFFICER, Role.DUTY_OFFICER, Role.PRESS_OFFICER])
def test_other_roles_and_other_organisations_find_no_claim(cast: Cast, role: Role) -> None:
    ref = claim(cast)
    other = set_cast("other-office", account_key="other")

    for actor in (cast.officer(role), other.finance):
        with pytest.raises(NotFound):
            settle_claim(actor=actor, now=LATER, claim_ref=ref)
