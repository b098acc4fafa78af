"""The audit tags of figures, each with its sentence in Japanese, English and Ukrainian."""

__all__ = ["TAGS"]

TAGS: dict[str, tuple[str, str, str]] = {
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
