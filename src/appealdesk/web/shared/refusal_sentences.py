"""Every refusal that a visitor or an officer can meet, by its code: the msgids of its translations.

The actions below the doors speak English; a reader of another language gets the same sentence here. A test holds the
list against the source, so that a new refusal cannot reach a reader untranslated.
"""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext_noop as _

__all__ = ["SENTENCES"]

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "not_found": _("There is nothing at this address, or you may not see it."),
        # The public door.
        "public.form_damaged": _("The form arrived damaged. Go back, reload it and send it again."),
        "public.form_type": _("This form was sent in a way that we cannot read. Go back, reload it and send it again."),
        # Appeals and their criteria.
        "appeals.approver_role": _("A duty officer or an administrator approves criteria: ask one of them to look."),
        "appeals.criteria_malformed": _("The criteria cannot be read. Check the document."),
        "appeals.draft_awaits": _(
            "This draft waits for approval and cannot be changed now. Take it back first, then change it."
        ),
        "appeals.draft_awaits_meanwhile": _("A colleague has submitted this draft already."),
        "appeals.draft_back_meanwhile": _("The draft does not wait for approval any more."),
        "appeals.draft_characters": _(
            "The document holds a number that is not finite, or a character that is no text. Take it out."
        ),
        "appeals.draft_large": _("Criteria have at most 500 kB. Make them shorter."),
        "appeals.draft_gone_meanwhile": _(
            "The draft is no longer open: it was published or discarded. Look at the history of the position."
        ),
        "appeals.draft_meanwhile": _(
            "A colleague has changed the draft meanwhile. Nothing of yours is lost: compare, then save again."
        ),
        "appeals.draft_same": _("The draft says what the revision before it says: there is nothing to publish."),
        "appeals.draft_unfinished": _(
            "The criteria are not finished: put right what is marked, save, and submit again."
        ),
        "appeals.fact_choice_order": _(
            "Answers are stored by their place in the list: keep those that there are, and add new ones at the end."
        ),
        "appeals.fact_choice_twice": _("An answer stands twice in the list."),
        "appeals.fact_choices": _("A fact of this type has no list of answers."),
        "appeals.fact_dictionary_full": _(
            "All %(most)s places for facts of this type are taken: ask with one that there is."
        ),
        "appeals.fact_exists": _("There is a fact named %(key)s already."),
        "appeals.fact_many_choices": _("A fact has at most %(most)s answers."),
        "appeals.fact_no_choices": _("A fact of this type needs its possible answers."),
        "appeals.fact_choice": _("The fact %(key)s has no answer %(choices)s."),
        "appeals.fact_type": _("The fact %(key)s is of another type in the dictionary."),
        "appeals.fact_unknown": _("The dictionary has no fact named %(key)s: define it first."),
        "appeals.no_draft_to_restore": _(
            "There is no discarded draft that fits the criteria as they are: begin a new one."
        ),
        "appeals.note_long": _("Keep the note below %(most)s characters."),
        "appeals.note_missing": _("Say what should be changed: the author reads it."),
        "appeals.revision_early": _("A revision begins later than the one before it."),
        "appeals.revision_number": _("The next revision of this position is number %(number)s."),
        "appeals.same_approver": _("Two people publish criteria: somebody else has to approve them."),
        # The desk's own forms.
        "desk.no_such_day": _("There is no such day. Write year, month and day, for example 2023-04-09."),
        "desk.note_long": _("The note has more than %(limit)s characters, or invisible ones. Shorten it."),
        # Enquiries.
        "enquiries.answer_misfit": _("An answer does not fit its question. Check it and send it again."),
        "enquiries.appeal_not_open": _(
            "This appeal takes no offers now. Open its page: it says why, and what you can do instead."
        ),
        "enquiries.birth_date_future": _("The date of birth lies in the future. Check the year."),
        "enquiries.people_file_columns": _("The file's first row does not name the columns that are needed."),
        "enquiries.people_file_csv": _("The file is not CSV that can be read."),
        "enquiries.people_file_encoding": _("The file is neither UTF-8 nor Shift_JIS (cp932)."),
        "enquiries.people_file_long": _("The file has too many rows. Split it."),
        "enquiries.people_file_refused": _(
            "The file was refused as a whole and nobody was taken in. What is wrong: %(problems)s"
        ),
        "enquiries.people_file_row": _("A row of the file has not as many cells as the first row."),
        "enquiries.offer_withdrawn": _("This offer was withdrawn, so nothing about it changes any more."),
        "enquiries.still_being_read": _("Your message is still being read. Try again in a minute."),
        # Erasure.
        "desk.erasure_unsure": _("Tick that you made sure of it: it cannot be undone."),
        "people.erased_already": _("This person was erased already."),
        "people.erasure_answered_meanwhile": _("This request has been answered meanwhile. Look at it again."),
        "people.erasure_reason": _("Say why: the person reads it."),
        "people.erasure_words": _("Your message has more than %(limit)s characters. Shorten it."),
        # Evidence.
        "enquiries.check_expired": _("This day has passed. Refuse a document that has run out, with that reason."),
        "enquiries.check_note": _("Say what you checked, for whoever asks later."),
        "enquiries.check_reason": _("Say why it cannot be used: the applicant reads it."),
        "enquiries.evidence_active": _(
            "This PDF carries a script or another file inside. Print it to a new PDF, or photograph the document."
        ),
        "enquiries.evidence_at_once": _("Send at most %(limit)s files at once."),
        "enquiries.evidence_checked_meanwhile": _(
            "%(by)s has checked this document meanwhile. Look at that check before you make another."
        ),
        "enquiries.evidence_damaged": _(
            "This file is damaged and cannot be read. Save it anew, or take a photograph of the document."
        ),
        "enquiries.evidence_empty": _("This file is empty. Choose it again, or take the photograph anew."),
        "enquiries.evidence_enough": _(
            "There are %(limit)s documents for this offer already, and no more can be kept."
        ),
        "enquiries.evidence_for_nothing": _("Say what the document shows: choose from the list."),
        "enquiries.evidence_heic": _(
            "This photograph is in the HEIC format, which we cannot read. Send it as JPEG, or take it from this page."
        ),
        "enquiries.evidence_kind": _(
            "This file is neither a PDF nor a photograph. Send a PDF, JPEG, PNG or WebP file."
        ),
        "enquiries.evidence_large": _("This file is larger than %(megabytes)s megabytes. Send a smaller one."),
        "enquiries.evidence_locked": _(
            "This PDF is locked by a password. Save it without one, or take a photograph of the document."
        ),
        "enquiries.evidence_mixed": _("This file is two kinds of file at once. Send a plain PDF or a photograph."),
        "enquiries.evidence_pages": _("This PDF has more than %(limit)s pages. Send only the pages that matter."),
        "enquiries.evidence_pixels": _(
            "This photograph has more than %(millions)s million pixels. Send a smaller one."
        ),
        "enquiries.try_again": _("We could not store your message just now. Send it once more."),
        # Screening.
        "screening.answer_missing": _("Say in your own words why the decision stays."),
        "screening.answered_meanwhile": _("A colleague has answered this request meanwhile. Read what they said."),
        "screening.basis_changed_meanwhile": _(
            "The criteria or the facts changed while you looked at them. Read what is new, then confirm or contradict."
        ),
        "screening.bulk_empty": _("No application was chosen: tick some, or choose all with these filters."),
        "screening.bulk_not_started": _("Nothing was decided yet, so nothing can be taken back."),
        "screening.bulk_started_meanwhile": _("This bulk decision has started already. Look how far it is."),
        "screening.bulk_too_many": _(
            "More than %(most)s applications are too many for one decision. Narrow the filters."
        ),
        "screening.contradiction_unexplained": _("Say why, so that your colleague learns it."),
        "screening.criteria_malformed": _("The criteria cannot be read. Check the document."),
        "screening.criteria_not_judgeable": _("The criteria cannot be judged with the facts that there are."),
        "screening.decided_meanwhile": _(
            "%(by)s has decided about this application meanwhile. Read that decision before you make another."
        ),
        "screening.decision_unknown": _("The decision that your page showed is not there. Reload the page."),
        "screening.evaluators_differ": _(
            "Python and the database judge a case of these criteria differently (%(case)s), so they were not "
            "published. Please report this with the criteria file: it is a fault of the product."
        ),
        "screening.letter_approved": _("The letter of this decision is approved, so it stands: decide anew instead."),
        "screening.no_way_to_help": _("Nobody is only turned away: choose at least one other way to help."),
        "screening.not_screened_yet": _("This application is still being screened. Try again in a moment."),
        "screening.nothing_to_contest": _("There is no decision about this offer at which anybody could look again."),
        "screening.nothing_to_undo": _("Nothing is decided about this application that could be taken back."),
        "screening.people_decide": _("Only a member of staff can decide about an application."),
        "screening.proposal_waits": _(
            "A proposed acceptance waits: whoever proposed it takes it back, a colleague answers it."
        ),
        "screening.proposed_meanwhile": _(
            "%(by)s has proposed to accept this application meanwhile. Read why, then confirm or contradict."
        ),
        "screening.reason_misfit": _("This reason cannot be given for this decision. Choose one from the list."),
        "screening.reason_missing": _("Say why: the letter tells the applicant."),
        "screening.review_by_another": _(
            "The applicant asked for another look at your decision: a colleague has to answer."
        ),
        "screening.review_waits": _("The applicant asked for another look at this decision: answer that instead."),
        "screening.reviews_enough": _(
            "We have looked at this offer %(times)s times. Write or telephone, if something is still not right."
        ),
        "screening.second_person": _("You proposed this yourself: a colleague has to confirm or contradict it."),
        "screening.settled_meanwhile": _("A colleague has answered this proposal meanwhile. Read what they did."),
        "screening.undo_overtaken_meanwhile": _(
            "Something was decided about this application meanwhile, so nothing was taken back. Look at it first."
        ),
        "screening.under_age": _("Nobody under %(years)s is placed. Offer another way to help instead."),
        "screening.withdrawn_stays": _("The applicant took the offer back themselves: nobody undoes that."),
        # Letters.
        "letters.already_left": _("This letter has already left and cannot be cancelled."),
        "letters.not_a_draft": _("This letter is no longer a draft, so it cannot be changed or approved again."),
        "letters.not_for_print": _("Only an approved letter without an e-mail address is sent on paper."),
        "letters.read_first": _("This letter tells somebody a worse result: open and read it, then approve it."),
        "letters.value_missing": _("The letter cannot be written, because these values are missing: %(missing)s."),
        # People.
        "people.consent_expiry": _("A consent must expire after it was given."),
        "people.judged_different": _(
            "This would join two records that are judged to be different people. Revoke that judgement first."
        ),
        "people.judgement_pair": _("A judgement is about two different records."),
        # Appeals.
        "appeals.administrator_only": _("Only an administrator may do this. Ask one of them."),
        "appeals.basis_ended_meanwhile": _("This legal basis has ended already."),
        "appeals.duty_or_administrator": _("Only a duty officer or an administrator may do this. Tell one of them."),
        "appeals.end_reason_missing": _("Say why the legal basis ends."),
        "appeals.legal_basis_missing": _(
            "The combat position “%(position)s” has no legal basis in force where you recruit. Record the authority, "
            "the document and its dates on the page of the position first."
        ),
        "appeals.never_open": _("The appeal is a draft. Open it instead."),
        "appeals.no_position": _("Say first what is needed: the appeal has no position yet."),
        "appeals.not_openable": _("Only a draft opens. Look at the appeal's page again."),
        "appeals.objection_stands": _(
            "An objection of the host state stands. Two people have to find it settled before the appeal opens."
        ),
        "appeals.position_exists": _("The appeal has a position of this short name already. Choose another."),
        "appeals.positions_unmapped": _("Say for each position as which position it continues, or that it does not."),
        "appeals.press_or_administrator": _("Only a press officer or an administrator publishes. Ask one of them."),
        "appeals.public_stays": _(
            "The public has read this as it is, so it stays. Publish an update, or add another position."
        ),
        "appeals.reason_missing": _("Say why, in all three languages: the appeal's page tells it."),
        "appeals.second_person": _("You have said so already. A second person has to agree."),
        "appeals.settlement_missing": _("Say how the objection was settled: who wrote what, and when."),
        "appeals.slug_taken": _("There is an appeal at this address already. Choose another."),
        "appeals.state_meanwhile": _(
            "The appeal's present state does not allow this; it may have changed meanwhile. Look at its page again."
        ),
        "appeals.successor_not_open": _("Choose another appeal that is open to continue this one."),
        "appeals.update_missing": _("Write the update in all three languages."),
        "appeals.update_of_draft": _("Nobody can read a draft. Open the appeal before you tell of it."),
        # Placements.
        "placements.advisory_in_force": _(
            "A travel advisory of level %(level)s is in force for %(country)s: the hold stays until it is lowered."
        ),
        "placements.duty_officer_only": _("Only a duty officer may do this. Ask one of them to look at it."),
        "placements.handed_over": _("This placement was handed over. Recall it from the partner instead."),
        "placements.left_roster": _("This person is not on the roster any more."),
        "placements.no_legal_basis": _(
            "The legal basis of this position is missing, or the host state objects: the hold stays until that is "
            "settled."
        ),
        "placements.no_reading": _("No advisory for %(country)s has been read within 48 hours. Read the feeds first."),
        "placements.not_a_choice": _("Only a fact with a list of answers can be counted."),
        "placements.not_proposed": _("Only a proposed placement can be cleared."),
        "placements.position_missing": _("This person applied for no position in particular. Choose one."),
        "placements.second_officer": _("You have asked for this already. Another duty officer has to agree."),
        # Donations.
        "donations.account_exists": _("This bank account is there already."),
        "donations.account_unknown": _("The file is of an account that is not registered. Add the account first."),
        "donations.account_unnamed": _("The file does not name its account. Choose it."),
        "donations.counted_alone": _("Two people count cash: choose a colleague who counted it too."),
        "donations.counter_unknown": _("The second person has to be a colleague with an account."),
        "donations.donor_known": _("This donation has a donor already."),
        "donations.no_ledger_account": _("The chart of accounts lacks an account that this needs."),
        "donations.no_organisation": _("Money belongs to an organisation: act for one."),
        "donations.not_imported": _("The statement is still being imported. Wait a moment."),
        "donations.other_account": _("The file is of another account than the one chosen. Choose the right one."),
        "donations.other_currency": _("The file is in another currency than the account. Choose the right account."),
        "donations.claim_erased": _("What the claimant wrote was erased. Dismiss the claim."),
        "donations.claim_meanwhile": _("A colleague settled this claim meanwhile. Look at it again."),
        "donations.too_many": _("Very many people are writing at this moment. Please try again in an hour."),
        "donations.decided_meanwhile": _("A colleague decided about this line meanwhile. Look at it again."),
        "donations.is_donation": _("Every credit of this account is a donation. Say that nobody is known instead."),
        "donations.pledge_currency": _("The pledge is in another currency than the line; they cannot be one."),
        "donations.overlapped": _(
            "The later statement %(ref)s counts lines of this one as known. Undo that one first."
        ),
        "donations.undone": _("This statement was put aside. Upload its file again."),
        "donations.statement_refused": _(
            "The file was refused as a whole and nothing was stored. What is wrong: %(problems)s"
        ),
        # Figures.
        "figures.nothing_sealed": _("Nothing is sealed in the audit log yet. Wait a second and try again."),
        "figures.once_a_day": _(
            "Figures are released once a day: the next release can go out on %(next_day)s. "
            "A mistake is corrected today by saying what was wrong."
        ),
        "figures.would_disclose": _(
            "The release was refused, because a small number of people could be worked out from it."
        ),
    }
)
