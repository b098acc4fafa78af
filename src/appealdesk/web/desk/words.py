"""The desk's words for what is stored as code words, so that each list says them alike. A state has a chip instead."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appealdesk.web.shared.templatetags.chrome import LANGUAGE_NAMES

__all__ = ["WORDS", "word_of"]

WORDS: Mapping[str, Mapping[str, Promise | str]] = MappingProxyType(
    {
        "channel": {
            "web": _("Web"),
            "phone": _("Phone"),
            "walk_in": _("Walk-in"),
            "email": _("E-mail"),
            "import": _("Import"),
            "api": _("API"),
        },
        "kind": {
            "offer": _("Offers help"),
            "seek_help": _("Seeks help"),
            "donate": _("Wants to donate"),
            "press": _("Press"),
            "threat": _("Threat"),
            "other": _("Something else"),
        },
        "disposition": {
            "completed": _("Completed"),
            "informed": _("Informed"),
            "call_back": _("Call back"),
            "referred": _("Pointed elsewhere"),
            "cut_off": _("Cut off"),
        },
        "letter": {
            "acknowledgement": _("Acknowledgement of an offer"),
            "acknowledgement_enquiry": _("Acknowledgement of an enquiry"),
            "decision_accepted": _("Decision: accepted"),
            "decision_declined": _("Decision: declined"),
            "decision_deferred": _("Decision: deferred"),
            "decision_referred": _("Decision: referred"),
            "result_changed": _("The result changed"),
            "review_answered": _("Answer to a review request"),
            "appeal_superseded": _("Carried over to a new appeal"),
            "donation_thanks": _("Thanks for a donation"),
        },
        "source": {
            "declared": _("declared"),
            "evidenced": _("evidenced"),
            "verified": _("verified by staff"),
            "staff": _("entered by staff"),
            "enquiry": _("Enquiry"),
            "donation": _("Donation"),
            "import": _("Import"),
        },
        # Which criteria a letter names after a reason.
        "adds": {
            "": _("nothing"),
            "does_not_meet": _("the criteria that were not met"),
            "cannot_tell": _("the criteria that cannot be told yet"),
        },
        "bulk": {
            "draft": _("Not started"),
            "running": _("Deciding"),
            "done": _("Done"),
            "undoing": _("Being taken back"),
            "undone": _("Taken back"),
        },
        # Why an application has no part in a bulk decision, or its decision no part in the undo.
        "left_out": {
            "withdrawn": _("taken back by the applicant"),
            "decided_meanwhile": _("decided by a colleague meanwhile"),
            "other_appeal": _("belongs to another appeal"),
            "second_person": _("waits for a second person"),
            "review": _("the applicant asked for a review"),
            "review_waits": _("the applicant asked for a review"),
            "proposal_waits": _("waits for a second person"),
            "same": _("has this decision already"),
            "needs_two": _("it takes two people to accept: accept singly"),
            "under_age": _("under 18, so not accepted"),
            "reason_misfit": _("the result does not fit the reason"),
            "not_screened": _("not screened yet"),
            "failed": _("could not be done: decide singly"),
            "stopped": _("not reached before it was taken back"),
            "letter_approved": _("its letter is approved already"),
            "superseded": _("decided anew since"),
            "nothing_to_undo": _("taken back already"),
        },
        "hold": {
            "advisory": _("Travel advisory"),
            "legal_basis": _("Legal basis"),
            "consent": _("Consent"),
            "age": _("Age"),
            "care_check": _("Care check"),
        },
        "refusal": {
            "unreadable": pgettext_lazy("evidence", "It cannot be read."),
            "incomplete": pgettext_lazy("evidence", "A page or a part of it is missing."),
            "wrong_document": pgettext_lazy("evidence", "It does not show what it is meant to show."),
            "other_person": pgettext_lazy("evidence", "It is in another name."),
            "expired": pgettext_lazy("evidence", "It has run out."),
            "not_genuine": pgettext_lazy("evidence", "We could not confirm that it is genuine."),
        },
        "likeness": {
            "contact.phone": _("same phone number"),
            "contact.mail": _("same e-mail address"),
            "name.same": _("same name"),
            "name.like": _("like names"),
            "name.other": _("another name"),
            "birth.same": _("same name and birth date"),
            "birth.other": _("another birth date"),
            "kanji.other": _("other kanji"),
            "kana.other": _("another reading"),
            "reference": _("by reference"),
            "officer.compared": _("records compared"),
            "officer.asked": _("the person was asked"),
            "officer.documents": _("documents seen"),
        },
        "purpose": {
            "processing": _("Deciding about offers"),
            "hand_over": _("Passing on to a partner"),
            "public_name": _("Naming in public"),
        },
        "consent": {
            "holds": _("holds"),
            "expired": _("expired"),
            "withdrawn": _("withdrawn"),
            "none": _("not given"),
        },
        "verdict": {
            "same": _("One person"),
            "different": _("Two people"),
            "undecided": _("Not decided"),
        },
        "revoked": {
            "": _("no reason noted"),
            "mistake": _("by mistake"),
            "new_facts": _("something new became known"),
            "they_say": _("the person says so"),
            "superseded": _("a later judgement"),
        },
        "operator": {
            "is": _("is"),
            "in": _("is one of"),
            "not_in": _("is none of"),
            "eq": _("is exactly"),
            "lt": _("is less than"),
            "lte": _("is at most"),
            "gt": _("is more than"),
            "gte": _("is at least"),
            "between": _("is between"),
            "before": _("is before"),
            "after": _("is after"),
            "on_or_before": _("is on or before"),
            "on_or_after": _("is on or after"),
            "age_between": _("gives an age between"),
            "contains_any": _("has any of"),
            "contains_all": _("has all of"),
            "disjoint": _("has none of"),
            "valid_on": _("is valid on the day of the check"),
        },
        "least_evidence": {
            "claimed": _("it is enough to say so"),
            "documented": _("a document must show it"),
            "verified": _("the desk must have verified it"),
        },
        "fact_type": {
            "choice": _("One answer of a list"),
            "number": _("Number"),
            "flag": _("Yes or no"),
            "date": _("Date"),
            "set": _("Several answers of a list"),
            "validity": _("Licence with validity"),
        },
        "privacy": {"internal": _("Internal"), "sensitive": _("Sensitive")},
        "text_use": {
            "ask": _("Question"),
            "met": _("When it is met"),
            "unmet": _("When it is not met"),
            "unknown": _("When we cannot tell"),
        },
        "change": {
            "added": _("Added"),
            "removed": _("Removed"),
            "changed": _("Changed"),
            "moved": _("Moved"),
            "reworded": _("Reworded"),
        },
        "network": {"x": "X", "bluesky": "Bluesky", "mastodon": "Mastodon"},
        "state": {
            "draft": _("Draft"),
            "open": _("Open"),
            "paused": _("Paused"),
            "closed": _("Closed"),
            "withdrawn": _("Withdrawn"),
            "superseded": _("Superseded"),
            "archived": _("Archived"),
        },
        "money": {"bank": _("Bank transfer"), "cash": _("Cash"), "card": _("Card")},
        "ledger": {
            "unallocated": _("Not yet allocated"),
            "cash": _("Cash"),
            "card_clearing": _("With the card provider"),
            "card_transit": _("Paid out, not yet at the bank"),
            "card_disputed": _("Disputed by cardholders"),
            "card_fees": _("Card fees"),
            "card_short": _("Returned to cards beyond the fund"),
        },
        "account": {
            "asset": _("Asset"),
            "liability": _("Liability"),
            "fund": _("Fund"),
            "expense": _("Expense"),
        },
        "match": {
            "pledge_code": _("the pledge's code"),
            "reference": _("the reference"),
            "account": _("the same payer as before"),
            "name": _("the name"),
            "amount": _("the promised amount"),
            "date": _("soon after the promise"),
            "other_amount": _("another amount than promised"),
            "other_name": _("another name"),
            "other_date": _("long after the promise, or before it"),
            "officer": _("by an officer"),
            "searched": _("found by your search"),
            "claim": _("the donor's own claim"),
            "fee": _("a bank kept a fee"),
            "shared": _("a share of one transfer"),
            "joined": _("several transfers together"),
        },
        "language": LANGUAGE_NAMES,
    }
)


def word_of(kind: str, code: str) -> str:
    """The word; a code without an entry is shown as it is, with spaces."""
    word = WORDS[kind].get(str(code))
    return str(code).replace("_", " ") if word is None else str(word)
