"""The refusals of the doors themselves, by their codes."""

from django.utils.translation import gettext_noop as _

__all__ = ["SENTENCES"]

SENTENCES: dict[str, str] = {
    "desk.erasure_unsure": _("Tick that you made sure of it: it cannot be undone."),
    "desk.no_such_day": _("There is no such day. Write year, month and day, for example 2023-04-09."),
    "desk.note_long": _("The note has more than %(limit)s characters, or invisible ones. Shorten it."),
    "limits.too_fast": _(
        "Very much has come from your network just now. Wait about %(minutes)s min and send it again: nothing is lost."
    ),
    "not_found": _("There is nothing at this address, or you may not see it."),
    "public.form_damaged": _("The form arrived damaged. Go back, reload it and send it again."),
    "public.form_type": _("This form was sent in a way that we cannot read. Go back, reload it and send it again."),
}
