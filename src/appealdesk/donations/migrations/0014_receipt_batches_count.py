"""A batch of receipts is gone through by the worker before a person sees what it would do."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("donations", "0013_shares"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="receiptbatch",
            name="receipt_batch_started_by_a_person",
        ),
        migrations.AddField(
            model_name="receiptbatch",
            name="candidates",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="receiptbatch",
            name="considered",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="receiptbatch",
            name="cursor",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="receiptbatch",
            name="status",
            field=models.CharField(
                choices=[("counting", "Counting"), ("draft", "Draft"), ("running", "Running"), ("done", "Done")],
                default="counting",
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="receiptbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["counting", "draft"]), ("started_at__isnull", False), _connector="OR"
                ),
                name="receipt_batch_started_by_a_person",
            ),
        ),
    ]
