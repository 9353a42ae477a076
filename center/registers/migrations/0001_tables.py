import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from center.operations import CreateModels


class Migration(migrations.Migration):
    replaces = [("registers", "0001_initial"), ("registers", "0002_roles")]

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
                    name="Revision",
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
                            "before",
                            models.CharField(
                                blank=True,
                                db_default="",
                                editable=False,
                                max_length=20,
                                verbose_name="原来的状态",
                            ),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(
                                editable=False, null=True, verbose_name="版本"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="说明"
                            ),
                        ),
                        (
                            "content_type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contenttypes.contenttype",
                            ),
                        ),
                        ("object_id", models.PositiveBigIntegerField()),
                        (
                            "verb",
                            models.CharField(
                                choices=[
                                    ("add", "登记"),
                                    ("change", "更正"),
                                    ("strike", "作废"),
                                ],
                                max_length=6,
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("valid", "有效"), ("struck", "作废")],
                                max_length=6,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "changes",
                            models.JSONField(default=list, verbose_name="改了什么"),
                        ),
                    ],
                    options={
                        "verbose_name": "台账记录",
                        "verbose_name_plural": "台账记录",
                        "ordering": ["at", "pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                fields=["content_type", "object_id"],
                                name="revision_entry",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="4a6cfd819f4c0e8bd004dadddae539c7984f0c29",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_7a6b3",
                                    table="registers_revision",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Export",
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
                            "center",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="center.center",
                                verbose_name="中心",
                            ),
                        ),
                        ("what", models.CharField(max_length=40, verbose_name="内容")),
                        (
                            "asked",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="范围"
                            ),
                        ),
                        (
                            "format",
                            models.CharField(
                                choices=[
                                    ("xlsx", "Excel（.xlsx）"),
                                    ("csv", "CSV（.csv）"),
                                ],
                                max_length=4,
                                verbose_name="格式",
                            ),
                        ),
                        ("count", models.PositiveIntegerField(verbose_name="条数")),
                        (
                            "with_numbers",
                            models.BooleanField(
                                default=False, verbose_name="含完整身份证号"
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="理由"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "导出记录",
                        "verbose_name_plural": "导出记录",
                        "ordering": ["-at", "-pk"],
                        "default_permissions": ("view", "export"),
                        "indexes": [
                            models.Index(fields=["center", "at"], name="export_center")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("with_numbers", False),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="export_numbers_need_reason",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="adbc1dd0e2fbe4b8eb2fffdecece57812e7d0f96",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_b3c02",
                                    table="registers_export",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
