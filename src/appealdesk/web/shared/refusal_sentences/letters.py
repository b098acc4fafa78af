"""The refusals of letters, by their codes."""

from django.utils.translation import gettext_noop as _

__all__ = ["SENTENCES"]

SENTENCES: dict[str, str] = {
    "letters.already_left": _("This letter has already left and cannot be cancelled."),
    "letters.not_a_draft": _("This letter is no longer a draft, so it cannot be changed or approved again."),
    "letters.not_for_print": _("Only an approved letter without an e-mail address is sent on paper."),
    "letters.read_first": _("This letter tells somebody a worse result: open and read it, then approve it."),
    "letters.value_missing": _("The letter cannot be written, because these values are missing: %(missing)s."),
}
