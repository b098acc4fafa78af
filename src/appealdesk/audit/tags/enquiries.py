"""The audit tags of enquiries, each with its sentence in Japanese, English and Ukrainian."""

__all__ = ["TAGS"]

TAGS: dict[str, tuple[str, str, str]] = {
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
}
