from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0012_key_lookup'),
    ]

    operations = [
        migrations.AlterField(
            model_name='record',
            name='source',
            field=models.CharField(choices=[('enquiry', 'Enquiry'), ('donation', 'Donation'), ('import', 'Import'), ('speaker', 'Speaker')], max_length=8),
        ),
    ]
