"""The audit tags of appeals, each with its sentence in Japanese, English and Ukrainian."""

__all__ = ["TAGS"]

TAGS: dict[str, tuple[str, str, str]] = {
    "organisation.created": ("団体を登録しました。", "An organisation was created.", "Створено організацію."),
    "fact.defined": ("質問項目を定義しました。", "A fact was defined.", "Визначено факт."),
    "fact.described": (
        "質問項目の文言または選択肢を変更しました。",
        "The texts or answers of a fact were changed.",
        "Змінено тексти або варіанти відповіді факту.",
    ),
    "criteria.draft_saved": (
        "条件の下書きを保存しました(第{version}版)。",
        "A draft of criteria was saved, version {version}.",
        "Збережено чернетку критеріїв, версія {version}.",
    ),
    "criteria.submitted": (
        "条件の下書きを承認に回しました。",
        "A draft of criteria was submitted for approval.",
        "Чернетку критеріїв подано на затвердження.",
    ),
    "criteria.sent_back": (
        "条件の下書きを差し戻しました。",
        "A draft of criteria was sent back.",
        "Чернетку критеріїв повернено на доопрацювання.",
    ),
    "criteria.draft_discarded": (
        "条件の下書きを破棄しました。",
        "A draft of criteria was discarded.",
        "Чернетку критеріїв відхилено.",
    ),
    "criteria.draft_restored": (
        "破棄した条件の下書きを元に戻しました。",
        "A discarded draft of criteria was restored.",
        "Відновлено відхилену чернетку критеріїв.",
    ),
    "appeal.drafted": ("呼びかけの下書きを作成しました。", "An appeal was drafted.", "Створено чернетку звернення."),
    "appeal.opened": ("呼びかけを開始しました。", "An appeal was opened.", "Звернення відкрито."),
    "appeal.paused": ("呼びかけを一時停止しました。", "An appeal was paused.", "Звернення призупинено."),
    "appeal.closed": ("呼びかけを終了しました。", "An appeal was closed.", "Звернення закрито."),
    "appeal.withdrawn": ("呼びかけを取り下げました。", "An appeal was withdrawn.", "Звернення відкликано."),
    "appeal.resumed": ("呼びかけを再開しました。", "An appeal was resumed.", "Звернення відновлено."),
    "appeal.superseded": (
        "呼びかけを別の呼びかけに引き継ぎました。",
        "An appeal was superseded by another.",
        "Звернення замінено іншим.",
    ),
    "appeal.carried_over": (
        "申し出の引き継ぎを終えました（{applications}件）。",
        "The enquirers of a superseded appeal were carried over: {applications}.",
        "Заявників заміненого звернення перенесено: {applications}.",
    ),
    "application.carried_over": (
        "申し出 {earlier} を新しい呼びかけに引き継ぎました。",
        "Application {earlier} was carried over to the appeal that continues its own.",
        "Пропозицію {earlier} перенесено до звернення, яке продовжує її.",
    ),
    "appeal.archived": ("呼びかけを保管しました。", "An appeal was archived.", "Звернення архівовано."),
    "appeal.edited": (
        "呼びかけを編集しました（{fields}）。",
        "An appeal was edited ({fields}).",
        "Звернення відредаговано ({fields}).",
    ),
    "objection.recorded": (
        "接受国からの異議を記録しました（{objection}）。",
        "An objection of the host state was recorded ({objection}).",
        "Записано заперечення країни перебування ({objection}).",
    ),
    "objection.resolution_asked": (
        "異議 {objection} の解決について確認を求めました。",
        "A second person was asked to agree that objection {objection} is settled.",
        "Запитано згоду другої особи на те, що заперечення {objection} врегульовано.",
    ),
    "objection.resolved": (
        "異議 {objection} の解決を二人で確認しました。",
        "Two people found objection {objection} settled.",
        "Двоє осіб підтвердили, що заперечення {objection} врегульовано.",
    ),
    "position.edited": (
        "募集を編集しました（{fields}）。",
        "A position was edited ({fields}).",
        "Позицію відредаговано ({fields}).",
    ),
    "legal_basis.recorded": (
        "法的根拠を記録しました（{basis}）。",
        "A legal basis was recorded ({basis}).",
        "Записано правову підставу ({basis}).",
    ),
    "legal_basis.ended": (
        "法的根拠 {basis} が {on} に終了しました。",
        "Legal basis {basis} ended on {on}.",
        "Правова підстава {basis} припинила дію {on}.",
    ),
    "position.added": ("募集を追加しました。", "A position was added.", "Додано позицію."),
    "criteria.published": (
        "応募条件の改訂を公表しました。",
        "A criteria revision was published.",
        "Опубліковано редакцію критеріїв.",
    ),
    "criteria.verified": (
        "応募条件の改訂を、公表前に二つの方法で照合しました。",
        "A criteria revision was tried on both evaluators before its publication.",
        "Редакцію критеріїв перед публікацією перевірено двома способами.",
    ),
    "update.published": ("お知らせを公表しました。", "An update was published.", "Опубліковано оновлення."),
    "advisory.recorded": (
        "渡航情報を記録しました。",
        "A travel advisory was recorded.",
        "Записано рекомендацію щодо подорожей.",
    ),
    "advisory.refused": (
        "渡航情報の応答を受け付けませんでした。",
        "An answer of a travel advisory feed was refused.",
        "Відповідь джерела рекомендацій щодо подорожей відхилено.",
    ),
    "rates.loaded": ("為替レートを取り込みました。", "Exchange rates were loaded.", "Завантажено обмінні курси."),
    "rates.recorded": ("為替レートを記録しました。", "Exchange rates were recorded.", "Записано обмінні курси."),
}
