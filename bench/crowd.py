"""Invented people in any number, the same for each seed: names in three scripts, contact points, answers.

Family and given names are put together from common elements, so that a hundred thousand people have names as varied,
and as often shared, as a real crowd's; no name is taken from anybody.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from appealdesk.core.text.kana import to_passport
from appealdesk.people.inputs import IdentityInput

__all__ = [
    "CRITERIA_FACTS",
    "Invented",
    "criteria_document",
    "invent_answers",
    "invent_people",
    "joined_name",
    "name_elements",
]

_HEADS: Final = (
    "青:アオ 赤:アカ 秋:アキ 浅:アサ 東:ヒガシ 石:イシ 池:イケ 岩:イワ 上:ウエ 内:ウチ 大:オオ 岡:オカ 小:オ "
    "奥:オク 川:カワ 木:キ 北:キタ 黒:クロ 桜:サクラ 佐:サ 沢:サワ 島:シマ 白:シラ 杉:スギ 高:タカ 竹:タケ "
    "田:タ 谷:タニ 土:ツチ 中:ナカ 長:ナガ 西:ニシ 野:ノ 橋:ハシ 林:ハヤシ 平:ヒラ 広:ヒロ 福:フク 藤:フジ "
    "古:フル 星:ホシ 前:マエ 松:マツ 丸:マル 三:ミ 水:ミズ 南:ミナミ 宮:ミヤ 村:ムラ 森:モリ 矢:ヤ 山:ヤマ "
    "横:ヨコ 吉:ヨシ 若:ワカ 渡:ワタ"
)
_TAILS: Final = (
    "木:キ 田:ダ 川:カワ 山:ヤマ 本:モト 村:ムラ 野:ノ 原:ハラ 島:シマ 崎:サキ 口:グチ 井:イ 沢:ザワ 谷:タニ "
    "森:モリ 下:シタ 上:カミ 岡:オカ 橋:ハシ 石:イシ 倉:クラ 浜:ハマ 内:ウチ 塚:ツカ 尾:オ 瀬:セ 藤:トウ "
    "部:ベ 辺:ベ 宮:ミヤ"
)
_FIRST: Final = (
    "健:ケン 恵:ケイ 真:マ 美:ミ 裕:ユウ 直:ナオ 明:アキ 智:トモ 和:カズ 幸:ユキ 正:マサ 春:ハル 千:チ 亜:ア "
    "由:ユ 里:リ 香:カ 信:ノブ 孝:タカ 秀:ヒデ 敏:トシ 洋:ヒロ 文:フミ 雅:マサ 英:ヒデ 光:ミツ 久:ヒサ "
    "晴:ハル 奈:ナ 佳:ヨシ"
)
_LAST: Final = (
    "太:タ 子:コ 美:ミ 樹:キ 介:スケ 人:ト 一:カズ 也:ヤ 奈:ナ 香:カ 江:エ 代:ヨ 彦:ヒコ 夫:オ 平:ヘイ 治:ジ "
    "郎:ロウ 之:ユキ 実:ミ 希:キ 輔:スケ 斗:ト 音:ネ 花:カ"
)
_OLDEST = date(1948, 1, 1)
_BIRTH_DAYS = 58 * 365

CRITERIA_FACTS: Final[dict[str, dict[str, Any]]] = {
    "birth_date": {"type": "date"},
    "service_branch": {"type": "choice", "choices": ["jsdf", "ffl", "other", "none"]},
    "service_years": {"type": "number"},
    "specialised_training": {"type": "flag"},
    "medical_licence": {"type": "validity"},
    "medical_years": {"type": "number"},
    "it_years": {"type": "number"},
    "languages": {"type": "set", "choices": ["ja", "en", "uk", "fr"]},
    "fit_for_travel": {"type": "flag"},
}
"""The nine facts that the criteria of the measurements ask for, as a criteria file declares them."""


@dataclass(frozen=True, slots=True)
class Invented:
    """One person: the identity, with a name in kanji, kana and Latin letters."""

    number: int
    identity: IdentityInput


def invent_people(count: int, *, seed: int = 2022) -> Iterator[Invented]:
    """So many people; the first of a larger crowd are the whole of a smaller one."""
    chance = random.Random(seed)
    heads, tails = name_elements("family")
    first, last = name_elements("given")
    for number in range(count):
        family, family_kana = joined_name(heads, tails, chance)
        given, given_kana = joined_name(first, last, chance)
        reading = f"{family_kana} {given_kana}"
        yield Invented(
            number,
            # The measured actions check what doors hand in; a crowd of our own need not be checked.
            IdentityInput.model_construct(
                written=f"{family} {given}",
                reading=reading,
                latin=to_passport(reading),
                birth_date=_OLDEST + timedelta(days=chance.randrange(_BIRTH_DAYS)),
                emails=(f"person{number}@mail.example",),
                phones=(f"+8190{number:08d}",),
                address="",
                notes="",
                language="ja",
            ),
        )


def name_elements(part: str) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """What family or given names begin and end with, each element in kanji and kana."""
    beginnings, ends = (_HEADS, _TAILS) if part == "family" else (_FIRST, _LAST)
    return _elements(beginnings), _elements(ends)


def _elements(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((kanji, kana) for kanji, _, kana in (pair.partition(":") for pair in text.split()))


def joined_name(
    first: tuple[tuple[str, str], ...], second: tuple[tuple[str, str], ...], chance: random.Random
) -> tuple[str, str]:
    """An element of each, the earlier ones more often, as a few names are common and most are rare."""
    one = first[int(len(first) * chance.random() ** 1.5)]
    other = second[int(len(second) * chance.random() ** 1.5)]
    return one[0] + other[0], one[1] + other[1]


def invent_answers(count: int, *, seed: int = 2022) -> Iterator[dict[str, Any]]:
    """Answers as a facts file writes them; one in ten is missing, one in four documented."""
    chance = random.Random(seed)
    for _ in range(count):
        answers = {key: value for key, value in _all_answers(chance).items() if chance.random() > 0.1}
        yield {
            key: {"value": value, "evidence": "documented"} if chance.random() < 0.25 else value
            for key, value in answers.items()
        }


def _all_answers(chance: random.Random) -> dict[str, Any]:
    until = date(2020, 1, 1) + timedelta(days=chance.randrange(2_000))
    return {
        "birth_date": (_OLDEST + timedelta(days=chance.randrange(_BIRTH_DAYS))).isoformat(),
        "service_branch": chance.choice(("jsdf", "jsdf", "ffl", "other", "none", "none")),
        "service_years": chance.randrange(12),
        "specialised_training": chance.random() < 0.3,
        "medical_licence": {"from": "2012-04-01", "until": until.isoformat()},
        "medical_years": chance.randrange(20),
        "it_years": chance.randrange(20),
        "languages": [key for key in ("ja", "en", "uk", "fr") if chance.random() < 0.5],
        "fit_for_travel": chance.random() < 0.8,
    }


def criteria_document(*, revision: int, min_years: int, effective_from: str) -> dict[str, Any]:
    """A criteria file of ten leaves over nine facts, with alternatives three levels deep."""
    served = [
        {"id": "branch", "fact": "service_branch", "op": "in", "value": ["jsdf", "ffl", "other"]},
        {"id": "years", "fact": "service_years", "op": "gte", "value": {"constant": "min_years"}},
    ]
    medic = [
        {"id": "licence", "fact": "medical_licence", "op": "valid_on", "value": "as_of"},
        {"id": "practice", "fact": "medical_years", "op": "gte", "value": 3},
    ]
    engineer = [
        {"id": "it", "fact": "it_years", "op": "between", "value": [5, 40]},
        {"id": "english", "fact": "languages", "op": "contains_all", "value": ["en"]},
    ]
    trained = {"id": "training", "fact": "specialised_training", "op": "is", "value": True}
    return {
        "schema": "appealdesk.criteria/1",
        "position": "defence",
        "revision": revision,
        "effective_from": effective_from,
        "constants": {"min_years": min_years},
        "facts": CRITERIA_FACTS,
        "criteria": {
            "id": "root",
            "all": [
                {
                    "id": "experience",
                    "any": [
                        {"id": "served", "all": served},
                        trained | {"min_evidence": "documented"},
                        {"id": "medic", "all": medic},
                        {"id": "engineer", "all": engineer},
                    ],
                },
                {"id": "speaks", "fact": "languages", "op": "contains_any", "value": ["ja", "en", "uk"]},
                {"id": "age", "fact": "birth_date", "op": "age_between", "value": [18, 60]},
                {"id": "fit", "fact": "fit_for_travel", "op": "is", "value": True},
            ],
        },
    }
