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
}
