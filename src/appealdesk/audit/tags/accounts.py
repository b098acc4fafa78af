"""The audit tags of accounts, each with its sentence in Japanese, English and Ukrainian."""

__all__ = ["TAGS"]

TAGS: dict[str, tuple[str, str, str]] = {
    "staff.created": (
        "職員のアカウントを作成しました。",
        "A staff account was created.",
        "Створено обліковий запис працівника.",
    ),
    "staff.password_reset": (
        "職員のパスワードを再設定しました。",
        "A member of staff was given a new password.",
        "Працівникові встановлено новий пароль.",
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
}
