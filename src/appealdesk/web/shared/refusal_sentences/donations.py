"""The refusals of donations, by their codes."""

from django.utils.translation import gettext_noop as _

__all__ = ["SENTENCES"]

SENTENCES: dict[str, str] = {
    "donations.account_exists": _("This bank account is there already."),
    "donations.account_name_empty": _("Write the account as its files name it, in at most 80 characters."),
    "donations.account_name_taken": _(
        "Files of this name are those of the account %(account)s. Take the name back there first."
    ),
    "donations.account_unknown": _(
        "The file is of the account %(name)s, which is not registered. Add the account first, or say below which "
        "account is also named so."
    ),
    "donations.account_unnamed": _("The file does not name its account. Choose it."),
    "donations.agree_own": _("Somebody else than the one who asked for it has to agree."),
    "donations.asked_meanwhile": _("A colleague decided about this meanwhile. Look at it again."),
    "donations.cash_short": _("There is only %(holds)s in cash. Pay by bank, or less."),
    "donations.cash_ended": _("This cash is booked or given back already. Look at it again."),
    "donations.cash_pieces": _("The count cannot be right. Check the numbers of notes and coins."),
    "donations.claim_erased": _("What the claimant wrote was erased. Dismiss the claim."),
    "donations.claim_meanwhile": _("A colleague settled this claim meanwhile. Look at it again."),
    "donations.closed_meanwhile": _("A colleague closed this month meanwhile."),
    "donations.code_taken": _("There is an account with this code. Choose another."),
    "donations.consent_missing": _(
        "This fund is restricted. Say who consented, the donor or the authority, and on which day."
    ),
    "donations.counted_alone": _("Two people count cash: choose a colleague who counted it too."),
    "donations.counted_already": _("You counted this already. A colleague counts it too."),
    "donations.counter_unknown": _("The second person has to be a colleague with an account."),
    "donations.decided_meanwhile": _("A colleague decided about this line meanwhile. Look at it again."),
    "donations.deposit_large": _("Only %(holds)s of cash was counted: this line is not that cash, or not all of it."),
    "donations.disbursement_held": _("This disbursement is held. A person has to release it first."),
    "donations.disbursement_meanwhile": _("A colleague went on with this meanwhile. Look at it again."),
    "donations.donor_held": _("A sanctions check holds what is this donor's. Decide about the hit first."),
    "donations.donor_known": _("This donation has a donor already."),
    "donations.earlier_month": _("The month %(month)s is still open. Close that one first."),
    "donations.fee_rule_exists": _("There is a rule with these words already."),
    "donations.fund_exists": _("There is a fund of this name. Choose another."),
    "donations.fund_short": _("The fund holds %(holds)s, of which %(bound)s is bound already: %(free)s is free."),
    "donations.future_day": _("This day has not come yet. Write the day of the payment."),
    "donations.has_settled": _("A line of this statement shows a payment. Take that back first."),
    "donations.hit_first": _("A sanctions check holds this. Decide about the hit, then it goes on by itself."),
    "donations.in_kind_meanwhile": _("A colleague answered this offer meanwhile. Look at it again."),
    "donations.in_kind_needed": _("Somebody still waits for these words. Answer or end the offer first."),
    "donations.in_kind_past": _("This day is over. Write until when the goods are there."),
    "donations.is_donation": _("Every credit of this account is a donation. Say that nobody is known instead."),
    "donations.is_settled": _("A line of a statement shows this payment. Take the line back first."),
    "donations.ledger_broken": _("The ledger does not hold. Ask the operator to run `verify` first."),
    "donations.line_meanwhile": _("A colleague settled this meanwhile. Look at it again."),
    "donations.month_runs": _("This month is not over. Close it when it is."),
    "donations.fee_large": _("A bank keeps no more than what arrived. Check the fee."),
    "donations.lines_accounts": _("The lines are of different accounts and cannot be one donation."),
    "donations.lines_count": _("Choose from 2 to %(most)s lines that are one donation."),
    "donations.no_ledger_account": _("The chart of accounts lacks an account that this needs."),
    "donations.no_organisation": _("Money belongs to an organisation: act for one."),
    "donations.not_approved": _("Two people have to approve this disbursement before it is paid."),
    "donations.not_imported": _("The statement is still being imported. Wait a moment."),
    "donations.not_outgoing": _("Only money that went out pays something. Choose an outgoing line."),
    "donations.not_paid": _("This is not recorded as paid by bank. Record the payment first."),
    "donations.not_writable": _(
        "Only receivables and liabilities are written off. A bank account holds what its statements prove."
    ),
    "donations.open_ends": _("Settle what is open in this month, or tick that it is left so."),
    "donations.other_account": _(
        "The file is of the account %(name)s, not of the one chosen. Choose the right one, or say below that they are "
        "one."
    ),
    "donations.other_amount": _("The line is of another amount than this payment. They are not one."),
    "donations.lines_in_doubt": _(
        "%(count)s lines from %(first)s to %(last)s have the day and the amount of lines that came in another format "
        "(%(formats)s), which numbers movements otherwise: nothing tells whether they are the same. For these days go "
        "on with that format, or undo the earlier statement first."
    ),
    "donations.other_currency": _("The file is in another currency than the account. Choose the right account."),
    "donations.overlapped": _("The later statement %(ref)s counts lines of this one as known. Undo that one first."),
    "donations.profile_malformed": _("The profile is not whole yet. Look at the fields that are marked."),
    "donations.profile_meanwhile": _("A colleague changed this profile meanwhile. Look at theirs, then save yours."),
    "donations.parts_count": _("A line is shared among 1 to %(most)s donations. There are %(count)s."),
    "donations.parts_sum": _("The donations are not what arrived and what a bank kept of it. Compare the sums."),
    "donations.pledge_currency": _("The pledge is in another currency than the line; they cannot be one."),
    "donations.reason_missing": _("Say why, in a sentence that a colleague will read."),
    "donations.refund_by_card": _("A card donation goes back to the card. Refund it with the card provider."),
    "donations.refund_large": _("Of this donation %(left)s is left that could be given back."),
    "donations.release_own": _("Somebody else releases a hold than the one who planned the disbursement."),
    "donations.reopen_unasked": _("Somebody has to say first why this month is opened again."),
    "donations.same_fund": _("Choose another fund than the one it comes from."),
    "donations.second_person": _(
        "A second person approves: neither who planned this disbursement nor who approved it first."
    ),
    "donations.statement_refused": _(
        "The file was refused as a whole and nothing was stored. What is wrong: %(problems)s"
    ),
    "donations.too_many": _("Very many people are writing at this moment. Please try again in an hour."),
    "donations.undone": _("This statement was put aside. Upload its file again."),
    "donations.was_refunded": _("Money of this donation went back to its donor. Take the refund back first."),
    "donations.words_empty": _("Write words that stand in the bank's text."),
    "donations.write_off_large": _("Only %(left)s is open in this account."),
    "donations.days_turned": _("The first day comes after the last. Turn them round."),
    "donations.ledger_empty": _("Nothing is booked yet, so there is nothing to export."),
    "receipts.currency": _("This layout does not take the donation's currency. Choose another layout."),
    "receipts.days_turned": _("The last day lies before the first."),
    "receipts.none_ready": _("None of these donations can get a receipt now."),
    "receipts.still_counting": _("The donations are still being gone through. Wait a moment."),
    "receipts.erased": _("What this receipt said was erased."),
    "receipts.held": _("A sanctions check holds what is this donor's. Decide about the hit first."),
    "receipts.goods_value": _("Write the value as a number, such as 40.00."),
    "receipts.holds": _("The receipt %(number)s was issued for this. Void it first."),
    "receipts.issuer_incomplete": _("An administrator first fills in what this layout prints about the organisation."),
    "receipts.no_address": _("This layout needs the donor's address. Record it first, or choose another layout."),
    "receipts.no_email": _("The donor left no e-mail address. Print the paper and post it."),
    "receipts.no_name": _("The donor's name is missing or was erased."),
    "receipts.receipted": _("This donation has a receipt already. Void that one first, or hand out a duplicate."),
    "receipts.returned": _("All of this donation went back to its donor, so that there is nothing to receipt."),
    "receipts.seal_unreadable": _("The picture of the seal cannot be read. Use a PNG or JPEG of at most 2 MB."),
    "receipts.small": _("The donation is below the sum from which this layout is used. Choose another layout."),
    "receipts.undeclared": _("No Gift Aid declaration covers this donation. Record the declaration first."),
    "receipts.unknown": _("Nobody knows who gave this donation. Say whose it is first."),
    "receipts.void": _("A void receipt is not handed out again. Issue a new one."),
    "cards.other_amount": _("The line has another amount than the payout; they cannot be one."),
    "cards.provider_away": _("The card provider does not answer at the moment. Please try again in a minute."),
    "cards.refund_amount": _("Only what is left of the payment can be refunded. Write a smaller amount."),
    "cards.refund_meanwhile": _("A colleague decided about a refund of this payment meanwhile. Look at it again."),
    "cards.refund_refused": _("The card provider will not refund this amount. Look at the payment there."),
    "cards.second_person": _("A second person has to agree. Ask a colleague to look at it."),
    "cards.secrets_lacking": _("The account lacks %(names)s. Set it anew with what the provider’s pages show."),
    "cards.settled_meanwhile": _("A colleague settled this payout meanwhile. Look at it again."),
    "cards.signature": _("The card provider did not sign this message, so nothing was recorded."),
    "cards.too_little": _("This is less than a card payment can be. Please give more."),
}
