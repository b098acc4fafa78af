"""When a revision takes effect: at its publication, or at a day and time where the organisation is."""

from dataclasses import dataclass
from datetime import datetime, time

from django.http import QueryDict
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

__all__ = ["EffectiveForm", "effective_form", "read_effective"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectiveForm:
    """What was chosen; `moment` is None for "at publication" and for what cannot be read, which `problem` tells."""

    later: bool
    day: str
    clock: str
    moment: datetime | None = None
    problem: str = ""


def effective_form(moment: datetime | None) -> EffectiveForm:
    """The fields of a stored moment, in the active zone."""
    if moment is None:
        return EffectiveForm(later=False, day="", clock="")
    local = moment.astimezone(get_current_timezone())
    return EffectiveForm(later=True, day=f"{local:%Y-%m-%d}", clock=f"{local:%H:%M}", moment=moment)


def read_effective(data: QueryDict) -> EffectiveForm:
    """What was typed. A day without a time begins at midnight."""
    later, day, clock = data.get("effective") == "later", data.get("day", "").strip(), data.get("clock", "").strip()
    if not later:
        return EffectiveForm(later=False, day=day, clock=clock)
    try:
        wanted = datetime.fromisoformat(day).date()
        hour = time.fromisoformat(clock) if clock else time()
    except ValueError:
        problem = _("There is no such day or time. Write them like 2022-02-28 and 09:00.")
        return EffectiveForm(later=True, day=day, clock=clock, problem=problem)
    moment = datetime.combine(wanted, hour.replace(tzinfo=None), tzinfo=get_current_timezone())
    return EffectiveForm(later=True, day=day, clock=clock, moment=moment)
