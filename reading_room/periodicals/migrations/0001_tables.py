import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from center.operations import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("periodicals", "0001_initial"),
        ("periodicals", "0002_roles"),
        ("periodicals", "0003_every_move_has_a_step"),
    ]

    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("center", "0001_tables"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("reading_room", "0001_tables"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Subscription",
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
                            "title",
                            models.ForeignKey(
                                limit_choices_to=models.Q(
                                    ("kind", "book"), _negated=True
                                ),
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="subscriptions",
                                to="reading_room.title",
                                verbose_name="报刊",
                            ),
                        ),
                        ("year", models.IntegerField(verbose_name="年度")),
                        ("copies", models.IntegerField(default=1, verbose_name="份数")),
                        (
                            "frequency",
                            models.CharField(
                                choices=[
                                    ("day", "日报（不逐期登记）"),
                                    ("week", "周刊"),
                                    ("ten_days", "旬刊"),
                                    ("half_month", "半月刊"),
                                    ("month", "月刊"),
                                    ("two_months", "双月刊"),
                                    ("quarter", "季刊"),
                                ],
                                default="month",
                                max_length=10,
                                verbose_name="刊期",
                            ),
                        ),
                        (
                            "first_on",
                            models.DateField(
                                help_text="以后各期按刊期推算；一年里中途订的写订起的那一期。",
                                verbose_name="第一期哪天到",
                            ),
                        ),
                        (
                            "post_code",
                            models.CharField(
                                blank=True, max_length=20, verbose_name="邮发代号"
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="备注"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "订阅",
                        "verbose_name_plural": "报刊订阅",
                        "ordering": ["-pk"],
                        "abstract": False,
                        "default_permissions": ("view", "add", "change", "export"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("form_key",),
                                name="periodicals_subscription_form_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["valid", "struck"])),
                                name="periodicals_subscription_state_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "valid")),
                                fields=("title", "year"),
                                name="subscription_once_a_year",
                                violation_error_message="这种报刊这一年已经登记了订阅，要改份数请更正那一条。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "frequency__in",
                                        [
                                            "day",
                                            "week",
                                            "ten_days",
                                            "half_month",
                                            "month",
                                            "two_months",
                                            "quarter",
                                        ],
                                    )
                                ),
                                name="subscription_frequency_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("copies__gte", 1), ("copies__lte", 100)
                                ),
                                name="subscription_copies_sane",
                                violation_error_message="份数是 1 到 100 的整数。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("first_on__year", models.F("year"))
                                ),
                                name="subscription_first_in_its_year",
                                violation_error_message="第一期的日期要在订阅的那一年里。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="aabd4c099273172f04731934baff83e79cfb4ce9",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_9d7d0",
                                    table="periodicals_subscription",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="state_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{valid:struck}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="f2c3eb9002a7aaf13907fbd433412b8e761648d9",
                                    operation="UPDATE",
                                    pgid="pgtrigger_state_moves_c713d",
                                    table="periodicals_subscription",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="every_move_has_a_step",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    constraint="CONSTRAINT",
                                    func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version = OLD.version AND NEW.state = OLD.state THEN\n                    RETURN NULL;\n                END IF;\n                IF NEW.version <= OLD.version THEN\n                    RAISE EXCEPTION 'a move of periodicals_subscription % is no version',\n                        NEW.id USING ERRCODE = 'check_violation',\n                        CONSTRAINT = 'every_move_has_a_step';\n                END IF;\n            END IF;\n            IF NOT EXISTS (\n                SELECT FROM registers_revision WHERE object_id = NEW.id AND content_type_id = (\n    SELECT id FROM django_content_type\n    WHERE app_label = 'periodicals' AND model = 'subscription'\n) AND version = NEW.version\n            ) THEN\n                RAISE EXCEPTION 'no step of periodicals_subscription %, version %',\n                    NEW.id, NEW.version USING ERRCODE = 'check_violation',\n                    CONSTRAINT = 'every_move_has_a_step';\n            END IF;\n            RETURN NULL;\n            ",
                                    hash="4d751b41102ae12810d814bd310cdcbb0f8c4c04",
                                    operation="INSERT OR UPDATE",
                                    pgid="pgtrigger_every_move_has_a_step_898a3",
                                    table="periodicals_subscription",
                                    timing="DEFERRABLE INITIALLY DEFERRED",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="numbers_follow_it",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."title_id" IS DISTINCT FROM (NEW."title_id") OR OLD."year" IS DISTINCT FROM (NEW."year") OR OLD."frequency" IS DISTINCT FROM (NEW."frequency") OR OLD."first_on" IS DISTINCT FROM (NEW."first_on"))',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="a6c5bea76b917eff55ac6ed8414ecb7b72687136",
                                    operation="UPDATE",
                                    pgid="pgtrigger_numbers_follow_it_636c3",
                                    table="periodicals_subscription",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Issue",
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
                            "subscription",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="issues",
                                to="periodicals.subscription",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="期")),
                        ("expected_on", models.DateField(verbose_name="该到")),
                        ("late_from", models.DateField(verbose_name="从哪天算晚")),
                        (
                            "arrived_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="到的日期"
                            ),
                        ),
                        (
                            "joined_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="joined",
                                to="periodicals.issue",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("expected", "没到"),
                                    ("claimed", "催过"),
                                    ("arrived", "到了"),
                                    ("missing", "缺期"),
                                ],
                                default="expected",
                                editable=False,
                                max_length=8,
                                verbose_name="状态",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "期",
                        "verbose_name_plural": "期刊到馆",
                        "ordering": ["number"],
                        "default_permissions": (),
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("state__in", ("expected", "claimed"))
                                ),
                                fields=["late_from"],
                                name="issue_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("form_key",), name="number_form_once"
                            ),
                            models.UniqueConstraint(
                                fields=("subscription", "number"),
                                name="issue_number_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["expected", "claimed", "arrived", "missing"],
                                    )
                                ),
                                name="issue_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("arrived_on__isnull", False),
                                        ("state", "arrived"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "arrived"), _negated=True),
                                        ("arrived_on__isnull", True),
                                        ("joined_to__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="issue_arrived_on_a_day",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="5339640b5b4d1218059fb53463e789e2c4cb6b15",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_591da",
                                    table="periodicals_issue",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="state_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{expected:arrived,expected:claimed,expected:missing,claimed:arrived,claimed:missing,arrived:expected,missing:arrived}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="e0bda0090820ce5fe16cd9e3d58b7a7ade399df2",
                                    operation="UPDATE",
                                    pgid="pgtrigger_state_moves_a3188",
                                    table="periodicals_issue",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="every_move_has_a_step",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    constraint="CONSTRAINT",
                                    func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version = OLD.version AND NEW.state = OLD.state THEN\n                    RETURN NULL;\n                END IF;\n                IF NEW.version <= OLD.version THEN\n                    RAISE EXCEPTION 'a move of periodicals_issue % is no version',\n                        NEW.id USING ERRCODE = 'check_violation',\n                        CONSTRAINT = 'every_move_has_a_step';\n                END IF;\n            END IF;\n            IF NOT EXISTS (\n                SELECT FROM periodicals_issuestep WHERE issue_id = NEW.id AND version = NEW.version\n            ) THEN\n                RAISE EXCEPTION 'no step of periodicals_issue %, version %',\n                    NEW.id, NEW.version USING ERRCODE = 'check_violation',\n                    CONSTRAINT = 'every_move_has_a_step';\n            END IF;\n            RETURN NULL;\n            ",
                                    hash="2b7ecf9c80981be0828c406bd32897fad4aa6d8d",
                                    operation="INSERT OR UPDATE",
                                    pgid="pgtrigger_every_move_has_a_step_cf590",
                                    table="periodicals_issue",
                                    timing="DEFERRABLE INITIALLY DEFERRED",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="number_stays",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."subscription_id" IS DISTINCT FROM (NEW."subscription_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."expected_on" IS DISTINCT FROM (NEW."expected_on"))',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="883f7cf038a85894124e83646a521e7a3125abc9",
                                    operation="UPDATE",
                                    pgid="pgtrigger_number_stays_b8c8a",
                                    table="periodicals_issue",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IssueStep",
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
                            "issue",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="periodicals.issue",
                            ),
                        ),
                        (
                            "verb",
                            models.CharField(
                                choices=[
                                    ("plan", "该到"),
                                    ("arrive", "到了"),
                                    ("claim", "催缺"),
                                    ("give_up", "作缺期"),
                                    ("undo", "撤回到了"),
                                ],
                                max_length=7,
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("expected", "没到"),
                                    ("claimed", "催过"),
                                    ("arrived", "到了"),
                                    ("missing", "缺期"),
                                ],
                                max_length=8,
                                verbose_name="状态",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "期刊记录",
                        "verbose_name_plural": "期刊记录",
                        "ordering": ["at", "pk"],
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="d1f8f80214bc8023c2138fa684f1de3eee43de83",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_e0c47",
                                    table="periodicals_issuestep",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
