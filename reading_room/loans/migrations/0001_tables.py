import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from center.operations import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("loans", "0001_initial"),
        ("loans", "0002_roles"),
        ("loans", "0003_every_move_has_a_step"),
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
                    name="Loan",
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
                            "copy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="loans",
                                to="reading_room.copy",
                                verbose_name="册",
                            ),
                        ),
                        (
                            "center",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="center.center",
                                verbose_name="中心",
                            ),
                        ),
                        (
                            "reader",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="loans",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="读者",
                            ),
                        ),
                        ("lent_at", models.DateTimeField(verbose_name="借出时间")),
                        ("due_on", models.DateField(verbose_name="应还日期")),
                        (
                            "renewals",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="续借次数"
                            ),
                        ),
                        (
                            "ended_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="还回时间"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("out", "在借"),
                                    ("returned", "已还"),
                                    ("lost", "丢失"),
                                ],
                                default="out",
                                editable=False,
                                max_length=8,
                                verbose_name="状态",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "借阅",
                        "verbose_name_plural": "借阅",
                        "ordering": ["-pk"],
                        "permissions": [("lend_loan", "可以借书还书")],
                        "default_permissions": ("view",),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "out")),
                                fields=["center", "due_on"],
                                name="loan_open",
                            ),
                            models.Index(
                                fields=["reader", "-lent_at"], name="loan_reader"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "out")),
                                fields=("copy",),
                                name="loan_one_open_a_copy",
                                violation_error_message="这一册已经借出去了。",
                            ),
                            models.UniqueConstraint(
                                fields=("form_key",), name="loan_form_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["out", "returned", "lost"])
                                ),
                                name="loan_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", True), ("state", "out")
                                    ),
                                    models.Q(
                                        models.Q(("state", "out"), _negated=True),
                                        ("ended_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="loan_ended_when_over",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="560b276537706bd593ba4f285e78daf5957c1ad4",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_d3e90",
                                    table="loans_loan",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="state_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{out:lost,out:returned,lost:returned}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="88a9c00145a386fd35d42bb9c96e81a98274ccab",
                                    operation="UPDATE",
                                    pgid="pgtrigger_state_moves_83542",
                                    table="loans_loan",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="every_move_has_a_step",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    constraint="CONSTRAINT",
                                    func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version = OLD.version AND NEW.state = OLD.state THEN\n                    RETURN NULL;\n                END IF;\n                IF NEW.version <= OLD.version THEN\n                    RAISE EXCEPTION 'a move of loans_loan % is no version',\n                        NEW.id USING ERRCODE = 'check_violation',\n                        CONSTRAINT = 'every_move_has_a_step';\n                END IF;\n            END IF;\n            IF NOT EXISTS (\n                SELECT FROM loans_loanstep WHERE loan_id = NEW.id AND version = NEW.version\n            ) THEN\n                RAISE EXCEPTION 'no step of loans_loan %, version %',\n                    NEW.id, NEW.version USING ERRCODE = 'check_violation',\n                    CONSTRAINT = 'every_move_has_a_step';\n            END IF;\n            RETURN NULL;\n            ",
                                    hash="1a5a757c3e0231473610d76de2d6057dc7fce693",
                                    operation="INSERT OR UPDATE",
                                    pgid="pgtrigger_every_move_has_a_step_56856",
                                    table="loans_loan",
                                    timing="DEFERRABLE INITIALLY DEFERRED",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="loan_stays_whose",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."copy_id" IS DISTINCT FROM (NEW."copy_id") OR OLD."center_id" IS DISTINCT FROM (NEW."center_id") OR OLD."reader_id" IS DISTINCT FROM (NEW."reader_id") OR OLD."lent_at" IS DISTINCT FROM (NEW."lent_at"))',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="0ffb3bea205498ff91af1c40d3f62e80ede652fe",
                                    operation="UPDATE",
                                    pgid="pgtrigger_loan_stays_whose_5e611",
                                    table="loans_loan",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="due_never_earlier",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (NEW.due_on < OLD.due_on)",
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="b37252362e090787a723c5dbcd0007ad6d93af0b",
                                    operation="UPDATE",
                                    pgid="pgtrigger_due_never_earlier_af464",
                                    table="loans_loan",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LoanSetting",
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
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="center.center",
                                verbose_name="中心",
                            ),
                        ),
                        (
                            "is_on",
                            models.BooleanField(
                                default=False,
                                help_text="关上以后，借出去的照样还，不再借新的。",
                                verbose_name="可以外借",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "图书外借",
                        "verbose_name_plural": "图书外借",
                    },
                ),
                migrations.CreateModel(
                    name="LoanStep",
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
                            "loan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="loans.loan",
                            ),
                        ),
                        (
                            "verb",
                            models.CharField(
                                choices=[
                                    ("lend", "借出"),
                                    ("renew", "续借"),
                                    ("extend", "代为续借"),
                                    ("shift", "顺延"),
                                    ("take_back", "还回"),
                                    ("lose", "登记丢失"),
                                ],
                                max_length=9,
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("out", "在借"),
                                    ("returned", "已还"),
                                    ("lost", "丢失"),
                                ],
                                max_length=8,
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
                        "verbose_name": "借阅记录",
                        "verbose_name_plural": "借阅记录",
                        "ordering": ["at", "pk"],
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="9695123a43f5aafa1cb842465abe67573b696eec",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_79545",
                                    table="loans_loanstep",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
