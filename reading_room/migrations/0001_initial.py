import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("center", "0009_names_in_one_form"),
    ]

    operations = [
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "form_key",
                    models.CharField(editable=False, max_length=64, null=True),
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
                    models.CharField(blank=True, max_length=80, verbose_name="著者"),
                ),
                (
                    "publisher",
                    models.CharField(blank=True, max_length=60, verbose_name="出版社"),
                ),
                (
                    "year",
                    models.IntegerField(blank=True, null=True, verbose_name="出版年"),
                ),
                (
                    "volume",
                    models.CharField(blank=True, max_length=20, verbose_name="卷册"),
                ),
                (
                    "isbn",
                    models.CharField(blank=True, max_length=13, verbose_name="ISBN"),
                ),
                (
                    "issn",
                    models.CharField(blank=True, max_length=9, verbose_name="ISSN"),
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
                ("copies", models.IntegerField(default=1, verbose_name="册数")),
                (
                    "place",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="放在哪里"
                    ),
                ),
                (
                    "main_class",
                    models.CharField(
                        blank=True, editable=False, max_length=1, verbose_name="大类"
                    ),
                ),
                (
                    "shelf_key",
                    models.CharField(blank=True, editable=False, max_length=200),
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
                        fields=["center", "kind", "main_class"], name="title_shelf"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("form_key",), name="reading_room_title_form_once"
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
                            ("year__isnull", True),
                            models.Q(("year__gte", 1000), ("year__lte", 2100)),
                            _connector="OR",
                        ),
                        name="title_year_sane",
                        violation_error_message="出版年是四位数字，如 2021。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("copies__gte", 0), ("copies__lte", 10000)),
                        name="title_copies_sane",
                        violation_error_message="册数是 0 到 10000 的整数。",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="title",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="title",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
    ]
