"""The words in which criteria are told, in Japanese, English and Ukrainian.

A label cannot be bent to fit a sentence in a language that inflects, so the Ukrainian sentences put it before a
colon, as the English ones do; Japanese particles follow any noun.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from appealdesk.core.criteria.facts import Absence
from appealdesk.core.criteria.tree import Evidence, Operator, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The phrases of one language. Templates take `label`, `value`, `low` and `high` as they need."""

    yes: str
    no: str
    operators: Mapping[Operator, str]
    one_choice: str
    age_from: str
    age_to: str
    evidence: Mapping[Evidence, str]
    rules: Mapping[Rule, str]
    opposite: str
    met: str
    unmet: str
    unknown: str
    ask: str
    ask_document: str
    ask_check: str
    absences: Mapping[Absence | None, str]
    added: str
    removed: str
    changed: str
    moved: str
    reworded: str
    change: str
    answers: str
    period: str
    open_start: str
    open_end: str
    always: str


_ENGLISH = Wording(
    yes="yes",
    no="no",
    operators=MappingProxyType(
        {
            Operator.IS: "{label}: {value}.",
            Operator.IN: "{label}: {value}.",
            Operator.NOT_IN: "{label}: anything but {value}.",
            Operator.EQ: "{label}: exactly {value}.",
            Operator.LT: "{label}: less than {value}.",
            Operator.LTE: "{label}: at most {value}.",
            Operator.GT: "{label}: more than {value}.",
            Operator.GTE: "{label}: at least {value}.",
            Operator.BETWEEN: "{label}: {low} to {high}.",
            Operator.BEFORE: "{label}: before {value}.",
            Operator.AFTER: "{label}: after {value}.",
            Operator.ON_OR_BEFORE: "{label}: {value} or earlier.",
            Operator.ON_OR_AFTER: "{label}: {value} or later.",
            Operator.AGE_BETWEEN: "{label}: aged {low} to {high}.",
            Operator.CONTAINS_ANY: "{label}: at least one of {value}.",
            Operator.CONTAINS_ALL: "{label}: {value}.",
            Operator.DISJOINT: "{label}: not {value}.",
            Operator.VALID_ON: "{label}: valid on the day of the check.",
        }
    ),
    one_choice="{label}: {value}.",
    age_from="{label}: aged {low} or over.",
    age_to="{label}: aged {high} or under.",
    evidence=MappingProxyType(
        {
            Evidence.CLAIMED: "",
            Evidence.DOCUMENTED: " A document must show it.",
            Evidence.VERIFIED: " The desk must have verified it.",
        }
    ),
    rules=MappingProxyType(
        {
            Rule.ALL: "All of these:",
            Rule.ANY: "At least one of these:",
            Rule.AT_LEAST: "At least {count} of these:",
            Rule.NOT: "This must not be so:",
        }
    ),
    opposite="This must not be so: {sentence}",
    met="Met: {sentence}",
    unmet="Not met: {sentence}",
    unknown="Cannot tell: {sentence}",
    ask="Please tell us: {label}.",
    ask_document="Please send us a document that shows: {label}.",
    ask_check="The desk still has to verify: {label}.",
    absences=MappingProxyType(
        {
            None: "not known",
            Absence.NOT_ASKED: "not asked yet",
            Absence.DECLINED_TO_SAY: "preferred not to say",
            Absence.NOT_APPLICABLE: "does not apply",
            Absence.UNVERIFIED: "could not be verified",
        }
    ),
    added="Added: {sentence}",
    removed="Removed: {sentence}",
    changed="Changed: {before} → {after}",
    moved="Moved under “{lead}”: {sentence}",
    reworded="New wording: {sentence}",
    change="{label}: {before} → {after}",
    answers="{label}, possible answers: {before} → {after}",
    period="{low} to {high}",
    open_start="until {high}",
    open_end="from {low}",
    always="without end",
)

_JAPANESE = Wording(
    yes="はい",
    no="いいえ",
    operators=MappingProxyType(
        {
            Operator.IS: "{label}が{value}であること。",
            Operator.IN: "{label}が{value}のいずれかであること。",
            Operator.NOT_IN: "{label}が{value}のいずれでもないこと。",
            Operator.EQ: "{label}がちょうど{value}であること。",
            Operator.LT: "{label}が{value}未満であること。",
            Operator.LTE: "{label}が{value}以下であること。",
            Operator.GT: "{label}が{value}を超えること。",
            Operator.GTE: "{label}が{value}以上であること。",
            Operator.BETWEEN: "{label}が{low}以上{high}以下であること。",
            Operator.BEFORE: "{label}が{value}より前であること。",
            Operator.AFTER: "{label}が{value}より後であること。",
            Operator.ON_OR_BEFORE: "{label}が{value}以前であること。",
            Operator.ON_OR_AFTER: "{label}が{value}以降であること。",
            Operator.AGE_BETWEEN: "満{low}歳以上{high}歳以下であること。",
            Operator.CONTAINS_ANY: "{label}に{value}のいずれかが含まれること。",
            Operator.CONTAINS_ALL: "{label}に{value}がすべて含まれること。",
            Operator.DISJOINT: "{label}に{value}のいずれも含まれないこと。",
            Operator.VALID_ON: "{label}が判定日に有効であること。",
        }
    ),
    one_choice="{label}が{value}であること。",
    age_from="満{low}歳以上であること。",
    age_to="満{high}歳以下であること。",
    evidence=MappingProxyType(
        {
            Evidence.CLAIMED: "",
            Evidence.DOCUMENTED: "書類で示されていること。",
            Evidence.VERIFIED: "担当者が確認していること。",
        }
    ),
    rules=MappingProxyType(
        {
            Rule.ALL: "次のすべて：",
            Rule.ANY: "次のいずれか：",
            Rule.AT_LEAST: "次のうち{count}つ以上：",
            Rule.NOT: "次に当てはまらないこと：",
        }
    ),
    opposite="次に当てはまらないこと：{sentence}",
    met="満たしています：{sentence}",
    unmet="満たしていません：{sentence}",
    unknown="まだ判断できません：{sentence}",
    ask="「{label}」を教えてください。",
    ask_document="「{label}」を示す書類をお送りください。",
    ask_check="「{label}」は担当者がこれから確認します。",
    absences=MappingProxyType(
        {
            None: "不明",
            Absence.NOT_ASKED: "まだ聞いていません",
            Absence.DECLINED_TO_SAY: "回答を希望されませんでした",
            Absence.NOT_APPLICABLE: "該当しません",
            Absence.UNVERIFIED: "確認できませんでした",
        }
    ),
    added="追加：{sentence}",
    removed="削除：{sentence}",
    changed="変更：{before} → {after}",
    moved="「{lead}」へ移動：{sentence}",
    reworded="文言の変更：{sentence}",
    change="{label}：{before} → {after}",
    answers="{label}の選択肢：{before} → {after}",
    period="{low}から{high}まで",
    open_start="{high}まで",
    open_end="{low}から",
    always="期限なし",
)

_UKRAINIAN = Wording(
    yes="так",
    no="ні",
    operators=MappingProxyType(
        {
            Operator.IS: "{label}: {value}.",
            Operator.IN: "{label}: один із варіантів: {value}.",
            Operator.NOT_IN: "{label}: жоден із варіантів: {value}.",
            Operator.EQ: "{label}: рівно {value}.",
            Operator.LT: "{label}: менше ніж {value}.",
            Operator.LTE: "{label}: не більше ніж {value}.",
            Operator.GT: "{label}: більше ніж {value}.",
            Operator.GTE: "{label}: не менше ніж {value}.",
            Operator.BETWEEN: "{label}: від {low} до {high}.",
            Operator.BEFORE: "{label}: раніше ніж {value}.",
            Operator.AFTER: "{label}: пізніше ніж {value}.",
            Operator.ON_OR_BEFORE: "{label}: не пізніше ніж {value}.",
            Operator.ON_OR_AFTER: "{label}: не раніше ніж {value}.",
            Operator.AGE_BETWEEN: "{label}: вік від {low} до {high} {years}.",
            Operator.CONTAINS_ANY: "{label}: хоча б одне з переліку: {value}.",
            Operator.CONTAINS_ALL: "{label}: усе з переліку: {value}.",
            Operator.DISJOINT: "{label}: нічого з переліку: {value}.",
            Operator.VALID_ON: "{label}: діє на день перевірки.",
        }
    ),
    one_choice="{label}: {value}.",
    age_from="{label}: вік від {low} {years}.",
    age_to="{label}: вік до {high} {years} включно.",
    evidence=MappingProxyType(
        {
            Evidence.CLAIMED: "",
            Evidence.DOCUMENTED: " Потрібне підтвердження документом.",
            Evidence.VERIFIED: " Потрібна перевірка працівником.",
        }
    ),
    rules=MappingProxyType(
        {
            Rule.ALL: "Усе з переліченого:",
            Rule.ANY: "Хоча б одне з переліченого:",
            Rule.AT_LEAST: "Щонайменше {count} з переліченого:",
            Rule.NOT: "Не повинно бути так:",
        }
    ),
    opposite="Не повинно бути так: {sentence}",
    met="Виконано: {sentence}",
    unmet="Не виконано: {sentence}",
    unknown="Поки невідомо: {sentence}",
    ask="Будь ласка, повідомте: {label}.",
    ask_document="Будь ласка, надішліть документ, що підтверджує: {label}.",
    ask_check="Працівник ще має перевірити: {label}.",
    absences=MappingProxyType(
        {
            None: "невідомо",
            Absence.NOT_ASKED: "ще не запитували",
            Absence.DECLINED_TO_SAY: "без відповіді за бажанням",
            Absence.NOT_APPLICABLE: "не стосується",
            Absence.UNVERIFIED: "не вдалося перевірити",
        }
    ),
    added="Додано: {sentence}",
    removed="Вилучено: {sentence}",
    changed="Змінено: {before} → {after}",
    moved="Перенесено до «{lead}»: {sentence}",
    reworded="Нове формулювання: {sentence}",
    change="{label}: {before} → {after}",
    answers="{label}, варіанти відповіді: {before} → {after}",
    period="від {low} до {high}",
    open_start="до {high}",
    open_end="від {low}",
    always="безстроково",
)

WORDINGS: Mapping[str, Wording] = MappingProxyType({"ja": _JAPANESE, "en": _ENGLISH, "uk": _UKRAINIAN})

_ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_UKRAINIAN_MONTHS = (
    *("січня", "лютого", "березня", "квітня", "травня", "червня", "липня"),
    *("серпня", "вересня", "жовтня", "листопада", "грудня"),
)


def written_date(day: date, language: str) -> str:
    """A date in full, as people write it in the language."""
    if language == "ja":
        return f"{day.year}年{day.month}月{day.day}日"
    if language == "uk":
        return f"{day.day} {_UKRAINIAN_MONTHS[day.month - 1]} {day.year} року"
    return f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}"


def written_number(number: float, language: str) -> str:
    """A number without needless digits, with the language's decimal sign."""
    text = str(int(number)) if number == int(number) else f"{Decimal(repr(number)):f}"
    return text.replace(".", ",") if language == "uk" else text


def written_choices(labels: list[str], language: str, *, joined_by_or: bool) -> str:
    """Several labels as one phrase: A, B or C; A, B and C; 「A」「B」「C」; A, B, C."""
    if language == "ja":
        return "".join(f"「{label}」" for label in labels)
    if language == "uk" or len(labels) == 1:
        return ", ".join(labels)
    return f"{', '.join(labels[:-1])} {'or' if joined_by_or else 'and'} {labels[-1]}"


def ukrainian_years(number: int) -> str:
    """The genitive of "year" after a number: до 21 року, до 60 років."""
    return "року" if number % 10 == 1 and number % 100 != 11 else "років"
