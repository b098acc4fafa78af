"""Every code word that a list of the desk can meet has a word."""

import pytest

from appealdesk.donations.models import Donation, LedgerAccount
from appealdesk.enquiries.models import Enquiry, Fact
from appealdesk.letters.models import Letter
from appealdesk.people.models import Record
from appealdesk.placements.models import Hold
from appealdesk.web.desk.words import WORDS, word_of


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("channel", Enquiry.Channel.values),
        ("kind", Enquiry.Kind.values),
        ("disposition", [code for code in Enquiry.Disposition.values if code]),
        ("letter", Letter.Kind.values),
        ("source", [*Fact.Source.values, *Record.Source.values]),
        ("hold", Hold.Kind.values),
        ("money", Donation.Channel.values),
        ("account", LedgerAccount.Kind.values),
        ("language", ["ja", "en", "uk"]),
    ],
)
def test_every_code_has_a_word(kind: str, codes: list[str]) -> None:
    assert [code for code in codes if code not in WORDS[kind]] == []


def test_a_code_of_a_later_version_is_shown_as_it_is() -> None:
    assert word_of("channel", "carrier_pigeon") == "carrier pigeon"
