"""A donor's receipt by a letter with its link: approved by a person, kept back when it must not go."""

import pytest

from appealdesk.donations.actions.hand_over import hand_over_receipt
from appealdesk.donations.actions.void import void_receipt
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.letters.models import Letter
from appealdesk.letters.queries.outbox import open_wording
from tests.cast import Cast, set_cast
from tests.donations.receipting import AT, DONOR, given, issued, set_issuer

SITE = "https://desk.example/"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", ("青木 恵子 様", "領収書をご用意しました（E2022-000001）", "5,000円", "令和4年", "東京支援室")),
        ("en", ("Dear ", "Your receipt is ready (E2022-000001)", "¥5,000", "2022", "/en/receipts/")),
        ("uk", ("Доброго дня", "Ваша квитанція готова (E2022-000001)", "5\xa0000", "2022", "/uk/receipts/")),
    ],
)
def test_the_letter_waits_for_a_person_in_the_donors_language(
    cast: Cast, language: str, words: tuple[str, ...]
) -> None:
    set_issuer(cast)
    (donation,) = given(cast, 5_000, donors=[DONOR.model_copy(update={"language": language})])
    receipt = issued(cast, donation).ref

    first = hand_over_receipt(actor=cast.finance, now=AT, receipt_ref=receipt, address=SITE)
    second = hand_over_receipt(actor=cast.finance, now=AT, receipt_ref=receipt, address=SITE)

    with acting(cast.system):
        letter = Letter.objects.get(kind="receipt_ready")
    wording = open_wording(letter)
    said = wording.subject + wording.body
    assert (letter.status, letter.about_ref, letter.language) == ("draft", receipt, language)
    assert (first.ref, first.already, second.ref, second.already) == (letter.ref, False, letter.ref, True)
    assert [word for word in (*words, f"https://desk.example/{language}/receipts/") if word not in said] == []


def test_a_void_receipt_takes_its_letter_back_and_gets_none(cast: Cast) -> None:
    set_issuer(cast)
    (donation,) = given(cast, 5_000)
    receipt = issued(cast, donation).ref
    hand_over_receipt(actor=cast.finance, now=AT, receipt_ref=receipt, address=SITE)

    void_receipt(actor=cast.finance, now=AT, receipt_ref=receipt, reason="other")

    with acting(cast.system):
        assert Letter.objects.get(kind="receipt_ready").status == "cancelled"
    with pytest.raises(Refusal, match="void"):
        hand_over_receipt(actor=cast.finance, now=AT, receipt_ref=receipt, address=SITE)


def test_who_left_no_address_is_not_written_to(cast: Cast) -> None:
    set_issuer(cast)
    (donation,) = given(cast, 5_000, donors=[DONOR.model_copy(update={"emails": ()})])
    receipt = issued(cast, donation).ref

    with pytest.raises(Refusal, match="no e-mail"):
        hand_over_receipt(actor=cast.finance, now=AT, receipt_ref=receipt, address=SITE)


def test_only_who_handles_the_organisations_money_writes(cast: Cast) -> None:
    set_issuer(cast)
    (donation,) = given(cast, 5_000)
    receipt = issued(cast, donation).ref
    other = set_cast("other", account_key="9999-001-1-7654321")

    for actor in (cast.officer(Role.DESK_OFFICER), other.finance):
        with pytest.raises(NotFound):
            hand_over_receipt(actor=actor, now=AT, receipt_ref=receipt, address=SITE)
