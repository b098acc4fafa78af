"""Offers of goods: recorded once, sealed, answered by those who talk to people, and nothing of it in the ledger."""

from datetime import date, timedelta

import pytest

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.donations.actions.answer import answer_in_kind
from appealdesk.donations.actions.erase import erase_of_person
from appealdesk.donations.actions.offer import offer_in_kind
from appealdesk.donations.actions.read import read_in_kind
from appealdesk.donations.inputs import InKindInput
from appealdesk.donations.models import Claim, Donation, InKindOffer, Pledge, Posting
from appealdesk.donations.queries import giving
from appealdesk.donations.queries.in_kind import in_kind_page, stand_of
from appealdesk.foundation.actor import Actor, Role, public_actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.letters.models import Letter
from appealdesk.letters.queries.outbox import letter_page
from appealdesk.people.inputs import IdentityInput, SpeakerInput
from appealdesk.people.models import Person, Record
from appealdesk.people.queries.contacts import mail_target
from appealdesk.people.queries.relations import relations_of
from tests.cast import Cast, set_cast, work_off
from tests.donations.money import LATER
from tests.people.cast import KEIKO, OKSANA, audited
from tests.people.cast import identity as somebody

UNTIL = LATER.date() + timedelta(days=10)


def offered(
    cast: Cast,
    submission: bytes = b"1" * 16,
    *,
    until: date = UNTIL,
    actor: Actor | None = None,
    identity: IdentityInput = KEIKO,
    speaker: SpeakerInput | None = None,
) -> str:
    entry = InKindInput(
        appeal_id=cast.appeal_id,
        goods="毛布、新品",
        quantity="40 boxes",
        place="横浜市",
        available_until=until,
        identity=identity,
        speaker=speaker,
        submission=submission,
    )
    return offer_in_kind(actor=actor or public_actor(cast.organisation_id), now=LATER, entry=entry)


def stand(cast: Cast) -> str:
    """How the one offer stands now."""
    with acting(cast.system):
        return stand_of(InKindOffer.objects.get())


def persons_of_source(cast: Cast, ref: str) -> list[str]:
    """Whose record came from the offer."""
    return list(Record.objects.filter(source_ref=ref).values_list("person__ref", flat=True))


def states(cast: Cast, **later: int) -> list[str]:
    actor = cast.officer(Role.DESK_OFFICER)
    today = day_of(cast.organisation_id, now=LATER + timedelta(**later))
    with acting(actor):
        kinds = ("open", "accepted", "handed_over", "ended")
        return [row.state for shown in kinds for row in in_kind_page(actor=actor, today=today, shown=shown).rows]


def test_the_same_form_twice_is_one_sealed_offer_and_no_donation(cast: Cast) -> None:
    ref = offered(cast)

    assert (offered(cast), audited("in_kind.received")) == (ref, [("public:public", ref)])
    with acting(cast.system):
        row = InKindOffer.objects.get()
        counts = (Donation.objects.count(), Posting.objects.count(), Pledge.objects.count())
    assert (row.status, row.channel, "毛布".encode() in bytes(row.sealed or b""), counts) == (
        "offered",
        "web",
        False,
        (0, 0, 0),
    )


def test_reading_an_offer_opens_its_words_and_is_noted(cast: Cast) -> None:
    ref, officer = offered(cast), cast.officer(Role.DUTY_OFFICER)

    detail = read_in_kind(actor=officer, now=LATER, ref=ref)

    assert (detail.row.goods, detail.place, detail.names.written) == ("毛布、新品", "横浜市", "青木 恵子")
    assert audited("in_kind.read") == [(f"staff:{officer.ref}", ref)]


def test_goods_are_accepted_then_handed_over_and_each_answer_can_be_taken_back(cast: Cast) -> None:
    ref, officer = offered(cast), cast.officer(Role.DESK_OFFICER)

    answer_in_kind(actor=officer, now=LATER, ref=ref, seen="offered", outcome="accepted")
    answer_in_kind(actor=officer, now=LATER, ref=ref, seen=stand(cast), outcome="handed_over")
    before = states(cast)
    answer_in_kind(actor=officer, now=LATER, ref=ref, seen=stand(cast), outcome="offered")

    assert (before, states(cast), len(audited("in_kind.answered"))) == (["goods_handed_over"], ["goods_offered"], 2)
    assert audited("in_kind.unanswered") == [(f"staff:{officer.ref}", ref)]


def test_the_offerer_is_told_by_letters_that_an_officer_approves(cast: Cast) -> None:
    ref, officer = offered(cast), cast.officer(Role.DESK_OFFICER)
    work_off(LATER)

    answer_in_kind(actor=officer, now=LATER, ref=ref, seen="offered", outcome="accepted")
    answer_in_kind(actor=officer, now=LATER, ref=ref, seen=stand(cast), outcome="offered")
    declined = answer_in_kind(actor=officer, now=LATER, ref=ref, seen="offered", outcome="declined")

    with acting(officer):
        letters = list(Letter.objects.filter(about_ref=ref).order_by("pk").values_list("kind", "status", "language"))
        said = letter_page(actor=officer, ref=declined).body
        people = Person.objects.count()
    assert letters[0][0::2] == ("in_kind_received", "ja")
    assert letters[0][1] != "draft"
    assert letters[1:] == [("in_kind_accepted", "cancelled", "ja"), ("in_kind_declined", "draft", "ja")]
    assert ("毛布、新品" in said, ref in said, people) == (True, False, 1)


def test_whoever_left_no_address_gets_no_letter(cast: Cast) -> None:
    ref = offered(cast, identity=somebody(written="青木 恵子", phones=("03-3456-7812",)))

    letter = answer_in_kind(
        actor=cast.officer(Role.DESK_OFFICER), now=LATER, ref=ref, seen="offered", outcome="accepted"
    )
    work_off(LATER)

    with acting(cast.system):
        assert (letter, Letter.objects.count()) == ("", 0)


def test_a_company_is_answered_through_its_contact_person_and_both_erasures_reach_the_offer(cast: Cast) -> None:
    company = somebody(written="株式会社青空商事")
    contact = SpeakerInput(identity=KEIKO, relation="contact_of", agreed=True)
    refs = [offered(cast, bytes([number]) * 16, identity=company, speaker=contact) for number in (1, 2)]
    work_off(LATER)
    officer = cast.officer(Role.DESK_OFFICER)
    detail = read_in_kind(actor=officer, now=LATER, ref=refs[0])

    letter = answer_in_kind(actor=officer, now=LATER, ref=refs[0], seen="offered", outcome="accepted")

    with acting(officer):
        to = letter_page(actor=officer, ref=letter)
        relations = relations_of(actor=officer, person_ref=detail.person_ref)
        (person_id,) = Letter.objects.filter(ref=letter).values_list("person_id", flat=True)
        target = mail_target(actor=cast.system, person_id=person_id)
    contact = detail.contact_names
    assert (detail.names.written, contact and contact.written, detail.email) == (
        "株式会社青空商事",
        "青木 恵子",
        KEIKO.emails[0],
    )
    assert ("株式会社青空商事" in to.body, target and target.address) == (True, KEIKO.emails[0])
    spoken = [(row.role, row.other_names.written, row.agreed) for row in relations]
    assert spoken == [("has_contact", "青木 恵子", True)]
    erase_of_person(actor=cast.system, now=LATER, person_ref=relations[0].other_ref)
    assert read_in_kind(actor=officer, now=LATER, ref=refs[1]).erased


def test_the_erasure_of_a_person_reaches_what_they_offered(cast: Cast) -> None:
    ref, other = offered(cast), offered(cast, b"2" * 16, identity=OKSANA)
    work_off(LATER)
    with acting(cast.system):
        [person] = persons_of_source(cast, ref)

    erased = [erase_of_person(actor=cast.system, now=LATER, person_ref=person) for _turn in range(2)]

    with acting(cast.system):
        kept = dict(InKindOffer.objects.values_list("ref", "wrapped_key"))
    assert (erased, kept[ref], kept[other] is None) == ([1, 0], None, False)
    assert [subject for _actor, subject in audited("in_kind.erased")] == [ref]


@pytest.mark.parametrize(("seen", "outcome"), [("offered", "declined"), ("accepted", "accepted")])
def test_a_colleagues_answer_is_not_overwritten(cast: Cast, seen: str, outcome: str) -> None:
    ref, officer = offered(cast), cast.officer(Role.DESK_OFFICER)
    answer_in_kind(actor=officer, now=LATER, ref=ref, seen="offered", outcome="accepted")

    with pytest.raises(Refusal) as refused:
        answer_in_kind(actor=officer, now=LATER, ref=ref, seen=seen, outcome=outcome)  # type: ignore[arg-type]

    assert (refused.value.code, states(cast)) == ("donations.in_kind_meanwhile", ["goods_accepted"])


def test_what_nobody_answered_in_time_has_run_out(cast: Cast) -> None:
    offered(cast)

    assert (states(cast, days=10), states(cast, days=12)) == (["goods_offered"], ["expired"])


def test_a_day_that_is_over_and_an_appeal_of_others_are_refused(cast: Cast) -> None:
    other = set_cast("other-office", account_key="other")

    with pytest.raises(Refusal) as refused:
        offered(cast, until=LATER.date() - timedelta(days=2))
    with pytest.raises(NotFound):
        offered(cast, actor=public_actor(other.organisation_id))

    assert (refused.value.code, refused.value.field) == ("donations.in_kind_past", "until")


def test_what_comes_faster_than_people_type_is_refused_but_not_to_an_officer(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(giving, "_MOST_AN_HOUR", {Pledge: 1, Claim: 1, InKindOffer: 1})
    offered(cast)

    with pytest.raises(Refusal) as refused:
        offered(cast, b"2" * 16)
    offered(cast, b"3" * 16, actor=cast.officer(Role.DESK_OFFICER))

    assert (refused.value.code, states(cast)) == ("donations.too_many", ["goods_offered"] * 2)


def test_other_roles_and_other_organisations_find_no_offer(cast: Cast) -> None:
    ref = offered(cast)
    other = set_cast("other-office", account_key="other")

    for actor in (cast.finance, cast.officer(Role.PRESS_OFFICER), other.officer(Role.DESK_OFFICER)):
        with pytest.raises(NotFound):
            read_in_kind(actor=actor, now=LATER, ref=ref)
        with pytest.raises(NotFound):
            answer_in_kind(actor=actor, now=LATER, ref=ref, seen="offered", outcome="accepted")
