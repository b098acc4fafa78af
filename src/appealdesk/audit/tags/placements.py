"""The audit tags of placements, each with its sentence in Japanese, English and Ukrainian."""

__all__ = ["TAGS"]

TAGS: dict[str, tuple[str, str, str]] = {
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
}
