import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("areas", "0001_initial"),
        ("areas", "0002_roles"),
        ("areas", "0003_every_move_has_a_step"),
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
        migrations.CreateModel(
            name="Area",
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
                ("community", models.CharField(max_length=40, verbose_name="社区、村")),
                (
                    "grid",
                    models.CharField(blank=True, max_length=40, verbose_name="网格"),
                ),
                (
                    "words",
                    models.TextField(
                        help_text="路、小区、楼栋的名字，一行一个。",
                        max_length=2000,
                        verbose_name="地名",
                    ),
                ),
                (
                    "branch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="areas",
                        to="membership.organization",
                        verbose_name="接收党员的支部",
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        help_text="只写办公室的，不写个人手机。",
                        max_length=40,
                        verbose_name="办公电话",
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="在哪里报到"
                    ),
                ),
            ],
            options={
                "verbose_name": "片区",
                "verbose_name_plural": "片区和接收支部",
                "ordering": ["-pk"],
                "abstract": False,
                "default_permissions": ("view", "add", "change", "export"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("form_key",), name="areas_area_form_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["valid", "struck"])),
                        name="areas_area_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("phone__regex", "^\\+?(86)?1[3-9][0-9]{9}$"), _negated=True
                        ),
                        name="area_phone_of_an_office",
                        violation_error_message="只写办公电话，不写个人手机。",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="2c039addb84cc1a78bb04cc1a4405f468066feaf",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_20e22",
                            table="areas_area",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="state_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _is_valid_transition BOOLEAN;",
                            func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{valid:struck}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                            hash="749c18364e34b1a47cf63ec5364e7a4f27bb4fd1",
                            operation="UPDATE",
                            pgid="pgtrigger_state_moves_62c9d",
                            table="areas_area",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="every_move_has_a_step",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            constraint="CONSTRAINT",
                            func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version = OLD.version AND NEW.state = OLD.state THEN\n                    RETURN NULL;\n                END IF;\n                IF NEW.version <= OLD.version THEN\n                    RAISE EXCEPTION 'a move of areas_area % is no version',\n                        NEW.id USING ERRCODE = 'check_violation',\n                        CONSTRAINT = 'every_move_has_a_step';\n                END IF;\n            END IF;\n            IF NOT EXISTS (\n                SELECT FROM registers_revision WHERE object_id = NEW.id AND content_type_id = (\n    SELECT id FROM django_content_type\n    WHERE app_label = 'areas' AND model = 'area'\n) AND version = NEW.version\n            ) THEN\n                RAISE EXCEPTION 'no step of areas_area %, version %',\n                    NEW.id, NEW.version USING ERRCODE = 'check_violation',\n                    CONSTRAINT = 'every_move_has_a_step';\n            END IF;\n            RETURN NULL;\n            ",
                            hash="b9b2a7f0ff55ca02649ebe13a973930ebab398fd",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_every_move_has_a_step_ac7b8",
                            table="areas_area",
                            timing="DEFERRABLE INITIALLY DEFERRED",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
    ]
