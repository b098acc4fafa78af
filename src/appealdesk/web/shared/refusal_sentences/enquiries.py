"""The refusals of enquiries, by their codes."""

from django.utils.translation import gettext_noop as _

__all__ = ["SENTENCES"]

SENTENCES: dict[str, str] = {
    "enquiries.answer_misfit": _("An answer does not fit its question. Check it and send it again."),
    "enquiries.appeal_not_open": _(
        "This appeal takes no offers now. Open its page: it says why, and what you can do instead."
    ),
    "enquiries.birth_date_future": _("The date of birth lies in the future. Check the year."),
    "enquiries.check_expired": _("This day has passed. Refuse a document that has run out, with that reason."),
    "enquiries.check_note": _("Say what you checked, for whoever asks later."),
    "enquiries.check_reason": _("Say why it cannot be used: the applicant reads it."),
    "enquiries.evidence_at_once": _("Send at most %(limit)s files at once."),
    "enquiries.evidence_checked_meanwhile": _(
        "%(by)s has checked this document meanwhile. Look at that check before you make another."
    ),
    "enquiries.evidence_enough": _("There are %(limit)s documents for this offer already, and no more can be kept."),
    "enquiries.evidence_for_nothing": _("Say what the document shows: choose from the list."),
    "enquiries.offer_withdrawn": _("This offer was withdrawn, so nothing about it changes any more."),
    "enquiries.people_file_columns": _("The headings in the first row are not those of a list of people."),
    "enquiries.people_file_confirmed": _(
        "The people of this file are taken in already, or are just being taken in: it cannot be put aside."
    ),
    "enquiries.people_file_csv": _("The file is not CSV that can be read; it may have been cut."),
    "enquiries.people_file_empty": _("The file has headings but nobody below them."),
    "enquiries.people_file_encoding": _(
        "The file's letters cannot be read: it is neither UTF-8 nor Shift_JIS (cp932). Save it as “CSV UTF-8” and "
        "choose it again."
    ),
    "enquiries.people_file_gone": _("This file is not there any more: choose it once again."),
    "enquiries.people_file_long": _("The file has more than 100,000 rows or 32 MB. Split it."),
    "enquiries.people_file_refused": _("The file was refused as a whole and nobody was taken in."),
    "enquiries.people_file_row": _("Some rows have more or fewer cells than there are headings."),
    "enquiries.still_being_read": _("Your message is still being read. Try again in a minute."),
    "enquiries.try_again": _("We could not store your message just now. Send it once more."),
}
