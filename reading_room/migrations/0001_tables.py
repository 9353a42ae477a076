import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from center.operations import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("reading_room", "0001_initial"),
        ("reading_room", "0002_roles"),
        ("reading_room", "0003_copies"),
        ("reading_room", "0004_copies_of_titles"),
        ("reading_room", "0005_due_day_may_be_blank"),
        ("reading_room", "0006_every_move_has_a_step"),
        ("reading_room", "0007_by_sound"),
        ("reading_room", "0008_cn_number"),
        ("reading_room", "0009_known_by_their_beginning"),
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
                    name="BarcodeBook",
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
                            ),
                        ),
                        ("last", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="Title",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("book", "图书"),
                                    ("magazine", "期刊"),
                                    ("newspaper", "报纸"),
                                ],
                                default="book",
                                max_length=9,
                                verbose_name="种类",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="题名")),
                        (
                            "author",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="著者"
                            ),
                        ),
                        (
                            "publisher",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="出版社"
                            ),
                        ),
                        (
                            "year",
                            models.IntegerField(
                                blank=True, null=True, verbose_name="出版年"
                            ),
                        ),
                        (
                            "volume",
                            models.CharField(
                                blank=True, max_length=20, verbose_name="卷册"
                            ),
                        ),
                        (
                            "series",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="丛书"
                            ),
                        ),
                        (
                            "extent",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="页数"
                            ),
                        ),
                        (
                            "summary",
                            models.TextField(
                                blank=True, max_length=500, verbose_name="提要"
                            ),
                        ),
                        (
                            "isbn",
                            models.CharField(
                                blank=True, max_length=13, verbose_name="ISBN"
                            ),
                        ),
                        (
                            "issn",
                            models.CharField(
                                blank=True, max_length=9, verbose_name="ISSN"
                            ),
                        ),
                        (
                            "cn",
                            models.CharField(
                                blank=True,
                                db_default="",
                                max_length=12,
                                verbose_name="CN 刊号",
                            ),
                        ),
                        (
                            "call_number",
                            models.CharField(
                                blank=True,
                                help_text="中图法分类号/书次号，如 D922.1/3。",
                                max_length=40,
                                verbose_name="索书号",
                            ),
                        ),
                        ("copies", models.IntegerField(default=0, verbose_name="册数")),
                        (
                            "on_shelf",
                            models.IntegerField(
                                default=0, editable=False, verbose_name="在架"
                            ),
                        ),
                        (
                            "place",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="放在哪里"
                            ),
                        ),
                        (
                            "main_class",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=1,
                                verbose_name="大类",
                            ),
                        ),
                        (
                            "shelf_key",
                            models.CharField(
                                blank=True, editable=False, max_length=200
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "书目",
                        "verbose_name_plural": "馆藏书刊",
                        "ordering": ["-pk"],
                        "abstract": False,
                        "default_permissions": ("view", "add", "change", "export"),
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["grams"], name="title_grams"
                            ),
                            models.Index(
                                django.contrib.postgres.indexes.OpClass(
                                    models.F("initials"), name="text_pattern_ops"
                                ),
                                name="title_initials",
                            ),
                            models.Index(
                                fields=["center", "kind", "main_class"],
                                name="title_shelf",
                            ),
                            models.Index(
                                condition=models.Q(("state", "valid")),
                                fields=["center", "pinyin", "id"],
                                name="title_by_sound",
                            ),
                            models.Index(
                                models.F("center"),
                                django.contrib.postgres.indexes.OpClass(
                                    models.F("plain_name"), name="text_pattern_ops"
                                ),
                                condition=models.Q(("state", "valid")),
                                include=("initials", "pinyin", "id"),
                                name="title_begins_plain_name",
                            ),
                            models.Index(
                                models.F("center"),
                                django.contrib.postgres.indexes.OpClass(
                                    models.F("initials"), name="text_pattern_ops"
                                ),
                                condition=models.Q(("state", "valid")),
                                include=("plain_name", "pinyin", "id"),
                                name="title_begins_initials",
                            ),
                            models.Index(
                                models.F("center"),
                                django.contrib.postgres.indexes.OpClass(
                                    models.F("pinyin"), name="text_pattern_ops"
                                ),
                                condition=models.Q(("state", "valid")),
                                include=("plain_name", "initials", "id"),
                                name="title_begins_pinyin",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("form_key",),
                                name="reading_room_title_form_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["valid", "struck"])),
                                name="reading_room_title_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["book", "magazine", "newspaper"])
                                ),
                                name="title_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "main_class__in",
                                        [
                                            "",
                                            "A",
                                            "B",
                                            "C",
                                            "D",
                                            "E",
                                            "F",
                                            "G",
                                            "H",
                                            "I",
                                            "J",
                                            "K",
                                            "N",
                                            "O",
                                            "P",
                                            "Q",
                                            "R",
                                            "S",
                                            "T",
                                            "U",
                                            "V",
                                            "X",
                                            "Z",
                                        ],
                                    )
                                ),
                                name="title_class_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("isbn", ""),
                                    ("isbn__regex", "^97[89][0-9]{10}$"),
                                    _connector="OR",
                                ),
                                name="title_isbn_shape",
                                violation_error_message="ISBN 是 13 位数字，没有就空着。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("issn", ""),
                                    ("issn__regex", "^[0-9]{4}-[0-9]{3}[0-9X]$"),
                                    _connector="OR",
                                ),
                                name="title_issn_shape",
                                violation_error_message="ISSN 是 8 位，如 1002-123X，没有就空着。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cn", ""),
                                    (
                                        "cn__regex",
                                        "^[0-9]{2}-[0-9]{4}(/[A-Z][A-Z0-9]{0,3})?$",
                                    ),
                                    _connector="OR",
                                ),
                                name="title_cn_shape",
                                violation_error_message="CN 刊号如 11-1234/D，没有就空着。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("year__isnull", True),
                                    models.Q(("year__gte", 1000), ("year__lte", 2100)),
                                    _connector="OR",
                                ),
                                name="title_year_sane",
                                violation_error_message="出版年是四位数字，如 2021。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("copies__gte", 0), ("copies__lte", 10000)
                                ),
                                name="title_copies_sane",
                                violation_error_message="册数是 0 到 10000 的整数。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="6cae8aba103bf71760433acd9ce44aada88fea0c",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_a355e",
                                    table="reading_room_title",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="state_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{valid:struck}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="8ab307b68b8add32552ff345c3f846c2c69195e6",
                                    operation="UPDATE",
                                    pgid="pgtrigger_state_moves_180f6",
                                    table="reading_room_title",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="every_move_has_a_step",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    constraint="CONSTRAINT",
                                    func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version = OLD.version AND NEW.state = OLD.state THEN\n                    RETURN NULL;\n                END IF;\n                IF NEW.version <= OLD.version THEN\n                    RAISE EXCEPTION 'a move of reading_room_title % is no version',\n                        NEW.id USING ERRCODE = 'check_violation',\n                        CONSTRAINT = 'every_move_has_a_step';\n                END IF;\n            END IF;\n            IF NOT EXISTS (\n                SELECT FROM registers_revision WHERE object_id = NEW.id AND content_type_id = (\n    SELECT id FROM django_content_type\n    WHERE app_label = 'reading_room' AND model = 'title'\n) AND version = NEW.version\n            ) THEN\n                RAISE EXCEPTION 'no step of reading_room_title %, version %',\n                    NEW.id, NEW.version USING ERRCODE = 'check_violation',\n                    CONSTRAINT = 'every_move_has_a_step';\n            END IF;\n            RETURN NULL;\n            ",
                                    hash="666ddd10da50b09949e06de9c1637a7964572162",
                                    operation="INSERT OR UPDATE",
                                    pgid="pgtrigger_every_move_has_a_step_e027e",
                                    table="reading_room_title",
                                    timing="DEFERRABLE INITIALLY DEFERRED",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Copy",
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
                            "title",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="reading_room.title",
                                verbose_name="题名",
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
                            "barcode",
                            models.CharField(max_length=20, verbose_name="条码"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("shelf", "在架"),
                                    ("lent", "借出"),
                                    ("repair", "修补"),
                                    ("lost", "丢失"),
                                    ("removed", "剔除"),
                                ],
                                default="shelf",
                                max_length=7,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "due_on",
                            models.DateField(
                                blank=True,
                                editable=False,
                                null=True,
                                verbose_name="应还日期",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "册",
                        "verbose_name_plural": "馆藏条码",
                        "ordering": ["pk"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("center", "barcode"),
                                name="copy_barcode_once",
                                violation_error_message="这个条码已经有了，请换一个。",
                            ),
                            models.UniqueConstraint(
                                fields=("form_key",), name="copy_form_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["shelf", "lent", "repair", "lost", "removed"],
                                    )
                                ),
                                name="copy_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("due_on__isnull", False), ("state", "lent")
                                    ),
                                    models.Q(
                                        models.Q(("state", "lent"), _negated=True),
                                        ("due_on__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="copy_due_when_lent",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="763abc40712ee650dca1a7c26f53a2c476bb9cb4",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_4ab89",
                                    table="reading_room_copy",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="state_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{shelf:lent,shelf:lost,shelf:removed,shelf:repair,lent:lost,lent:shelf,repair:lost,repair:removed,repair:shelf,lost:removed,lost:shelf}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="eff73d9f04fda4c571ca9eb1e34da847cb37853a",
                                    operation="UPDATE",
                                    pgid="pgtrigger_state_moves_1d2e7",
                                    table="reading_room_copy",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="every_move_has_a_step",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    constraint="CONSTRAINT",
                                    func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version = OLD.version AND NEW.state = OLD.state THEN\n                    RETURN NULL;\n                END IF;\n                IF NEW.version <= OLD.version THEN\n                    RAISE EXCEPTION 'a move of reading_room_copy % is no version',\n                        NEW.id USING ERRCODE = 'check_violation',\n                        CONSTRAINT = 'every_move_has_a_step';\n                END IF;\n            END IF;\n            IF NOT EXISTS (\n                SELECT FROM reading_room_copystep WHERE copy_id = NEW.id AND version = NEW.version\n            ) THEN\n                RAISE EXCEPTION 'no step of reading_room_copy %, version %',\n                    NEW.id, NEW.version USING ERRCODE = 'check_violation',\n                    CONSTRAINT = 'every_move_has_a_step';\n            END IF;\n            RETURN NULL;\n            ",
                                    hash="90c29bb90048b8fb5b09ca32384515394a70fe2e",
                                    operation="INSERT OR UPDATE",
                                    pgid="pgtrigger_every_move_has_a_step_2004b",
                                    table="reading_room_copy",
                                    timing="DEFERRABLE INITIALLY DEFERRED",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="copy_stays_of_title",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."title_id" IS DISTINCT FROM (NEW."title_id") OR OLD."center_id" IS DISTINCT FROM (NEW."center_id"))',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="270def0747713bb6d1cf6e51aebf0c7b01effb2e",
                                    operation="UPDATE",
                                    pgid="pgtrigger_copy_stays_of_title_bb82d",
                                    table="reading_room_copy",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="counts_new",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\nPERFORM 1 FROM reading_room_title WHERE id IN (SELECT title_id FROM new_rows)\n    ORDER BY id FOR NO KEY UPDATE;\nUPDATE reading_room_title t SET copies = c.held, on_shelf = c.here FROM (\n    SELECT title_id,\n        count(*) FILTER (WHERE state IN ('shelf', 'lent', 'repair')) AS held,\n        count(*) FILTER (WHERE state = 'shelf') AS here\n    FROM reading_room_copy WHERE title_id IN (SELECT title_id FROM new_rows)\n    GROUP BY title_id) c\nWHERE c.title_id = t.id AND (t.copies, t.on_shelf) IS DISTINCT FROM (c.held, c.here);\nRETURN NULL;\n",
                                    hash="c3734d9b792b27129a17aad028263c95b7b35ee7",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_counts_new_5d105",
                                    referencing="REFERENCING NEW TABLE AS new_rows ",
                                    table="reading_room_copy",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="counts_moved",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\nPERFORM 1 FROM reading_room_title WHERE id IN (SELECT title_id FROM new_rows)\n    ORDER BY id FOR NO KEY UPDATE;\nUPDATE reading_room_title t SET copies = c.held, on_shelf = c.here FROM (\n    SELECT title_id,\n        count(*) FILTER (WHERE state IN ('shelf', 'lent', 'repair')) AS held,\n        count(*) FILTER (WHERE state = 'shelf') AS here\n    FROM reading_room_copy WHERE title_id IN (SELECT title_id FROM new_rows)\n    GROUP BY title_id) c\nWHERE c.title_id = t.id AND (t.copies, t.on_shelf) IS DISTINCT FROM (c.held, c.here);\nRETURN NULL;\n",
                                    hash="01074873664a1c0d103b47dd07ba5954fd02a2f6",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_counts_moved_cd6e1",
                                    referencing="REFERENCING NEW TABLE AS new_rows ",
                                    table="reading_room_copy",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CopyStep",
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
                            "copy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="reading_room.copy",
                            ),
                        ),
                        (
                            "verb",
                            models.CharField(
                                choices=[
                                    ("add", "入藏"),
                                    ("lend", "借出"),
                                    ("take_back", "还回"),
                                    ("lose_lent", "读者丢失"),
                                    ("mend", "送修"),
                                    ("shelve", "上架"),
                                    ("lose", "登记丢失"),
                                    ("remove", "剔除"),
                                    ("renumber", "换条码"),
                                ],
                                max_length=9,
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("shelf", "在架"),
                                    ("lent", "借出"),
                                    ("repair", "修补"),
                                    ("lost", "丢失"),
                                    ("removed", "剔除"),
                                ],
                                max_length=7,
                                verbose_name="状态",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "馆藏记录",
                        "verbose_name_plural": "馆藏记录",
                        "ordering": ["at", "pk"],
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="281617593d7c309a097fcdec260f7bccdbeec8b6",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_022d0",
                                    table="reading_room_copystep",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
