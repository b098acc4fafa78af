"""The audit tags of donations, each with its sentence in Japanese, English and Ukrainian."""

__all__ = ["TAGS"]

TAGS: dict[str, tuple[str, str, str]] = {
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
}
