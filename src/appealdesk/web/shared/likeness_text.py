"""What speaks for and against two records being of one person, as sentences in the reader's language."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from appealdesk.core.names.compare import Evidence

__all__ = ["likeness_sentence"]

_SENTENCES: Mapping[tuple[str, str], Promise] = MappingProxyType(
    {
        ("written_name", "equal"): _("The names are written with the same kanji."),
        ("written_name", "different"): _("The names are written with different kanji."),
        ("sounding_name", "equal"): _("The names sound the same."),
        ("sounding_name", "alike"): _("The names sound alike."),
        ("sounding_name", "different"): _("The names sound different."),
        ("foreign_name", "alike"): _("A name in katakana and one in other letters are alike."),
        ("foreign_name", "different"): _("A name in katakana and one in other letters are not alike."),
        ("readable_name", "readable"): _("The kanji may be read as the other name; no reading was given."),
        ("readable_name", "unreadable"): _("The kanji are hardly read as the other name; no reading was given."),
        ("other_given_name", "family"): _("The family names agree and the given names do not: perhaps one family."),
        ("other_family_name", "given"): _("The given names agree and the family names do not: chance, or a marriage."),
        ("name_frequency", "rare"): _("Few of the people here bear this name, so it says more."),
        ("name_frequency", "common"): _("Many of the people here bear this name, so it says less."),
        ("birth_date", "equal"): _("The dates of birth are equal."),
        ("birth_date", "swapped"): _("The dates of birth differ by day and month swapped."),
        ("birth_date", "slip"): _("The dates of birth differ by one slip of the keyboard."),
        ("birth_date", "different"): _("The dates of birth are different."),
        ("phone", "equal"): _("The phone numbers are equal."),
        ("phone", "different"): _("The phone numbers are different."),
        ("mail", "equal"): _("The e-mail addresses are equal."),
        ("mail", "different"): _("The e-mail addresses are different."),
        ("postcode", "equal"): _("The postcodes are equal."),
        ("postcode", "different"): _("The postcodes are different."),
    }
)


def likeness_sentence(evidence: Evidence) -> str:
    """The sentence of a piece of evidence; one that has no translation yet is said in English."""
    sentence = _SENTENCES.get((evidence.feature, evidence.level))
    return str(sentence) if sentence else evidence.sentence
