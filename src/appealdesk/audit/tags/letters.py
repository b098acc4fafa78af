"""The audit tags of letters, each with its sentence in Japanese, English and Ukrainian."""

__all__ = ["TAGS"]

TAGS: dict[str, tuple[str, str, str]] = {
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
}
