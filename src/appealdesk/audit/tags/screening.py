"""The audit tags of screening, each with its sentence in Japanese, English and Ukrainian."""

__all__ = ["TAGS"]

TAGS: dict[str, tuple[str, str, str]] = {
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
}
