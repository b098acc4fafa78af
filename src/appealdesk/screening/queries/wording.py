"""What letters about an application say: names of appeal and position, reasons, criteria, ways to help."""

from collections.abc import Iterable, Mapping, Set
from datetime import date, datetime
from typing import Final

from appealdesk.appeals.queries.appeals import appeal_by_id, day_of
from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.pages import AppealPage, FactPage, PositionPage
from appealdesk.core.criteria.evaluate import Outcome, evaluate
from appealdesk.core.criteria.facts import Facts
from appealdesk.core.criteria.tree import CriteriaSet
from appealdesk.enquiries.queries.applications import ApplicationRow
from appealdesk.enquiries.queries.links import status_links
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.languages import Localised, pick
from appealdesk.screening.inputs import DecisionInput, WayOffer
from appealdesk.screening.queries.answers import facts_of_application
from appealdesk.screening.queries.explanation import deciding_sentences
from appealdesk.screening.queries.library import library_of
from appealdesk.screening.queries.standing import Standing
from appealdesk.screening.reasons import Adds, reason_sentences
from appealdesk.screening.slots import unpack_facts

__all__ = [
    "ANY_POSITION",
    "RESULTS",
    "REVIEWED",
    "application_values",
    "decision_values",
    "next_text",
    "position_of",
    "review_values",
    "ways_text",
]

ANY_POSITION: Final[Localised] = {"ja": "ご協力の内容は未定", "en": "any role", "uk": "будь-яка роль"}
RESULTS: Final[Mapping[Outcome, Localised]] = {
    Outcome.MEETS: {
        "ja": "条件を満たしています。",
        "en": "You meet the criteria.",
        "uk": "Ви відповідаєте критеріям.",
    },
    Outcome.DOES_NOT_MEET: {
        "ja": "現在のところ、条件を満たしていません。",
        "en": "You do not meet the criteria at present.",
        "uk": "Наразі Ви не відповідаєте критеріям.",
    },
    Outcome.CANNOT_TELL: {
        "ja": "条件を満たしているかどうか、まだ判断できません。",
        "en": "We cannot tell yet whether you meet the criteria.",
        "uk": "Ми ще не можемо сказати, чи Ви відповідаєте критеріям.",
    },
}
# How a request to look again was answered, as the letter and the applicant's page say it.
REVIEWED: Final[Mapping[str, Localised]] = {
    "upheld": {
        "ja": "再検討の結果、決定は変わりませんでした。",
        "en": "We have looked again, and the decision stays as it is.",
        "uk": "Ми розглянули все ще раз, і рішення залишається без змін.",
    },
    "accepted": {
        "ja": "再検討の結果、お申し出をお受けすることになりました。",
        "en": "We have decided anew, and we gladly accept your offer.",
        "uk": "Ми ухвалили нове рішення і з вдячністю приймаємо Вашу пропозицію.",
    },
    "declined": {
        "ja": "再検討の結果、改めて決定いたしましたが、今回はこの役割をお願いすることができません。",
        "en": "We have decided anew. We still cannot accept your offer for this role now.",
        "uk": "Ми ухвалили нове рішення. На жаль, зараз ми все одно не можемо прийняти Вашу пропозицію для цієї ролі.",
    },
    "deferred": {
        "ja": "再検討の結果、決定をいったん見送り、引き続き検討いたします。",
        "en": "We have taken the decision back and need a little more time or information to decide.",
        "uk": "Ми відкликали рішення: нам потрібно трохи більше часу або відомостей.",
    },
    "referred": {
        "ja": "再検討の結果、別の形でのご協力をお願いしたいと考えております。",
        "en": "We have decided anew, and would like to ask for your help in another way.",
        "uk": "Ми ухвалили нове рішення і хотіли б попросити Вас допомогти в інший спосіб.",
    },
}
_SEPARATE_LETTER: Final[Localised] = {
    "ja": "詳しくは、別のお手紙でお知らせいたします。",
    "en": "A separate letter tells you what this means and what happens next.",
    "uk": "Що це означає і що буде далі, Ви дізнаєтеся з окремого листа.",
}
# What follows a changed result, by whether it is better than the one that the applicant was told, and by what had been
# decided: turned away (declined, deferred, referred), accepted, or nothing yet.
_NEXT: Final[Mapping[tuple[bool, str], Localised]] = {
    (True, "turned_away"): {
        "ja": (
            "先にお伝えした決定は、そのときの条件によるものでした。"
            "新しい条件により、お申し出をあらためて検討できるようになりました。"
            "担当者が改めて検討し、結果をお知らせいたします。お手続きは必要ございません。"
        ),
        "en": (
            "Our earlier decision was made under the criteria of that time. It can be looked at again now: a member of "
            "staff will consider your offer anew and write to you. You need not do anything."
        ),
        "uk": (
            "Наше попереднє рішення ухвалено за тодішніми вимогами. Тепер його можна переглянути: наш співробітник "
            "знову розгляне Вашу пропозицію й напише Вам. Вам не потрібно нічого робити."
        ),
    },
    (True, "accepted"): {
        "ja": "お申し出は、引き続きお受けしております。お手続きは必要ございません。",
        "en": "Your offer remains accepted. You need not do anything.",
        "uk": "Ваша пропозиція залишається прийнятою. Вам не потрібно нічого робити.",
    },
    (True, "undecided"): {
        "ja": "これから担当者が判断し、結果をお知らせいたします。お手続きは必要ございません。",
        "en": "A member of staff will now decide about your offer and write to you. You need not do anything.",
        "uk": (
            "Тепер наш співробітник ухвалить рішення щодо Вашої пропозиції й напише Вам. Вам не потрібно нічого робити."
        ),
    },
    (False, "turned_away"): {
        "ja": (
            "先にお伝えした決定に変わりはございません。"
            "別の形でご協力いただける方法もございますので、次のページをご覧ください。途中での変更となり、申し訳ございません。"
        ),
        "en": (
            "Our earlier decision stays as it is. There are other ways to help, and the page below shows them. "
            "We are sorry that this changed on the way."
        ),
        "uk": (
            "Наше попереднє рішення залишається чинним. Допомогти можна й інакше: про це йдеться на сторінці, вказаній "
            "нижче. Перепрошуємо за зміни під час розгляду."
        ),
    },
    (False, "accepted"): {
        "ja": (
            "お申し出は、すでにお受けしております。この結果だけで取り消されることはございません。"
            "担当者が確認し、変更がある場合は、その前にご連絡いたします。途中での変更となり、ご心配をおかけして申し訳ございません。"
        ),
        "en": (
            "Your offer was accepted, and this result alone does not undo that. A member of staff will look at it and "
            "write to you before anything changes. We are sorry that this changed on the way."
        ),
        "uk": (
            "Вашу пропозицію прийнято, і сам цей результат цього не скасовує. Наш співробітник розгляне його й напише "
            "Вам, перш ніж щось зміниться. Перепрошуємо за зміни під час розгляду."
        ),
    },
    (False, "undecided"): {
        "ja": (
            "まだ決定はしておりません。担当者が判断し、結果をお知らせいたします。"
            "途中での変更となり、ご心配をおかけして申し訳ございません。"
        ),
        "en": (
            "Nothing has been decided yet: a member of staff will decide and write to you. "
            "We are sorry that this changed on the way."
        ),
        "uk": (
            "Рішення ще не ухвалено: його ухвалить наш співробітник і напише Вам. "
            "Перепрошуємо за зміни під час розгляду."
        ),
    },
}


def next_text(*, better: bool, decision: str, language: str) -> str:
    """What an applicant whose result changed can expect now."""
    group = decision if decision in {"accepted", "undecided"} else "turned_away"
    return pick(_NEXT[better, group], language)


def position_of(appeal: AppealPage, position_id: int | None) -> PositionPage | None:
    """The position of an appeal by its key."""
    return next((position for position in appeal.positions if position.id == position_id), None)


def application_values(*, application: ApplicationRow, appeal: AppealPage, link: str) -> dict[str, str]:
    """The values that every letter about an application has."""
    language = application.language
    position = position_of(appeal, application.position_id)
    return {
        "organisation": pick(appeal.organisation_names, language),
        "appeal": pick(appeal.titles, language),
        "position": pick(position.titles if position else ANY_POSITION, language),
        "reference": application.ref,
        "status_link": link,
    }


def decision_values(
    *, actor: Actor, now: datetime, application: ApplicationRow, entry: DecisionInput, address: str
) -> dict[str, str]:
    """The values of a letter about a decision, in the applicant's language."""
    appeal = appeal_by_id(application.appeal_id, now=now)
    links = status_links(actor=actor, application_ids=[application.id], address=address)
    values = application_values(application=application, appeal=appeal, link=links[application.id])
    library = library_of(application.organisation_id)
    sentences = [*reason_sentences(entry.reason_codes, application.language, library)]
    adds = {library[code].adds for code in entry.reason_codes} - {Adds.NOTHING}
    position = position_of(appeal, application.position_id)
    if adds and position and position.revision:
        sentences += _criteria(actor, now, application, position.revision.criteria, adds)
    return values | {"reason": "\n".join(sentences), "ways": ways_text(entry.ways, application.language)}


def decisions_values(
    *, actor: Actor, now: datetime, standings: Iterable[Standing], entry: DecisionInput, address: str
) -> dict[int, dict[str, str]]:
    """The values of the letters of one choice for many applications of one appeal, from the facts of their profiles.

    The number of queries does not depend on how many they are; `entry` is the choice, whatever application it names.
    """
    rows = list(standings)
    if not rows:
        return {}
    appeal = appeal_by_id(rows[0].application.appeal_id, now=now)
    links = status_links(actor=actor, application_ids=[row.application.id for row in rows], address=address)
    dictionary = fact_dictionary(rows[0].application.organisation_id)
    today = day_of(rows[0].application.organisation_id, now=now)
    library = library_of(rows[0].application.organisation_id)
    adds = {library[code].adds for code in entry.reason_codes} - {Adds.NOTHING}
    values = {}
    for row in rows:
        application = row.application
        position = position_of(appeal, application.position_id)
        sentences = [*reason_sentences(entry.reason_codes, application.language, library)]
        if adds and position and position.revision:
            facts = unpack_facts(dictionary, vars(row.profile))
            sentences += _deciding(position.revision.criteria, facts, dictionary, today, application.language, adds)
        values[application.id] = application_values(
            application=application, appeal=appeal, link=links[application.id]
        ) | {"reason": "\n".join(sentences), "ways": ways_text(entry.ways, application.language)}
    return values


def _criteria(
    actor: Actor, now: datetime, application: ApplicationRow, criteria: CriteriaSet, adds: Set[Adds]
) -> tuple[str, ...]:
    """The criteria that decide, where the reasons given speak of them."""
    dictionary = fact_dictionary(application.organisation_id)
    facts = facts_of_application(actor=actor, application=application, dictionary=dictionary)
    today = day_of(application.organisation_id, now=now)
    return _deciding(criteria, facts, dictionary, today, application.language, adds)


def _deciding(
    criteria: CriteriaSet,
    facts: Facts,
    dictionary: Mapping[str, FactPage],
    today: date,
    language: str,
    adds: Set[Adds],
) -> tuple[str, ...]:
    if evaluate(criteria, facts, today).outcome.value not in adds:
        return ()
    return deciding_sentences(criteria=criteria, facts=facts, dictionary=dictionary, as_of=today, language=language)


def review_values(
    *, actor: Actor, now: datetime, application: ApplicationRow, outcome: str, answer: str, address: str
) -> dict[str, str]:
    """The values of the letter that answers a request to look again; `outcome` is `upheld` or that of the decision."""
    appeal = appeal_by_id(application.appeal_id, now=now)
    links = status_links(actor=actor, application_ids=[application.id], address=address)
    said = pick(REVIEWED[outcome], application.language)
    return application_values(application=application, appeal=appeal, link=links[application.id]) | {
        "result": said,
        "answer": answer or pick(_SEPARATE_LETTER, application.language),
    }


def ways_text(ways: Iterable[WayOffer], language: str) -> str:
    """Ways to help, one a line."""
    return "\n".join(f"{pick(way.titles, language)} {way.url}".strip() for way in ways)
