import datetime

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from center.operations import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("reception", "0001_initial"),
        ("reception", "0002_roles"),
        ("reception", "0003_identity"),
    ]

    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("center", "0001_tables"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("guide", "0001_tables"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Matter",
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
                        (
                            "person",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="matters",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "service",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="guide.service",
                            ),
                        ),
                        ("opened_on", models.DateField(verbose_name="开始")),
                        ("closed_on", models.DateField(null=True, verbose_name="办好")),
                        ("lists_allowed", models.PositiveSmallIntegerField(default=1)),
                    ],
                    options={
                        "verbose_name": "事由",
                        "verbose_name_plural": "事由",
                        "indexes": [
                            models.Index(
                                fields=["person", "service", "closed_on"],
                                name="matter_same",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closed_on__isnull", True),
                                    ("closed_on__gte", models.F("opened_on")),
                                    _connector="OR",
                                ),
                                name="matter_closed_after_opened",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="bf422b420fe0a27f3e95acae48132a76dbf40d57",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_20d64",
                                    table="reception_matter",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PhoneChange",
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "old",
                            models.CharField(
                                blank=True, max_length=11, verbose_name="原来的号码"
                            ),
                        ),
                        ("new", models.CharField(max_length=11, verbose_name="新号码")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁改",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="时间")),
                    ],
                    options={
                        "verbose_name": "改手机号的记录",
                        "verbose_name_plural": "改手机号的记录",
                        "indexes": [
                            models.Index(
                                fields=["person", "-at"], name="phonechange_person"
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="9f82820c138463d00d8196593785d655db564cfd",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_2637c",
                                    table="reception_phonechange",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PhoneLook",
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                    ],
                    options={
                        "verbose_name": "看全号码的记录",
                        "verbose_name_plural": "看全号码的记录",
                        "indexes": [
                            models.Index(
                                fields=["person", "-at"], name="phonelook_person"
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="ae2c0417f01d6f45c70e3a0ed942bf27c42e0f96",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_c6019",
                                    table="reception_phonelook",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SamePerson",
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
                            "kept",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="留下的卡",
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="并进来的卡",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(max_length=200, verbose_name="原因"),
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
                            "undone_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="分开时间"
                            ),
                        ),
                        (
                            "undone_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "合并的卡",
                        "verbose_name_plural": "合并的卡",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("undone_at__isnull", True)),
                                fields=("other",),
                                name="sameperson_joined_once",
                                violation_error_code="other",
                                violation_error_message="这张卡已经合并过，请先分开。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kept", models.F("other")), _negated=True
                                ),
                                name="sameperson_two_cards",
                                violation_error_message="请选另一张卡。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="ce103388c9d69182521f35150e24ea8b7bc4b27d",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_60403",
                                    table="reception_sameperson",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DayBook",
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
                        ("day", models.DateField()),
                        ("last", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("center", "day"), name="daybook_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Line",
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
                                related_name="+",
                                to="center.center",
                                verbose_name="中心",
                            ),
                        ),
                        ("day", models.DateField(editable=False, verbose_name="日期")),
                        (
                            "n",
                            models.PositiveIntegerField(
                                editable=False, verbose_name="号"
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="来的时间")),
                        (
                            "entered_at",
                            models.DateTimeField(
                                editable=False, verbose_name="登记时间"
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "first_asked",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="首问人",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="现在谁办",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[("visit", "来人"), ("call", "来电")],
                                default="visit",
                                max_length=5,
                                verbose_name="怎么来的",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="姓名"
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True, max_length=20, verbose_name="电话"
                            ),
                        ),
                        (
                            "unit",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="单位"
                            ),
                        ),
                        (
                            "credit_code",
                            models.CharField(
                                blank=True,
                                max_length=18,
                                verbose_name="统一社会信用代码",
                            ),
                        ),
                        (
                            "what",
                            models.CharField(max_length=60, verbose_name="办什么"),
                        ),
                        (
                            "told",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="guide.version",
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="reception.matter",
                            ),
                        ),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("direct", "当场办好"),
                                    ("accepted", "受理，等结果"),
                                    ("errand", "帮他代办"),
                                    ("guided", "领到别的窗口"),
                                    ("elsewhere", "告诉去别处办"),
                                ],
                                default="direct",
                                max_length=9,
                                verbose_name="怎样了",
                            ),
                        ),
                        (
                            "where_to",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="去了哪里"
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="备注"
                            ),
                        ),
                        (
                            "why",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (1, "催问"),
                                    (2, "缺材料"),
                                    (3, "找错窗口"),
                                    (4, "信息不对"),
                                    (5, "系统故障"),
                                    (6, "领取结果"),
                                    (7, "规定要来"),
                                    (8, "其他"),
                                ],
                                null=True,
                                verbose_name="为什么又来",
                            ),
                        ),
                        (
                            "sheet",
                            models.CharField(
                                blank=True, max_length=20, verbose_name="纸质登记表编号"
                            ),
                        ),
                        (
                            "sheet_line",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="第几行"
                            ),
                        ),
                        (
                            "certificate",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="证件名称"
                            ),
                        ),
                        (
                            "certificate_number",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="证件编号"
                            ),
                        ),
                        (
                            "finished_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="办好时间"
                            ),
                        ),
                        (
                            "became_type",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contenttypes.contenttype",
                            ),
                        ),
                        (
                            "became_id",
                            models.PositiveBigIntegerField(editable=False, null=True),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "等结果"),
                                    ("waiting", "等对方接"),
                                    ("done", "办好"),
                                    ("became", "已转出"),
                                    ("void", "作废"),
                                ],
                                editable=False,
                                max_length=7,
                                verbose_name="状态",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "办理登记",
                        "verbose_name_plural": "办理登记簿",
                        "ordering": ["-day", "-n"],
                        "permissions": [
                            ("supervise_line", "可以管办理登记：补登、作废、再告知")
                        ],
                        "default_permissions": ("view", "add", "change", "export"),
                        "indexes": [
                            models.Index(
                                fields=["person", "-at"], name="line_of_person"
                            ),
                            models.Index(
                                condition=models.Q(("state__in", ("open", "waiting"))),
                                fields=["center", "day"],
                                name="line_running",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("center", "day", "n"), name="line_number_once"
                            ),
                            models.UniqueConstraint(
                                fields=("form_key",), name="line_form_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("sheet", ""), _negated=True),
                                fields=("center", "day", "sheet", "sheet_line"),
                                name="line_of_paper_once",
                                violation_error_code="sheet_line",
                                violation_error_message="这张纸的这一行已经补登过。",
                            ),
                            models.UniqueConstraint(
                                fields=("became_type", "became_id"),
                                name="line_one_case_each",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("sheet", ""), ("sheet_line__isnull", True)
                                    ),
                                    models.Q(
                                        models.Q(("sheet", ""), _negated=True),
                                        ("sheet_line__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="line_paper_whole",
                                violation_error_message="编号和第几行要一起写。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("how__in", ["guided", "elsewhere"]),
                                        _negated=True,
                                    ),
                                    models.Q(("where_to", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="line_sent_on_says_where",
                                violation_error_code="where_to",
                                violation_error_message="请写领到哪个窗口、去哪里办。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state", "became"),
                                        ("became_id__isnull", False),
                                        ("became_type__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(("state", "became"), _negated=True),
                                        ("became_id__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="line_became_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["open", "waiting", "done", "became", "void"],
                                    )
                                ),
                                name="line_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "how__in",
                                        [
                                            "direct",
                                            "accepted",
                                            "errand",
                                            "guided",
                                            "elsewhere",
                                        ],
                                    )
                                ),
                                name="line_how_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("channel__in", ["visit", "call"])),
                                name="line_channel_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("why__isnull", True),
                                    ("why__in", [1, 2, 3, 4, 5, 6, 7, 8]),
                                    _connector="OR",
                                ),
                                name="line_why_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "at__lte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("entered_at"),
                                            "+",
                                            models.Value(
                                                datetime.timedelta(seconds=60)
                                            ),
                                        ),
                                    )
                                ),
                                name="line_not_ahead",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="734bef63d88e05ac876abeb6aafd809b5162207b",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_c37d0",
                                    table="reception_line",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="state_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{open:became,open:done,open:void,open:waiting,waiting:became,waiting:done,waiting:open,waiting:void,done:became,done:void}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="33f45d8123da28175b6ff933c8a1bc1184d3589f",
                                    operation="UPDATE",
                                    pgid="pgtrigger_state_moves_17b9e",
                                    table="reception_line",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="every_move_has_a_step",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    constraint="CONSTRAINT",
                                    func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version = OLD.version AND NEW.state = OLD.state THEN\n                    RETURN NULL;\n                END IF;\n                IF NEW.version <= OLD.version THEN\n                    RAISE EXCEPTION 'a move of reception_line % is no version',\n                        NEW.id USING ERRCODE = 'check_violation',\n                        CONSTRAINT = 'every_move_has_a_step';\n                END IF;\n            END IF;\n            IF NOT EXISTS (\n                SELECT FROM reception_linestep WHERE line_id = NEW.id AND version = NEW.version\n            ) THEN\n                RAISE EXCEPTION 'no step of reception_line %, version %',\n                    NEW.id, NEW.version USING ERRCODE = 'check_violation',\n                    CONSTRAINT = 'every_move_has_a_step';\n            END IF;\n            RETURN NULL;\n            ",
                                    hash="22da28bdf89cdd029f5c510714bf032371647a61",
                                    operation="INSERT OR UPDATE",
                                    pgid="pgtrigger_every_move_has_a_step_7ed9f",
                                    table="reception_line",
                                    timing="DEFERRABLE INITIALLY DEFERRED",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LineStep",
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
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="reception.line",
                            ),
                        ),
                        (
                            "verb",
                            models.CharField(
                                choices=[
                                    ("enter", "登记"),
                                    ("void", "作废"),
                                    ("finish", "办好"),
                                    ("become", "转成"),
                                    ("missing", "一次性告知"),
                                    ("again", "允许再告知一次"),
                                    ("hand_over", "交给"),
                                    ("accept", "接下"),
                                    ("rate", "评价"),
                                ],
                                max_length=9,
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "等结果"),
                                    ("waiting", "等对方接"),
                                    ("done", "办好"),
                                    ("became", "已转出"),
                                    ("void", "作废"),
                                ],
                                max_length=7,
                                verbose_name="状态",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "办理登记记录",
                        "verbose_name_plural": "办理登记记录",
                        "ordering": ["at", "pk"],
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="68d83f86e4efc01a8dd27eb8c06d8d23aadd9fc3",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_6debd",
                                    table="reception_linestep",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MissingList",
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
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="missing_lists",
                                to="reception.matter",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="missing_lists",
                                to="reception.line",
                            ),
                        ),
                        ("n", models.PositiveSmallIntegerField(verbose_name="第几份")),
                        ("items", models.JSONField(verbose_name="缺的材料")),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="还要说的"
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
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "一次性告知单",
                        "verbose_name_plural": "一次性告知单",
                        "ordering": ["n"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("matter", "n"),
                                name="missinglist_number_once",
                                violation_error_message="这件事已经告知过一次。",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="f0b2d67600b2dc51061ce5cf82d074c81a7654a5",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_8e76f",
                                    table="reception_missinglist",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Rating",
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
                            "line",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rating",
                                to="reception.line",
                            ),
                        ),
                        (
                            "convenient",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "1 分"),
                                    (2, "2 分"),
                                    (3, "3 分"),
                                    (4, "4 分"),
                                    (5, "5 分"),
                                ],
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                                verbose_name="方便吗",
                            ),
                        ),
                        (
                            "fair",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "1 分"),
                                    (2, "2 分"),
                                    (3, "3 分"),
                                    (4, "4 分"),
                                    (5, "5 分"),
                                ],
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                                verbose_name="公正吗",
                            ),
                        ),
                        (
                            "satisfied",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "1 分"),
                                    (2, "2 分"),
                                    (3, "3 分"),
                                    (4, "4 分"),
                                    (5, "5 分"),
                                ],
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                                verbose_name="满意吗",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "办后三问",
                        "verbose_name_plural": "办后三问",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("convenient__range", (1, 5)),
                                    ("fair__range", (1, 5)),
                                    ("satisfied__range", (1, 5)),
                                ),
                                name="rating_marks_known",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="8ff0b7510a3b4e48a82932ab10c7f6f55b9b5149",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_3e011",
                                    table="reception_rating",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HandOver",
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
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hand_overs",
                                to="reception.line",
                            ),
                        ),
                        (
                            "giver",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "taker",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="交给谁",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("accepted_at", models.DateTimeField(null=True)),
                        (
                            "taken_by",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="对方谁接的"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "首问移交",
                        "verbose_name_plural": "首问移交",
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("accepted_at__isnull", True)),
                                fields=("line",),
                                name="handover_one_open",
                                violation_error_message="已经在等人接，请先等他接下。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("taker__isnull", True),
                                    models.Q(
                                        ("taker", models.F("giver")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="handover_to_another",
                                violation_error_message="不能交给自己。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="924ae8ee70be53b641865026ebc712fba67c20f1",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_22aa8",
                                    table="reception_handover",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
