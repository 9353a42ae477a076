import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from center.operations import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("notices", "0001_initial"),
        ("notices", "0002_roles"),
        ("notices", "0003_every_move_has_a_step"),
        ("notices", "0004_public_texts_stay"),
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
                    name="Duty",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("party", "党务公开"),
                                    ("affairs", "政务公开"),
                                    ("finance", "财务公开"),
                                ],
                                default="party",
                                max_length=7,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "title",
                            models.CharField(max_length=60, verbose_name="公开什么"),
                        ),
                        (
                            "unit",
                            models.CharField(
                                blank=True,
                                help_text="本中心的就空着。",
                                max_length=40,
                                verbose_name="哪个村、社区或支部",
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="依据"
                            ),
                        ),
                        (
                            "every",
                            models.CharField(
                                choices=[
                                    ("month", "每月"),
                                    ("quarter", "每季度"),
                                    ("half", "每半年"),
                                    ("year", "每年"),
                                    ("event", "有事就公开"),
                                ],
                                default="quarter",
                                max_length=7,
                                verbose_name="多久一次",
                            ),
                        ),
                        (
                            "due_day",
                            models.IntegerField(
                                blank=True,
                                help_text="空着：月度 10 日，季度和半年 15 日，年度 1 月 31 日。",
                                null=True,
                                verbose_name="期满后次月几日前",
                            ),
                        ),
                        ("from_on", models.DateField(verbose_name="从哪天起要公开")),
                        (
                            "responsible",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="责任人或岗位"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "公开事项",
                        "verbose_name_plural": "公开事项清单",
                        "ordering": ["-pk"],
                        "abstract": False,
                        "default_permissions": ("view", "add", "change", "export"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("form_key",), name="notices_duty_form_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["valid", "struck"])),
                                name="notices_duty_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["party", "affairs", "finance"])
                                ),
                                name="duty_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("due_day__isnull", True),
                                    models.Q(("due_day__gte", 1), ("due_day__lte", 31)),
                                    _connector="OR",
                                ),
                                name="duty_day_sane",
                                violation_error_message="几日前是 1 到 31。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="3bf9896eba6851f479632593be64c35241d8b936",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_86fd3",
                                    table="notices_duty",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="state_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{valid:struck}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="dd2569e5a194679c4c1d8d180c5d88e5f6bd8258",
                                    operation="UPDATE",
                                    pgid="pgtrigger_state_moves_77364",
                                    table="notices_duty",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="every_move_has_a_step",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    constraint="CONSTRAINT",
                                    func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version = OLD.version AND NEW.state = OLD.state THEN\n                    RETURN NULL;\n                END IF;\n                IF NEW.version <= OLD.version THEN\n                    RAISE EXCEPTION 'a move of notices_duty % is no version',\n                        NEW.id USING ERRCODE = 'check_violation',\n                        CONSTRAINT = 'every_move_has_a_step';\n                END IF;\n            END IF;\n            IF NOT EXISTS (\n                SELECT FROM registers_revision WHERE object_id = NEW.id AND content_type_id = (\n    SELECT id FROM django_content_type\n    WHERE app_label = 'notices' AND model = 'duty'\n) AND version = NEW.version\n            ) THEN\n                RAISE EXCEPTION 'no step of notices_duty %, version %',\n                    NEW.id, NEW.version USING ERRCODE = 'check_violation',\n                    CONSTRAINT = 'every_move_has_a_step';\n            END IF;\n            RETURN NULL;\n            ",
                                    hash="45c1d411678c8dd2930078bdefbd0885300c82b8",
                                    operation="INSERT OR UPDATE",
                                    pgid="pgtrigger_every_move_has_a_step_6f611",
                                    table="notices_duty",
                                    timing="DEFERRABLE INITIALLY DEFERRED",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Notice",
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
                                related_name="notices",
                                to="center.center",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("notice", "通知公告"),
                                    ("news", "中心动态"),
                                    ("party", "党务公开"),
                                    ("affairs", "政务公开"),
                                    ("finance", "财务公开"),
                                    ("jobs", "招聘信息"),
                                ],
                                default="notice",
                                max_length=7,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "duty",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to="notices.duty",
                                verbose_name="对应的公开事项",
                            ),
                        ),
                        (
                            "period",
                            models.CharField(
                                blank=True, max_length=7, verbose_name="哪一期"
                            ),
                        ),
                        ("made_at", models.DateTimeField(editable=False)),
                    ],
                    options={
                        "verbose_name": "公告",
                        "verbose_name_plural": "公告",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "notice",
                                            "news",
                                            "party",
                                            "affairs",
                                            "finance",
                                            "jobs",
                                        ],
                                    )
                                ),
                                name="notice_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("period", ""),
                                    ("duty__isnull", False),
                                    _connector="OR",
                                ),
                                name="notice_period_has_duty",
                                violation_error_message="写了哪一期，请选对应的公开事项。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="ee8cedf58e66b9821fae5f3a4f7805c4b5efbea0",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_4ac46",
                                    table="notices_notice",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NoticeRead",
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
                            "notice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reads",
                                to="notices.notice",
                            ),
                        ),
                        ("day", models.DateField()),
                        ("count", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("notice", "day"), name="read_once_a_day"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Text",
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
                            "n",
                            models.PositiveIntegerField(
                                editable=False, verbose_name="版本"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("submitted", "待审核"),
                                    ("approved", "已通过"),
                                    ("withdrawn", "已撤下"),
                                    ("dropped", "已放弃"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=9,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "change_note",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="这次改了什么"
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审核人",
                            ),
                        ),
                        (
                            "approved_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="审核时间"
                            ),
                        ),
                        (
                            "aliases",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="别名、关键词"
                            ),
                        ),
                        (
                            "spoken",
                            models.CharField(
                                blank=True,
                                help_text="多音字读错时填，拼音之间空格，如 shan lao shi。",
                                max_length=200,
                                verbose_name="读音",
                            ),
                        ),
                        ("plain_name", models.TextField(db_default="", editable=False)),
                        ("words", models.TextField(db_default="", editable=False)),
                        ("pinyin", models.TextField(db_default="", editable=False)),
                        ("initials", models.TextField(db_default="", editable=False)),
                        (
                            "grams",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(),
                                db_default=[],
                                default=list,
                                editable=False,
                                size=None,
                            ),
                        ),
                        (
                            "notice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="notices.notice",
                            ),
                        ),
                        (
                            "title",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="标题"
                            ),
                        ),
                        (
                            "body",
                            models.TextField(
                                blank=True, max_length=20000, verbose_name="正文"
                            ),
                        ),
                        (
                            "byline",
                            models.CharField(
                                blank=True,
                                help_text="空着就是本中心。",
                                max_length=40,
                                verbose_name="落款",
                            ),
                        ),
                        (
                            "unit",
                            models.CharField(
                                blank=True,
                                help_text="本中心的就空着。",
                                max_length=40,
                                verbose_name="哪个村、社区或支部",
                            ),
                        ),
                        (
                            "topic",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("thought", "新思想"),
                                    ("policy", "路线方针政策"),
                                    ("example", "先进典型"),
                                ],
                                max_length=7,
                                verbose_name="宣传什么（中心动态）",
                            ),
                        ),
                        (
                            "employer",
                            models.CharField(
                                blank=True,
                                max_length=60,
                                verbose_name="用人单位（招聘）",
                            ),
                        ),
                        (
                            "is_nothing",
                            models.BooleanField(
                                default=False, verbose_name="本期无（没有要公开的）"
                            ),
                        ),
                        (
                            "show_from",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="什么时候上架"
                            ),
                        ),
                        (
                            "show_until",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="什么时候下架"
                            ),
                        ),
                        (
                            "pin_until",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="置顶到"
                            ),
                        ),
                        (
                            "occurred_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="事情发生在哪天"
                            ),
                        ),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁做的公开前审查",
                            ),
                        ),
                        (
                            "review_basis",
                            models.CharField(
                                blank=True,
                                help_text="含保密审查。",
                                max_length=200,
                                verbose_name="审查依据和结论",
                            ),
                        ),
                        (
                            "withdrawn_why",
                            models.CharField(
                                blank=True, editable=False, max_length=300
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "公告内容",
                        "verbose_name_plural": "公告内容",
                        "ordering": ["notice", "-n"],
                        "permissions": [("approve_text", "可以审核公告公开")],
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["grams"], name="text_grams"
                            ),
                            models.Index(
                                django.contrib.postgres.indexes.OpClass(
                                    models.F("initials"), name="text_pattern_ops"
                                ),
                                name="text_initials",
                            ),
                            models.Index(
                                fields=["state", "show_from"], name="text_shown"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("notice", "n"), name="text_n_once"
                            ),
                            models.UniqueConstraint(
                                fields=("form_key",), name="text_form_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state__in", ("draft", "submitted"))
                                ),
                                fields=("notice",),
                                name="text_one_open",
                                violation_error_code="open",
                                violation_error_message="已经有一个还没通过的草稿，请接着改那一个。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "draft",
                                            "submitted",
                                            "approved",
                                            "withdrawn",
                                            "dropped",
                                        ],
                                    )
                                ),
                                name="text_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("approved_at__isnull", True),
                                        ("approved_by__isnull", True),
                                        models.Q(
                                            ("state__in", ["approved", "withdrawn"]),
                                            _negated=True,
                                        ),
                                    ),
                                    models.Q(
                                        ("approved_at__isnull", False),
                                        ("approved_by__isnull", False),
                                        ("state__in", ["approved", "withdrawn"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="text_approved_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("show_until__isnull", True),
                                    ("show_from__isnull", True),
                                    ("show_until__gt", models.F("show_from")),
                                    _connector="OR",
                                ),
                                name="text_shows_a_while",
                                violation_error_message="下架时间要晚于上架时间。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "approved"), _negated=True),
                                    ("show_from__isnull", False),
                                    _connector="OR",
                                ),
                                name="text_approved_has_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "withdrawn"), _negated=True),
                                    models.Q(("withdrawn_why", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="text_withdrawn_says_why",
                                violation_error_message="请写为什么撤下。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="60a4ff7da05b91850e0033b0115e8e58e81bab30",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_e5ec5",
                                    table="notices_text",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="state_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:dropped,draft:submitted,submitted:approved,submitted:draft,submitted:dropped,approved:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="e4e78438949926c110a641cb4be5032efda81846",
                                    operation="UPDATE",
                                    pgid="pgtrigger_state_moves_9d27e",
                                    table="notices_text",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="every_move_has_a_step",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    constraint="CONSTRAINT",
                                    func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version = OLD.version AND NEW.state = OLD.state THEN\n                    RETURN NULL;\n                END IF;\n                IF NEW.version <= OLD.version THEN\n                    RAISE EXCEPTION 'a move of notices_text % is no version',\n                        NEW.id USING ERRCODE = 'check_violation',\n                        CONSTRAINT = 'every_move_has_a_step';\n                END IF;\n            END IF;\n            IF NOT EXISTS (\n                SELECT FROM notices_textlog WHERE version_of_id = NEW.id AND version = NEW.version\n            ) THEN\n                RAISE EXCEPTION 'no step of notices_text %, version %',\n                    NEW.id, NEW.version USING ERRCODE = 'check_violation',\n                    CONSTRAINT = 'every_move_has_a_step';\n            END IF;\n            RETURN NULL;\n            ",
                                    hash="b2c5e6fc255961781837b099181cd5482dc62aab",
                                    operation="INSERT OR UPDATE",
                                    pgid="pgtrigger_every_move_has_a_step_91caf",
                                    table="notices_text",
                                    timing="DEFERRABLE INITIALLY DEFERRED",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="public_text_stays",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.state IN ('approved', 'withdrawn') AND (OLD.title, OLD.body, OLD.byline, OLD.unit, OLD.topic, OLD.employer, OLD.is_nothing, OLD.show_from, OLD.show_until, OLD.pin_until, OLD.occurred_on, OLD.reviewed_by_id, OLD.review_basis, OLD.change_note) IS DISTINCT FROM (NEW.title, NEW.body, NEW.byline, NEW.unit, NEW.topic, NEW.employer, NEW.is_nothing, NEW.show_from, NEW.show_until, NEW.pin_until, NEW.occurred_on, NEW.reviewed_by_id, NEW.review_basis, NEW.change_note))",
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="b156cc2f3250aaa0e67bf5a52ca76d019d5aedc0",
                                    operation="UPDATE",
                                    pgid="pgtrigger_public_text_stays_eb533",
                                    table="notices_text",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NoticeFile",
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
                            "text",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="notices.text",
                            ),
                        ),
                        ("token", models.CharField(max_length=32, unique=True)),
                        (
                            "title",
                            models.CharField(max_length=80, verbose_name="文件标题"),
                        ),
                        (
                            "alt_text",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="图片说明"
                            ),
                        ),
                        (
                            "is_scan",
                            models.BooleanField(default=False, verbose_name="扫描件"),
                        ),
                        ("content_type", models.CharField(max_length=20)),
                        ("size", models.PositiveIntegerField()),
                        ("sha256", models.CharField(max_length=64)),
                        (
                            "file",
                            models.FileField(max_length=120, upload_to="notices/"),
                        ),
                        ("added_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "公告附件",
                        "verbose_name_plural": "公告附件",
                        "ordering": ["pk"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="part_of_draft",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF EXISTS (\n                SELECT FROM notices_text WHERE state IN ('approved', 'withdrawn') AND id = CASE TG_OP\n                WHEN 'DELETE' THEN OLD.text_id ELSE NEW.text_id END\n            ) THEN\n                RAISE EXCEPTION 'part of a public text of notices_text'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'part_of_draft';\n            END IF;\n            RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;\n        ",
                                    hash="1da60c04114e2d6b6eb3e4563a745e49432fbf60",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_part_of_draft_b1bbd",
                                    table="notices_noticefile",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TextLog",
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
                            "verb",
                            models.CharField(
                                choices=[
                                    ("start", "起草"),
                                    ("save", "修改"),
                                    ("submit", "提交审核"),
                                    ("return", "退回修改"),
                                    ("approve", "审核通过"),
                                    ("withdraw", "撤下"),
                                    ("drop", "放弃"),
                                    ("check", "核对无误"),
                                ],
                                max_length=9,
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("submitted", "待审核"),
                                    ("approved", "已通过"),
                                    ("withdrawn", "已撤下"),
                                    ("dropped", "已放弃"),
                                ],
                                max_length=9,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "version_of",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="log",
                                to="notices.text",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "公告记录",
                        "verbose_name_plural": "公告记录",
                        "ordering": ["at", "pk"],
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="c3d9077a116639d0ede4f595f3c45438c871457c",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_8968e",
                                    table="notices_textlog",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
