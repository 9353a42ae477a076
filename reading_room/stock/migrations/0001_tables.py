import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
from django.db import migrations, models

from center.operations import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("stock", "0001_initial"),
        ("stock", "0002_roles"),
        ("stock", "0003_every_move_has_a_step"),
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
                    name="StockItem",
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
                        ("name", models.CharField(max_length=60, verbose_name="品名")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("form", "报表"),
                                    ("book", "书籍"),
                                    ("material", "宣传资料"),
                                ],
                                default="form",
                                max_length=8,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "unit",
                            models.CharField(
                                default="本", max_length=4, verbose_name="单位"
                            ),
                        ),
                        (
                            "shelf",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="存放处"
                            ),
                        ),
                        (
                            "stock",
                            models.IntegerField(
                                default=0, editable=False, verbose_name="库存"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "品名",
                        "verbose_name_plural": "报表、书籍库存",
                        "ordering": ["-pk"],
                        "abstract": False,
                        "default_permissions": ("view", "add", "change", "export"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("form_key",), name="stock_stockitem_form_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["valid", "struck"])),
                                name="stock_stockitem_state_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "valid")),
                                fields=("center", "name"),
                                name="stockitem_name_once",
                                violation_error_message="已经有这个品名，请直接登记入库。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("stock__gte", 0)),
                                name="stockitem_never_below_zero",
                                violation_error_message="库存不够：最多发现有的数量；要冲销入库，请先冲销后来的领用。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "valid"), ("stock", 0), _connector="OR"
                                ),
                                name="stockitem_struck_when_empty",
                                violation_error_message="还有库存，请先领用完或冲销，再作废。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="4a9e2cf2a1ee5f02bc28bace389232cb2a17e700",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_b29d5",
                                    table="stock_stockitem",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="state_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{valid:struck}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="ab045ec0d7ba597f721d4c3027916f0843f53676",
                                    operation="UPDATE",
                                    pgid="pgtrigger_state_moves_b4255",
                                    table="stock_stockitem",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="every_move_has_a_step",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    constraint="CONSTRAINT",
                                    func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version = OLD.version AND NEW.state = OLD.state THEN\n                    RETURN NULL;\n                END IF;\n                IF NEW.version <= OLD.version THEN\n                    RAISE EXCEPTION 'a move of stock_stockitem % is no version',\n                        NEW.id USING ERRCODE = 'check_violation',\n                        CONSTRAINT = 'every_move_has_a_step';\n                END IF;\n            END IF;\n            IF NOT EXISTS (\n                SELECT FROM registers_revision WHERE object_id = NEW.id AND content_type_id = (\n    SELECT id FROM django_content_type\n    WHERE app_label = 'stock' AND model = 'stockitem'\n) AND version = NEW.version\n            ) THEN\n                RAISE EXCEPTION 'no step of stock_stockitem %, version %',\n                    NEW.id, NEW.version USING ERRCODE = 'check_violation',\n                    CONSTRAINT = 'every_move_has_a_step';\n            END IF;\n            RETURN NULL;\n            ",
                                    hash="ad82022b3c7af4deab68caab141ad95768011dc8",
                                    operation="INSERT OR UPDATE",
                                    pgid="pgtrigger_every_move_has_a_step_16581",
                                    table="stock_stockitem",
                                    timing="DEFERRABLE INITIALLY DEFERRED",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="stock_by_lines",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.stock IS DISTINCT FROM NEW.stock AND pg_trigger_depth() = 0)",
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="d1aad4e5bea131d019d5b8234b8ef29af7c85388",
                                    operation="UPDATE",
                                    pgid="pgtrigger_stock_by_lines_4c3c0",
                                    table="stock_stockitem",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="stock_begins_at_nothing",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (NEW.stock <> 0)",
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;",
                                    hash="d4d8a88cc68eef70a991e34b7f8fc84bb82ed827",
                                    operation="INSERT",
                                    pgid="pgtrigger_stock_begins_at_nothing_c934e",
                                    table="stock_stockitem",
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
                        ("on", models.DateField(verbose_name="日期")),
                        (
                            "reverses",
                            models.OneToOneField(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reversed_by",
                                to="stock.issue",
                                verbose_name="冲销哪一条",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="stock.stockitem",
                                verbose_name="品名",
                            ),
                        ),
                        (
                            "direction",
                            models.CharField(
                                choices=[("in", "入库"), ("out", "领用")],
                                default="out",
                                max_length=3,
                                verbose_name="收发",
                            ),
                        ),
                        ("quantity", models.IntegerField(verbose_name="数量")),
                        (
                            "receiver",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="领取人"
                            ),
                        ),
                        (
                            "receiver_unit",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="领取单位"
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="备注"
                            ),
                        ),
                        (
                            "effect",
                            models.GeneratedField(
                                db_persist=True,
                                expression=models.Case(
                                    models.When(
                                        models.Q(
                                            models.Q(
                                                ("direction", "in"),
                                                ("reverses__isnull", True),
                                            ),
                                            models.Q(
                                                ("direction", "out"),
                                                ("reverses__isnull", False),
                                            ),
                                            _connector="OR",
                                        ),
                                        then=models.F("quantity"),
                                    ),
                                    default=django.db.models.expressions.CombinedExpression(
                                        models.F("quantity"), "*", models.Value(-1)
                                    ),
                                ),
                                output_field=models.IntegerField(),
                                verbose_name="增减",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "收发",
                        "verbose_name_plural": "报表、书籍发放",
                        "ordering": ["-pk"],
                        "abstract": False,
                        "default_permissions": ("view", "add", "change", "export"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("form_key",), name="stock_issue_form_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["valid", "struck"])),
                                name="stock_issue_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reverses__isnull", True),
                                    models.Q(
                                        ("reverses", models.F("pk")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="stock_issue_reverses_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("direction__in", ["in", "out"])),
                                name="issue_direction_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("quantity__gte", 1), ("quantity__lte", 100000)
                                ),
                                name="issue_quantity_sane",
                                violation_error_message="数量是 1 到 100000 的整数。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("direction", "in"),
                                    ("quantity__lte", 10),
                                    models.Q(("receiver", ""), _negated=True),
                                    models.Q(("receiver_unit", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="issue_many_have_receiver",
                                violation_error_message="一次领用超过 10 件，请写领取人或领取单位。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="021b795b087fccc74f4a180a5da135d0c450eacf",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_972d4",
                                    table="stock_issue",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="state_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{valid:struck}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="2d77ff458950f4f6136012d57b3915518d301327",
                                    operation="UPDATE",
                                    pgid="pgtrigger_state_moves_131e9",
                                    table="stock_issue",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="every_move_has_a_step",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    constraint="CONSTRAINT",
                                    func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version = OLD.version AND NEW.state = OLD.state THEN\n                    RETURN NULL;\n                END IF;\n                IF NEW.version <= OLD.version THEN\n                    RAISE EXCEPTION 'a move of stock_issue % is no version',\n                        NEW.id USING ERRCODE = 'check_violation',\n                        CONSTRAINT = 'every_move_has_a_step';\n                END IF;\n            END IF;\n            IF NOT EXISTS (\n                SELECT FROM registers_revision WHERE object_id = NEW.id AND content_type_id = (\n    SELECT id FROM django_content_type\n    WHERE app_label = 'stock' AND model = 'issue'\n) AND version = NEW.version\n            ) THEN\n                RAISE EXCEPTION 'no step of stock_issue %, version %',\n                    NEW.id, NEW.version USING ERRCODE = 'check_violation',\n                    CONSTRAINT = 'every_move_has_a_step';\n            END IF;\n            RETURN NULL;\n            ",
                                    hash="349d97603905778bb3b4555226a8193705d90b3c",
                                    operation="INSERT OR UPDATE",
                                    pgid="pgtrigger_every_move_has_a_step_8af63",
                                    table="stock_issue",
                                    timing="DEFERRABLE INITIALLY DEFERRED",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="counts_for_ever",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."item_id" IS DISTINCT FROM (NEW."item_id") OR OLD."direction" IS DISTINCT FROM (NEW."direction") OR OLD."quantity" IS DISTINCT FROM (NEW."quantity") OR OLD."reverses_id" IS DISTINCT FROM (NEW."reverses_id"))',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="b8bba4ac91148f068d0028c2a5ec795c973cf1a1",
                                    operation="UPDATE",
                                    pgid="pgtrigger_counts_for_ever_170eb",
                                    table="stock_issue",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="reverses_the_same",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (NEW.reverses_id IS NOT NULL)",
                                    func="IF NOT EXISTS (SELECT FROM stock_issue WHERE id = NEW.reverses_id AND reverses_id IS NULL AND item_id = NEW.item_id AND direction = NEW.direction AND quantity = NEW.quantity) THEN RAISE EXCEPTION 'an opposite line repeats what it reverses' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                                    hash="86ea660052e7bd6685b3f96aa06e51dd0b74e394",
                                    operation="INSERT",
                                    pgid="pgtrigger_reverses_the_same_63883",
                                    table="stock_issue",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="moves_the_stock",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="UPDATE stock_stockitem SET stock = stock + NEW.effect WHERE id = NEW.item_id; RETURN NULL;",
                                    hash="335b90fe8a979b9a5e5406d56b2195b7e777ce0c",
                                    operation="INSERT",
                                    pgid="pgtrigger_moves_the_stock_90ef1",
                                    table="stock_issue",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
