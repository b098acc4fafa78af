"""The refusals of the sanctions check, by their codes."""

from django.utils.translation import gettext_noop as _

__all__ = ["SENTENCES"]

SENTENCES: dict[str, str] = {
    "sanctions.list_refused": _("The file was refused, and the last list stays in force."),
    "sanctions.list_unknown": _("There is no such sanctions list."),
    "sanctions.loaded_meanwhile": _("Another file of this list was loaded meanwhile. Load it again."),
    "sanctions.nothing_to_undo": _("The last decision about this hit is not yours to take back."),
    "sanctions.second_person": _("You escalated this hit yourself: a second person confirms it."),
    "sanctions.settled_meanwhile": _("This hit has been decided meanwhile. Look at it again."),
}
