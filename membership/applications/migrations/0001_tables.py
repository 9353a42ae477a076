import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from center.operations import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("applications", "0001_initial"),
        ("applications", "0002_roles"),
        ("applications", "0003_steps_say_the_version"),
        ("applications", "0004_every_move_has_a_step"),
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
                    name="Application",
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
                                related_name="applications",
                                to="center.center",
                                verbose_name="中心",
                            ),
                        ),
                        (
                            "year",
                            models.PositiveSmallIntegerField(
                                editable=False, verbose_name="年"
                            ),
                        ),
                        (
                            "number",
                            models.PositiveIntegerField(
                                editable=False, verbose_name="收件号"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="applications",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="申请人",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="姓名")),
                        (
                            "sex",
                            models.CharField(
                                choices=[("1", "男"), ("2", "女")],
                                max_length=1,
                                verbose_name="性别",
                            ),
                        ),
                        ("born_on", models.DateField(verbose_name="出生日期")),
                        (
                            "nation",
                            models.CharField(
                                blank=True, max_length=20, verbose_name="民族"
                            ),
                        ),
                        (
                            "native_place",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="籍贯"
                            ),
                        ),
                        (
                            "education",
                            models.CharField(
                                blank=True, max_length=20, verbose_name="学历"
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True,
                                max_length=11,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "\\A1[3-9][0-9]{9}\\Z",
                                        "手机号是 11 位数字，以 1 开头。",
                                    )
                                ],
                                verbose_name="手机号",
                            ),
                        ),
                        (
                            "work_unit",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="工作、学习单位"
                            ),
                        ),
                        (
                            "home",
                            models.CharField(max_length=120, verbose_name="居住地"),
                        ),
                        (
                            "is_mobile",
                            models.BooleanField(default=False, verbose_name="流动人员"),
                        ),
                        (
                            "is_league_member",
                            models.BooleanField(default=False, verbose_name="共青团员"),
                        ),
                        (
                            "copies",
                            models.PositiveSmallIntegerField(
                                default=1, verbose_name="份数"
                            ),
                        ),
                        (
                            "pages",
                            models.PositiveSmallIntegerField(
                                default=1, verbose_name="页数"
                            ),
                        ),
                        ("signed_on", models.DateField(verbose_name="落款日期")),
                        (
                            "received_at",
                            models.DateTimeField(
                                editable=False, verbose_name="收件时间"
                            ),
                        ),
                        (
                            "received_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="收件人",
                            ),
                        ),
                        (
                            "branch",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="applications",
                                to="membership.organization",
                                verbose_name="对应的党支部",
                            ),
                        ),
                        (
                            "ground",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("work", "工作、学习单位有党组织"),
                                    ("home", "没有单位或单位没有党组织，按居住地"),
                                    ("mobile", "流动人员，按单位所在地或主管部门"),
                                    ("mobile_branch", "流动人员，按流动党员党组织"),
                                ],
                                max_length=13,
                                verbose_name="判定依据",
                            ),
                        ),
                        (
                            "hand_over_due_on",
                            models.DateField(editable=False, verbose_name="移交期限"),
                        ),
                        (
                            "hand_over_is_provisional",
                            models.BooleanField(default=False, editable=False),
                        ),
                        (
                            "talk_due_on",
                            models.DateField(editable=False, verbose_name="谈话期限"),
                        ),
                        (
                            "handed_over_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="移交日期"
                            ),
                        ),
                        (
                            "handed_to",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="支部接收人"
                            ),
                        ),
                        (
                            "talked_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="谈话日期"
                            ),
                        ),
                        (
                            "talked_by",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="谈话人"
                            ),
                        ),
                        (
                            "talk_place",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="谈话地点"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("received", "已收件"),
                                    ("handed_over", "已移交"),
                                    ("talked", "已谈话"),
                                    ("withdrawn", "已撤回"),
                                ],
                                default="received",
                                editable=False,
                                max_length=11,
                                verbose_name="状态",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "入党申请书",
                        "verbose_name_plural": "入党申请书",
                        "ordering": ["-received_at", "-pk"],
                        "permissions": [
                            ("hand_over_application", "可以移交入党申请书"),
                            ("talk_application", "可以登记谈话"),
                        ],
                        "indexes": [
                            models.Index(
                                fields=["center", "received_at"],
                                name="application_center",
                            ),
                            models.Index(
                                fields=["branch", "talk_due_on"],
                                name="application_branch",
                            ),
                            models.Index(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        frozenset(["handed_over", "received"]),
                                    )
                                ),
                                fields=["hand_over_due_on"],
                                name="application_open",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "received",
                                            "handed_over",
                                            "talked",
                                            "withdrawn",
                                        ],
                                    )
                                ),
                                name="application_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("sex__in", ["1", "2"])),
                                name="application_sex_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "ground__in",
                                        ["", "work", "home", "mobile", "mobile_branch"],
                                    )
                                ),
                                name="application_ground_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("phone", ""),
                                    ("phone__regex", "^1[3-9][0-9]{9}$"),
                                    _connector="OR",
                                ),
                                name="application_phone_is_mobile",
                                violation_error_message="手机号是 11 位数字，以 1 开头。",
                            ),
                            models.UniqueConstraint(
                                fields=("center", "year", "number"),
                                name="application_number_once",
                            ),
                            models.UniqueConstraint(
                                fields=("form_key",), name="application_form_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("branch__isnull", True), ("ground", "")),
                                    models.Q(
                                        ("branch__isnull", False),
                                        models.Q(("ground", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="application_branch_has_ground",
                                violation_error_message="定了支部要选判定依据。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("handed_over_on__isnull", True),
                                        ("handed_to", ""),
                                        ("state__in", ["received", "withdrawn"]),
                                    ),
                                    models.Q(
                                        models.Q(("handed_to", ""), _negated=True),
                                        models.Q(("state", "received"), _negated=True),
                                        ("branch__isnull", False),
                                        ("handed_over_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="application_handed_over_whole",
                                violation_error_message="移交要写支部、日期和接收人。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(("state", "talked"), _negated=True),
                                        ("talked_by", ""),
                                        ("talked_on__isnull", True),
                                    ),
                                    models.Q(
                                        models.Q(("talked_by", ""), _negated=True),
                                        ("state", "talked"),
                                        ("talked_on__gte", models.F("handed_over_on")),
                                    ),
                                    _connector="OR",
                                ),
                                name="application_talk_whole",
                                violation_error_message="谈话要写日期和谈话人，不早于移交。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("signed_on__gt", models.F("born_on"))
                                ),
                                name="application_signed_after_birth",
                                violation_error_message="落款日期要晚于出生日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("copies__gte", 1), ("pages__gte", 1)
                                ),
                                name="application_has_paper",
                                violation_error_message="至少收一份、一页原件。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="db8eedc47e131b65f094e29b65a8b68ecfe475a6",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_44dde",
                                    table="applications_application",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="state_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{received:handed_over,received:withdrawn,handed_over:talked,handed_over:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="0aef490cce80141e7fc62560d2305d48ed0a99af",
                                    operation="UPDATE",
                                    pgid="pgtrigger_state_moves_e6efd",
                                    table="applications_application",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="every_move_has_a_step",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    constraint="CONSTRAINT",
                                    func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version = OLD.version AND NEW.state = OLD.state THEN\n                    RETURN NULL;\n                END IF;\n                IF NEW.version <= OLD.version THEN\n                    RAISE EXCEPTION 'a move of applications_application % is no version',\n                        NEW.id USING ERRCODE = 'check_violation',\n                        CONSTRAINT = 'every_move_has_a_step';\n                END IF;\n            END IF;\n            IF NOT EXISTS (\n                SELECT FROM applications_step WHERE application_id = NEW.id AND version = NEW.version\n            ) THEN\n                RAISE EXCEPTION 'no step of applications_application %, version %',\n                    NEW.id, NEW.version USING ERRCODE = 'check_violation',\n                    CONSTRAINT = 'every_move_has_a_step';\n            END IF;\n            RETURN NULL;\n            ",
                                    hash="47029c65df5793a57772e9940f350475f4fc9c4d",
                                    operation="INSERT OR UPDATE",
                                    pgid="pgtrigger_every_move_has_a_step_04b8a",
                                    table="applications_application",
                                    timing="DEFERRABLE INITIALLY DEFERRED",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NumberBook",
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
                                related_name="+",
                                to="center.center",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField()),
                        ("last", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "收件编号",
                        "verbose_name_plural": "收件编号",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("center", "year"), name="numberbook_center_year"
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
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="applications.application",
                            ),
                        ),
                        (
                            "verb",
                            models.CharField(
                                choices=[
                                    ("receive", "收件"),
                                    ("assign", "确定党组织"),
                                    ("hand_over", "移交"),
                                    ("talk", "谈话"),
                                    ("withdraw", "撤回"),
                                ],
                                max_length=9,
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("received", "已收件"),
                                    ("handed_over", "已移交"),
                                    ("talked", "已谈话"),
                                    ("withdrawn", "已撤回"),
                                ],
                                max_length=11,
                                verbose_name="状态",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "入党申请书记录",
                        "verbose_name_plural": "入党申请书记录",
                        "ordering": ["at", "pk"],
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="814de369efc9beaf5ed806b0c3f280247992c46c",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_56fd4",
                                    table="applications_step",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
