"""Decisions about lines: whose it is, that nobody knows, that it is no donation; each can be taken back."""

import pytest

from appealdesk.donations.actions.attach_donor import attach_donor
from appealdesk.donations.actions.create import create_pledge
from appealdesk.donations.actions.match_line import match_line
from appealdesk.donations.actions.undo_statement import undo_statement
from appealdesk.donations.actions.unmatch import unmatch_line
from appealdesk.donations.inputs import PledgeInput
from appealdesk.donations.models import Donation, Match, StatementLine
from appealdesk.donations.queries.waiting import WaitingPage, waiting_page
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.letters.models import Letter
from appealdesk.people.actions.identify import identify_person
from tests.cast import NOW, Cast, set_cast, work_off
from tests.donations.bank import bank_file, gift
from tests.donations.money import LATER, balances, reconciled, violations
from tests.people.cast import KEIKO, OKSANA, audited


def donor(cast: Cast, identity: object = KEIKO, source_ref: str = "pledge") -> tuple[str, int]:
    who = identify_person(
        actor=cast.system,
        now=NOW,
        identity=identity,
        source="donation",
        source_ref=source_ref,  # type: ignore[arg-type]
    )
    return who.person_ref, who.person_id


def promised(cast: Cast, amount: int | None = 100_000, person_id: int | None = None) -> tuple[str, str]:
    entry = PledgeInput(fund_ref=cast.fund_ref, currency="JPY", amount_minor=amount, person_id=person_id)
    pledge = create_pledge(actor=cast.finance, now=NOW, entry=entry)
    return pledge.ref, pledge.code


def page(cast: Cast, **asked: object) -> WaitingPage:
    with acting(cast.finance):
        return waiting_page(actor=cast.finance, **asked)  # type: ignore[arg-type]


def decide(cast: Cast, statement: str, number: int, target: str) -> str:
    return match_line(
        actor=cast.finance, now=LATER, statement_ref=statement, number=number, target_ref=target, reasons=["name"]
    ).match_ref


def only_donation(cast: Cast) -> Donation:
    with acting(cast.system):
        return Donation.objects.get(undone_at__isnull=True)


def test_a_line_is_given_to_a_donor_who_is_thanked(cast: Cast) -> None:
    person_ref, person_id = donor(cast)
    statement = reconciled(cast, bank_file(gift(3000, "ｱｵｷ ｹｲｺ"))).statement_ref

    match_ref = decide(cast, statement, 1, person_ref)
    work_off(LATER)

    donation = only_donation(cast)
    assert (donation.person_id, donation.match_reasons) == (person_id, ["name", "officer"])
    with acting(cast.system):
        assert list(Letter.objects.values_list("about_ref", "status")) == [(donation.ref, "draft")]
    assert (page(cast).waiting, balances(cast), violations(cast)) == (0, {"bank": 3000, "fund": -3000}, [])
    assert audited("line.decided") == [(f"staff:{cast.finance.ref}", match_ref)]


def test_taking_it_back_lets_the_line_wait_and_the_right_donor_is_thanked_then(cast: Cast) -> None:
    wrong, _ = donor(cast, OKSANA, "other")
    right, right_id = donor(cast)
    statement = reconciled(cast, bank_file(gift(3000, "ｱｵｷ ｹｲｺ"))).statement_ref
    match_ref = decide(cast, statement, 1, wrong)
    work_off(LATER)

    at = unmatch_line(actor=cast.finance, now=LATER, match_ref=match_ref)
    unmatch_line(actor=cast.finance, now=LATER, match_ref=match_ref)
    assert (at, page(cast).waiting, only_donation(cast).person_id) == (f"{statement}:1", 1, None)
    decide(cast, statement, 1, right)
    work_off(LATER)

    with acting(cast.system):
        letters = list(Letter.objects.order_by("pk").values_list("status", "person_id"))
    assert [status for status, _ in letters] == ["cancelled", "draft"]
    assert (letters[1][1], violations(cast), len(audited("line.undecided"))) == (right_id, [], 1)


def test_in_an_account_with_other_money_a_decision_records_the_donation_and_takes_it_back(db: None) -> None:
    cast = set_cast(every_credit_is_donation=False)
    pledge_ref, _ = promised(cast)
    statement = reconciled(cast, bank_file(gift(3000), gift(4000), gift(5000))).statement_ref

    match_ref = decide(cast, statement, 1, pledge_ref)
    match_line(actor=cast.finance, now=LATER, statement_ref=statement, number=2, outcome="unknown")
    match_line(actor=cast.finance, now=LATER, statement_ref=statement, number=3, outcome="other")

    assert balances(cast) == {"bank": 12_000, "unallocated": -5000, "fund": -7000}
    assert (page(cast).waiting, violations(cast)) == (0, [])
    unmatch_line(actor=cast.finance, now=LATER, match_ref=match_ref)
    assert balances(cast) == {"bank": 12_000, "unallocated": -8000, "fund": -4000}
    assert (page(cast).waiting, violations(cast)) == (1, [])


def test_nobody_known_is_an_end_and_a_donations_account_has_nothing_else(cast: Cast) -> None:
    statement = reconciled(cast, bank_file(gift(3000))).statement_ref

    with pytest.raises(Refusal, match="Every credit of this account is a donation"):
        match_line(actor=cast.finance, now=LATER, statement_ref=statement, number=1, outcome="other")
    match_line(actor=cast.finance, now=LATER, statement_ref=statement, number=1, outcome="unknown")

    assert (page(cast).line, only_donation(cast).person_id, violations(cast)) == (None, None, [])


def test_a_donor_who_was_attached_since_stays_when_nobody_known_is_taken_back(cast: Cast) -> None:
    statement = reconciled(cast, bank_file(gift(3000))).statement_ref
    asked = {"actor": cast.finance, "now": LATER, "statement_ref": statement, "number": 1}
    match_ref = match_line(**asked, outcome="unknown").match_ref  # type: ignore[arg-type]
    attach_donor(actor=cast.finance, now=LATER, donation_ref=only_donation(cast).ref, identity=KEIKO)
    work_off(LATER)
    person_id = only_donation(cast).person_id

    unmatch_line(actor=cast.finance, now=LATER, match_ref=match_ref)

    with acting(cast.system):
        letters = list(Letter.objects.values_list("status", "person_id"))
    assert (only_donation(cast).person_id, letters) == (person_id, [("draft", person_id)])
    assert (page(cast).waiting, violations(cast)) == (0, [])


def test_many_lines_may_keep_one_pledge(cast: Cast) -> None:
    pledge_ref, _ = promised(cast, 2000)
    statement = reconciled(cast, bank_file(gift(1000), gift(1000))).statement_ref

    for number in (1, 2):
        decide(cast, statement, number, pledge_ref)

    with acting(cast.system):
        assert Donation.objects.filter(pledge__ref=pledge_ref).count() == 2
    assert violations(cast) == []


def test_a_colleague_who_was_faster_is_not_written_over(cast: Cast) -> None:
    person_ref, _ = donor(cast)
    statement = reconciled(cast, bank_file(gift(3000))).statement_ref
    decide(cast, statement, 1, person_ref)

    with pytest.raises(Refusal) as refused:
        match_line(actor=cast.finance, now=LATER, statement_ref=statement, number=1, outcome="unknown")

    assert refused.value.code == "donations.decided_meanwhile"


def test_suggestions_come_with_reasons_and_the_pledges_code_first(cast: Cast) -> None:
    person_ref, person_id = donor(cast)
    pledge_ref, code = promised(cast, None, person_id)
    statement = reconciled(cast, bank_file(gift(3000, f"{code}ﾔﾏﾀﾞ ｼﾞﾛｳ"), gift(4000, "ｱｵｷｹｲｺ"))).statement_ref

    by_code = page(cast)
    by_name = page(cast, statement_ref=statement, number=2)

    assert [(found.target_ref, found.reason_codes.split()[0]) for found in by_code.suggestions] == [
        (pledge_ref, "pledge_code")
    ]
    assert {found.target_ref: found.reason_codes.split()[0] for found in by_name.suggestions} == {
        pledge_ref: "name",
        person_ref: "name",
    }
    assert (by_code.waiting, by_code.total, by_code.decided) == (2, 2, 0)
    assert page(cast, only_coded=True).lines[0].code == code


@pytest.mark.parametrize("payer", ["", "ﾌﾘｺﾐ", "ﾄｸﾒｲ", "0000000", "1234567"])
def test_blank_and_weak_data_suggests_nobody(cast: Cast, payer: str) -> None:
    _, person_id = donor(cast)
    promised(cast, 3000, person_id)
    reconciled(cast, bank_file(gift(3000, payer)))

    assert page(cast).suggestions == ()


def test_a_company_is_found_without_its_mark(cast: Cast) -> None:
    company = KEIKO.model_copy(update={"written": "株式会社桜商事", "reading": "サクラショウジ", "latin": ""})
    person_ref, _ = donor(cast, company, "company")
    reconciled(cast, bank_file(gift(1_000_000, "ｶ)ｻｸﾗｼﾖｳｼﾞ")))

    assert [found.target_ref for found in page(cast).suggestions] == [person_ref]


def test_who_gave_under_this_very_name_before_is_suggested_again(cast: Cast) -> None:
    person_ref, _ = donor(cast, OKSANA, "other")
    first = reconciled(cast, bank_file(gift(3000, "ﾌｼﾞｲ ﾏﾘ"))).statement_ref
    decide(cast, first, 1, person_ref)
    reconciled(cast, bank_file(gift(3000, "ﾌｼﾞｲ ﾏﾘ"), gift(4000, "ﾌｼﾞｲ ﾏﾘ")))

    (found,) = page(cast).suggestions

    assert (found.target_ref, found.reason_codes.split()[0]) == (person_ref, "account")


def test_an_officer_may_search_for_a_donor(cast: Cast) -> None:
    person_ref, _ = donor(cast)
    reconciled(cast, bank_file(gift(3000)))

    assert [found.target_ref for found in page(cast, typed="青木 恵子").suggestions] == [person_ref]


def test_an_undone_statement_takes_its_decisions_along(cast: Cast) -> None:
    person_ref, _ = donor(cast)
    statement = reconciled(cast, bank_file(gift(3000), gift(4000))).statement_ref
    match_ref = decide(cast, statement, 1, person_ref)

    undo_statement(actor=cast.finance, now=LATER, statement_ref=statement)

    with acting(cast.system):
        assert Match.objects.get(ref=match_ref).undone_at == LATER
        assert not StatementLine.objects.filter(waits=True).exists()
    assert (page(cast).line, violations(cast)) == (None, [])
    with pytest.raises(NotFound):
        decide(cast, statement, 2, person_ref)


@pytest.mark.parametrize("role", [Role.DESK_OFFICER, Role.DUTY_OFFICER, Role.PRESS_OFFICER])
def test_other_roles_and_other_organisations_find_nothing(cast: Cast, role: Role) -> None:
    person_ref, _ = donor(cast)
    statement = reconciled(cast, bank_file(gift(3000), gift(4000))).statement_ref
    match_ref = decide(cast, statement, 1, person_ref)
    other = set_cast("other-office", account_key="other")

    for actor in (cast.officer(role), other.finance):
        with pytest.raises(NotFound):
            match_line(actor=actor, now=LATER, statement_ref=statement, number=2, target_ref=person_ref)
        with pytest.raises(NotFound):
            match_line(actor=actor, now=LATER, statement_ref=statement, number=2, outcome="unknown")
        with pytest.raises(NotFound):
            unmatch_line(actor=actor, now=LATER, match_ref=match_ref)


def test_a_strangers_pledge_or_person_is_nobody(cast: Cast) -> None:
    other = set_cast("other-office", account_key="other")
    foreign_pledge, _ = promised(other)
    foreign_person, _ = donor(other)
    statement = reconciled(cast, bank_file(gift(3000))).statement_ref

    for target in (foreign_pledge, foreign_person, "P-000000000", "", "X-1"):
        with pytest.raises(NotFound):
            decide(cast, statement, 1, target)
