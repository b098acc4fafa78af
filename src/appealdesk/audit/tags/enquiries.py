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
    "people_file.received": (
        "協力者の一覧ファイルを受け取りました（{rows}人）。",
        "A file of {rows} people was received.",
        "Отримано файл зі списком людей (рядків: {rows}).",
    ),
    "people_file.opened": (
        "協力者の一覧ファイルを開きました。",
        "A file of people was opened.",
        "Відкрито файл зі списком людей.",
    ),
    "people_file.confirmed": (
        "協力者の一覧ファイルの取り込みを指示しました。",
        "A file of people was confirmed.",
        "Підтверджено файл зі списком людей.",
    ),
    "people_file.imported": (
        "協力者の一覧ファイルを取り込みました（新規{new}人）。",
        "A file of people was taken in; {new} of them are new.",
        "Список людей внесено (нових: {new}).",
    ),
    "people_file.stopped": (
        "受付が止まったため、一覧ファイルの取り込みを{done}人で止めました。",
        "A file of people stopped after {done}, because its appeal takes no offers.",
        "Внесення списку зупинено після {done}: звернення не приймає пропозицій.",
    ),
    "people_file.refused": (
        "協力者の一覧ファイルに誤りがあったため、取り込みませんでした。",
        "A file of people was refused, because rows of it were wrong.",
        "Файл зі списком людей відхилено через помилки.",
    ),
    "people_file.put_aside": (
        "協力者の一覧ファイルを破棄しました。",
        "A file of people was put aside and destroyed.",
        "Файл зі списком людей відкладено й знищено.",
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
