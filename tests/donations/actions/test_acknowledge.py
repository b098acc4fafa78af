"""Thanks to donors: drafted by the worker, read and approved by a person."""

from appealdesk.donations.actions.acknowledge import acknowledge_statement
from appealdesk.donations.actions.attach_donor import attach_donor
from appealdesk.donations.actions.confirm import confirm_statement
from appealdesk.donations.actions.create import create_pledge
from appealdesk.donations.actions.receive import receive_statement
from appealdesk.donations.inputs import PledgeInput
from appealdesk.donations.models import Donation
from appealdesk.foundation.db import acting
from appealdesk.foundation.models import OutboxEvent
from appealdesk.letters.models import Letter
from appealdesk.letters.queries.outbox import open_wording
from appealdesk.people.actions.identify import identify_person
from appealdesk.people.inputs import IdentityInput
from tests.cast import NOW, Cast, work_off
from tests.donations.bank import bank_file, gift
from tests.donations.money import LATER
from tests.people.cast import KEIKO, OKSANA, identity


def given(cast: Cast, *donors: IdentityInput) -> str:
    """A file in which each of the donors keeps a pledge and one more transfer comes from somebody unknown."""
    gifts = [gift(3000)]
    for number, donor in enumerate(donors):
        who = identify_person(
            actor=cast.system, now=NOW, identity=donor, source="donation", source_ref=f"pledge {number}"
        )
        entry = PledgeInput(fund_ref=cast.fund_ref, currency="JPY", amount_minor=100_000, person_id=who.person_id)
        code = create_pledge(actor=cast.finance, now=NOW, entry=entry).code
        gifts.append(gift(100_000, f"{code}ｱｵｷ ｹｲｺ"))
    received = receive_statement(actor=cast.finance, now=LATER, data=bank_file(*gifts), file_name="bank.txt")
    confirm_statement(actor=cast.finance, now=LATER, statement_ref=received.ref)
    work_off(LATER)
    return received.ref


def letters(cast: Cast) -> list[Letter]:
    with acting(cast.system):
        return list(Letter.objects.order_by("pk"))


def test_an_upload_leads_to_a_draft_for_each_known_donor_and_sends_nothing(cast: Cast) -> None:
    given(cast, KEIKO)

    (letter,) = letters(cast)
    with acting(cast.system):
        donation = Donation.objects.get(person_id__isnull=False)
    wording = open_wording(letter)
    assert (letter.kind, letter.status, letter.about_ref) == ("donation_thanks", "draft", donation.ref)
    for words in (
        "青木 恵子",
        "100,000",
        "2022年2月28日",
        "人道支援",
        "東京支援室",
        "ウクライナへの支援",
        donation.ref,
    ):
        assert words in wording.subject + wording.body
    assert OutboxEvent.objects.filter(name="LetterApproved").count() == 0


def test_thanks_are_in_the_donors_language(cast: Cast) -> None:
    given(cast, OKSANA)

    wording = open_wording(letters(cast)[0])
    for words in ("Оксана", "28 лютого 2022", "Гуманітарна допомога", "Токійське бюро допомоги"):
        assert words in wording.body


def test_a_donation_is_thanked_for_once(cast: Cast) -> None:
    statement = given(cast, KEIKO)

    again = acknowledge_statement(actor=cast.system, now=LATER, statement_ref=statement)

    assert (again.letters, len(letters(cast))) == (1, 1)


def test_whoever_left_no_address_is_not_written_to(cast: Cast) -> None:
    statement = given(cast, identity(reading="サトウ ミナ"))

    told = acknowledge_statement(actor=cast.system, now=LATER, statement_ref=statement)

    assert (told.letters, told.unreachable, letters(cast)) == (0, 1, [])


def test_a_donor_who_is_found_later_is_thanked_then(cast: Cast) -> None:
    given(cast)
    with acting(cast.system):
        ref = Donation.objects.get().ref

    attach_donor(actor=cast.finance, now=LATER, donation_ref=ref, identity=KEIKO)
    work_off(LATER)

    assert [(letter.about_ref, letter.status) for letter in letters(cast)] == [(ref, "draft")]
