import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("petition_reminders", "0001_initial")]

    initial = True

    dependencies = [
        ("petitions", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reminder",
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
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="petitions.petition",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("two", "还有两个工作日"),
                            ("one", "还有一个工作日"),
                            ("today", "今天到期"),
                            ("overdue", "已超期"),
                        ],
                        max_length=7,
                        verbose_name="提醒",
                    ),
                ),
                ("day", models.DateField(verbose_name="哪一天")),
                (
                    "to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提醒谁",
                    ),
                ),
                ("written_at", models.DateTimeField(verbose_name="写下时间")),
            ],
            options={
                "verbose_name": "催办提醒",
                "verbose_name_plural": "催办提醒",
                "indexes": [
                    models.Index(fields=["to", "-written_at"], name="reminder_to")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("petition", "kind", "day"), name="reminder_once"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="31b9adce5ac02e5be76df3f4bc6c1bec7d77b14f",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_52c15",
                            table="petition_reminders_reminder",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
    ]
