"""An update as it is written: one text in three languages."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from appealdesk.web.desk.forms.typed import TypedField, text_fields

__all__ = ["LONGEST_UPDATE", "update_fields"]

LONGEST_UPDATE = 8000


def update_fields(data: Mapping[str, str], problems: Mapping[str, str]) -> tuple[TypedField, ...]:
    """The text in each language."""
    return text_fields("texts", _("Text"), data, problems, rows=8, longest=LONGEST_UPDATE)
