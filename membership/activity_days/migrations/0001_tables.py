import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import center.ranges
from center.operations import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("activity_days", "0001_initial"),
        ("activity_days", "0002_roles"),
        ("activity_days", "0003_calendar_plans"),
        ("activity_days", "0004_steps_say_the_version"),
        ("activity_days", "0005_photos_know_their_form"),
        ("activity_days", "0006_meetings_on_the_machine"),
        ("activity_days", "0007_every_move_has_a_step"),
    ]

    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("center", "0001_tables"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("membership", "0001_tables"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="ActivityDay",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="activity_days",
                                to="center.center",
                                verbose_name="中心",
                            ),
                        ),
                        (
                            "branch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="activity_days",
                                to="membership.organization",
                                verbose_name="党支部",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        (
                            "starts_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="开始时间"
                            ),
                        ),
                        (
                            "ends_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="结束时间"
                            ),
                        ),
                        (
                            "unified",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("may_day", "“五一”统一活动日"),
                                    ("party_day", "“七一”统一活动日"),
                                    ("national_day", "“十一”统一活动日"),
                                ],
                                editable=False,
                                max_length=12,
                                verbose_name="统一活动日",
                            ),
                        ),
                        (
                            "theme",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="主题"
                            ),
                        ),
                        (
                            "place",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="地点"
                            ),
                        ),
                        (
                            "host",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="主持人"
                            ),
                        ),
                        (
                            "recorder",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="记录人"
                            ),
                        ),
                        (
                            "contents",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("study", "学习文件，汇报思想，反映群众意见"),
                                        ("briefing", "通报支部工作，宣传方针政策"),
                                        ("tasks", "检查上次布置的任务"),
                                        ("excellence", "创先争优活动"),
                                        ("life", "支部生活会"),
                                    ],
                                    max_length=12,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="内容",
                            ),
                        ),
                        (
                            "process",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="议程和经过"
                            ),
                        ),
                        (
                            "opinions",
                            models.TextField(
                                blank=True,
                                max_length=2000,
                                verbose_name="党员发言和群众意见",
                            ),
                        ),
                        (
                            "effect",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="效果"
                            ),
                        ),
                        (
                            "outside_count",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="列席人数"
                            ),
                        ),
                        (
                            "outside_note",
                            models.CharField(
                                blank=True,
                                help_text="例如：入党积极分子 2 人，群众代表 1 人。",
                                max_length=200,
                                verbose_name="列席的是谁",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "计划"),
                                    ("held", "待报送"),
                                    ("reported", "已报送"),
                                    ("returned", "已退回"),
                                    ("signed", "已签收"),
                                    ("cancelled", "已取消"),
                                ],
                                default="planned",
                                editable=False,
                                max_length=9,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "strict_due_on",
                            models.DateField(editable=False, verbose_name="第五天"),
                        ),
                        (
                            "due_on",
                            models.DateField(editable=False, verbose_name="报送期限"),
                        ),
                        (
                            "due_is_provisional",
                            models.BooleanField(default=False, editable=False),
                        ),
                        (
                            "expected_count",
                            models.PositiveSmallIntegerField(
                                editable=False, null=True, verbose_name="应到"
                            ),
                        ),
                        (
                            "attending_count",
                            models.PositiveSmallIntegerField(
                                editable=False, null=True, verbose_name="实到"
                            ),
                        ),
                        (
                            "first_reported_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="首次报送"
                            ),
                        ),
                        (
                            "reported_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="报送时间"
                            ),
                        ),
                        (
                            "reported_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="报送人",
                            ),
                        ),
                        (
                            "reported_to",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="membership.organization",
                                verbose_name="上级党委",
                            ),
                        ),
                        (
                            "return_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="退回意见"
                            ),
                        ),
                        (
                            "signed_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="签收时间"
                            ),
                        ),
                        (
                            "signed_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="签收人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "党员活动日",
                        "verbose_name_plural": "党员活动日",
                        "ordering": ["-on", "-pk"],
                        "permissions": [
                            ("sign_activityday", "可以签收和退回党员活动日")
                        ],
                        "indexes": [
                            models.Index(
                                fields=["branch", "on"], name="activityday_branch"
                            ),
                            models.Index(
                                fields=["center", "on"], name="activityday_center"
                            ),
                            models.Index(
                                condition=models.Q(("first_reported_at__isnull", True)),
                                fields=["due_on"],
                                name="activityday_unreported",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "planned",
                                            "held",
                                            "reported",
                                            "returned",
                                            "signed",
                                            "cancelled",
                                        ],
                                    )
                                ),
                                name="activityday_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("unified", ""),
                                        models.Q(
                                            ("on__day", 1),
                                            ("on__month", 5),
                                            _negated=True,
                                        ),
                                        models.Q(
                                            ("on__day", 1),
                                            ("on__month", 7),
                                            _negated=True,
                                        ),
                                        models.Q(
                                            ("on__day", 1),
                                            ("on__month", 10),
                                            _negated=True,
                                        ),
                                    ),
                                    models.Q(
                                        ("unified", "may_day"),
                                        ("on__day", 1),
                                        ("on__month", 5),
                                    ),
                                    models.Q(
                                        ("unified", "party_day"),
                                        ("on__day", 1),
                                        ("on__month", 7),
                                    ),
                                    models.Q(
                                        ("unified", "national_day"),
                                        ("on__day", 1),
                                        ("on__month", 10),
                                    ),
                                    _connector="OR",
                                ),
                                name="activityday_unified_on_its_day",
                                violation_error_message="五月一日、七月一日、十月一日是统一活动日。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("unified", ""),
                                    models.Q(("state", "cancelled"), _negated=True),
                                    _connector="OR",
                                ),
                                name="activityday_unified_not_cancelled",
                                violation_error_message="统一活动日不能取消。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("unified", ""), _negated=True),
                                fields=("branch", "on"),
                                name="activityday_unified_once",
                                violation_error_message="这个支部的统一活动日已经在册。",
                            ),
                            models.UniqueConstraint(
                                fields=("form_key",), name="activityday_form_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ends_at__isnull", True),
                                        ("starts_at__isnull", True),
                                    ),
                                    ("ends_at__gt", models.F("starts_at")),
                                    _connector="OR",
                                ),
                                name="activityday_times_in_order",
                                violation_error_message="结束要晚于开始。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "contents__contained_by",
                                        [
                                            "study",
                                            "briefing",
                                            "tasks",
                                            "excellence",
                                            "life",
                                        ],
                                    )
                                ),
                                name="activityday_contents_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["planned", "cancelled"]),
                                    models.Q(
                                        ("starts_at__isnull", False),
                                        models.Q(("theme", ""), _negated=True),
                                        models.Q(("place", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="activityday_held_has_time",
                                violation_error_message="举行过的活动日要有时间、地点和主题。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("strict_due_on__gt", models.F("on")),
                                    ("due_on__gte", models.F("strict_due_on")),
                                ),
                                name="activityday_due_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(
                                            (
                                                "state__in",
                                                ["reported", "returned", "signed"],
                                            ),
                                            _negated=True,
                                        ),
                                        ("first_reported_at__isnull", True),
                                        ("reported_at__isnull", True),
                                        ("reported_by__isnull", True),
                                        ("reported_to__isnull", True),
                                    ),
                                    models.Q(
                                        models.Q(("effect", ""), _negated=True),
                                        (
                                            "attending_count__lte",
                                            models.F("expected_count"),
                                        ),
                                        ("contents__len__gte", 1),
                                        ("expected_count__isnull", False),
                                        (
                                            "reported_at__gte",
                                            models.F("first_reported_at"),
                                        ),
                                        ("reported_by__isnull", False),
                                        ("reported_to__isnull", False),
                                        (
                                            "state__in",
                                            ["reported", "returned", "signed"],
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="activityday_report_whole",
                                violation_error_message="报送要有内容、参加人数和效果。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(("state", "signed"), _negated=True),
                                        ("signed_at__isnull", True),
                                        ("signed_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("signed_at__isnull", False),
                                        ("signed_by__isnull", False),
                                        ("state", "signed"),
                                    ),
                                    _connector="OR",
                                ),
                                name="activityday_signed_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("signed_by__isnull", True),
                                    models.Q(
                                        ("signed_by", models.F("reported_by")),
                                        _negated=True,
                                    ),
                                    _connector="OR",
                                ),
                                name="activityday_signed_by_another",
                                violation_error_message="自己报送的不能自己签收。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "returned"), _negated=True),
                                    models.Q(("return_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="activityday_returned_has_reason",
                                violation_error_message="退回要写明意见。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("version__gte", 1)),
                                name="activityday_version_positive",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="019be16de2016ff96d0c19a94031b533b0404ac5",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_ddf8d",
                                    table="activity_days_activityday",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="state_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{planned:cancelled,planned:held,held:reported,reported:returned,reported:signed,returned:reported}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="54c6934615cc7dc7b33d36ac48442c37bcd28c89",
                                    operation="UPDATE",
                                    pgid="pgtrigger_state_moves_089d1",
                                    table="activity_days_activityday",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="every_move_has_a_step",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    constraint="CONSTRAINT",
                                    func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version = OLD.version AND NEW.state = OLD.state THEN\n                    RETURN NULL;\n                END IF;\n                IF NEW.version <= OLD.version THEN\n                    RAISE EXCEPTION 'a move of activity_days_activityday % is no version',\n                        NEW.id USING ERRCODE = 'check_violation',\n                        CONSTRAINT = 'every_move_has_a_step';\n                END IF;\n            END IF;\n            IF NOT EXISTS (\n                SELECT FROM activity_days_step WHERE day_id = NEW.id AND version = NEW.version\n            ) THEN\n                RAISE EXCEPTION 'no step of activity_days_activityday %, version %',\n                    NEW.id, NEW.version USING ERRCODE = 'check_violation',\n                    CONSTRAINT = 'every_move_has_a_step';\n            END IF;\n            RETURN NULL;\n            ",
                                    hash="d6a2e1e752ef4c359d8d2bf846c192b2b80bd5df",
                                    operation="INSERT OR UPDATE",
                                    pgid="pgtrigger_every_move_has_a_step_318d9",
                                    table="activity_days_activityday",
                                    timing="DEFERRABLE INITIALLY DEFERRED",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="day_takes_time",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\nDELETE FROM activity_days_timeslot WHERE activity_day_id = NEW.id;\nIF NEW.starts_at IS NOT NULL AND NEW.state <> 'cancelled' THEN\n    INSERT INTO activity_days_timeslot (branch_id, lane, is_day, starts_at, ends_at, activity_day_id, meeting_id)\n    VALUES (NEW.branch_id, 0, 1, NEW.starts_at, NEW.ends_at, NEW.id, NULL);\nEND IF;\nRETURN NULL;\n",
                                    hash="8bfb003236ab59bdd766373250dc3d337c0a576d",
                                    operation='INSERT OR UPDATE OF "branch_id", "starts_at", "ends_at", "state"',
                                    pgid="pgtrigger_day_takes_time_10fbc",
                                    table="activity_days_activityday",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="reported_is_sealed",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."state" IN (\'reported\', \'signed\') AND (OLD."branch_id" IS DISTINCT FROM (NEW."branch_id") OR OLD."on" IS DISTINCT FROM (NEW."on") OR OLD."starts_at" IS DISTINCT FROM (NEW."starts_at") OR OLD."ends_at" IS DISTINCT FROM (NEW."ends_at") OR OLD."theme" IS DISTINCT FROM (NEW."theme") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."host" IS DISTINCT FROM (NEW."host") OR OLD."recorder" IS DISTINCT FROM (NEW."recorder") OR OLD."contents" IS DISTINCT FROM (NEW."contents") OR OLD."process" IS DISTINCT FROM (NEW."process") OR OLD."opinions" IS DISTINCT FROM (NEW."opinions") OR OLD."effect" IS DISTINCT FROM (NEW."effect") OR OLD."outside_count" IS DISTINCT FROM (NEW."outside_count") OR OLD."outside_note" IS DISTINCT FROM (NEW."outside_note")))',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="50a97a0a5c76e0abdc270e8ba460ce77b5f28ac4",
                                    operation="UPDATE",
                                    pgid="pgtrigger_reported_is_sealed_26758",
                                    table="activity_days_activityday",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Meeting",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="party_meetings",
                                to="center.center",
                                verbose_name="中心",
                            ),
                        ),
                        (
                            "branch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meetings",
                                to="membership.organization",
                                verbose_name="党支部",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("members", "支部党员大会"),
                                    ("committee", "支部委员会会议"),
                                    ("group", "党小组会"),
                                    ("lecture", "党课"),
                                ],
                                max_length=9,
                                verbose_name="哪种会",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="开始时间")),
                        ("ends_at", models.DateTimeField(verbose_name="结束时间")),
                        ("place", models.CharField(max_length=80, verbose_name="地点")),
                        (
                            "host",
                            models.CharField(max_length=40, verbose_name="主持人"),
                        ),
                        (
                            "recorder",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="记录人"
                            ),
                        ),
                        (
                            "topic",
                            models.CharField(max_length=200, verbose_name="议题"),
                        ),
                        (
                            "lecturer",
                            models.CharField(
                                blank=True,
                                help_text="党课要填。",
                                max_length=40,
                                verbose_name="讲课人",
                            ),
                        ),
                        (
                            "decisions",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="决议"
                            ),
                        ),
                        (
                            "expected_count",
                            models.PositiveSmallIntegerField(verbose_name="应到人数"),
                        ),
                        (
                            "attending_count",
                            models.PositiveSmallIntegerField(verbose_name="实到人数"),
                        ),
                        (
                            "void_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="作废时间"
                            ),
                        ),
                        (
                            "void_reason",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="作废原因"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("valid", "有效"), ("void", "已作废")],
                                db_default="valid",
                                default="valid",
                                editable=False,
                                max_length=5,
                                verbose_name="状态",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "三会一课",
                        "verbose_name_plural": "三会一课",
                        "ordering": ["-starts_at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["branch", "starts_at"], name="meeting_branch"
                            ),
                            models.Index(
                                fields=["center", "starts_at"], name="meeting_center"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        ["members", "committee", "group", "lecture"],
                                    )
                                ),
                                name="meeting_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_at__gt", models.F("starts_at"))
                                ),
                                name="meeting_times_in_order",
                                violation_error_message="结束要晚于开始。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("attending_count__lte", models.F("expected_count"))
                                ),
                                name="meeting_not_more_than_expected",
                                violation_error_message="实到人数不能比应到人数多。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "lecture"), _negated=True),
                                    models.Q(("lecturer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="meeting_lecture_has_lecturer",
                                violation_error_message="党课要写讲课人。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("void_at__isnull", True), ("void_reason", "")
                                    ),
                                    models.Q(
                                        ("void_at__isnull", False),
                                        models.Q(("void_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="meeting_void_has_reason",
                                violation_error_message="作废要写原因。",
                            ),
                            models.UniqueConstraint(
                                fields=("form_key",), name="meeting_form_once"
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="124ca3a117d2eca9ec3b8b879c405502ca0e9501",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_edd85",
                                    table="activity_days_meeting",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="meeting_takes_time",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\nDELETE FROM activity_days_timeslot WHERE meeting_id = NEW.id;\nIF NEW.void_at IS NULL THEN\n    INSERT INTO activity_days_timeslot (branch_id, lane, is_day, starts_at, ends_at, activity_day_id, meeting_id)\n    VALUES (\n        NEW.branch_id,\n        CASE NEW.kind WHEN 'group' THEN 2\n            ELSE 1 END,\n        0, NEW.starts_at, NEW.ends_at, NULL, NEW.id\n    );\nEND IF;\nRETURN NULL;\n",
                                    hash="1b3b45e77821cbae702282e4eb8e1760cdd86ba3",
                                    operation='INSERT OR UPDATE OF "branch_id", "kind", "starts_at", "ends_at", "void_at"',
                                    pgid="pgtrigger_meeting_takes_time_6e859",
                                    table="activity_days_meeting",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="state_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{valid:void}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="cfa4fb36fd8fe38e8cdd27e81e0b6fb9688b2bad",
                                    operation="UPDATE",
                                    pgid="pgtrigger_state_moves_bc7c4",
                                    table="activity_days_meeting",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="every_move_has_a_step",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    constraint="CONSTRAINT",
                                    func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version = OLD.version AND NEW.state = OLD.state THEN\n                    RETURN NULL;\n                END IF;\n                IF NEW.version <= OLD.version THEN\n                    RAISE EXCEPTION 'a move of activity_days_meeting % is no version',\n                        NEW.id USING ERRCODE = 'check_violation',\n                        CONSTRAINT = 'every_move_has_a_step';\n                END IF;\n            END IF;\n            IF NOT EXISTS (\n                SELECT FROM activity_days_meetingstep WHERE meeting_id = NEW.id AND version = NEW.version\n            ) THEN\n                RAISE EXCEPTION 'no step of activity_days_meeting %, version %',\n                    NEW.id, NEW.version USING ERRCODE = 'check_violation',\n                    CONSTRAINT = 'every_move_has_a_step';\n            END IF;\n            RETURN NULL;\n            ",
                                    hash="26a94910050d636675660f760894fe5613d3503f",
                                    operation="INSERT OR UPDATE",
                                    pgid="pgtrigger_every_move_has_a_step_40713",
                                    table="activity_days_meeting",
                                    timing="DEFERRABLE INITIALLY DEFERRED",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportSetting",
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
                                related_name="report_settings",
                                to="center.center",
                            ),
                        ),
                        (
                            "rolls_over",
                            models.BooleanField(
                                default=True,
                                help_text="不勾就按自然日算满五天。改了以后只影响以后安排和登记的活动日。",
                                verbose_name="第五天是休息日时，顺延到下一个工作日",
                            ),
                        ),
                        (
                            "expects_monthly",
                            models.BooleanField(
                                default=True,
                                help_text="不勾就只有三个统一活动日算必须开。",
                                verbose_name="每个支部每月至少一次",
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
                    ],
                    options={
                        "verbose_name": "活动日报送规定",
                        "verbose_name_plural": "活动日报送规定",
                        "indexes": [
                            models.Index(
                                fields=["center", "at"], name="reportsetting_center"
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="71df583c31a77db4289bc1989ed48d36e6f4e5aa",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_a8e01",
                                    table="activity_days_reportsetting",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attendance",
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
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendances",
                                to="activity_days.activityday",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendances",
                                to="membership.member",
                            ),
                        ),
                        (
                            "presence",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("present", "到会"),
                                    ("online", "线上参加"),
                                    ("leave", "请假"),
                                    ("absent", "缺席"),
                                    ("made_up", "已补课"),
                                    ("exempt", "免予参加"),
                                ],
                                max_length=8,
                                verbose_name="出勤",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="事由"
                            ),
                        ),
                        (
                            "made_up_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="补课日期"
                            ),
                        ),
                        (
                            "made_up_how",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="怎么补的"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "出勤",
                        "verbose_name_plural": "出勤",
                        "ordering": ["day", "member__name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("day", "member"), name="attendance_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "presence__in",
                                        [
                                            "",
                                            "present",
                                            "online",
                                            "leave",
                                            "absent",
                                            "made_up",
                                            "exempt",
                                        ],
                                    )
                                ),
                                name="attendance_presence_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "presence__in",
                                            frozenset(["exempt", "leave"]),
                                        ),
                                        _negated=True,
                                    ),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="attendance_reason_given",
                                violation_error_message="请假和免予参加要写事由。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(
                                            ("presence", "made_up"), _negated=True
                                        ),
                                        ("made_up_how", ""),
                                        ("made_up_on__isnull", True),
                                    ),
                                    models.Q(
                                        models.Q(("made_up_how", ""), _negated=True),
                                        ("made_up_on__isnull", False),
                                        ("presence", "made_up"),
                                    ),
                                    _connector="OR",
                                ),
                                name="attendance_made_up_whole",
                                violation_error_message="补课要写日期和方式。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="d13865c2b094f1e82bf0588a58033fb77ad26bb9",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_a53dc",
                                    table="activity_days_attendance",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeetingStep",
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
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="activity_days.meeting",
                            ),
                        ),
                        (
                            "verb",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("register", "登记"),
                                    ("change", "修改"),
                                    ("void", "作废"),
                                ],
                                db_default="",
                                max_length=8,
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                blank=True,
                                choices=[("valid", "有效"), ("void", "已作废")],
                                db_default="",
                                max_length=5,
                                verbose_name="状态",
                            ),
                        ),
                        ("text", models.CharField(max_length=300, verbose_name="内容")),
                    ],
                    options={
                        "verbose_name": "三会一课登记记录",
                        "verbose_name_plural": "三会一课登记记录",
                        "ordering": ["at", "pk"],
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="167ba8341b69d32dfad6586a4df7d45c8acf9667",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_8cb92",
                                    table="activity_days_meetingstep",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Photo",
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
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="photos",
                                to="activity_days.activityday",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("photo", "照片"), ("sheet", "签到表")],
                                default="photo",
                                max_length=5,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "name",
                            models.CharField(max_length=100, verbose_name="文件名"),
                        ),
                        ("content_type", models.CharField(max_length=40)),
                        (
                            "file",
                            models.FileField(
                                max_length=120, upload_to="activity-days/"
                            ),
                        ),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("added_at", models.DateTimeField(verbose_name="上传时间")),
                        (
                            "removed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "removed_at",
                            models.DateTimeField(null=True, verbose_name="撤下时间"),
                        ),
                        (
                            "form_key",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                editable=False,
                                max_length=64,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "活动日照片",
                        "verbose_name_plural": "活动日照片",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["photo", "sheet"])),
                                name="photo_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("removed_at__isnull", True),
                                        ("removed_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("removed_at__gte", models.F("added_at")),
                                        ("removed_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="photo_removed_whole",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="8593e9da91ac8539948fb02132380c441293cff9",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_00fac",
                                    table="activity_days_photo",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Step",
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
                        ("at", models.DateTimeField(verbose_name="时间")),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="说明"
                            ),
                        ),
                        (
                            "day",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="activity_days.activityday",
                            ),
                        ),
                        (
                            "verb",
                            models.CharField(
                                choices=[
                                    ("plan", "安排"),
                                    ("replan", "改了安排"),
                                    ("hold", "登记已举行"),
                                    ("write", "填写纪实"),
                                    ("attend", "登记出勤"),
                                    ("answer", "检查上次任务"),
                                    ("task", "布置任务"),
                                    ("photo", "添加照片"),
                                    ("case", "报送典型材料"),
                                    ("report", "报送上级党委"),
                                    ("return", "退回"),
                                    ("sign", "签收"),
                                    ("cancel", "取消"),
                                    ("make_up", "登记补课"),
                                ],
                                max_length=8,
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "计划"),
                                    ("held", "待报送"),
                                    ("reported", "已报送"),
                                    ("returned", "已退回"),
                                    ("signed", "已签收"),
                                    ("cancelled", "已取消"),
                                ],
                                max_length=9,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "活动日记录",
                        "verbose_name_plural": "活动日记录",
                        "ordering": ["at", "pk"],
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="6921aefd8b8821b3e67c57cd50bb52799cd7fe09",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_e3098",
                                    table="activity_days_step",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Task",
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
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="activity_days.activityday",
                            ),
                        ),
                        ("text", models.CharField(max_length=200, verbose_name="任务")),
                        (
                            "responsible",
                            models.CharField(max_length=40, verbose_name="责任人"),
                        ),
                        (
                            "due_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="期限"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "布置的任务",
                        "verbose_name_plural": "布置的任务",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("text", ""), _negated=True),
                                    models.Q(("responsible", ""), _negated=True),
                                ),
                                name="task_has_text",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="c33b0ff5e6c60b28106287021c2b75dd2a2504d8",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_61a2c",
                                    table="activity_days_task",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TimeSlot",
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
                            "branch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="membership.organization",
                            ),
                        ),
                        ("lane", models.PositiveSmallIntegerField()),
                        ("is_day", models.PositiveSmallIntegerField()),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        (
                            "activity_day",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="time_slot",
                                to="activity_days.activityday",
                            ),
                        ),
                        (
                            "meeting",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="time_slot",
                                to="activity_days.meeting",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "占用时间",
                        "verbose_name_plural": "占用时间",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("activity_day__isnull", False),
                                        ("is_day", 1),
                                        ("lane", 0),
                                        ("meeting__isnull", True),
                                    ),
                                    models.Q(
                                        ("activity_day__isnull", True),
                                        ("is_day", 0),
                                        ("lane__gt", 0),
                                        ("meeting__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="timeslot_belongs_to_one",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("branch", "="),
                                    ("is_day", "<>"),
                                    (
                                        center.ranges.MomentRange(
                                            "starts_at", "ends_at"
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="timeslot_day_apart_from_meeting",
                                violation_error_code="taken",
                                violation_error_message="这段时间里，这个支部已经登记了别的活动日或“三会一课”。活动日不能和会议重叠，请改时间，或者先改那一项。",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("lane__lt", 2)),
                                expressions=[
                                    ("branch", "="),
                                    (
                                        center.ranges.MomentRange(
                                            "starts_at", "ends_at"
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="timeslot_branch_once",
                                violation_error_code="taken",
                                violation_error_message="这段时间里，这个支部已经登记了别的活动日或“三会一课”。活动日不能和会议重叠，请改时间，或者先改那一项。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TypicalCase",
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
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="activity_days.activityday",
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(verbose_name="稿次"),
                        ),
                        ("title", models.CharField(max_length=80, verbose_name="标题")),
                        (
                            "body",
                            models.TextField(max_length=8000, verbose_name="正文"),
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
                    ],
                    options={
                        "verbose_name": "典型材料",
                        "verbose_name_plural": "典型材料",
                        "ordering": ["day", "-number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("day", "number"), name="typicalcase_number_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("title", ""), _negated=True),
                                    models.Q(("body", ""), _negated=True),
                                ),
                                name="typicalcase_has_text",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="f316a4a4667a5f41c1ca1bb16963f64c8dc8d76b",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_2a16e",
                                    table="activity_days_typicalcase",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TaskAnswer",
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
                            "task",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="activity_days.task",
                            ),
                        ),
                        (
                            "day",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="activity_days.activityday",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("done", "完成"),
                                    ("partly", "部分完成"),
                                    ("not_done", "未完成"),
                                    ("dropped", "不再办"),
                                ],
                                max_length=8,
                                verbose_name="完成情况",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="说明"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "任务完成情况",
                        "verbose_name_plural": "任务完成情况",
                        "ordering": ["task"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("task", "day"), name="taskanswer_once_a_day"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "outcome__in",
                                        ["done", "partly", "not_done", "dropped"],
                                    )
                                ),
                                name="taskanswer_outcome_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome", "done"),
                                    models.Q(("note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="taskanswer_note_given",
                                violation_error_message="没有全部完成的任务要写说明。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="9049b986279f426705e6b057ffda51bb49a7aae3",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_94b22",
                                    table="activity_days_taskanswer",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
