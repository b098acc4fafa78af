"""The registry of key figures: what is counted, over which records, in words and in SQL.

A definition is never edited once a figure was released by it: it gets a new version. Each query takes %(appeal)s and
gives, per record counted, its reference, the reference that stands for its donor or person, an amount in minor units
(1 for a count), the currency (empty for a count), and the cell's dimension (empty without one).
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from appealdesk.foundation.languages import Localised

__all__ = ["DEFINITIONS", "Cell", "KeyFigure", "Unit"]


class Unit(StrEnum):
    """What a figure counts."""

    PEOPLE = "people"
    RECORDS = "records"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a figure with a dimension: the dimension's value, and the sentence that names it."""

    key: str
    titles: Localised


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigure:
    """One definition. `cells` are those that are published of a figure with a dimension; `part_of` is its total."""

    id: str
    version: int
    unit: Unit
    titles: Localised
    meaning: Localised
    query: str
    dimension: str = ""
    cells: tuple[Cell, ...] = ()
    part_of: str = ""

    @property
    def query_sha256(self) -> str:
        """The hash that a release names, of the query exactly as it stands here."""
        return hashlib.sha256(self.query.encode()).hexdigest()


# Somebody who was found to be somebody else already known is counted as that person.
_KEPT = """JOIN people_person person ON person.id = application.person_id
JOIN people_person kept
  ON kept.id = CASE WHEN person.redirects_to_id IS NULL THEN person.id ELSE person.redirects_to_id END"""
_ROSTER = """
SELECT DISTINCT kept.ref, kept.ref, 1, '', {dimension}
FROM placements_rosterentry entry
JOIN enquiries_application application ON application.id = entry.application_id
{kept}
{join}
WHERE application.appeal_id = %(appeal)s AND entry.left_at IS NULL
ORDER BY kept.ref
"""

_FIGURES = (
    KeyFigure(
        id="volunteers",
        version=2,
        unit=Unit.PEOPLE,
        titles={"ja": "登録ボランティア", "en": "Volunteers", "uk": "Волонтери"},
        meaning={
            "ja": "受け入れが決まり、名簿に載っている方の人数です。辞退された方は含みません。",
            "en": "People who were accepted and stand on the roster; those who left it are not counted.",
            "uk": "Люди, яких прийнято і внесено до реєстру; тих, хто вибув, не враховано.",
        },
        query=_ROSTER.format(dimension="''", join="", kept=_KEPT),
    ),
    KeyFigure(
        id="volunteers-by-service",
        version=2,
        unit=Unit.PEOPLE,
        titles={"ja": "勤務経験別のボランティア", "en": "Volunteers by service", "uk": "Волонтери за родом служби"},
        meaning={
            "ja": "名簿に載っている方のうち、その組織で勤務したとお答えになった方の人数です。",
            "en": "People on the roster by the service that they told us of.",
            "uk": "Люди в реєстрі за родом служби, про який вони повідомили.",
        },
        query=_ROSTER.format(
            dimension="coalesce(fact.value #>> '{}', '')",
            kept=_KEPT,
            join=(
                "LEFT JOIN enquiries_fact fact ON fact.application_id = application.id"
                " AND fact.key = 'service_branch' AND fact.superseded_at IS NULL"
            ),
        ),
        dimension="service",
        cells=(
            Cell(
                "jsdf",
                {
                    "ja": "うち元自衛官",
                    "en": "Former members of the Self-Defense Forces",
                    "uk": "Колишні військовослужбовці Сил самооборони",
                },
            ),
            Cell(
                "ffl",
                {
                    "ja": "うちフランス外人部隊の経験者",
                    "en": "Veterans of the French Foreign Legion",
                    "uk": "Ветерани Французького Іноземного легіону",
                },
            ),
        ),
        part_of="volunteers",
    ),
    KeyFigure(
        id="offers",
        version=2,
        unit=Unit.PEOPLE,
        titles={"ja": "お申し出", "en": "Offers of help", "uk": "Пропозиції допомоги"},
        meaning={
            "ja": "この募集にお申し出くださった方の人数です。同じ方からの複数のご連絡は一人と数えます。",
            "en": "People who offered help to this appeal; several contacts of one person are counted once.",
            "uk": "Люди, які запропонували допомогу; кілька звернень однієї людини рахуються один раз.",
        },
        query=f"""
SELECT DISTINCT kept.ref, kept.ref, 1, '', ''
FROM enquiries_application application
{_KEPT}
WHERE application.appeal_id = %(appeal)s
ORDER BY kept.ref
""",  # noqa: S608 - a piece of ours
    ),
    KeyFigure(
        id="donations",
        version=3,
        unit=Unit.RECORDS,
        titles={"ja": "ご寄付の件数", "en": "Donations", "uk": "Пожертви"},
        meaning={
            "ja": "この募集の基金に記帳されたご寄付の件数です。全額を返金したものは含みません。",
            "en": "Donations booked to the funds of this appeal; those returned in full are not counted.",
            "uk": "Пожертви, проведені у фондах цього звернення; повністю повернених не враховано.",
        },
        query="""
SELECT donation.ref, donation.ref, 1, '', ''
FROM donations_donation donation JOIN donations_fund fund ON fund.id = donation.fund_id
WHERE fund.appeal_id = %(appeal)s AND donation.undone_at IS NULL
  AND donation.returned_minor < donation.amount_minor
ORDER BY donation.ref
""",
    ),
    KeyFigure(
        id="raised",
        version=3,
        unit=Unit.MONEY,
        titles={"ja": "ご寄付の総額", "en": "Money given", "uk": "Зібрані кошти"},
        meaning={
            "ja": "この募集の基金に記帳されたご寄付の合計から返金した額を除き、通貨ごとに示します。",
            "en": "The sum of the donations booked to the funds of this appeal, less what was returned, per currency.",
            "uk": "Сума пожертв, проведених у фондах цього звернення, без повернених коштів, окремо за валютами.",
        },
        query="""
SELECT donation.ref,
       coalesce('person ' || CASE WHEN donor.redirects_to_id IS NULL THEN donor.id ELSE donor.redirects_to_id END,
                'payer ' || encode(line.payer_token, 'hex'), donation.ref),
       donation.amount_minor - donation.returned_minor, donation.currency, donation.currency
FROM donations_donation donation JOIN donations_fund fund ON fund.id = donation.fund_id
LEFT JOIN donations_statementline line ON line.id = donation.line_id
LEFT JOIN people_person donor ON donor.id = donation.person_id
WHERE fund.appeal_id = %(appeal)s AND donation.undone_at IS NULL
  AND donation.returned_minor < donation.amount_minor
ORDER BY donation.ref
""",
        dimension="currency",
    ),
)

DEFINITIONS = MappingProxyType({figure.id: figure for figure in _FIGURES})
