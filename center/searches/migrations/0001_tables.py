import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("searches", "0001_initial"), ("searches", "0002_roles")]

    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("center", "0001_tables"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="EmptySearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="center.center",
                        verbose_name="中心",
                    ),
                ),
                ("place", models.CharField(max_length=20, verbose_name="在哪里找")),
                ("term", models.CharField(max_length=40, verbose_name="找的词")),
                ("month", models.DateField(verbose_name="哪个月")),
                ("count", models.PositiveIntegerField(default=1, verbose_name="几次")),
            ],
            options={
                "verbose_name": "没找到的词",
                "verbose_name_plural": "没找到的词",
                "ordering": ["-month", "-count"],
                "default_permissions": ("view", "export"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("center", "place", "term", "month"),
                        name="emptysearch_once",
                    )
                ],
            },
        ),
    ]
