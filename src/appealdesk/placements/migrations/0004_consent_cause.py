from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('placements', '0003_legal_causes'),
    ]

    operations = [
        migrations.AlterField(
            model_name='hold',
            name='cause',
            field=models.CharField(choices=[('level', 'Level'), ('no_reading', 'No Reading'), ('no_basis', 'No Basis'), ('objection', 'Objection'), ('withdrawn', 'Withdrawn'), ('officer', 'Officer')], max_length=10),
        ),
    ]
