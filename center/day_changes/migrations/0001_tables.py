import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from center.operations import CreateModels


class Migration(migrations.Migration):
    replaces = [("day_changes", "0001_initial"), ("day_changes", "0002_roles")]

    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="DayChange",
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
                        ("day", models.DateField(verbose_name="日期")),
                        (
                            "old_kind",
                            models.CharField(
                                blank=True, max_length=7, verbose_name="原来"
                            ),
                        ),
                        (
                            "old_name",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="原来的名称"
                            ),
                        ),
                        (
                            "old_follows",
                            models.PositiveSmallIntegerField(blank=True, null=True),
                        ),
                        (
                            "new_kind",
                            models.CharField(
                                blank=True, max_length=7, verbose_name="改成"
                            ),
                        ),
                        (
                            "new_name",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="改成的名称"
                            ),
                        ),
                        (
                            "new_follows",
                            models.PositiveSmallIntegerField(blank=True, null=True),
                        ),
                        (
                            "reason",
                            models.CharField(max_length=200, verbose_name="依据或原因"),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁改的",
                            ),
                        ),
                        ("asked_at", models.DateTimeField(verbose_name="什么时候改的")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁核对的",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "等人核对"),
                                    ("confirmed", "核对过了"),
                                    ("refused", "不对，已改回"),
                                    ("undone", "又改回去了"),
                                ],
                                default="waiting",
                                editable=False,
                                max_length=9,
                                verbose_name="状态",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "放假安排的改动",
                        "verbose_name_plural": "放假安排的改动",
                        "ordering": ["-pk"],
                        "permissions": [
                            ("confirm_daychange", "可以核对放假安排的改动")
                        ],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("form_key",), name="daychange_form_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "waiting")),
                                fields=("day",),
                                name="daychange_one_waiting",
                                violation_error_message="这一天已经有一次改动在等人核对。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("new_kind__in", ["", "holiday", "makeup"]),
                                    ("old_kind__in", ["", "holiday", "makeup"]),
                                ),
                                name="daychange_kinds_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(
                                            ("old_kind", "makeup"),
                                            ("old_follows__lt", 5),
                                        ),
                                        models.Q(
                                            models.Q(
                                                ("old_kind", "makeup"), _negated=True
                                            ),
                                            ("old_follows__isnull", True),
                                        ),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("new_kind", "makeup"),
                                            ("new_follows__lt", 5),
                                        ),
                                        models.Q(
                                            models.Q(
                                                ("new_kind", "makeup"), _negated=True
                                            ),
                                            ("new_follows__isnull", True),
                                        ),
                                        _connector="OR",
                                    ),
                                ),
                                name="daychange_follows_with_makeup",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="daychange_has_reason",
                                violation_error_message="请写依据或原因。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    models.Q(
                                        ("decided_by", models.F("asked_by")),
                                        _negated=True,
                                    ),
                                    _connector="OR",
                                ),
                                name="daychange_confirmed_by_another",
                                violation_error_message="自己改的，要请另一位同事用自己的账号核对。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_by__isnull", False),
                                        ("state__in", ["confirmed", "refused"]),
                                    ),
                                    models.Q(
                                        ("decided_by__isnull", True),
                                        ("state__in", ["waiting", "undone"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="daychange_decided_whole",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="48a6150241b2fcbc49d79e4c013cdf0a43cab1f0",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_1ad8c",
                                    table="day_changes_daychange",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="state_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{waiting:confirmed,waiting:refused,waiting:undone}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="c66eb8d85ce5b781ed0995c93a06ca5b0f751d77",
                                    operation="UPDATE",
                                    pgid="pgtrigger_state_moves_48f18",
                                    table="day_changes_daychange",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="every_move_has_a_step",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    constraint="CONSTRAINT",
                                    func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version = OLD.version AND NEW.state = OLD.state THEN\n                    RETURN NULL;\n                END IF;\n                IF NEW.version <= OLD.version THEN\n                    RAISE EXCEPTION 'a move of day_changes_daychange % is no version',\n                        NEW.id USING ERRCODE = 'check_violation',\n                        CONSTRAINT = 'every_move_has_a_step';\n                END IF;\n            END IF;\n            IF NOT EXISTS (\n                SELECT FROM day_changes_daychangestep WHERE change_id = NEW.id AND version = NEW.version\n            ) THEN\n                RAISE EXCEPTION 'no step of day_changes_daychange %, version %',\n                    NEW.id, NEW.version USING ERRCODE = 'check_violation',\n                    CONSTRAINT = 'every_move_has_a_step';\n            END IF;\n            RETURN NULL;\n            ",
                                    hash="c1536053574c34303df67fd4b03f6db33fb63e3c",
                                    operation="INSERT OR UPDATE",
                                    pgid="pgtrigger_every_move_has_a_step_76667",
                                    table="day_changes_daychange",
                                    timing="DEFERRABLE INITIALLY DEFERRED",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="daychange_before_stays",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."day" IS DISTINCT FROM (NEW."day") OR OLD."old_kind" IS DISTINCT FROM (NEW."old_kind") OR OLD."old_name" IS DISTINCT FROM (NEW."old_name") OR OLD."old_follows" IS DISTINCT FROM (NEW."old_follows"))',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="e27d08a4eb97230c038df51675d39b51ad8a1c64",
                                    operation="UPDATE",
                                    pgid="pgtrigger_daychange_before_stays_9be29",
                                    table="day_changes_daychange",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DayChangeStep",
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
                            "change",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="day_changes.daychange",
                            ),
                        ),
                        (
                            "verb",
                            models.CharField(
                                choices=[
                                    ("enter", "改了这一天"),
                                    ("amend", "又改了这一天"),
                                    ("confirm", "核对：没错"),
                                    ("refuse", "核对：不对，改回"),
                                    ("undo", "改回去了"),
                                ],
                                max_length=7,
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "等人核对"),
                                    ("confirmed", "核对过了"),
                                    ("refused", "不对，已改回"),
                                    ("undone", "又改回去了"),
                                ],
                                max_length=9,
                                verbose_name="状态",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "放假安排改动的记录",
                        "verbose_name_plural": "放假安排改动的记录",
                        "ordering": ["at", "pk"],
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="773a13a1287edc8981d65152c342792cb193002e",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_bdaa2",
                                    table="day_changes_daychangestep",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
