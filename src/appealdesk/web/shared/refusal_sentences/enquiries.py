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
    "enquiries.people_file_columns": _("The file's first row does not name the columns that are needed."),
    "enquiries.people_file_csv": _("The file is not CSV that can be read."),
    "enquiries.people_file_encoding": _("The file is neither UTF-8 nor Shift_JIS (cp932)."),
    "enquiries.people_file_long": _("The file has too many rows. Split it."),
    "enquiries.people_file_refused": _(
        "The file was refused as a whole and nobody was taken in. What is wrong: %(problems)s"
    ),
    "enquiries.people_file_row": _("A row of the file has not as many cells as the first row."),
    "enquiries.still_being_read": _("Your message is still being read. Try again in a minute."),
    "enquiries.try_again": _("We could not store your message just now. Send it once more."),
}
