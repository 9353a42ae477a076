import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("imports", "0001_initial")]

    initial = True

    dependencies = [
        ("center", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Import",
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
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="文件")),
                ("rows", models.JSONField(default=list)),
                ("remarks", models.JSONField(default=list)),
                ("new", models.PositiveIntegerField(default=0, verbose_name="新书")),
                ("copies", models.PositiveIntegerField(default=0, verbose_name="加册")),
                (
                    "same",
                    models.PositiveIntegerField(default=0, verbose_name="原来就有"),
                ),
                ("wrong", models.PositiveIntegerField(default=0, verbose_name="有错")),
                ("form_key", models.CharField(max_length=64, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="上传时间")),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("done_at", models.DateTimeField(null=True, verbose_name="导入时间")),
            ],
            options={
                "verbose_name": "书目导入",
                "verbose_name_plural": "书目导入",
                "ordering": ["-pk"],
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["center", "-at"], name="import_center")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("form_key",), name="import_form_once"
                    )
                ],
            },
        ),
    ]
