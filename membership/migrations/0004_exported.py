from django.db import migrations, models


class Migration(migrations.Migration):
    """A list taken out may also be the register of transfers."""

    dependencies = [("membership", "0003_founded_on")]
    operations = [
        migrations.AlterField(
            model_name="exportlog",
            name="what",
            field=models.CharField(
                choices=[
                    ("members", "党员"),
                    ("organizations", "党组织"),
                    ("transfers", "组织关系接转"),
                ],
                default="members",
                max_length=13,
                verbose_name="内容",
            ),
        ),
    ]
