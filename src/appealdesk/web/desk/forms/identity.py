"""Who stands at the counter or has called: what short forms of the desk read of a person."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from pydantic import ValidationError

from appealdesk.people.inputs import IdentityInput
from appealdesk.web.desk.forms.typed import Problems

__all__ = ["read_identity"]

_FIELDS: Final = {"emails": "email", "phones": "phone"}


def read_identity(data: Mapping[str, str], problems: Problems) -> IdentityInput | None:
    """Whatever of it the form asked for; None with a sentence for each field that does not fit."""
    typed = {name: data.get(name, "").strip() for name in ("written", "reading", "email", "phone")}
    said = {
        "written": _("Write the name in letters, without signs."),
        "reading": _("Write the reading in kana only, for example アオキ ケイコ."),
        "email": _("Mail cannot reach this address. Ask again."),
        "phone": _("This number cannot be called. Ask again."),
    }
    try:
        return IdentityInput.model_validate(
            {
                "written": typed["written"],
                "reading": typed["reading"],
                "emails": (typed["email"],) if typed["email"] else (),
                "phones": (typed["phone"],) if typed["phone"] else (),
                "language": data.get("language", ""),
            }
        )
    except ValidationError as error:
        for one in error.errors():
            name = _FIELDS.get(str(one["loc"][0]), str(one["loc"][0]))
            problems.setdefault(name, said.get(name) or _("This cannot be read. Check it."))
        return None
