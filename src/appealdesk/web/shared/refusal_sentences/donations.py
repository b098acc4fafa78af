"""The refusals of donations, by their codes."""

from django.utils.translation import gettext_noop as _

__all__ = ["SENTENCES"]

SENTENCES: dict[str, str] = {
    "donations.account_exists": _("This bank account is there already."),
    "donations.account_unknown": _("The file is of an account that is not registered. Add the account first."),
    "donations.account_unnamed": _("The file does not name its account. Choose it."),
    "donations.claim_erased": _("What the claimant wrote was erased. Dismiss the claim."),
    "donations.claim_meanwhile": _("A colleague settled this claim meanwhile. Look at it again."),
    "donations.counted_alone": _("Two people count cash: choose a colleague who counted it too."),
    "donations.counter_unknown": _("The second person has to be a colleague with an account."),
    "donations.decided_meanwhile": _("A colleague decided about this line meanwhile. Look at it again."),
    "donations.donor_known": _("This donation has a donor already."),
    "donations.is_donation": _("Every credit of this account is a donation. Say that nobody is known instead."),
    "donations.no_ledger_account": _("The chart of accounts lacks an account that this needs."),
    "donations.no_organisation": _("Money belongs to an organisation: act for one."),
    "donations.not_imported": _("The statement is still being imported. Wait a moment."),
    "donations.other_account": _("The file is of another account than the one chosen. Choose the right one."),
    "donations.other_currency": _("The file is in another currency than the account. Choose the right account."),
    "donations.overlapped": _("The later statement %(ref)s counts lines of this one as known. Undo that one first."),
    "donations.pledge_currency": _("The pledge is in another currency than the line; they cannot be one."),
    "donations.statement_refused": _(
        "The file was refused as a whole and nothing was stored. What is wrong: %(problems)s"
    ),
    "donations.too_many": _("Very many people are writing at this moment. Please try again in an hour."),
    "donations.undone": _("This statement was put aside. Upload its file again."),
}
