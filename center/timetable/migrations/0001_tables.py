import django.contrib.postgres.constraints
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import center.ranges
from center.operations import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("timetable", "0001_initial"),
        ("timetable", "0002_roles"),
        ("timetable", "0003_without_closures"),
        ("timetable", "0004_day_once"),
        ("timetable", "0005_counted_day"),
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
        migrations.RunSQL(
            "CREATE SEQUENCE timetable_version START 2",
            "DROP SEQUENCE timetable_version",
        ),
        CreateModels(
            [
                migrations.CreateModel(
                    name="CountedDay",
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
                        ("day", models.DateField(verbose_name="日期")),
                    ],
                    options={
                        "verbose_name": "没核对以前还算的日子",
                        "verbose_name_plural": "没核对以前还算的日子",
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("day",), name="countedday_once"
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="raises_version",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="UPDATE center_center SET timetable_version = nextval('timetable_version'); RETURN NULL;",
                                    hash="45f058a61b1ca5ea970441fff042bee90430067f",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_raises_version_09261",
                                    table="timetable_countedday",
                                    when="AFTER",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpeningSpan",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="opening_spans",
                                to="center.center",
                                verbose_name="中心",
                            ),
                        ),
                        (
                            "weekday",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "周一"),
                                    (1, "周二"),
                                    (2, "周三"),
                                    (3, "周四"),
                                    (4, "周五"),
                                    (5, "周六"),
                                    (6, "周日"),
                                ],
                                verbose_name="星期",
                            ),
                        ),
                        ("opens", models.TimeField(verbose_name="开门")),
                        ("closes", models.TimeField(verbose_name="关门")),
                    ],
                    options={
                        "verbose_name": "每周开放时间",
                        "verbose_name_plural": "每周开放时间",
                        "ordering": ["center", "weekday", "opens"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("weekday__lt", 7)),
                                name="openingspan_weekday_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("closes__gt", models.F("opens"))),
                                name="openingspan_closes_after_opens",
                                violation_error_message="关门要晚于开门。",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("center", "="),
                                    ("weekday", "="),
                                    (center.ranges.ClockRange("opens", "closes"), "&&"),
                                ],
                                name="openingspan_no_overlap",
                                violation_error_message="和这一天已有的开放时间重叠了。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="raises_version",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="UPDATE center_center SET timetable_version = nextval('timetable_version') WHERE id IN (NEW.center_id, OLD.center_id); RETURN NULL;",
                                    hash="c5785319b9b0f835899c2af8875e63d9796ec3ad",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_raises_version_1811f",
                                    table="timetable_openingspan",
                                    when="AFTER",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SpecialDay",
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
                            "day",
                            models.DateField(
                                error_messages={
                                    "unique": "这一天已经有一行了，请改那一行。"
                                },
                                unique=True,
                                verbose_name="日期",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("holiday", "放假"), ("makeup", "调休上班")],
                                max_length=7,
                                verbose_name="类别",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="名称")),
                        (
                            "follows",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (0, "周一"),
                                    (1, "周二"),
                                    (2, "周三"),
                                    (3, "周四"),
                                    (4, "周五"),
                                    (5, "周六"),
                                    (6, "周日"),
                                ],
                                help_text="只有调休上班的日子要填：按哪一天的时间开放。",
                                null=True,
                                verbose_name="按星期几开放",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "放假和调休",
                        "verbose_name_plural": "放假和调休",
                        "ordering": ["day"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("follows__isnull", True), ("kind", "holiday")
                                    ),
                                    models.Q(("follows__lt", 5), ("kind", "makeup")),
                                    _connector="OR",
                                ),
                                name="specialday_makeup_follows_weekday",
                                violation_error_message="调休上班的日子要写明按周一到周五的哪一天开放，放假的日子不写。",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="raises_version",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="UPDATE center_center SET timetable_version = nextval('timetable_version'); RETURN NULL;",
                                    hash="602b0ead226404dd57f08f19188c2beadda331b5",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_raises_version_0bf68",
                                    table="timetable_specialday",
                                    when="AFTER",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SpecialOpening",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="special_openings",
                                to="center.center",
                                verbose_name="中心",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="从")),
                        ("ends_at", models.DateTimeField(verbose_name="到")),
                        (
                            "reason",
                            models.CharField(
                                help_text="居民会看到。",
                                max_length=60,
                                verbose_name="原因",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "加开",
                        "verbose_name_plural": "加开",
                        "ordering": ["starts_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_at__gt", models.F("starts_at"))
                                ),
                                name="specialopening_ends_after_starts",
                                violation_error_message="结束要晚于开始。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "starts_at__date",
                                        models.Func(
                                            models.F("ends_at"),
                                            output_field=models.DateField(),
                                            template="((%(expressions)s - interval '1 microsecond') AT TIME ZONE 'Asia/Shanghai')::date",
                                        ),
                                    )
                                ),
                                name="specialopening_one_day",
                                violation_error_message="加开只能在同一天里。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="raises_version",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="UPDATE center_center SET timetable_version = nextval('timetable_version') WHERE id IN (NEW.center_id, OLD.center_id); RETURN NULL;",
                                    hash="3ee24e51204ee6fd3c0e0bb740a80ac9c86dd52f",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_raises_version_ced0a",
                                    table="timetable_specialopening",
                                    when="AFTER",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarYear",
                    fields=[
                        (
                            "year",
                            models.PositiveSmallIntegerField(
                                primary_key=True, serialize=False, verbose_name="年份"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("published", "已公布"),
                                    ("unpublished", "还没公布"),
                                ],
                                max_length=11,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="依据"
                            ),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(
                                default=1, editable=False, verbose_name="第几版"
                            ),
                        ),
                        (
                            "loaded_at",
                            models.DateTimeField(
                                blank=True,
                                editable=False,
                                null=True,
                                verbose_name="载入时间",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "年度放假安排",
                        "verbose_name_plural": "年度放假安排",
                        "ordering": ["-year"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("year__range", (2004, 2200))),
                                name="calendaryear_sensible",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="raises_version",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="UPDATE center_center SET timetable_version = nextval('timetable_version'); RETURN NULL;",
                                    hash="c6e657508cf44ee8c307ed3c0afb8826b66507ab",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_raises_version_44d81",
                                    table="timetable_calendaryear",
                                    when="AFTER",
                                ),
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
