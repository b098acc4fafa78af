"""A line of a statement may be cash that was brought to the bank."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("donations", "0018_cash_rights"),
    ]

    operations = [
        migrations.AlterField(
            model_name="settlement",
            name="kind",
            field=models.CharField(
                choices=[
                    ("disbursement", "Disbursement"),
                    ("refund", "Refund"),
                    ("fee", "Fee"),
                    ("deposit", "Deposit"),
                ],
                max_length=12,
            ),
        ),
    ]
