"""The audit tags of people, each with its sentence in Japanese, English and Ukrainian."""

__all__ = ["TAGS"]

TAGS: dict[str, tuple[str, str, str]] = {
    "person.identified": ("本人を特定しました。", "A person was identified.", "Особу ідентифіковано."),
    "person.read": ("個人の記録を閲覧しました。", "A person's record was read.", "Переглянуто запис особи."),
    "person.listed": (
        "個人の名前を一覧で閲覧しました。",
        "Names of people were listed.",
        "Переглянуто перелік імен.",
    ),
    "person.searched": ("個人を検索しました。", "People were searched for.", "Здійснено пошук осіб."),
    "person.birth_date_corrected": (
        "生年月日を訂正しました。",
        "A date of birth was corrected.",
        "Виправлено дату народження.",
    ),
    "person.language_chosen": (
        "お便りの言語を選びました。",
        "The language of letters was chosen.",
        "Обрано мову листів.",
    ),
    "person.rekeyed": (
        "記録に新しい検索キーを付けました。",
        "Records were given today's keys.",
        "Записам надано сучасні ключі пошуку.",
    ),
    "person.related": (
        "家族や代理の関係を記録しました。",
        "Who speaks for whom was noted.",
        "Записано, хто говорить за кого.",
    ),
    "person.relation_ended": (
        "家族や代理の関係の終了を記録しました。",
        "A relation of two people was ended.",
        "Припинено зв’язок двох осіб.",
    ),
    "person.erased": ("個人の記録を消去しました。", "A person's record was erased.", "Запис особи стерто."),
    "contact.check_asked": (
        "連絡先の確認を求めました。",
        "A contact point was asked to be confirmed.",
        "Надіслано запит на підтвердження контакту.",
    ),
    "contact.confirmed": ("連絡先が確認されました。", "A contact point was confirmed.", "Контакт підтверджено."),
    "contact.failing": (
        "連絡先に届かないことを記録しました。",
        "A contact point was noted as failing.",
        "Контакт позначено як недосяжний.",
    ),
    "contact.works": (
        "連絡先に再び届くことを記録しました。",
        "A contact point was noted as working again.",
        "Контакт знову позначено як робочий.",
    ),
    "persons.resolving_started": (
        "重複して記録された人の検索を始めました（記録{records}件）。",
        "A search for persons recorded more than once was begun, over {records} records.",
        "Розпочато пошук осіб, записаних більше одного разу; записів: {records}.",
    ),
    "persons.resolving_stopped": (
        "重複して記録された人の検索を中止しました（記録{records}件まで）。",
        "A search for persons recorded more than once was stopped after {records} records.",
        "Пошук осіб, записаних більше одного разу, зупинено; переглянуто записів: {records}.",
    ),
    "persons.resolved": (
        "重複して記録された人を探しました。",
        "A search for persons recorded more than once was done.",
        "Проведено пошук осіб, записаних більше одного разу.",
    ),
    "judgement.recorded": (
        "同一人物かどうかの判断を記録しました。",
        "A judgement about two records was recorded.",
        "Записано висновок щодо двох записів.",
    ),
    "judgement.revoked": (
        "同一人物かどうかの判断を取り消しました。",
        "A judgement about two records was revoked.",
        "Висновок щодо двох записів скасовано.",
    ),
    "consent.recorded": ("同意を記録しました。", "Consent was recorded.", "Згоду записано."),
    "consent.withdrawn": ("同意の撤回を記録しました。", "Consent was withdrawn.", "Згоду відкликано."),
}
