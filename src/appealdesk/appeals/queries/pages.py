"""The frozen pages of appeals, as every door and every app above reads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from appealdesk.core.criteria.tree import CriteriaSet
from appealdesk.foundation.languages import Localised

__all__ = [
    "AdvisoryAlarm",
    "AdvisoryPage",
    "AppealCard",
    "AppealPage",
    "ChoicePage",
    "FactPage",
    "PositionName",
    "PositionPage",
    "RevisionPage",
    "RevisionSpan",
    "SuccessorPage",
    "UpdatePage",
]

HOLD_FROM_LEVEL = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicePage:
    """One answer of a choice or a set."""

    key: str
    labels: Localised


@dataclass(frozen=True, slots=True, kw_only=True)
class FactPage:
    """One typed fact of the dictionary, with its question per language and its column in the profile."""

    key: str
    type: str
    choices: tuple[ChoicePage, ...]
    labels: Localised
    questions: Localised
    hints: Localised
    slot: str
    privacy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionPage:
    """A published criteria revision; `criteria` is the parsed document."""

    id: int
    ref: str
    position_id: int
    number: int
    effective_from: datetime
    effective_until: datetime | None
    published_at: datetime
    published_by: str
    approved_by: str
    document: Mapping[str, Any]
    criteria: CriteriaSet


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionSpan:
    """From when to when a revision was in force."""

    id: int
    ref: str
    number: int
    since: datetime
    until: datetime | None
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvisoryPage:
    """One government's latest advice on one country."""

    id: int
    ref: str
    issuer: str
    country: str
    own_level: str
    level: int | None
    scope: str
    title: str
    lead: str
    url: str
    issued_at: datetime
    fetched_at: datetime

    @property
    def holds(self) -> bool:
        """True if nobody may travel under it."""
        return self.level is not None and self.level >= HOLD_FROM_LEVEL


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvisoryAlarm:
    """A government's advice may have changed without our knowing.

    `cause` is "unreadable" or "fewer" for an answer that was refused at `at`, "silent" where none came of late, which
    has no `at`. `last_at` is when its advice was read last, if ever.
    """

    issuer: str
    cause: str
    at: datetime | None
    last_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionName:
    """A position as a list names it."""

    id: int
    ref: str
    slug: str
    titles: Localised
    place_kind: str
    country: str
    second_decision: bool
    appeal_id: int
    appeal_ref: str
    appeal_titles: Localised


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionPage:
    """What is needed; `facts` are those that its revision asks, `held_by` the advisory that stops travel.

    With `second_decision` it takes two people to accept somebody.
    """

    id: int
    ref: str
    appeal_id: int
    slug: str
    titles: Localised
    summaries: Localised
    kind: str
    place_kind: str
    country: str
    wanted: int | None
    starts_on: date | None
    ends_on: date | None
    rank: int
    second_decision: bool
    revision: RevisionPage | None
    facts: tuple[FactPage, ...]
    held_by: AdvisoryPage | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatePage:
    """A public text and its moment; `corrects` is the earlier one that it corrects, `corrected_by` a later one."""

    ref: str
    texts: Localised
    published_at: datetime
    corrects: str = ""
    corrected_by: str = ""


@dataclass(frozen=True, slots=True)
class SuccessorPage:
    """The appeal that continues another one."""

    slug: str
    titles: Localised


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealCard:
    """An appeal in a list; `since` is when it came into its state, `reason` why, as far as the public is told."""

    id: int
    ref: str
    slug: str
    organisation_id: int
    organisation_names: Localised
    titles: Localised
    summaries: Localised
    crisis_names: Localised
    timezone: str
    status: str
    since: datetime
    reason: Localised
    successor: SuccessorPage | None
    opened_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealPage(AppealCard):
    """One appeal with everything that the public may know of it; `revisions` are all of each position, by its key."""

    glide: str
    donation_details: Mapping[str, Any]
    advisory_issuers: tuple[str, ...]
    mastodon_limit: int
    updates: tuple[UpdatePage, ...]
    positions: tuple[PositionPage, ...]
    revisions: Mapping[int, tuple[RevisionSpan, ...]]
    advisories: tuple[AdvisoryPage, ...]
