"""Every tag of the audit log with its sentence in each language; an app adds the lines of its own tags here.

A sentence may name details in braces; a record with that tag must then have them. Japanese, English, Ukrainian.
"""

from collections.abc import Mapping

__all__ = ["TAGS"]

# tag: (Japanese, English, Ukrainian)
TAGS: Mapping[str, tuple[str, str, str]] = {
    # audit
    "audit.epoch_begun": (
        "監査記録の新しい区間({epoch})を開始しました。",
        "A new epoch of the audit log began: {epoch}.",
        "Почато нову епоху журналу аудиту: {epoch}.",
    ),
    "audit.trail_read": (
        "監査記録を閲覧しました。",
        "The audit trail was read.",
        "Переглянуто журнал аудиту.",
    ),
    # accounts
    "staff.created": (
        "職員のアカウントを作成しました。",
        "A staff account was created.",
        "Створено обліковий запис працівника.",
    ),
    "staff.signed_in": (
        "職員がログインしました。",
        "A member of staff signed in.",
        "Працівник увійшов у систему.",
    ),
    "staff.signed_out": (
        "職員がログアウトしました。",
        "A member of staff signed out.",
        "Працівник вийшов із системи.",
    ),
    "staff.refused": ("ログインを拒否しました。", "A sign-in was refused.", "У вході відмовлено."),
    # appeals
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
    # people
    "person.identified": ("本人を特定しました。", "A person was identified.", "Особу ідентифіковано."),
    "person.read": ("個人の記録を閲覧しました。", "A person's record was read.", "Переглянуто запис особи."),
    "person.listed": (
        "個人の名前を一覧で閲覧しました。",
        "Names of people were listed.",
        "Переглянуто перелік імен.",
    ),
    "person.searched": ("個人を検索しました。", "People were searched for.", "Здійснено пошук осіб."),
    "person.erased": ("個人の記録を消去しました。", "A person's record was erased.", "Запис особи стерто."),
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
    # letters
    "letter.drafted": ("手紙を下書きしました。", "A letter was drafted.", "Створено чернетку листа."),
    "letter.opened": (
        "悪い知らせの手紙を開いて読みました。",
        "A letter with bad news was opened and read.",
        "Лист із несприятливою звісткою відкрито й прочитано.",
    ),
    "letter.edited": ("手紙を編集しました。", "A letter was edited.", "Лист відредаговано."),
    "letter.approved": ("手紙を承認しました。", "A letter was approved.", "Лист затверджено."),
    "letter.cancelled": ("手紙を取り消しました。", "A letter was cancelled.", "Лист скасовано."),
    "letter.sent": ("手紙を送信しました。", "A letter was sent.", "Лист надіслано."),
    "letter.delivered": ("手紙が届きました。", "A letter was delivered.", "Лист доставлено."),
    "letter.bounced": ("手紙が届かず戻りました。", "A letter bounced.", "Лист повернуто як недоставлений."),
    "letter.failed": (
        "手紙を送信できませんでした。",
        "A letter could not be sent.",
        "Лист не вдалося надіслати.",
    ),
    # enquiries
    "enquiry.received": ("問い合わせを受け付けました。", "An enquiry was received.", "Отримано запит."),
    "enquiry.processed": ("問い合わせを処理しました。", "An enquiry was processed.", "Запит опрацьовано."),
    "application.created": ("応募を登録しました。", "An application was created.", "Створено заявку."),
    "application.read": ("応募を閲覧しました。", "An application was read.", "Заявку переглянуто."),
    "application.withdrawn": (
        "応募が取り下げられました。",
        "An application was withdrawn.",
        "Заявку відкликано.",
    ),
    "facts.corrected": ("申告内容を訂正しました。", "Facts were corrected.", "Факти виправлено."),
    "erasure.requested": ("消去の請求を受け付けました。", "Erasure was asked for.", "Подано прохання стерти дані."),
    "erasure.declined": ("消去の請求を断りました。", "Erasure was declined.", "У стиранні відмовлено."),
    "enquiries.erased": ("問い合わせを消去しました。", "Enquiries were erased.", "Звернення стерто."),
    "letters.erased": ("手紙の内容を消去しました。", "Letters were erased.", "Листи стерто."),
    "screenings.erased": ("メモを消去しました。", "Notes were erased.", "Нотатки стерто."),
    "evidence.added": ("書類を受け付けました。", "A document was added.", "Додано документ."),
    "evidence.opened": ("書類を開きました。", "A document was opened.", "Відкрито документ."),
    "evidence.read": (
        "書類の{page}ページを閲覧しました。",
        "Page {page} of a document was read.",
        "Переглянуто сторінку {page} документа.",
    ),
    "evidence.verified": ("書類を確認しました。", "A document was verified.", "Документ перевірено."),
    "evidence.refused": ("書類を不採用としました。", "A document was refused.", "Документ відхилено."),
    "evidence.expired": (
        "書類の確認が失効しました。",
        "A check of a document ran out.",
        "Перевірка документа втратила чинність.",
    ),
    "application.screened": (
        "応募を条件と照合しました。",
        "An application was screened.",
        "Заявку перевірено за критеріями.",
    ),
    "position.rescreened": (
        "役割の応募をすべて再照合しました。",
        "All applications for a position were screened again.",
        "Усі заявки на позицію перевірено повторно.",
    ),
    "decision.made": ("応募について決定しました。", "A decision was made.", "Ухвалено рішення."),
    "decision.undone": ("決定を取り消しました。", "A decision was taken back.", "Рішення відкликано."),
    "acceptance.proposed": (
        "受け入れを一人目が提案しました。",
        "The first of two people proposed an acceptance.",
        "Перша з двох осіб запропонувала прийняти заявку.",
    ),
    "acceptance.confirmed": (
        "受け入れの提案を二人目が承認しました。",
        "The second person confirmed a proposed acceptance.",
        "Друга особа підтвердила запропоноване прийняття.",
    ),
    "acceptance.contradicted": (
        "受け入れの提案に二人目が同意しませんでした。",
        "The second person contradicted a proposed acceptance.",
        "Друга особа не погодилася із запропонованим прийняттям.",
    ),
    "acceptance.taken_back": (
        "受け入れの提案を本人が取り下げました。",
        "A proposed acceptance was taken back.",
        "Запропоноване прийняття відкликано.",
    ),
    "acceptance.overtaken": (
        "応募の取り下げにより、受け入れの提案は不要になりました。",
        "A proposed acceptance was overtaken by the applicant's withdrawal.",
        "Запропоноване прийняття втратило чинність, бо заявку відкликано.",
    ),
    "bulk.started": ("一括決定を開始しました。", "A bulk decision was started.", "Розпочато масове рішення."),
    "bulk.finished": ("一括決定が完了しました。", "A bulk decision was finished.", "Масове рішення завершено."),
    "bulk.undo_asked": (
        "一括決定の取り消しを開始しました。",
        "Taking back a bulk decision was started.",
        "Розпочато відкликання масового рішення.",
    ),
    "bulk.undone": ("一括決定を取り消しました。", "A bulk decision was taken back.", "Масове рішення відкликано."),
    "reason.added": ("決定の理由を追加しました。", "A reason for decisions was added.", "Додано причину рішень."),
    "reason.retired": (
        "決定の理由の使用を終了しました。",
        "A reason for decisions was retired.",
        "Причину рішень вилучено з ужитку.",
    ),
    "review.requested": ("再検討の依頼を受けました。", "A review was requested.", "Надійшов запит на перегляд."),
    "review.answered": (
        "再検討の依頼に回答しました。",
        "A review request was answered.",
        "На запит про перегляд дано відповідь.",
    ),
    # placements
    "roster.entered": ("名簿に登録しました。", "A person entered the roster.", "Особу внесено до реєстру."),
    "roster.left": ("名簿から外れました。", "A person left the roster.", "Особу виключено з реєстру."),
    "placement.proposed": ("配置を提案しました。", "A placement was proposed.", "Запропоновано призначення."),
    "placement.cleared": ("配置を承認しました。", "A placement was cleared.", "Призначення погоджено."),
    "placement.handed_over": (
        "配置を引き継ぎました。",
        "A placement was handed over.",
        "Призначення передано.",
    ),
    "placement.stood_down": ("配置を解除しました。", "A placement was stood down.", "Призначення припинено."),
    "hold.placed": ("保留にしました。", "A hold was placed.", "Встановлено заборону."),
    "hold.lift_requested": (
        "保留の解除を一人目が承認しました。",
        "The first of two people agreed to lift a hold.",
        "Перша з двох осіб погодила зняття заборони.",
    ),
    "hold.lifted": ("保留を解除しました。", "A hold was lifted.", "Заборону знято."),
    "way.added": ("別の支援方法を追加しました。", "A way to help was added.", "Додано спосіб допомогти."),
    "way.ended": ("支援方法の案内を終了しました。", "A way to help ended.", "Спосіб допомогти припинено."),
    "referral.recorded": (
        "別の支援方法を案内しました。",
        "A person was pointed to a way to help.",
        "Особі запропоновано спосіб допомогти.",
    ),
    # donations
    "fund.created": ("基金を作成しました。", "A fund was created.", "Створено фонд."),
    "bank_account.created": (
        "銀行口座を登録しました。",
        "A bank account was added.",
        "Додано банківський рахунок.",
    ),
    "pledge.created": ("寄付の約束を記録しました。", "A pledge was recorded.", "Записано обіцянку пожертви."),
    "statement.received": ("取引明細を受け取りました。", "A statement was received.", "Отримано виписку."),
    "claim.received": ("寄付の申告を受けました。", "A claim was received.", "Отримано заяву про пожертву."),
    "claim.settled": ("寄付の申告を処理しました。", "A claim was settled.", "Заяву про пожертву розглянуто."),
    "line.decided": ("明細を判断しました。", "A line was decided about.", "Рішення щодо рядка ухвалено."),
    "line.undecided": ("判断を取り消しました。", "A decision was taken back.", "Рішення щодо рядка скасовано."),
    "statement.confirmed": ("取引明細を確認しました。", "A statement was confirmed.", "Виписку підтверджено."),
    "statement.undone": ("取引明細を取り消しました。", "A statement was undone.", "Виписку скасовано."),
    "statement.imported": ("取引明細を取り込みました。", "A statement was imported.", "Виписку імпортовано."),
    "statement.reconciled": ("取引明細を照合しました。", "A statement was reconciled.", "Виписку звірено."),
    "donation.recorded": ("寄付を記録しました。", "A donation was recorded.", "Пожертву записано."),
    "donation.read": ("寄付を閲覧しました。", "A donation was read.", "Пожертву переглянуто."),
    "donor.attached": (
        "寄付に寄付者を結び付けました。",
        "A donor was attached to a donation.",
        "Пожертву пов’язано з жертводавцем.",
    ),
    "disbursement.recorded": ("支出を記録しました。", "A disbursement was recorded.", "Видаток записано."),
    "receipt.issued": ("領収書を発行しました。", "A receipt was issued.", "Видано квитанцію."),
    # figures
    "figure.released": ("数値を公表しました。", "A key figure was released.", "Оприлюднено показник."),
    "figure.corrected": (
        "公表した数値を訂正しました。",
        "A released figure was corrected.",
        "Оприлюднений показник виправлено.",
    ),
    "figure.refused": (
        "個人が推測されるおそれがあるため公表を見合わせました。",
        "A release was refused, because people could be worked out from it.",
        "У публікації відмовлено, бо з неї можна визначити осіб.",
    ),
}
