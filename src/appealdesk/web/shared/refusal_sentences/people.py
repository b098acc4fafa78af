"""The refusals of people, by their codes."""

from django.utils.translation import gettext_noop as _

__all__ = ["SENTENCES"]

SENTENCES: dict[str, str] = {
    "people.birth_date_future": _("The date of birth lies in the future. Check the year."),
    "people.birth_date_known": _("This date of birth is known already."),
    "people.check_often": _(
        "A link or code for this address was made a short while ago. Wait for it, or try again tomorrow."
    ),
    "people.check_over": _("This link or code is used up or has expired. Ask for a new one."),
    "people.contact_confirmed": _("This address or number is confirmed already."),
    "people.consent_expiry": _("A consent must expire after it was given."),
    "people.erased_already": _("This person was erased already."),
    "people.erasure_answered_meanwhile": _("This request has been answered meanwhile. Look at it again."),
    "people.erasure_reason": _("Say why: the person reads it."),
    "people.erasure_words": _("Your message has more than %(limit)s characters. Shorten it."),
    "people.judged_different": _(
        "This would join two records that are judged to be different people. Revoke that judgement first."
    ),
    "people.joined_otherwise": _(
        "Other records join these two. Take the weakest of those judgements back first, on the person's page."
    ),
    "people.judgement_erased": _("One of the two records was erased, so nobody can compare them."),
    "people.judgement_pair": _("A judgement is about two different records."),
    "people.nothing_new": _("No record is new since the last search."),
    "people.related_to_itself": _("These are one person. Part the records first."),
    "people.resolving_already": _("A search is under way already. Look at how far it is."),
    "people.revoke_reason": _("Choose one of the reasons."),
}
