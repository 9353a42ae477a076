import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from center.operations import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("outbox", "0001_initial"),
        ("outbox", "0002_roles"),
        ("outbox", "0003_states"),
        ("outbox", "0004_old_messages"),
        ("outbox", "0005_states_hold"),
        ("outbox", "0006_nowhere"),
    ]

    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("center", "0001_tables"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        CreateModels(
            [
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
                        (
                            "center",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="center.center",
                                verbose_name="中心",
                            ),
                        ),
                        (
                            "subject",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="关于"
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True, max_length=11, verbose_name="手机号"
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
                        ("text", models.CharField(max_length=300, verbose_name="内容")),
                        (
                            "once",
                            models.CharField(
                                max_length=120, verbose_name="不重复的标记"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "已排队"),
                                    ("sent", "已发送"),
                                    ("failed", "发送失败"),
                                    ("stopped", "停发"),
                                    ("nowhere", "发不了"),
                                ],
                                default="waiting",
                                max_length=7,
                                verbose_name="状态",
                            ),
                        ),
                        ("written_at", models.DateTimeField(verbose_name="写下时间")),
                        (
                            "next_try_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="下次什么时候发"
                            ),
                        ),
                        (
                            "asked_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="正在发"
                            ),
                        ),
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
                            "in_hand",
                            models.BooleanField(
                                db_default=False, default=False, verbose_name="当面说过"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "短信",
                        "verbose_name_plural": "短信",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["next_try_at"],
                                name="message_waiting",
                            ),
                            models.Index(
                                condition=models.Q(("state", "failed")),
                                fields=["center"],
                                name="message_failed",
                            ),
                            models.Index(fields=["phone"], name="message_phone"),
                            models.Index(fields=["subject"], name="message_subject"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("once",), name="message_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("sent_at__isnull", False), ("state", "sent")
                                    ),
                                    models.Q(
                                        models.Q(("state", "sent"), _negated=True),
                                        ("sent_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="message_sent_has_moment",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MessageStep",
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
                            "message",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="outbox.message",
                                verbose_name="短信",
                            ),
                        ),
                        (
                            "verb",
                            models.CharField(
                                choices=[("resend", "重发"), ("stop", "停发")],
                                max_length=6,
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        (
                            "reason",
                            models.CharField(max_length=120, verbose_name="原因"),
                        ),
                    ],
                    options={
                        "verbose_name": "短信记录",
                        "verbose_name_plural": "短信记录",
                        "ordering": ["at", "pk"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="1299384e57cbac76af5a201ee6da97d0b6334bb0",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_bb701",
                                    table="outbox_messagestep",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
