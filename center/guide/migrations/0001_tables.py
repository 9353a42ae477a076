from decimal import Decimal

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from center.operations import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("guide", "0001_initial"),
        ("guide", "0002_roles"),
        ("guide", "0003_framework_elements"),
        ("guide", "0004_every_move_has_a_step"),
        ("guide", "0005_one_list_of_empty_searches"),
        ("guide", "0006_windows_and_posts_leave"),
        ("guide", "0007_windows_and_posts_of_the_roster"),
        ("guide", "0008_public_texts_stay"),
        ("guide", "0009_blank_forms"),
    ]

    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("center", "0001_tables"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("roster", "0001_tables"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Profile",
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
                            "opened_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="挂牌日期"
                            ),
                        ),
                        (
                            "area",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=8,
                                null=True,
                                verbose_name="建筑面积（平方米）",
                            ),
                        ),
                        (
                            "mottos",
                            models.TextField(
                                blank=True,
                                help_text="一行写一条。",
                                max_length=300,
                                verbose_name="服务理念",
                            ),
                        ),
                        (
                            "layout",
                            models.CharField(
                                blank=True,
                                help_text="如 六室一阵地、一心两站六室。",
                                max_length=40,
                                verbose_name="场所格局",
                            ),
                        ),
                        (
                            "about",
                            models.TextField(
                                blank=True,
                                help_text="可以分段、列点、**加粗**。",
                                max_length=3000,
                                verbose_name="简介",
                            ),
                        ),
                        (
                            "audience",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="服务对象"
                            ),
                        ),
                        (
                            "way",
                            models.TextField(
                                blank=True,
                                help_text="公交、步行、停车，一行写一条。",
                                max_length=1000,
                                verbose_name="怎么来",
                            ),
                        ),
                        (
                            "phones",
                            models.TextField(
                                blank=True,
                                help_text="一行一个，如 咨询：000-16100000。",
                                max_length=600,
                                verbose_name="电话",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "中心概况",
                        "verbose_name_plural": "中心概况",
                        "ordering": ["-pk"],
                        "abstract": False,
                        "default_permissions": ("view", "add", "change", "export"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("form_key",), name="guide_profile_form_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["valid", "struck"])),
                                name="guide_profile_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("area__isnull", True),
                                    ("area__gt", 0),
                                    _connector="OR",
                                ),
                                name="profile_area_sane",
                                violation_error_message="面积要大于 0。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="b64e68b876b47f793bf5409770622f2ff9e8d2f1",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_bed73",
                                    table="guide_profile",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="state_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{valid:struck}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="9cf67e72c44474ad9fdccd7a37bdeadb437245c2",
                                    operation="UPDATE",
                                    pgid="pgtrigger_state_moves_8200a",
                                    table="guide_profile",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="every_move_has_a_step",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    constraint="CONSTRAINT",
                                    func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version = OLD.version AND NEW.state = OLD.state THEN\n                    RETURN NULL;\n                END IF;\n                IF NEW.version <= OLD.version THEN\n                    RAISE EXCEPTION 'a move of guide_profile % is no version',\n                        NEW.id USING ERRCODE = 'check_violation',\n                        CONSTRAINT = 'every_move_has_a_step';\n                END IF;\n            END IF;\n            IF NOT EXISTS (\n                SELECT FROM registers_revision WHERE object_id = NEW.id AND content_type_id = (\n    SELECT id FROM django_content_type\n    WHERE app_label = 'guide' AND model = 'profile'\n) AND version = NEW.version\n            ) THEN\n                RAISE EXCEPTION 'no step of guide_profile %, version %',\n                    NEW.id, NEW.version USING ERRCODE = 'check_violation',\n                    CONSTRAINT = 'every_move_has_a_step';\n            END IF;\n            RETURN NULL;\n            ",
                                    hash="d86598c1cd2b3bd27b3a2842fe4f7febd7fb20dc",
                                    operation="INSERT OR UPDATE",
                                    pgid="pgtrigger_every_move_has_a_step_953c7",
                                    table="guide_profile",
                                    timing="DEFERRABLE INITIALLY DEFERRED",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Regulation",
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
                                related_name="regulations",
                                to="center.center",
                            ),
                        ),
                        (
                            "slug",
                            models.SlugField(
                                max_length=40, verbose_name="网址里的名字"
                            ),
                        ),
                        ("made_at", models.DateTimeField(editable=False)),
                    ],
                    options={
                        "verbose_name": "制度",
                        "verbose_name_plural": "制度",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("center", "slug"),
                                name="regulation_slug_once",
                                violation_error_code="slug",
                                violation_error_message="这个网址名字已经用过，请换一个。",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="d618176afad7c94e8c1386dace4eb446f4f073e2",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_1cbde",
                                    table="guide_regulation",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Room",
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
                            "site",
                            models.CharField(
                                default="主楼", max_length=20, verbose_name="哪一处"
                            ),
                        ),
                        ("floor", models.IntegerField(default=1, verbose_name="楼层")),
                        (
                            "number",
                            models.CharField(
                                blank=True, max_length=10, verbose_name="房间号"
                            ),
                        ),
                        ("name", models.CharField(max_length=20, verbose_name="名称")),
                        (
                            "role",
                            models.CharField(
                                blank=True,
                                help_text="如 图书阅览室。",
                                max_length=20,
                                verbose_name="算哪一室、哪一站",
                            ),
                        ),
                        (
                            "direction",
                            models.CharField(
                                blank=True,
                                help_text="如 进门往左第二间。",
                                max_length=80,
                                verbose_name="怎么走",
                            ),
                        ),
                        (
                            "venue",
                            models.CharField(
                                blank=True,
                                max_length=40,
                                verbose_name="可约的场地（网址里的名字）",
                            ),
                        ),
                        (
                            "x",
                            models.IntegerField(
                                default=0, verbose_name="平面图：左起第几格"
                            ),
                        ),
                        (
                            "y",
                            models.IntegerField(
                                default=0, verbose_name="平面图：上起第几格"
                            ),
                        ),
                        (
                            "width",
                            models.IntegerField(default=4, verbose_name="宽几格"),
                        ),
                        (
                            "height",
                            models.IntegerField(default=3, verbose_name="高几格"),
                        ),
                    ],
                    options={
                        "verbose_name": "功能室",
                        "verbose_name_plural": "功能室和平面图",
                        "ordering": ["-pk"],
                        "abstract": False,
                        "default_permissions": ("view", "add", "change", "export"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("form_key",), name="guide_room_form_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["valid", "struck"])),
                                name="guide_room_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("height__gte", 1),
                                    ("width__gte", 1),
                                    ("x__gte", 0),
                                    ("y__gte", 0),
                                    ("height__lte", 30),
                                    ("width__lte", 40),
                                    ("x__lte", 40),
                                    ("y__lte", 30),
                                ),
                                name="room_on_the_plan",
                                violation_error_message="平面图最多 40 格宽、30 格高，房间至少 1 格。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("floor__gte", -3), ("floor__lte", 60)
                                ),
                                name="room_floor_sane",
                                violation_error_message="楼层是 -3 到 60。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="f30766c085bb2e5cf5c683227e570cb4936caf86",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_f3e1b",
                                    table="guide_room",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="state_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{valid:struck}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="d8433f8fc9df3e9567acd4d87ae865d5906925ec",
                                    operation="UPDATE",
                                    pgid="pgtrigger_state_moves_10792",
                                    table="guide_room",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="every_move_has_a_step",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    constraint="CONSTRAINT",
                                    func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version = OLD.version AND NEW.state = OLD.state THEN\n                    RETURN NULL;\n                END IF;\n                IF NEW.version <= OLD.version THEN\n                    RAISE EXCEPTION 'a move of guide_room % is no version',\n                        NEW.id USING ERRCODE = 'check_violation',\n                        CONSTRAINT = 'every_move_has_a_step';\n                END IF;\n            END IF;\n            IF NOT EXISTS (\n                SELECT FROM registers_revision WHERE object_id = NEW.id AND content_type_id = (\n    SELECT id FROM django_content_type\n    WHERE app_label = 'guide' AND model = 'room'\n) AND version = NEW.version\n            ) THEN\n                RAISE EXCEPTION 'no step of guide_room %, version %',\n                    NEW.id, NEW.version USING ERRCODE = 'check_violation',\n                    CONSTRAINT = 'every_move_has_a_step';\n            END IF;\n            RETURN NULL;\n            ",
                                    hash="587fbf1c2d145913def6f42d2da6b2d8103a40f2",
                                    operation="INSERT OR UPDATE",
                                    pgid="pgtrigger_every_move_has_a_step_b83a4",
                                    table="guide_room",
                                    timing="DEFERRABLE INITIALLY DEFERRED",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Service",
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
                                related_name="services",
                                to="center.center",
                            ),
                        ),
                        (
                            "slug",
                            models.SlugField(
                                max_length=40, verbose_name="网址里的名字"
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                blank=True, max_length=20, verbose_name="编号"
                            ),
                        ),
                        ("made_at", models.DateTimeField(editable=False)),
                    ],
                    options={
                        "verbose_name": "办事事项",
                        "verbose_name_plural": "办事事项",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("center", "slug"),
                                name="service_slug_once",
                                violation_error_code="slug",
                                violation_error_message="这个网址名字已经用过，请换一个。",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="0ea3bc40f738807e5b75d6f32f7982512cd69841",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_3ed73",
                                    table="guide_service",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Staffing",
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
                            "category",
                            models.CharField(max_length=30, verbose_name="类别"),
                        ),
                        (
                            "authorized",
                            models.IntegerField(default=0, verbose_name="编制数"),
                        ),
                        ("actual", models.IntegerField(default=0, verbose_name="实有")),
                        (
                            "part_time",
                            models.IntegerField(default=0, verbose_name="其中兼职"),
                        ),
                        (
                            "leaders",
                            models.IntegerField(default=0, verbose_name="领导职数"),
                        ),
                        (
                            "source",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="来源"
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="说明"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "人员编制",
                        "verbose_name_plural": "人员编制",
                        "ordering": ["-pk"],
                        "abstract": False,
                        "default_permissions": ("view", "add", "change", "export"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("form_key",), name="guide_staffing_form_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["valid", "struck"])),
                                name="guide_staffing_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("actual__gte", 0),
                                    ("authorized__gte", 0),
                                    ("part_time__gte", 0),
                                    ("leaders__gte", 0),
                                    ("part_time__lte", models.F("actual")),
                                ),
                                name="staffing_counts_sane",
                                violation_error_message="人数不能小于 0，兼职不能多于实有。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="385794f94d8cd3afbb11c657b082bda0bba1bd79",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_436a8",
                                    table="guide_staffing",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="state_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{valid:struck}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="f462c8630f6c61f0dd238d2c93e8064d0a635802",
                                    operation="UPDATE",
                                    pgid="pgtrigger_state_moves_8a471",
                                    table="guide_staffing",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="every_move_has_a_step",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    constraint="CONSTRAINT",
                                    func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version = OLD.version AND NEW.state = OLD.state THEN\n                    RETURN NULL;\n                END IF;\n                IF NEW.version <= OLD.version THEN\n                    RAISE EXCEPTION 'a move of guide_staffing % is no version',\n                        NEW.id USING ERRCODE = 'check_violation',\n                        CONSTRAINT = 'every_move_has_a_step';\n                END IF;\n            END IF;\n            IF NOT EXISTS (\n                SELECT FROM registers_revision WHERE object_id = NEW.id AND content_type_id = (\n    SELECT id FROM django_content_type\n    WHERE app_label = 'guide' AND model = 'staffing'\n) AND version = NEW.version\n            ) THEN\n                RAISE EXCEPTION 'no step of guide_staffing %, version %',\n                    NEW.id, NEW.version USING ERRCODE = 'check_violation',\n                    CONSTRAINT = 'every_move_has_a_step';\n            END IF;\n            RETURN NULL;\n            ",
                                    hash="1df1b4440306d1385d36b1460cd15770e478d09d",
                                    operation="INSERT OR UPDATE",
                                    pgid="pgtrigger_every_move_has_a_step_382ef",
                                    table="guide_staffing",
                                    timing="DEFERRABLE INITIALLY DEFERRED",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Framework",
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
                        ("title", models.CharField(max_length=30, verbose_name="名称")),
                        (
                            "intro",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="一句话"
                            ),
                        ),
                        (
                            "elements",
                            models.TextField(
                                help_text="一行一条：名称：说明 本站地址，如 志愿服务：常年招募 /activities/。",
                                max_length=1500,
                                verbose_name="各部分",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "服务体系",
                        "verbose_name_plural": "服务体系",
                        "ordering": ["-pk"],
                        "abstract": False,
                        "default_permissions": ("view", "add", "change", "export"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("form_key",), name="guide_framework_form_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["valid", "struck"])),
                                name="guide_framework_state_known",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="d7181d0860c8022baaf25888740dda531b0b36d5",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_2c4f3",
                                    table="guide_framework",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="state_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{valid:struck}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="3ee58157107ecbfd3a9f4100b46cda841c216e70",
                                    operation="UPDATE",
                                    pgid="pgtrigger_state_moves_a67b0",
                                    table="guide_framework",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="every_move_has_a_step",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    constraint="CONSTRAINT",
                                    func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version = OLD.version AND NEW.state = OLD.state THEN\n                    RETURN NULL;\n                END IF;\n                IF NEW.version <= OLD.version THEN\n                    RAISE EXCEPTION 'a move of guide_framework % is no version',\n                        NEW.id USING ERRCODE = 'check_violation',\n                        CONSTRAINT = 'every_move_has_a_step';\n                END IF;\n            END IF;\n            IF NOT EXISTS (\n                SELECT FROM registers_revision WHERE object_id = NEW.id AND content_type_id = (\n    SELECT id FROM django_content_type\n    WHERE app_label = 'guide' AND model = 'framework'\n) AND version = NEW.version\n            ) THEN\n                RAISE EXCEPTION 'no step of guide_framework %, version %',\n                    NEW.id, NEW.version USING ERRCODE = 'check_violation',\n                    CONSTRAINT = 'every_move_has_a_step';\n            END IF;\n            RETURN NULL;\n            ",
                                    hash="24562a1af5accdb36ce1d1bdc4d71b58edbed718",
                                    operation="INSERT OR UPDATE",
                                    pgid="pgtrigger_every_move_has_a_step_e4481",
                                    table="guide_framework",
                                    timing="DEFERRABLE INITIALLY DEFERRED",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RegulationText",
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
                            "regulation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="guide.regulation",
                            ),
                        ),
                        (
                            "title",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="名称"
                            ),
                        ),
                        (
                            "body",
                            models.TextField(
                                blank=True, max_length=20000, verbose_name="内容"
                            ),
                        ),
                        (
                            "effective_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="从哪天起"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "制度内容",
                        "verbose_name_plural": "制度内容",
                        "ordering": ["regulation", "-n"],
                        "permissions": [("approve_regulationtext", "可以审核制度")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("regulation", "n"), name="regulationtext_n_once"
                            ),
                            models.UniqueConstraint(
                                fields=("form_key",), name="regulationtext_form_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state__in", ("draft", "submitted"))
                                ),
                                fields=("regulation",),
                                name="regulationtext_one_open",
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
                                name="regulationtext_state_known",
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
                                name="regulationtext_approved_whole",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "approved")),
                                fields=("regulation", "effective_on"),
                                name="regulationtext_day_once",
                                violation_error_code="effective_on",
                                violation_error_message="这一天已经有一个版本生效，请改一天。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "approved"), _negated=True),
                                    ("effective_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="regulationtext_approved_has_day",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="25317d57e46e2f7b9d85f061ec01d2f6d0e45fec",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_1dab4",
                                    table="guide_regulationtext",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="state_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:dropped,draft:submitted,submitted:approved,submitted:draft,submitted:dropped,approved:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="309195693db97f25f926e2de0c92d81177e2e039",
                                    operation="UPDATE",
                                    pgid="pgtrigger_state_moves_0dbd1",
                                    table="guide_regulationtext",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="every_move_has_a_step",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    constraint="CONSTRAINT",
                                    func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version = OLD.version AND NEW.state = OLD.state THEN\n                    RETURN NULL;\n                END IF;\n                IF NEW.version <= OLD.version THEN\n                    RAISE EXCEPTION 'a move of guide_regulationtext % is no version',\n                        NEW.id USING ERRCODE = 'check_violation',\n                        CONSTRAINT = 'every_move_has_a_step';\n                END IF;\n            END IF;\n            IF NOT EXISTS (\n                SELECT FROM guide_regulationlog WHERE version_of_id = NEW.id AND version = NEW.version\n            ) THEN\n                RAISE EXCEPTION 'no step of guide_regulationtext %, version %',\n                    NEW.id, NEW.version USING ERRCODE = 'check_violation',\n                    CONSTRAINT = 'every_move_has_a_step';\n            END IF;\n            RETURN NULL;\n            ",
                                    hash="5a266bde72bc63c2b99d4fdf7ccdde09a7d44320",
                                    operation="INSERT OR UPDATE",
                                    pgid="pgtrigger_every_move_has_a_step_a8869",
                                    table="guide_regulationtext",
                                    timing="DEFERRABLE INITIALLY DEFERRED",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="public_text_stays",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.state IN ('approved', 'withdrawn') AND (OLD.title, OLD.body, OLD.effective_on, OLD.change_note) IS DISTINCT FROM (NEW.title, NEW.body, NEW.effective_on, NEW.change_note))",
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="c5dbf035fa132a880293cbbf9693ced9f42197c2",
                                    operation="UPDATE",
                                    pgid="pgtrigger_public_text_stays_df4b0",
                                    table="guide_regulationtext",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Version",
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
                            "service",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="guide.service",
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="事项名称"
                            ),
                        ),
                        (
                            "window",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="roster.window",
                                verbose_name="窗口",
                            ),
                        ),
                        (
                            "service_class",
                            models.CharField(
                                choices=[
                                    ("government", "政务"),
                                    ("culture", "文体"),
                                    ("convenience", "便民"),
                                ],
                                default="government",
                                max_length=11,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "power",
                            models.CharField(
                                choices=[
                                    ("service", "公共服务"),
                                    ("power", "行政权力"),
                                ],
                                default="service",
                                max_length=7,
                                verbose_name="事项性质",
                            ),
                        ),
                        (
                            "summary",
                            models.CharField(
                                blank=True,
                                help_text="给谁、办什么、有什么用。",
                                max_length=80,
                                verbose_name="一句话说清",
                            ),
                        ),
                        (
                            "audience",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="服务对象"
                            ),
                        ),
                        (
                            "conditions",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="办理条件"
                            ),
                        ),
                        (
                            "no_papers",
                            models.BooleanField(default=False, verbose_name="无需材料"),
                        ),
                        (
                            "basis",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="办理依据"
                            ),
                        ),
                        (
                            "statutory_days",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="法定时限（工作日）"
                            ),
                        ),
                        (
                            "promised_days",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="当场办结写 0。",
                                null=True,
                                verbose_name="承诺时限（工作日）",
                            ),
                        ),
                        (
                            "days_before",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="以前要几个工作日"
                            ),
                        ),
                        (
                            "steps_before",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="以前有几步"
                            ),
                        ),
                        (
                            "visits",
                            models.PositiveSmallIntegerField(
                                default=1, verbose_name="跑几趟"
                            ),
                        ),
                        (
                            "visits_reason",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="为什么要多跑"
                            ),
                        ),
                        (
                            "fee_kind",
                            models.CharField(
                                choices=[("free", "不收费"), ("paid", "收费")],
                                default="free",
                                max_length=4,
                                verbose_name="收费",
                            ),
                        ),
                        (
                            "fee",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=9,
                                null=True,
                                verbose_name="金额（元）",
                            ),
                        ),
                        (
                            "fee_basis",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="收费依据"
                            ),
                        ),
                        (
                            "output",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="办理结果"
                            ),
                        ),
                        (
                            "collect_how",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="怎么领取"
                            ),
                        ),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("window", "到窗口办"),
                                    ("online", "网上办"),
                                    ("both", "窗口、网上都能办"),
                                    ("home", "上门办"),
                                ],
                                default="window",
                                max_length=6,
                                verbose_name="办理方式",
                            ),
                        ),
                        (
                            "place",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="办理地点"
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="咨询电话"
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="roster.post",
                                verbose_name="责任岗位",
                            ),
                        ),
                        (
                            "online_url",
                            models.URLField(
                                blank=True, max_length=300, verbose_name="网上办理地址"
                            ),
                        ),
                        (
                            "online_code",
                            models.CharField(
                                blank=True,
                                max_length=60,
                                verbose_name="一网通办事项编码",
                            ),
                        ),
                        (
                            "complaint_phone",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="监督电话"
                            ),
                        ),
                        (
                            "faq",
                            models.TextField(
                                blank=True, max_length=3000, verbose_name="常见问题"
                            ),
                        ),
                        (
                            "leads_to",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "没有"),
                                    ("errand", "请我们帮办"),
                                    ("transfer", "组织关系接转"),
                                    ("booking", "约场地"),
                                ],
                                default="",
                                max_length=8,
                                verbose_name="页面上的按钮",
                            ),
                        ),
                        (
                            "venue",
                            models.CharField(
                                blank=True,
                                max_length=40,
                                verbose_name="约哪个场地（网址里的名字）",
                            ),
                        ),
                        (
                            "effective_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="从哪天起"
                            ),
                        ),
                        (
                            "checked_on",
                            models.DateField(
                                editable=False, null=True, verbose_name="核对于"
                            ),
                        ),
                        (
                            "is_retirement",
                            models.BooleanField(
                                default=False, editable=False, verbose_name="停办"
                            ),
                        ),
                        (
                            "instead",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="guide.service",
                                verbose_name="改办哪一项",
                            ),
                        ),
                        (
                            "lines",
                            models.TextField(blank=True, db_default="", editable=False),
                        ),
                    ],
                    options={
                        "verbose_name": "事项版本",
                        "verbose_name_plural": "事项版本",
                        "ordering": ["service", "-n"],
                        "permissions": [("approve_version", "可以审核办事指南")],
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["grams"], name="version_grams"
                            ),
                            models.Index(
                                django.contrib.postgres.indexes.OpClass(
                                    models.F("initials"), name="text_pattern_ops"
                                ),
                                name="version_initials",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("service", "n"), name="version_n_once"
                            ),
                            models.UniqueConstraint(
                                fields=("form_key",), name="version_form_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state__in", ("draft", "submitted"))
                                ),
                                fields=("service",),
                                name="version_one_open",
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
                                name="version_state_known",
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
                                name="version_approved_whole",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "approved")),
                                fields=("service", "effective_on"),
                                name="version_day_once",
                                violation_error_code="effective_on",
                                violation_error_message="这一天已经有一个版本生效，请改一天。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "approved"), _negated=True),
                                    ("effective_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="version_approved_has_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("fee__isnull", True), ("fee_kind", "free")
                                    ),
                                    models.Q(
                                        ("fee__gte", Decimal("0.01")),
                                        ("fee__isnull", False),
                                        ("fee_kind", "paid"),
                                    ),
                                    _connector="OR",
                                ),
                                name="version_fee_whole",
                                violation_error_message="收费的要写金额，不收费的不写。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("statutory_days__isnull", True),
                                    ("promised_days__isnull", True),
                                    ("promised_days__lte", models.F("statutory_days")),
                                    _connector="OR",
                                ),
                                name="version_promise_within_law",
                                violation_error_message="承诺的时限不能比法定的长。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="81c90524c0bc1493350835a2c4edc428a8bea8d6",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_426da",
                                    table="guide_version",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="state_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:dropped,draft:submitted,submitted:approved,submitted:draft,submitted:dropped,approved:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="75da0c64cfd0e38e16a5f9eb06e05e8b860a4fb3",
                                    operation="UPDATE",
                                    pgid="pgtrigger_state_moves_7d3dd",
                                    table="guide_version",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="every_move_has_a_step",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    constraint="CONSTRAINT",
                                    func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version = OLD.version AND NEW.state = OLD.state THEN\n                    RETURN NULL;\n                END IF;\n                IF NEW.version <= OLD.version THEN\n                    RAISE EXCEPTION 'a move of guide_version % is no version',\n                        NEW.id USING ERRCODE = 'check_violation',\n                        CONSTRAINT = 'every_move_has_a_step';\n                END IF;\n            END IF;\n            IF NOT EXISTS (\n                SELECT FROM guide_versionlog WHERE version_of_id = NEW.id AND version = NEW.version\n            ) THEN\n                RAISE EXCEPTION 'no step of guide_version %, version %',\n                    NEW.id, NEW.version USING ERRCODE = 'check_violation',\n                    CONSTRAINT = 'every_move_has_a_step';\n            END IF;\n            RETURN NULL;\n            ",
                                    hash="7102ac39859ba95dedf3b4307a132e31a3568a48",
                                    operation="INSERT OR UPDATE",
                                    pgid="pgtrigger_every_move_has_a_step_c1aae",
                                    table="guide_version",
                                    timing="DEFERRABLE INITIALLY DEFERRED",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="public_text_stays",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.state IN ('approved', 'withdrawn') AND (OLD.name, OLD.aliases, OLD.spoken, OLD.window_id, OLD.service_class, OLD.power, OLD.summary, OLD.audience, OLD.conditions, OLD.no_papers, OLD.basis, OLD.statutory_days, OLD.promised_days, OLD.days_before, OLD.steps_before, OLD.visits, OLD.visits_reason, OLD.fee_kind, OLD.fee, OLD.fee_basis, OLD.output, OLD.collect_how, OLD.mode, OLD.place, OLD.phone, OLD.post_id, OLD.online_url, OLD.online_code, OLD.complaint_phone, OLD.faq, OLD.leads_to, OLD.venue, OLD.effective_on, OLD.change_note, OLD.is_retirement, OLD.instead_id) IS DISTINCT FROM (NEW.name, NEW.aliases, NEW.spoken, NEW.window_id, NEW.service_class, NEW.power, NEW.summary, NEW.audience, NEW.conditions, NEW.no_papers, NEW.basis, NEW.statutory_days, NEW.promised_days, NEW.days_before, NEW.steps_before, NEW.visits, NEW.visits_reason, NEW.fee_kind, NEW.fee, NEW.fee_basis, NEW.output, NEW.collect_how, NEW.mode, NEW.place, NEW.phone, NEW.post_id, NEW.online_url, NEW.online_code, NEW.complaint_phone, NEW.faq, NEW.leads_to, NEW.venue, NEW.effective_on, NEW.change_note, NEW.is_retirement, NEW.instead_id))",
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="e6c00bea6f5567e22b5a29d8c1c9cc95e6e3ac04",
                                    operation="UPDATE",
                                    pgid="pgtrigger_public_text_stays_1bdbd",
                                    table="guide_version",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RegulationLog",
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
                                to="guide.regulationtext",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "制度记录",
                        "verbose_name_plural": "制度记录",
                        "ordering": ["at", "pk"],
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="70ab54d21c11eea8d8a18d88b5597582ffc40331",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_e8eb8",
                                    table="guide_regulationlog",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Told",
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
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="guide.version",
                            ),
                        ),
                        ("subject", models.CharField(max_length=60, unique=True)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="1702d2dcb417e58d44f2a31e191ea59257dc1124",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_f3538",
                                    table="guide_told",
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
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="guide.version",
                            ),
                        ),
                        ("text", models.CharField(max_length=60, verbose_name="步骤")),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="说明"
                            ),
                        ),
                        (
                            "limit",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="多久"
                            ),
                        ),
                        (
                            "help",
                            models.CharField(
                                choices=[
                                    ("none", "自己办"),
                                    ("part", "帮办一部分"),
                                    ("whole", "全程帮办"),
                                ],
                                default="none",
                                max_length=5,
                                verbose_name="帮办",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "position"), name="step_place"
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="part_of_draft",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF EXISTS (\n                SELECT FROM guide_version WHERE state IN ('approved', 'withdrawn') AND id = CASE TG_OP\n                WHEN 'DELETE' THEN OLD.version_id ELSE NEW.version_id END\n            ) THEN\n                RAISE EXCEPTION 'part of a public text of guide_version'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'part_of_draft';\n            END IF;\n            RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;\n        ",
                                    hash="5297693c1adeea294d8beb28a50d860bacb3fb68",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_part_of_draft_68d23",
                                    table="guide_step",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Poster",
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
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posters",
                                to="guide.version",
                            ),
                        ),
                        (
                            "place",
                            models.CharField(max_length=60, verbose_name="贴在哪里"),
                        ),
                        ("hung_on", models.DateField(verbose_name="贴出日期")),
                        (
                            "hung_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("taken_down_on", models.DateField(null=True)),
                    ],
                    options={
                        "ordering": ["version", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("taken_down_on__isnull", True)),
                                fields=("version", "place"),
                                name="poster_place_once",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="6dbea122e45ac646c9f8a4ff43af596003d4b55a",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_81aa5",
                                    table="guide_poster",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Paper",
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
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="papers",
                                to="guide.version",
                            ),
                        ),
                        (
                            "name",
                            models.CharField(max_length=80, verbose_name="材料名称"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("original", "原件"),
                                    ("copy", "复印件"),
                                    ("both", "原件和复印件"),
                                    ("form", "表格"),
                                ],
                                default="original",
                                max_length=8,
                                verbose_name="要什么",
                            ),
                        ),
                        (
                            "count",
                            models.PositiveSmallIntegerField(
                                default=1, verbose_name="份数"
                            ),
                        ),
                        (
                            "issuer",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="谁出具"
                            ),
                        ),
                        (
                            "needed_when",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="什么情况要"
                            ),
                        ),
                        (
                            "form",
                            models.TextField(
                                blank=True, max_length=600, verbose_name="空表有哪几栏"
                            ),
                        ),
                        (
                            "sample",
                            models.TextField(
                                blank=True, max_length=600, verbose_name="填写示范"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "position"), name="paper_place"
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="part_of_draft",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF EXISTS (\n                SELECT FROM guide_version WHERE state IN ('approved', 'withdrawn') AND id = CASE TG_OP\n                WHEN 'DELETE' THEN OLD.version_id ELSE NEW.version_id END\n            ) THEN\n                RAISE EXCEPTION 'part of a public text of guide_version'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'part_of_draft';\n            END IF;\n            RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;\n        ",
                                    hash="f6bdad09e5d84a6997d6198458aed496d3b57671",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_part_of_draft_774c2",
                                    table="guide_paper",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Blank",
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
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="blanks",
                                to="guide.version",
                            ),
                        ),
                        (
                            "paper",
                            models.CharField(max_length=80, verbose_name="材料名称"),
                        ),
                        (
                            "name",
                            models.CharField(max_length=100, verbose_name="文件名"),
                        ),
                        ("content_type", models.CharField(max_length=20)),
                        ("size", models.PositiveIntegerField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("file", models.FileField(max_length=120, upload_to="blanks/")),
                        ("added_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "空表文件",
                        "verbose_name_plural": "空表文件",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "paper"), name="blank_of_paper"
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="part_of_draft",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF EXISTS (\n                SELECT FROM guide_version WHERE state IN ('approved', 'withdrawn') AND id = CASE TG_OP\n                WHEN 'DELETE' THEN OLD.version_id ELSE NEW.version_id END\n            ) THEN\n                RAISE EXCEPTION 'part of a public text of guide_version'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'part_of_draft';\n            END IF;\n            RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;\n        ",
                                    hash="cb88fa1e4960085726f8778cacbcd3ccd0769068",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_part_of_draft_22607",
                                    table="guide_blank",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VersionLog",
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
                                to="guide.version",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "办事指南记录",
                        "verbose_name_plural": "办事指南记录",
                        "ordering": ["at", "pk"],
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="b388bd379f7667578df8c6f38e0e48b0d4bf1738",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_99b6d",
                                    table="guide_versionlog",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
