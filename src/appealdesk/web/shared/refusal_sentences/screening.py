"""The refusals of screening, by their codes."""

from django.utils.translation import gettext_noop as _

__all__ = ["SENTENCES"]

SENTENCES: dict[str, str] = {
    "screening.answer_missing": _("Say in your own words why the decision stays."),
    "screening.answered_meanwhile": _("A colleague has answered this request meanwhile. Read what they said."),
    "screening.basis_changed_meanwhile": _(
        "The criteria or the facts changed while you looked at them. Read what is new, then confirm or contradict."
    ),
    "screening.bulk_empty": _("No application was chosen: tick some, or choose all with these filters."),
    "screening.bulk_not_started": _("Nothing was decided yet, so nothing can be taken back."),
    "screening.bulk_started_meanwhile": _("This bulk decision has started already. Look how far it is."),
    "screening.bulk_too_many": _("More than %(most)s applications are too many for one decision. Narrow the filters."),
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
    "screening.revision_not_in_force": _(
        "Only the criteria in force can re-screen a position; preview the others instead."
    ),
    "screening.second_person": _("You proposed this yourself: a colleague has to confirm or contradict it."),
    "screening.settled_meanwhile": _("A colleague has answered this proposal meanwhile. Read what they did."),
    "screening.under_age": _("Nobody under %(years)s is placed. Offer another way to help instead."),
    "screening.undo_overtaken_meanwhile": _(
        "Something was decided about this application meanwhile, so nothing was taken back. Look at it first."
    ),
    "screening.withdrawn_stays": _("The applicant took the offer back themselves: nobody undoes that."),
}
