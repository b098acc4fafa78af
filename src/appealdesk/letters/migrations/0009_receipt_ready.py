"""Letters that hand a receipt over by its link: one for a receipt, unless it was kept back."""

from django.db import migrations, models
from django.db.models import Q

_KINDS = [
    "acknowledgement",
    "acknowledgement_enquiry",
    "decision_accepted",
    "decision_declined",
    "decision_deferred",
    "decision_referred",
    "result_changed",
    "review_answered",
    "appeal_superseded",
    "donation_thanks",
    "confirm_address",
    "in_kind_received",
    "in_kind_accepted",
    "in_kind_declined",
    "receipt_ready",
]


class Migration(migrations.Migration):
    dependencies = [("letters", "0008_goods")]

    operations = [
        migrations.AlterField(
            "letter",
            "kind",
            models.CharField(choices=[(kind, kind.replace("_", " ").title()) for kind in _KINDS], max_length=24),
        ),
        migrations.RemoveConstraint("letter", "letter_automatic_once"),
        migrations.AddConstraint(
            "letter",
            models.UniqueConstraint(
                condition=Q(kind__in=["acknowledgement", "acknowledgement_enquiry", "in_kind_received"])
                | (Q(kind__in=["donation_thanks", "receipt_ready"]) & ~Q(status="cancelled")),
                fields=("organisation_id", "about_ref", "kind"),
                name="letter_automatic_once",
            ),
        ),
    ]
