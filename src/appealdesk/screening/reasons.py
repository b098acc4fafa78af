"""The library of reasons: what a decision may say, in three languages, in words that an applicant can read.

A letter quotes the sentence, so each is gentle, whole, and says nothing about the person. Where a reason rests on the
criteria, the letter adds the criteria themselves: those that were not met, or those that cannot be told yet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from appealdesk.foundation.languages import Localised, pick
from appealdesk.foundation.refusals import Refusal

__all__ = ["REASONS", "Adds", "Reason", "check_choice", "reason_sentences", "reasons_for"]


class Adds(StrEnum):
    """Which criteria a letter names after the reason: those that were not met, or those that cannot be told yet."""

    NOTHING = ""
    UNMET = "does_not_meet"
    UNKNOWN = "cannot_tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason; `outcomes` are the decisions for which it may be given.

    `requires` is the screening that it rests on, if it rests on one, and `facts` are those of which it speaks: a bulk
    decision gives it only to those whose result it fits. One officer before one application may know better. A reason
    that is not `offered` any more is still quoted by earlier decisions.
    """

    code: str
    outcomes: frozenset[str]
    texts: Localised
    adds: Adds = Adds.NOTHING
    requires: str = ""
    facts: frozenset[str] = frozenset()
    offered: bool = True


_NOT_NOW = frozenset({"declined", "referred"})
_LATER = frozenset({"deferred"})
_NEEDS_REASON = frozenset({"declined", "deferred"})
_NEEDS_WAYS = frozenset({"declined", "deferred", "referred"})

# The built-in facts of which a reason speaks. A licence may be a fact of the organisation's own, so that it has none.
_FACTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "lacks_service_experience": frozenset({"service_branch", "service_years", "specialised_training"}),
        "lacks_specialised_training": frozenset({"specialised_training"}),
        "lacks_language": frozenset({"languages"}),
        "outside_age_range": frozenset({"birth_date"}),
    }
)


def _reason(
    code: str, outcomes: frozenset[str], ja: str, en: str, uk: str, adds: Adds = Adds.NOTHING
) -> tuple[str, Reason]:
    return code, Reason(
        code=code,
        outcomes=outcomes,
        texts={"ja": ja, "en": en, "uk": uk},
        adds=adds,
        requires="meets" if code == "meets_criteria" else adds.value,
        facts=_FACTS.get(code, frozenset()),
    )


REASONS: Mapping[str, Reason] = MappingProxyType(
    dict(
        (
            _reason(
                "criteria_not_met",
                _NOT_NOW,
                "公表されている条件のうち、次の条件を満たしていることを確認できませんでした。",
                "The published criteria for this role include one or more that your offer does not meet.",
                "Оприлюднені критерії для цієї ролі містять умови, яким Ваша пропозиція не відповідає.",
                Adds.UNMET,
            ),
            _reason(
                "lacks_service_experience",
                _NOT_NOW,
                "この役割には、自衛隊などでの勤務経験が必要とされています。",
                "This role needs experience of service in armed forces.",
                "Для цієї ролі потрібен досвід служби у збройних силах.",
                Adds.UNMET,
            ),
            _reason(
                "lacks_specialised_training",
                _NOT_NOW,
                "この役割には、専門的な訓練を受けていることが必要とされています。",
                "This role needs specialised training.",
                "Для цієї ролі потрібна спеціальна підготовка.",
                Adds.UNMET,
            ),
            _reason(
                "lacks_licence",
                _NOT_NOW,
                "この役割には、有効な資格または免許が必要とされています。",
                "This role needs a licence that is valid now.",
                "Для цієї ролі потрібна чинна ліцензія.",
                Adds.UNMET,
            ),
            _reason(
                "lacks_language",
                _NOT_NOW,
                "この役割には、必要とされる言語でのやり取りができることが求められています。",
                "This role needs a language in which you have not told us that you can work.",
                "Для цієї ролі потрібна мова, володіння якою Ви не зазначили.",
                Adds.UNMET,
            ),
            _reason(
                "outside_age_range",
                _NOT_NOW,
                "この役割には年齢の定めがございます。",
                "This role has an age range.",
                "Для цієї ролі встановлено вікові межі.",
                Adds.UNMET,
            ),
            _reason(
                "not_available_in_time",
                _NOT_NOW,
                "必要とされる時期とご都合が合いませんでした。",
                "The time when help is needed and the time when you are free do not match.",
                "Час, коли потрібна допомога, і час, коли Ви вільні, не збігаються.",
            ),
            _reason(
                "position_filled",
                _NOT_NOW,
                "この役割には、すでに必要な人数の方々が決まっております。",
                "Enough people have been found for this role.",
                "Для цієї ролі вже знайдено достатньо людей.",
            ),
            _reason(
                "position_ended",
                _NOT_NOW,
                "この役割の募集は終了いたしました。",
                "We no longer look for people for this role.",
                "Ми більше не шукаємо людей на цю роль.",
            ),
            _reason(
                "travel_not_possible",
                frozenset({"declined", "deferred", "referred"}),
                "渡航に関する勧告により、現在この役割で渡航していただくことができません。",
                "Travel advice that is in force does not allow anybody to travel for this role now.",
                "Через чинні рекомендації щодо подорожей зараз ніхто не може їхати заради цієї ролі.",
            ),
            _reason(
                "help_fits_elsewhere",
                frozenset({"declined", "referred"}),
                "お話しくださったご経験は、ほかの形でより大きな力になると考えております。",
                "From what you told us, your help would count for more in another way.",
                "З того, що Ви розповіли, Ваша допомога буде вагомішою в інший спосіб.",
            ),
            _reason(
                "needs_information",
                _LATER,
                "判断のために、次の点をお知らせいただく必要がございます。",
                "To decide, we need to know a little more.",
                "Щоб ухвалити рішення, нам потрібно знати трохи більше.",
                Adds.UNKNOWN,
            ),
            _reason(
                "needs_documents",
                _LATER,
                "お知らせいただいた内容を確認できる書類が必要でございます。",
                "We need documents that show what you told us.",
                "Нам потрібні документи, які підтверджують те, що Ви повідомили.",
                Adds.UNKNOWN,
            ),
            _reason(
                "place_not_free_yet",
                _LATER,
                "現在は空きがなく、次の機会をお待ちいただいております。",
                "There is no place free at the moment; we keep your offer for the next one.",
                "Зараз вільного місця немає; ми зберігаємо Вашу пропозицію до наступної нагоди.",
            ),
            _reason(
                "decision_by_others",
                _LATER,
                "関係機関の判断を待っております。",
                "We are waiting for the answer of another authority.",
                "Ми чекаємо на відповідь іншого органу.",
            ),
            _reason(
                "meets_criteria",
                frozenset({"accepted"}),
                "公表されている条件を満たしています。",
                "The offer meets the published criteria.",
                "Пропозиція відповідає оприлюдненим критеріям.",
            ),
            _reason(
                "shown_in_another_way",
                frozenset({"accepted"}),
                "条件を満たしていることを、別の方法で確認いたしました。",
                "The criteria have been shown to be met in another way.",
                "Відповідність критеріям підтверджено в інший спосіб.",
            ),
            _reason(
                "applicant_withdrew",
                frozenset({"withdrawn"}),
                "ご本人がお申し出を取り下げられました。",
                "The applicant took the offer back.",
                "Заявник відкликав пропозицію.",
            ),
            _reason(
                "appeal_superseded",
                frozenset({"withdrawn"}),
                "お申し出は、新しい呼びかけに引き継がれました。",
                "The offer was carried over to the appeal that continues this one.",
                "Пропозицію перенесено до звернення, яке продовжує це.",
            ),
            _reason(
                "same_offer_twice",
                frozenset({"withdrawn"}),
                "同じお申し出が別に届いております。",
                "The same offer has been received twice.",
                "Цю саму пропозицію отримано двічі.",
            ),
        )
    )
)


def reasons_for(outcome: str, library: Mapping[str, Reason] = REASONS) -> tuple[Reason, ...]:
    """The reasons that may be given for a decision, in the order of the library."""
    return tuple(reason for reason in library.values() if reason.offered and outcome in reason.outcomes)


def reason_sentences(codes: Iterable[str], language: str, library: Mapping[str, Reason] = REASONS) -> tuple[str, ...]:
    """The sentences of reasons; a code that the library does not have any more is left out."""
    return tuple(pick(library[code].texts, language) for code in codes if code in library)


def check_choice(
    *, outcome: str, reason_codes: Iterable[str], has_ways: bool, library: Mapping[str, Reason] = REASONS
) -> None:
    """Raises Refusal for a reason that does not fit, none where one is needed, and a decline without a way to help."""
    codes = tuple(reason_codes)
    for code in codes:
        if code not in library or not library[code].offered or outcome not in library[code].outcomes:
            raise Refusal(
                "screening.reason_misfit",
                f"The reason “{code}” cannot be given for this decision; choose one from the list.",
                field="reason_codes",
                values={"reason": code, "outcome": outcome},
            )
    if outcome in _NEEDS_REASON and not codes:
        raise Refusal("screening.reason_missing", "Say why: the letter tells the applicant.", field="reason_codes")
    if outcome in _NEEDS_WAYS and not has_ways:
        raise Refusal(
            "screening.no_way_to_help",
            "Nobody is only turned away: choose at least one other way to help.",
            field="ways",
        )
