"""The audit tags of the sanctions check, each with its sentence in Japanese, English and Ukrainian."""

__all__ = ["TAGS"]

TAGS: dict[str, tuple[str, str, str]] = {
    "sanctions_list.loaded": (
        "制裁リスト {list} を読み込みました。",
        "The sanctions list {list} was loaded.",
        "Завантажено санкційний список {list}.",
    ),
    "sanctions_list.refused": (
        "制裁リスト {list} のファイルを受け付けませんでした。",
        "A file of the sanctions list {list} was refused.",
        "Файл санкційного списку {list} відхилено.",
    ),
    "sanctions_list.rekeyed": (
        "新しい照合規則に合わせて、制裁リストの {entries} 件を整理し直しました。",
        "The {entries} entries of the sanctions lists were prepared for new rules of comparison.",
        "Записи санкційних списків ({entries}) підготовлено до нових правил порівняння.",
    ),
    "sanctions_check.finished": (
        "制裁リスト {list} との照合を終えました。新しい該当候補 {hits} 件。",
        "Everybody was checked against the sanctions list {list}: {hits} new hits.",
        "Усіх перевірено за санкційним списком {list}: нових збігів – {hits}.",
    ),
    "sanctions_hit.found": (
        "制裁リストとの該当候補が見つかり、保留しました。",
        "A possible match with a sanctions list was found and holds.",
        "Знайдено можливий збіг із санкційним списком; рух коштів зупинено.",
    ),
    "sanctions_hit.decided": (
        "制裁リストの該当候補を判断しました。",
        "A possible match with a sanctions list was decided about.",
        "Щодо можливого збігу із санкційним списком ухвалено рішення.",
    ),
    "sanctions_hit.undone": (
        "制裁リストの該当候補についての判断を取り消しました。",
        "A decision about a possible match with a sanctions list was taken back.",
        "Рішення щодо можливого збігу із санкційним списком скасовано.",
    ),
    "sanctions_hit.erased": (
        "消去された方についての該当候補の記述を廃棄しました。",
        "What was written about the possible matches of an erased person was destroyed.",
        "Записи про можливі збіги стертої особи знищено.",
    ),
}
