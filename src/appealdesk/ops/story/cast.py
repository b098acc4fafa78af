"""The 300 invented people who offer help, the same for each seed: when, how, what they say, and what is decided."""

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

from appealdesk.core.text.kana import to_passport
from appealdesk.core.text.translit import ukrainian_to_latin

__all__ = ["CALLER", "TOKYO", "Member", "make_cast", "readings"]

TOKYO = ZoneInfo("Asia/Tokyo")
_SIZE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person of the story. `fate` is the decision that an officer takes, empty for those still to be decided."""

    written: str
    reading: str
    latin: str
    language: str
    birth_date: date
    email: str
    phone: str
    channel: str
    at: datetime
    position: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    message: str = ""
    fate: str = ""


CALLER = Member(
    written="浅野 健太",
    reading="アサノ ケンタ",
    latin="ASANO KENTA",
    language="ja",
    birth_date=date(1982, 11, 3),
    email="kenta.asano.demo@example.jp",
    phone="+819000009001",
    channel="phone",
    at=datetime(2022, 2, 28, 14, 2, tzinfo=TOKYO),
    position="defence",
    facts={"service_branch": "none", "service_years": 0, "specialised_training": False},
    message="投稿を見て電話しました。会社員です。何かお手伝いできればと思います。",
    fate="declined",
)
"""The office worker of 39 who telephones after seeing the post and is declined for lack of experience."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """So many people of one sort: for which position, with which facts, and what becomes of them."""

    count: int
    position: str
    facts: Mapping[str, Any]
    fate: str = ""


_LICENCE = {"from": "2012-04-01", "until": "2027-03-31"}
_LAPSED = {"from": "2009-04-01", "until": "2020-03-31"}

# The roster of the story: 70 accepted, of them 50 former members of the Self-Defense Forces and 2 of the French
# Foreign Legion. Everybody else shows what a desk meets: no experience, too young, not asked yet, declined to say.
_KINDS = (
    _Kind(
        50, "defence", {"service_branch": "jsdf", "service_years": (2, 20), "specialised_training": True}, "accepted"
    ),
    _Kind(2, "defence", {"service_branch": "ffl", "service_years": (5, 9), "specialised_training": True}, "accepted"),
    _Kind(6, "defence", {"service_branch": "other", "service_years": (2, 8), "specialised_training": True}, "accepted"),
    _Kind(6, "medical", {"medical_licence": _LICENCE, "medical_years": (3, 25)}, "accepted"),
    _Kind(4, "it", {"it_years": (4, 20), "it_skills": ["security", "networks"], "languages": ["ja", "en"]}, "accepted"),
    _Kind(2, "firefighting", {"firefighting_years": (4, 20)}, "accepted"),
    _Kind(
        44, "defence", {"service_branch": "none", "service_years": (0, 0), "specialised_training": False}, "declined"
    ),
    _Kind(9, "medical", {"medical_licence": _LAPSED, "medical_years": (1, 12)}, "declined"),
    _Kind(48, "defence", {"service_branch": "jsdf", "service_years": (1, 12), "specialised_training": True}),
    _Kind(21, "defence", {"service_branch": "none", "service_years": (0, 0), "specialised_training": False}),
    _Kind(
        17,
        "defence",
        {"service_branch": {"absent": "declined_to_say"}, "specialised_training": {"absent": "not_asked"}},
    ),
    _Kind(26, "medical", {"medical_licence": _LICENCE, "medical_years": (1, 25)}),
    _Kind(6, "medical", {"medical_licence": {"absent": "not_asked"}, "medical_years": (1, 9)}),
    _Kind(27, "it", {"it_years": (0, 20), "it_skills": ["software"], "languages": ["ja", "en"]}),
    _Kind(21, "communication", {"communications_years": (0, 12), "languages": ["ja", "uk"]}),
    _Kind(10, "firefighting", {"firefighting_years": (1, 20)}),
)


def readings() -> tuple[tuple[str, str], ...]:
    """Family and given names in kana, for payers of the bank's file."""
    names = _names()
    given = [*names["given_m"], *names["given_f"]]
    return tuple((family[1], given[place % len(given)][1]) for place, family in enumerate(names["families"]))


def make_cast(*, seed: int) -> tuple[Member, ...]:
    """Everybody in the order of their first contact; the caller of 28 February stands among them."""
    chance = random.Random(seed)  # noqa: S311 - a story, not a secret
    people = _people(chance)
    members = [CALLER]
    for kind in _KINDS:
        members += [_member(kind, next(people), len(members) + place, chance) for place in range(kind.count)]
    return tuple(sorted(members, key=lambda member: member.at))


def _names() -> dict[str, list[list[str]]]:
    text = resources.files("appealdesk.ops.story").joinpath("names.json").read_text(encoding="utf-8")
    names: dict[str, list[list[str]]] = json.loads(text)
    return names


def _people(chance: random.Random) -> Iterator[tuple[str, str, str, str]]:
    """Written form, reading, Latin form and language; nobody appears twice."""
    names = _names()
    given = [*names["given_m"], *names["given_f"]]
    pairs = [(family, name) for family in names["families"] for name in given]
    chance.shuffle(pairs)
    foreign = [("", "", f"{name} {family}", "en") for name, family in names["latin"]]
    foreign += [
        (f"{name} {family}", "", ukrainian_to_latin(f"{name} {family}"), "uk") for name, family in names["cyrillic"]
    ]
    for place, (family, name) in enumerate(pairs):
        if place % 14 == 13 and foreign:
            yield foreign.pop(0)
        latin = f"{to_passport(family[1])} {to_passport(name[1])}"
        yield f"{family[0]} {name[0]}", f"{family[1]} {name[1]}", latin, "ja"


def _member(kind: _Kind, name: tuple[str, str, str, str], number: int, chance: random.Random) -> Member:
    written, reading, latin, language = name
    channel = chance.choices(("web", "phone", "import"), (6, 3, 1.5))[0]
    if language != "ja":
        channel = "web"
    return Member(
        written=written,
        reading=reading,
        # Whoever telephones does not spell a passport; whoever writes does so half of the time.
        latin=latin if not written or (channel == "web" and chance.random() < 0.5) else "",
        language=language,
        birth_date=date(1964, 1, 1) + timedelta(days=chance.randrange(36 * 365)),
        email=f"demo{number:03}@example.jp" if channel != "phone" or chance.random() < 0.6 else "",
        # Numbers beginning with 090 0000 are assigned to nobody.
        phone=f"+8190{number:08}",
        channel=channel,
        at=_moment(channel, chance),
        position=kind.position,
        facts={key: _fact(value, chance) for key, value in kind.facts.items()},
        fate=kind.fate,
    )


def _moment(channel: str, chance: random.Random) -> datetime:
    """Between the appeal's first afternoon and the evening of 1 March; the telephone is answered by day."""
    if channel == "import":
        return datetime(2022, 3, 1, 11, 0, tzinfo=TOKYO)
    day = chance.choices((27, 28, 29), (4, 5, 3))[0]
    start = datetime(2022, 2, 27, tzinfo=TOKYO) + timedelta(days=day - 27)
    first, last = (13, 22) if day == 27 else (9, 17) if channel == "phone" else (7, 18)
    return start + timedelta(minutes=chance.randrange(first * 60, last * 60))


def _fact(value: Any, chance: random.Random) -> Any:
    return chance.randint(*value) if isinstance(value, tuple) else value
