"""The refusals of placements, by their codes."""

from django.utils.translation import gettext_noop as _

__all__ = ["SENTENCES"]

SENTENCES: dict[str, str] = {
    "placements.advisory_in_force": _(
        "A travel advisory of level %(level)s is in force for %(country)s: the hold stays until it is lowered."
    ),
    "placements.consent_withdrawn": _(
        "This person took back that their details may be passed on. The hold stays until they agree anew."
    ),
    "placements.duty_officer_only": _("Only a duty officer may do this. Ask one of them to look at it."),
    "placements.handed_over": _("This placement was handed over. Recall it from the partner instead."),
    "placements.left_roster": _("This person is not on the roster any more."),
    "placements.no_legal_basis": _(
        "The legal basis of this position is missing, or the host state objects: the hold stays until that is settled."
    ),
    "placements.no_reading": _("No advisory for %(country)s has been read within 48 hours. Read the feeds first."),
    "placements.not_a_choice": _("Only a fact with a list of answers can be counted."),
    "placements.not_proposed": _("Only a proposed placement can be cleared."),
    "placements.position_missing": _("This person applied for no position in particular. Choose one."),
    "placements.second_officer": _("You have asked for this already. Another duty officer has to agree."),
}
