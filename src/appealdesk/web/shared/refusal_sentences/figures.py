"""The refusals of figures, by their codes."""

from django.utils.translation import gettext_noop as _

__all__ = ["SENTENCES"]

SENTENCES: dict[str, str] = {
    "figures.nothing_sealed": _("Nothing is sealed in the audit log yet. Wait a second and try again."),
    "figures.once_a_day": _(
        "Figures are released once a day: the next release can go out on %(next_day)s. "
        "A mistake is corrected today by saying what was wrong."
    ),
    "figures.would_disclose": _(
        "The release was refused, because a small number of people could be worked out from it."
    ),
}
