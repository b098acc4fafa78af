"""The audit tags of audit, each with its sentence in Japanese, English and Ukrainian."""

__all__ = ["TAGS"]

TAGS: dict[str, tuple[str, str, str]] = {
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
    "keys.rotated": (
        "記録の鍵を包む鍵を更新しました(第{version}版)。",
        "The key that wraps the records' keys was rotated: version {version}.",
        "Змінено ключ, яким загорнуто ключі записів: версія {version}.",
    ),
}
