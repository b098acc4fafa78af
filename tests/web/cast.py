"""The cast of the tests of the doors: one organisation with one open appeal, made by the public actions."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from appealdesk.appeals.actions.add import add_position
from appealdesk.appeals.actions.create import create_organisation
from appealdesk.appeals.actions.draft import draft_appeal
from appealdesk.appeals.actions.install import install_facts
from appealdesk.appeals.actions.open import open_appeal
from appealdesk.appeals.actions.publish import publish_criteria, publish_update
from appealdesk.appeals.actions.record import record_advisories
from appealdesk.appeals.inputs import AppealInput, OrganisationInput, PositionInput
from appealdesk.foundation.actor import Actor, system_actor

__all__ = ["NOW", "REASON", "SLUG", "Stage", "drafted", "set_stage"]

NOW = datetime(2022, 3, 1, 9, 0, tzinfo=UTC)
SLUG = "ukraine-2022"
REASON = {
    "ja": "体制を整えています。",
    "en": "We are putting our house in order.",
    "uk": "Ми налагоджуємо роботу.",
}
_ADVISORY = Path(__file__).parents[1] / "data" / "advisories" / "jp_mofa_country_0380A_RECONSTRUCTED.xml"


@dataclass(frozen=True, slots=True)
class Stage:
    """What the tests refer to."""

    actor: Actor
    organisation_id: int
    appeal_ref: str
    position_refs: dict[str, str]


DEFENCE = {
    "schema": "appealdesk.criteria/1",
    "position": "defence",
    "revision": 1,
    "effective_from": "2022-02-28T00:00:00+09:00",
    "constants": {"min_years": 1},
    "facts": {
        "birth_date": {"type": "date"},
        "service_branch": {"type": "choice", "choices": ["jsdf", "ffl", "other", "none"]},
        "service_years": {"type": "number"},
        "specialised_training": {"type": "flag"},
    },
    "criteria": {
        "id": "root",
        "all": [
            {
                "id": "experience",
                "any": [
                    {
                        "id": "served",
                        "all": [
                            {"id": "branch", "fact": "service_branch", "op": "in", "value": ["jsdf", "ffl"]},
                            {"id": "years", "fact": "service_years", "op": "gte", "value": {"constant": "min_years"}},
                        ],
                    },
                    {
                        "id": "training",
                        "fact": "specialised_training",
                        "op": "is",
                        "value": True,
                        "min_evidence": "documented",
                    },
                ],
            },
            {"id": "age", "fact": "birth_date", "op": "age_between", "value": [18, 60]},
        ],
    },
}
MEDICAL = {
    "schema": "appealdesk.criteria/1",
    "position": "medical",
    "revision": 1,
    "effective_from": "2022-02-28T00:00:00+09:00",
    "facts": {
        "medical_licence": {"type": "validity"},
        "languages": {"type": "set", "choices": ["ja", "en", "uk", "fr"]},
        "available_from": {"type": "date"},
    },
    "criteria": {
        "id": "root",
        "all": [
            {"id": "licence", "fact": "medical_licence", "op": "valid_on", "value": "as_of"},
            {"id": "speaks", "fact": "languages", "op": "contains_any", "value": ["en", "uk"]},
            {"id": "soon", "fact": "available_from", "op": "on_or_before", "value": "2022-06-01"},
        ],
    },
}


def set_stage(now: datetime = NOW) -> Stage:
    """Create the organisation and open its appeal; the database must be ready."""
    founded = create_organisation(actor=system_actor(None), now=now, entry=_organisation())
    actor = system_actor(founded.id)
    install_facts(actor=actor, now=now)
    appeal = draft_appeal(actor=actor, now=now, entry=_appeal())
    refs = {}
    for entry, document in ((_defence(), DEFENCE), (_medical(), MEDICAL), (donation_desk(), None)):
        position = add_position(actor=actor, now=now, appeal_ref=appeal.ref, entry=entry)
        refs[entry.slug] = position.ref
        if document is not None:
            publish_criteria(
                actor=actor, now=now, position_ref=position.ref, document=document, approved_by="second-officer"
            )
    open_appeal(actor=actor, now=now, ref=appeal.ref)
    publish_update(actor=actor, now=now, appeal_ref=appeal.ref, texts=_update())
    record_advisories(actor=actor, now=now, issuer="jp-mofa", data=_ADVISORY.read_bytes())
    return Stage(actor, founded.id, appeal.ref, refs)


def drafted(slug: str, stage: Stage, now: datetime = NOW, *, details: dict[str, str] | None = None) -> str:
    """Another appeal of the organisation, still a draft, with its own details of the bank; its reference."""
    entry = _appeal().model_copy(update={"slug": slug} | ({"donation_details": details} if details else {}))
    return draft_appeal(actor=stage.actor, now=now, entry=entry).ref


def _organisation() -> OrganisationInput:
    return OrganisationInput(
        slug="relief-office",
        names={"ja": "東京支援室", "en": "Tokyo Relief Office", "uk": "Токійське бюро допомоги"},
        country="JP",
    )


def _appeal() -> AppealInput:
    return AppealInput(
        slug=SLUG,
        titles={"ja": "ウクライナへの支援", "en": "Help for Ukraine", "uk": "Допомога Україні"},
        summaries={
            "ja": "経験と時間を提供してくださる方、寄付をしてくださる方を探しています。",
            "en": "We are looking for people who offer experience and time, and for donations.",
            "uk": "Ми шукаємо людей, які готові поділитися досвідом і часом, та збираємо пожертви.",
        },
        crisis_names={"ja": "ウクライナ侵攻", "en": "Invasion of Ukraine", "uk": "Вторгнення в Україну"},
        donation_details={
            "bank": "みずほ中央銀行",
            "account_number": "1234567",
            "note.ja": "振込人名の前に番号をご記入ください。",
            "note.en": "Write your number before your name.",
            "note.uk": "Напишіть свій номер перед іменем.",
        },
        advisory_issuers=("jp-mofa",),
    )


def _defence() -> PositionInput:
    return PositionInput(
        slug="defence",
        titles={"ja": "防衛経験者", "en": "Defence experience", "uk": "Досвід оборони"},
        summaries={
            "ja": "自衛隊などでの勤務経験、または専門的な訓練を受けた方。",
            "en": "People who have served, or who have undergone specialised training.",
            "uk": "Люди, які служили або пройшли спеціальну підготовку.",
        },
        place_kind="travels",
        country="UA",
        wanted=70,
        rank=1,
    )


def _medical() -> PositionInput:
    return PositionInput(
        slug="medical",
        titles={"ja": "医療", "en": "Medical", "uk": "Медицина"},
        summaries={
            "ja": "避難してきた方の相談を電話とオンラインで受けます。",
            "en": "You advise people who have fled, by telephone and online.",
            "uk": "Ви консультуєте людей, які втекли від війни, телефоном та онлайн.",
        },
        place_kind="remote",
        country="JP",
        rank=2,
    )


def donation_desk() -> PositionInput:
    return PositionInput(
        slug="letters",
        titles={"ja": "手紙の整理", "en": "Sorting letters", "uk": "Сортування листів"},
        summaries={
            "ja": "届いた手紙を言語ごとに分けます。",
            "en": "You sort the letters that arrive by language.",
            "uk": "Ви сортуєте листи, що надходять, за мовами.",
        },
        place_kind="here",
        country="JP",
        rank=3,
    )


def _update() -> dict[str, str]:
    return {
        "ja": "たくさんのお問い合わせをありがとうございます。",
        "en": "Thank you for your many enquiries.",
        "uk": "Дякуємо за Ваші численні звернення.",
    }
