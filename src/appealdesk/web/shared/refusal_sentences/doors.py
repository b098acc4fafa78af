"""The refusals of the doors themselves, by their codes."""

from django.utils.translation import gettext_noop as _

__all__ = ["SENTENCES"]

SENTENCES: dict[str, str] = {
    "document.active": _(
        "This PDF carries a script or another file inside. Print it to a new PDF, or photograph the document."
    ),
    "document.damaged": _(
        "This file is damaged and cannot be read. Save it anew, or take a photograph of the document."
    ),
    "document.empty": _("This file is empty. Choose it again, or take the photograph anew."),
    "document.heic": _(
        "This photograph is in the HEIC format, which we cannot read. Send it as JPEG, or take it from this page."
    ),
    "document.kind": _("This file is neither a PDF nor a photograph. Send a PDF, JPEG, PNG or WebP file."),
    "document.large": _("This file is larger than %(megabytes)s megabytes. Send a smaller one."),
    "document.locked": _(
        "This PDF is locked by a password. Save it without one, or take a photograph of the document."
    ),
    "document.mixed": _("This file is two kinds of file at once. Send a plain PDF or a photograph."),
    "document.pages": _("This PDF has more than %(limit)s pages. Send only the pages that matter."),
    "document.pixels": _("This photograph has more than %(millions)s million pixels. Send a smaller one."),
    "desk.erasure_unsure": _("Tick that you made sure of it: it cannot be undone."),
    "desk.no_such_day": _("There is no such day. Write year, month and day, for example 2023-04-09."),
    "desk.note_long": _("The note has more than %(limit)s characters, or invisible ones. Shorten it."),
    "limits.too_fast": _(
        "Very much has come from your network just now. Wait about %(minutes)s min and send it again: nothing is lost."
    ),
    "not_found": _("There is nothing at this address, or you may not see it."),
    "public.form_damaged": _("The form arrived damaged. Go back, reload it and send it again."),
    "public.form_type": _("This form was sent in a way that we cannot read. Go back, reload it and send it again."),
    "pdf.unavailable": _(
        "No PDF can be made on this machine: an operator installs %(packages)s and starts the product again."
    ),
}
