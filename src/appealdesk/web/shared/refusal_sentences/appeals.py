"""The refusals of appeals, by their codes."""

from django.utils.translation import gettext_noop as _

__all__ = ["SENTENCES"]

SENTENCES: dict[str, str] = {
    "appeals.administrator_only": _("Only an administrator may do this. Ask one of them."),
    "appeals.approver_role": _("A duty officer or an administrator approves criteria: ask one of them to look."),
    "appeals.basis_ended_meanwhile": _("This legal basis has ended already."),
    "appeals.criteria_malformed": _("The criteria cannot be read. Check the document."),
    "appeals.draft_awaits": _(
        "This draft waits for approval and cannot be changed now. Take it back first, then change it."
    ),
    "appeals.draft_awaits_meanwhile": _("A colleague has submitted this draft already."),
    "appeals.draft_back_meanwhile": _("The draft does not wait for approval any more."),
    "appeals.draft_characters": _(
        "The document holds a number that is not finite, or a character that is no text. Take it out."
    ),
    "appeals.draft_gone_meanwhile": _(
        "The draft is no longer open: it was published or discarded. Look at the history of the position."
    ),
    "appeals.draft_large": _("Criteria have at most 500 kB. Make them shorter."),
    "appeals.draft_meanwhile": _(
        "A colleague has changed the draft meanwhile. Nothing of yours is lost: compare, then save again."
    ),
    "appeals.draft_same": _("The draft says what the revision before it says: there is nothing to publish."),
    "appeals.draft_unfinished": _("The criteria are not finished: put right what is marked, save, and submit again."),
    "appeals.duty_or_administrator": _("Only a duty officer or an administrator may do this. Tell one of them."),
    "appeals.end_reason_missing": _("Say why the legal basis ends."),
    "appeals.fact_choice": _("The fact %(key)s has no answer %(choices)s."),
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
    "appeals.fact_type": _("The fact %(key)s is of another type in the dictionary."),
    "appeals.fact_unknown": _("The dictionary has no fact named %(key)s: define it first."),
    "appeals.legal_basis_missing": _(
        "The combat position “%(position)s” has no legal basis in force where you recruit. Record the authority, "
        "the document and its dates on the page of the position first."
    ),
    "appeals.never_open": _("The appeal is a draft. Open it instead."),
    "appeals.no_draft_to_restore": _(
        "There is no discarded draft that fits the criteria as they are: begin a new one."
    ),
    "appeals.no_position": _("Say first what is needed: the appeal has no position yet."),
    "appeals.not_openable": _("Only a draft opens. Look at the appeal's page again."),
    "appeals.note_long": _("Keep the note below %(most)s characters."),
    "appeals.note_missing": _("Say what should be changed: the author reads it."),
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
    "appeals.revision_early": _("A revision begins later than the one before it."),
    "appeals.revision_number": _("The next revision of this position is number %(number)s."),
    "appeals.same_approver": _("Two people publish criteria: somebody else has to approve them."),
    "appeals.second_person": _("You have said so already. A second person has to agree."),
    "appeals.settlement_missing": _("Say how the objection was settled: who wrote what, and when."),
    "appeals.slug_taken": _("There is an appeal at this address already. Choose another."),
    "appeals.state_meanwhile": _(
        "The appeal's present state does not allow this; it may have changed meanwhile. Look at its page again."
    ),
    "appeals.successor_not_open": _("Choose another appeal that is open to continue this one."),
    "appeals.update_missing": _("Write the update in all three languages."),
    "appeals.update_of_draft": _("Nobody can read a draft. Open the appeal before you tell of it."),
}
