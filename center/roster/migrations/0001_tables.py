import django.contrib.postgres.constraints
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import center.ranges
from center.operations import CreateModels


class Migration(migrations.Migration):
    replaces = [("roster", "0001_initial"), ("roster", "0002_roles")]

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
                    name="Window",
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
                            "version",
                            models.PositiveIntegerField(default=1, editable=False),
                        ),
                        (
                            "form_key",
                            models.CharField(editable=False, max_length=64, null=True),
                        ),
                        (
                            "center",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="center.center",
                                verbose_name="中心",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("valid", "有效"), ("struck", "作废")],
                                default="valid",
                                editable=False,
                                max_length=6,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(verbose_name="窗口号"),
                        ),
                        ("name", models.CharField(max_length=20, verbose_name="名称")),
                        (
                            "hint",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="常办的事"
                            ),
                        ),
                        (
                            "place",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="在哪里"
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="窗口电话"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "窗口",
                        "verbose_name_plural": "窗口",
                        "ordering": ["-pk"],
                        "abstract": False,
                        "default_permissions": ("view", "add", "change", "export"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("form_key",), name="roster_window_form_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["valid", "struck"])),
                                name="roster_window_state_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "valid")),
                                fields=("center", "number"),
                                name="window_number_once",
                                violation_error_message="已经有这个窗口号。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("number__gte", 1), ("number__lte", 99)
                                ),
                                name="window_number_sane",
                                violation_error_message="窗口号是 1 到 99。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="9f3ae755e407a8614fdbebd08b8cf0c7417932a4",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_cfa72",
                                    table="roster_window",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="state_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{valid:struck}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="32e0975c6aca8bbaa20af63e0543aa0f68441dc3",
                                    operation="UPDATE",
                                    pgid="pgtrigger_state_moves_6ca76",
                                    table="roster_window",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="every_move_has_a_step",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    constraint="CONSTRAINT",
                                    func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version = OLD.version AND NEW.state = OLD.state THEN\n                    RETURN NULL;\n                END IF;\n                IF NEW.version <= OLD.version THEN\n                    RAISE EXCEPTION 'a move of roster_window % is no version',\n                        NEW.id USING ERRCODE = 'check_violation',\n                        CONSTRAINT = 'every_move_has_a_step';\n                END IF;\n            END IF;\n            IF NOT EXISTS (\n                SELECT FROM registers_revision WHERE object_id = NEW.id AND content_type_id = (\n    SELECT id FROM django_content_type\n    WHERE app_label = 'roster' AND model = 'window'\n) AND version = NEW.version\n            ) THEN\n                RAISE EXCEPTION 'no step of roster_window %, version %',\n                    NEW.id, NEW.version USING ERRCODE = 'check_violation',\n                    CONSTRAINT = 'every_move_has_a_step';\n            END IF;\n            RETURN NULL;\n            ",
                                    hash="246b3fe46a1354c565e2129eead90db26c6706cd",
                                    operation="INSERT OR UPDATE",
                                    pgid="pgtrigger_every_move_has_a_step_ce676",
                                    table="roster_window",
                                    timing="DEFERRABLE INITIALLY DEFERRED",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Absence",
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
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="absences",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="不在岗的人",
                            ),
                        ),
                        (
                            "deputy",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="covers",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁顶岗",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="从")),
                        (
                            "ends_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="到"
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                default="",
                                max_length=100,
                                verbose_name="事由",
                            ),
                        ),
                        (
                            "shuts_window",
                            models.BooleanField(default=False, verbose_name="窗口暂停"),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁登记的",
                            ),
                        ),
                        (
                            "set_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="登记时间"
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁销的",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "不在岗",
                        "verbose_name_plural": "不在岗和顶岗",
                        "indexes": [
                            models.Index(
                                fields=["deputy", "starts_at"], name="absence_deputy"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("deputy__isnull", True),
                                    models.Q(
                                        ("deputy", models.F("staff")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="absence_by_another",
                                violation_error_code="deputy",
                                violation_error_message="自己不能顶自己的岗。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("deputy__isnull", False),
                                    ("shuts_window", True),
                                    _connector="OR",
                                ),
                                name="absence_somebody_is_there",
                                violation_error_code="deputy",
                                violation_error_message="请选谁顶岗。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_at__isnull", True),
                                    ("ends_at__gte", models.F("starts_at")),
                                    _connector="OR",
                                ),
                                name="absence_ends_after_starts",
                                violation_error_code="ends_at",
                                violation_error_message="结束要晚于开始。",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("staff", "="),
                                    (
                                        center.ranges.MomentRange(
                                            "starts_at", "ends_at"
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="absence_one_at_a_time",
                                violation_error_code="overlap",
                                violation_error_message="这段时间已经登记过不在岗，先销掉那一条。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="68f1a8672d3c741dcc06dcfc1357061ed6562c4e",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_ec2b6",
                                    table="roster_absence",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Post",
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
                            "version",
                            models.PositiveIntegerField(default=1, editable=False),
                        ),
                        (
                            "form_key",
                            models.CharField(editable=False, max_length=64, null=True),
                        ),
                        (
                            "center",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="center.center",
                                verbose_name="中心",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("valid", "有效"), ("struck", "作废")],
                                default="valid",
                                editable=False,
                                max_length=6,
                                verbose_name="状态",
                            ),
                        ),
                        ("name", models.CharField(max_length=30, verbose_name="岗位")),
                        (
                            "window",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
                                to="roster.window",
                                verbose_name="窗口",
                            ),
                        ),
                        (
                            "a",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="A岗",
                            ),
                        ),
                        (
                            "b",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="B岗",
                            ),
                        ),
                        (
                            "duties",
                            models.TextField(
                                blank=True,
                                help_text="一行写一条。",
                                max_length=1000,
                                verbose_name="职责",
                            ),
                        ),
                        (
                            "rules",
                            models.TextField(
                                blank=True,
                                help_text="一行写一条。",
                                max_length=1000,
                                verbose_name="工作规程",
                            ),
                        ),
                        (
                            "responsibility",
                            models.TextField(
                                blank=True,
                                help_text="做不好怎么办，一行写一条。",
                                max_length=600,
                                verbose_name="责任追究",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "岗位",
                        "verbose_name_plural": "岗位和权责",
                        "ordering": ["-pk"],
                        "abstract": False,
                        "default_permissions": ("view", "add", "change", "export"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("form_key",), name="roster_post_form_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["valid", "struck"])),
                                name="roster_post_state_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "valid")),
                                fields=("center", "name"),
                                name="post_name_once",
                                violation_error_message="已经有这个岗位。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("a__isnull", True),
                                    ("b__isnull", True),
                                    models.Q(("a", models.F("b")), _negated=True),
                                    _connector="OR",
                                ),
                                name="post_two_people",
                                violation_error_message="A 岗和 B 岗要是两个人。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="1ad3b871541d18da01e62348259ae19d13d46e69",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_9f0c5",
                                    table="roster_post",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="state_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{valid:struck}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="0754c6b3423b477e8dddf39475c429ff6f0d23c1",
                                    operation="UPDATE",
                                    pgid="pgtrigger_state_moves_36ae3",
                                    table="roster_post",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="every_move_has_a_step",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    constraint="CONSTRAINT",
                                    func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version = OLD.version AND NEW.state = OLD.state THEN\n                    RETURN NULL;\n                END IF;\n                IF NEW.version <= OLD.version THEN\n                    RAISE EXCEPTION 'a move of roster_post % is no version',\n                        NEW.id USING ERRCODE = 'check_violation',\n                        CONSTRAINT = 'every_move_has_a_step';\n                END IF;\n            END IF;\n            IF NOT EXISTS (\n                SELECT FROM registers_revision WHERE object_id = NEW.id AND content_type_id = (\n    SELECT id FROM django_content_type\n    WHERE app_label = 'roster' AND model = 'post'\n) AND version = NEW.version\n            ) THEN\n                RAISE EXCEPTION 'no step of roster_post %, version %',\n                    NEW.id, NEW.version USING ERRCODE = 'check_violation',\n                    CONSTRAINT = 'every_move_has_a_step';\n            END IF;\n            RETURN NULL;\n            ",
                                    hash="125f8fb840e3e3ba92bd0a9e45938a523b909a1b",
                                    operation="INSERT OR UPDATE",
                                    pgid="pgtrigger_every_move_has_a_step_ce076",
                                    table="roster_post",
                                    timing="DEFERRABLE INITIALLY DEFERRED",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
