"""Card donations, and how much of a donation went back to its donor."""

from django.db import migrations, models
from django.db.models import F, Q

_KINDS = (
    ("statement", "Statement"),
    ("donation", "Donation"),
    ("cash", "Cash"),
    ("card", "Card"),
    ("refund", "Refund"),
    ("dispute", "Dispute"),
    ("payout", "Payout"),
    ("fee", "Fee"),
    ("reversal", "Reversal"),
)


class Migration(migrations.Migration):
    dependencies = [("donations", "0007_claims")]

    operations = [
        migrations.AddField("donation", "returned_minor", models.BigIntegerField(default=0, db_default=0)),
        migrations.AddConstraint(
            "donation",
            models.CheckConstraint(
                condition=Q(returned_minor__gte=0, returned_minor__lte=F("amount_minor")),
                name="donation_returned_within",
            ),
        ),
        migrations.AlterField(
            "donation",
            "channel",
            models.CharField(choices=[("bank", "Bank"), ("cash", "Cash"), ("card", "Card")], max_length=4),
        ),
        migrations.AlterField("entry", "kind", models.CharField(choices=list(_KINDS), max_length=9)),
    ]
