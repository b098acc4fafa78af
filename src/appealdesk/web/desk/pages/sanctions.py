"""One hit side by side: ours, what the list says, and what speaks for and against."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from appealdesk.core.sanctions import Born
from appealdesk.donations.queries.held import HeldMoney, PayeePage
from appealdesk.people.queries.identities import IdentityPage
from appealdesk.sanctions.queries.hits import HitPage, HitsPage, ListPage
from appealdesk.sanctions.queries.subjects import countries_of
from appealdesk.web.shared.culture import country_text, date_text, days_text

__all__ = ["Bar", "ComparedRow", "HitView", "SanctionsView", "hit_view"]

_MOST_BITS = 16.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """One line of the comparison."""

    label: str
    ours: tuple[str, ...]
    listed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One reason as a bar from the middle of a hundred."""

    code: str
    bits: float

    @property
    def width(self) -> float:
        """Of a hundred."""
        return round(min(abs(self.bits), _MOST_BITS) / _MOST_BITS * 50, 1)

    @property
    def start(self) -> float:
        """Against goes to the left, for to the right."""
        return 50.0 if self.bits >= 0 else 50.0 - self.width


@dataclass(frozen=True, slots=True, kw_only=True)
class HitView:
    """The hit that is asked about, opened."""

    hit: HitPage
    title: str
    ref: str
    rows: tuple[ComparedRow, ...]
    bars: tuple[Bar, ...]
    money: tuple[HeldMoney, ...]
    letters: int
    by: Mapping[str, str]
    reason: str
    problem: str

    @property
    def waits(self) -> bool:
        """Whether a decision may be taken."""
        return self.hit.status in {"open", "escalated"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SanctionsView:
    """The lists, the hits of one state, and the one that is shown; `last` is what the reader decided just before."""

    lists: tuple[ListPage, ...]
    hits: HitsPage
    shown: HitView | None
    titles: Mapping[str, str]
    last: str

    @property
    def stale(self) -> tuple[ListPage, ...]:
        """Lists that are not known to be the latest."""
        return tuple(item for item in self.lists if item.stale)

    @property
    def following(self) -> str:
        """The hit after the shown one, which the next page begins with; empty for the last."""
        refs = [hit.ref for hit in self.hits.hits]
        if self.shown is None or self.shown.hit.ref not in refs:
            return ""
        place = refs.index(self.shown.hit.ref) + 1
        return refs[place] if place < len(refs) else ""


def hit_view(
    hit: HitPage,
    *,
    donor: IdentityPage | None,
    payee: PayeePage | None,
    gifts: tuple[HeldMoney, ...],
    letters: int,
    by: Mapping[str, str],
    language: str,
    reason: str = "",
    problem: str = "",
) -> HitView:
    """What the page shows of a hit; whoever was erased has no name any more."""
    names, births = _ours(donor, payee, language)
    countries = {payee.country} - {""} if payee else countries_of(donor.phones) if donor else ()
    return HitView(
        hit=hit,
        title=names[0] if names else "–",
        ref=donor.ref if donor else "",
        rows=(
            ComparedRow(label=_("Name"), ours=names[:1], listed=(hit.listed.text,)),
            ComparedRow(
                label=_("Other names"),
                ours=names[1:],
                listed=tuple(
                    _("%(name)s (weak alias)") % {"name": name.text} if name.weak else name.text for name in hit.others
                ),
            ),
            ComparedRow(label=_("Born"), ours=births, listed=tuple(_born(born, language) for born in hit.births)),
            ComparedRow(
                label=_("Countries"),
                ours=tuple(country_text(code, language) for code in sorted(countries)),
                listed=tuple(country_text(code, language) for code in hit.countries),
            ),
        ),
        bars=tuple(Bar(code=reason_.code, bits=reason_.bits) for reason_ in hit.reasons),
        money=payee.payments if payee else gifts,
        letters=letters,
        by=by,
        reason=reason,
        problem=problem,
    )


def _ours(
    donor: IdentityPage | None, payee: PayeePage | None, language: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if payee is not None:
        return ((payee.name,) if payee.name else ()), ()
    if donor is None:
        return (), ()
    names = (donor.names.written, donor.names.reading, donor.names.latin)
    births = (date_text(donor.birth_date, language),) if donor.birth_date else ()
    return tuple(dict.fromkeys(name for name in names if name)), births


def _born(born: Born, language: str) -> str:
    if born.is_day:
        return date_text(born.earliest, language)
    if (born.earliest, born.latest) == (date(born.earliest.year, 1, 1), date(born.earliest.year, 12, 31)):
        return str(born.earliest.year)
    return days_text(born.earliest, born.latest, language)
