import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("center", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Message",
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
                ("phone", models.CharField(max_length=11, verbose_name="手机号")),
                ("text", models.CharField(max_length=300, verbose_name="内容")),
                ("once", models.CharField(max_length=120, verbose_name="不重复的标记")),
                ("written_at", models.DateTimeField(verbose_name="写下时间")),
                (
                    "sent_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="发出时间"
                    ),
                ),
                (
                    "tries",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="试过几次"
                    ),
                ),
                (
                    "error",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="没发成的原因"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="收信人",
                    ),
                ),
            ],
            options={
                "verbose_name": "短信",
                "verbose_name_plural": "短信",
                "indexes": [
                    models.Index(
                        condition=models.Q(("sent_at__isnull", True)),
                        fields=["written_at"],
                        name="message_unsent",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("once",), name="message_once")
                ],
            },
        ),
    ]
