"""What is compared between two records, and the levels on which each comparison can end.

A level's weight is estimated from the data, except where that is known to go wrong: a household shares a mailbox, a
phone and an address, so "same family, other given name" has a weight that is `fixed`, and outweighs them. A level with
a `veto` forbids joining without a person, whatever else agrees. `bits` is what a level weighs where the data are too
few to say: round numbers from files of people, because a phone number or a birth date is as rare everywhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from appealdesk.core.linking.conditions import All, Begins, Both, Condition, Contains, Either, Not, Same, Within

__all__ = ["COMPARISONS", "Comparison", "Level", "comparisons_for"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One answer of a comparison, with the sentence that gives it as a reason."""

    code: str
    sentence: str
    bits: float
    when: Condition | None = None  # None: everything that is on no other level.
    fixed: bool = False
    veto: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`silent` says when the records have nothing to compare. `needs` are the columns without which it is left out."""

    code: str
    needs: tuple[str, ...]
    silent: Condition
    levels: tuple[Level, ...]


_HOUSEHOLD: Final = -30.0  # As in `core.names.compare`: more than a phone, a mailbox and a postcode together.

_SOUND_EQUAL: Final = Either(Same("sound"), Same("sound", "turned"))
_HEARD: Final = Either(_SOUND_EQUAL, Same("european"))
_NEAR: Final = Either(Within("sound", 1, 6), Within("sound", 1, 6, "turned"), Within("european", 1, 8))
_FAR: Final = Either(Within("sound", 2, 10), Within("sound", 2, 10, "turned"), Within("european", 2, 12))
_READABLE: Final = Either(Contains("readings", "sound"), Contains("readings", "turned"))
_FAMILY: Final = Either(
    Same("first"),
    Same("last"),
    Same("first", "last"),
    Same("first_european"),
    Same("last_european"),
    Same("first_european", "last_european"),
    Contains("family_readings", "first"),
    Contains("family_readings", "last"),
    Begins("unparted", "first", 4),
    Begins("unparted", "last", 4),
)

NAME: Final = Comparison(
    code="name",
    needs=("named",),
    silent=Not(Either(Both("kanji"), Both("sound"), Both("european"), Both("readings", "sound"), Both("bones"))),
    levels=(
        Level(
            code="kanji_and_sound",
            sentence="the names are written and read alike",
            bits=14.0,
            when=All(Same("kanji"), _HEARD),
        ),
        Level(code="kanji", sentence="the names are written with the same kanji", bits=14.0, when=Same("kanji")),
        Level(
            code="household",
            sentence="one family, with other given names",
            when=All(Both("kanji"), Same("family_kanji")),
            bits=_HOUSEHOLD,
            fixed=True,
            veto=True,
        ),
        Level(
            code="other_kanji",
            sentence="the names are written with other kanji",
            when=Both("kanji"),
            bits=-12.0,
            fixed=True,
            veto=True,
        ),
        Level(code="sound", sentence="the names sound alike", bits=13.0, when=_HEARD),
        Level(code="near", sentence="the names differ by one slip", bits=9.0, when=_NEAR),
        Level(code="far", sentence="the names differ by two slips", bits=6.0, when=_FAR),
        Level(code="readable", sentence="the kanji of one can be read as the other", bits=12.0, when=_READABLE),
        Level(
            code="family",
            sentence="one part of the names agrees and the other does not",
            when=_FAMILY,
            bits=_HOUSEHOLD,
            fixed=True,
            veto=True,
        ),
        Level(code="bones", sentence="the consonants of a foreign name agree", bits=3.0, when=Same("bones")),
        Level(code="different", sentence="the names are different", bits=-8.0),
    ),
)


def _part(column: str, other: str, spoken: str, equal: float = 7.5) -> Comparison:
    return Comparison(
        code=column,
        needs=(column,),
        silent=Not(Both(column)),
        levels=(
            Level(code="equal", sentence=f"same {spoken}", bits=equal, when=Same(column)),
            Level(code="near", sentence=f"{spoken} differs by one slip", bits=7.0, when=Within(column, 1, 3)),
            Level(
                code="far",
                sentence=f"{spoken} differs by two slips",
                bits=4.0,
                when=Either(Within(column, 2, 6), Begins(column, column, 4)),
            ),
            Level(code="crossed", sentence=f"{spoken} stands in the other place", bits=6.0, when=Same(column, other)),
            Level(code="different", sentence=f"other {spoken}", bits=-3.0),
        ),
    )


def _text(column: str, spoken: str, equal: float) -> Comparison:
    near = Within(f"{column}_ascii", 2, 6)
    return Comparison(
        code=column,
        needs=(column,),
        silent=Not(Both(column)),
        levels=(
            Level(code="equal", sentence=f"same {spoken}", bits=equal, when=Same(column)),
            Level(
                code="near",
                sentence=f"{spoken} differs by a slip or two",
                bits=7.0,
                when=near,
            ),
            Level(code="different", sentence=f"other {spoken}", bits=-3.0),
        ),
    )


def _plain(column: str, spoken: str, equal: float) -> Comparison:
    return Comparison(
        code=column,
        needs=(column,),
        silent=Not(Both(column)),
        levels=(
            Level(code="equal", sentence=f"same {spoken}", bits=equal, when=Same(column)),
            Level(code="different", sentence=f"other {spoken}", bits=-3.0),
        ),
    )


def _digits(column: str, spoken: str, slips: int, equal: float) -> Comparison:
    half = equal / 2
    near = tuple(
        Level(
            code=f"slips_{count}",
            sentence=f"{spoken} differs by {count}",
            bits=half,
            when=Within(column, count, 4),
        )
        for count in range(1, slips + 1)
    )
    plain = _plain(column, spoken, equal)
    return replace(plain, levels=(plain.levels[0], *near, plain.levels[1]))


BIRTH_DATE: Final = Comparison(
    code="birth_date",
    needs=("born",),
    silent=Not(Both("born")),
    levels=(
        Level(code="equal", sentence="same birth date", bits=13.0, when=Same("born")),
        Level(
            code="swapped",
            sentence="day and month of birth swapped",
            bits=8.0,
            when=Same("born", "born_swapped"),
        ),
        Level(code="slip", sentence="birth dates differ by one slip", bits=4.0, when=Within("born", 1, 8)),
        Level(code="slips", sentence="birth dates differ by two slips", bits=0.0, when=Within("born", 2, 8)),
        Level(code="different", sentence="other birth date", bits=-6.0),
    ),
)

MAIL: Final = Comparison(
    code="mail",
    needs=("mail",),
    silent=Not(Both("mail")),
    levels=(
        Level(code="equal", sentence="same mail", bits=13.0, when=Same("mail")),
        Level(code="near", sentence="mail differs by a slip or two", bits=10.0, when=Within("mail_ascii", 2, 12)),
        Level(code="different", sentence="other mail", bits=-3.0),
    ),
)

COMPARISONS: Final = (
    NAME,
    _part("given", "family", "given name"),
    _part("family", "given", "family name"),
    BIRTH_DATE,
    _digits("phone", "phone", 1, 14.0),
    MAIL,
    _digits("number", "identity number", 2, 12.0),
    _digits("postcode", "postcode", 1, 10.0),
    _plain("house", "house number", 6.0),
    _text("street", "street", 10.0),
    _text("quarter", "second line of the address", 9.0),
    _text("town", "town", 8.0),
    _plain("state", "state", 2.0),
)
"""Every comparison, in the order in which reasons are given."""


def comparisons_for(columns: Iterable[str]) -> tuple[Comparison, ...]:
    """Those that the columns of the records allow."""
    present = frozenset(columns)
    return tuple(each for each in COMPARISONS if present.issuperset(each.needs))
