import datetime

import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from center.operations import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("membership", "0001_initial"),
        ("membership", "0002_roles"),
        ("membership", "0003_founded_on"),
        ("membership", "0004_exported"),
        ("membership", "0005_days_are_meant"),
        ("membership", "0006_names_in_one_form"),
        ("membership", "0007_one_machine"),
        ("membership", "0008_one_log_of_exports"),
        ("membership", "0009_every_move_has_a_step"),
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
                    name="ImportBatch",
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
                            "what",
                            models.CharField(
                                choices=[
                                    ("members", "党员"),
                                    ("organizations", "党组织"),
                                ],
                                max_length=13,
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
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("preview", "待确认"),
                                    ("imported", "已导入"),
                                    ("discarded", "已放弃"),
                                ],
                                default="preview",
                                max_length=9,
                            ),
                        ),
                        ("rows", models.PositiveIntegerField()),
                        ("imported", models.PositiveIntegerField(default=0)),
                        ("finished_at", models.DateTimeField(null=True)),
                        ("payload", models.TextField(blank=True)),
                        ("key", models.CharField(max_length=64, unique=True)),
                    ],
                    options={
                        "verbose_name": "导入批次",
                        "verbose_name_plural": "导入批次",
                        "ordering": ["-at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["center", "at"], name="importbatch_center"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("finished_at__isnull", True),
                                        ("state", "preview"),
                                    ),
                                    models.Q(
                                        ("finished_at__isnull", False), ("payload", "")
                                    ),
                                    _connector="OR",
                                ),
                                name="importbatch_payload_only_waiting",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="60d0ff63918557a8d707ba8c84597eea580a5dc8",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_b39a9",
                                    table="membership_importbatch",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="state_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{preview:imported,preview:discarded}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="f3894bd6b5535e425aae9e1b384b5fedc5b2c017",
                                    operation="UPDATE",
                                    pgid="pgtrigger_state_moves_2b577",
                                    table="membership_importbatch",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IdReveal",
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
                            "reason",
                            models.CharField(max_length=200, verbose_name="理由"),
                        ),
                    ],
                    options={
                        "verbose_name": "查看身份证号的记录",
                        "verbose_name_plural": "查看身份证号的记录",
                        "ordering": ["-at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="idreveal_has_reason",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="c52d4de7c169677c974b178f48ba76b49d99477b",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_3992b",
                                    table="membership_idreveal",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Organization",
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
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="membership.organization",
                                verbose_name="上级党组织",
                            ),
                        ),
                        (
                            "center",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="organizations",
                                to="center.center",
                                verbose_name="登记的中心",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("committee", "党委"),
                                    ("working", "党工委"),
                                    ("general", "党总支"),
                                    ("branch", "党支部"),
                                    ("joint", "联合党支部"),
                                    ("mobile", "流动党员党支部"),
                                    ("temporary", "临时党支部"),
                                    ("group", "党小组"),
                                ],
                                max_length=10,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                help_text="和公章上的一样。",
                                max_length=80,
                                verbose_name="全称",
                            ),
                        ),
                        (
                            "short_name",
                            models.CharField(
                                blank=True, max_length=30, verbose_name="简称"
                            ),
                        ),
                        (
                            "letter_heading",
                            models.CharField(
                                blank=True,
                                help_text="有权接收的组织的完整抬头。",
                                max_length=80,
                                verbose_name="介绍信抬头",
                            ),
                        ),
                        (
                            "letter_word",
                            models.CharField(
                                blank=True,
                                help_text="介绍信编号的开头，例如“清街”组转〔2026〕0001 号。",
                                max_length=10,
                                verbose_name="机构代字",
                            ),
                        ),
                        (
                            "national_code",
                            models.CharField(
                                blank=True, max_length=15, verbose_name="全国系统编码"
                            ),
                        ),
                        (
                            "can_approve_probationary",
                            models.BooleanField(
                                default=False, verbose_name="有权审批预备党员"
                            ),
                        ),
                        (
                            "issues_paper_letters",
                            models.BooleanField(
                                default=False,
                                help_text="通常是县级以上组织部门。",
                                verbose_name="可开出省纸质介绍信",
                            ),
                        ),
                        (
                            "secretary_name",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="书记姓名"
                            ),
                        ),
                        (
                            "founded_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="成立日期"
                            ),
                        ),
                        (
                            "term_from",
                            models.DateField(
                                blank=True, null=True, verbose_name="本届起"
                            ),
                        ),
                        (
                            "term_to",
                            models.DateField(
                                blank=True, null=True, verbose_name="本届止"
                            ),
                        ),
                        (
                            "address",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="通讯地址"
                            ),
                        ),
                        (
                            "postcode",
                            models.CharField(
                                blank=True, max_length=6, verbose_name="邮编"
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="联系电话"
                            ),
                        ),
                        (
                            "fax",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="传真"
                            ),
                        ),
                        (
                            "order",
                            models.PositiveSmallIntegerField(
                                default=100, verbose_name="排序"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("active", "正常"), ("dissolved", "已撤销")],
                                default="active",
                                editable=False,
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "served_by",
                            models.ManyToManyField(
                                blank=True,
                                related_name="served_organizations",
                                to="center.center",
                                verbose_name="另外为它服务的中心",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "党组织",
                        "verbose_name_plural": "党组织",
                        "ordering": ["order", "pk"],
                        "permissions": [
                            (
                                "view_center_organizations",
                                "可以看本中心登记和服务的党组织",
                            ),
                            ("appoint", "可以指定书记、组织员和用印管理员"),
                        ],
                        "indexes": [
                            models.Index(
                                fields=["center", "status", "order"],
                                name="organization_center",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "committee",
                                            "working",
                                            "general",
                                            "branch",
                                            "joint",
                                            "mobile",
                                            "temporary",
                                            "group",
                                        ],
                                    )
                                ),
                                name="organization_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["active", "dissolved"])
                                ),
                                name="organization_status_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("parent__isnull", True),
                                    models.Q(("parent", models.F("pk")), _negated=True),
                                    _connector="OR",
                                ),
                                name="organization_not_its_own_parent",
                                violation_error_message="党组织不能是自己的上级。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "active")),
                                fields=("name",),
                                name="organization_name_once",
                                violation_error_message="已经有一个同名的党组织。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    models.Q(("national_code", ""), _negated=True),
                                    ("status", "active"),
                                ),
                                fields=("national_code",),
                                name="organization_national_code_once",
                                violation_error_message="这个全国系统编码已经登记在别的党组织。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("letter_word", ""), _negated=True),
                                fields=("letter_word",),
                                name="organization_letter_word_once",
                                violation_error_message="这个机构代字已经用在别的党组织。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("national_code", ""),
                                    ("national_code__regex", "^[0-9]{12,15}$"),
                                    _connector="OR",
                                ),
                                name="organization_national_code_shape",
                                violation_error_message="全国系统编码是 12 到 15 位数字。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("can_approve_probationary", False),
                                    ("kind__in", frozenset(["committee", "working"])),
                                    _connector="OR",
                                ),
                                name="organization_only_committees_approve",
                                violation_error_message="只有党委、党工委能审批预备党员。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("issues_paper_letters", False),
                                    ("can_approve_probationary", True),
                                    _connector="OR",
                                ),
                                name="organization_paper_needs_approval",
                                violation_error_message="先要有权审批预备党员，才能开介绍信。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("term_from__isnull", True),
                                    ("term_to__isnull", True),
                                    ("term_to__gt", models.F("term_from")),
                                    _connector="OR",
                                ),
                                name="organization_term_ends_after_start",
                                violation_error_message="本届止要晚于本届起。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("version__gte", 1)),
                                name="organization_version_positive",
                            ),
                            models.UniqueConstraint(
                                fields=("form_key",), name="organization_form_once"
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="15f459558a2c3b1514bff9c4d18fe400d37e5ca1",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_19f07",
                                    table="membership_organization",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tree_is_sound",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE above text;",
                                    func="\nPERFORM pg_advisory_xact_lock(461351);\nSELECT kind INTO above FROM membership_organization WHERE id = NEW.parent_id;\nIF NEW.parent_id IS NULL AND NEW.kind NOT IN ('committee', 'working')\n   OR NEW.parent_id IS NOT NULL AND (NEW.kind, above) NOT IN (('committee', 'committee'), ('committee', 'working'), ('working', 'committee'), ('working', 'working'), ('general', 'committee'), ('general', 'working'), ('branch', 'committee'), ('branch', 'general'), ('branch', 'working'), ('joint', 'committee'), ('joint', 'general'), ('joint', 'working'), ('mobile', 'committee'), ('mobile', 'general'), ('mobile', 'working'), ('temporary', 'committee'), ('temporary', 'general'), ('temporary', 'working'), ('group', 'branch'), ('group', 'joint'), ('group', 'mobile'), ('group', 'temporary')) THEN\n    RAISE EXCEPTION 'organization_parent_fits: this superior does not fit' USING ERRCODE = 'check_violation', CONSTRAINT = 'organization_parent_fits';\nEND IF;\nIF EXISTS (\n    WITH RECURSIVE up(id, parent_id) AS (\n        SELECT id, parent_id FROM membership_organization WHERE id = NEW.parent_id\n        UNION SELECT o.id, o.parent_id FROM membership_organization o\n        JOIN up ON o.id = up.parent_id\n    ) SELECT 1 FROM up WHERE id = NEW.id\n) THEN\n    RAISE EXCEPTION 'organization_no_ring: an organization cannot stand below itself' USING ERRCODE = 'check_violation', CONSTRAINT = 'organization_no_ring';\nEND IF;\nIF EXISTS (\n    SELECT 1 FROM membership_organization c\n    WHERE c.parent_id = NEW.id AND (c.kind, NEW.kind) NOT IN (('committee', 'committee'), ('committee', 'working'), ('working', 'committee'), ('working', 'working'), ('general', 'committee'), ('general', 'working'), ('branch', 'committee'), ('branch', 'general'), ('branch', 'working'), ('joint', 'committee'), ('joint', 'general'), ('joint', 'working'), ('mobile', 'committee'), ('mobile', 'general'), ('mobile', 'working'), ('temporary', 'committee'), ('temporary', 'general'), ('temporary', 'working'), ('group', 'branch'), ('group', 'joint'), ('group', 'mobile'), ('group', 'temporary'))\n) THEN\n    RAISE EXCEPTION 'organization_children_fit: what stands below does not fit' USING ERRCODE = 'check_violation', CONSTRAINT = 'organization_children_fit';\nEND IF;\nIF NEW.kind NOT IN ('branch', 'joint') AND EXISTS (\n    SELECT 1 FROM membership_member m WHERE m.organization_id = NEW.id\n) THEN\n    RAISE EXCEPTION 'organization_has_members: an organization with members is a branch' USING ERRCODE = 'check_violation', CONSTRAINT = 'organization_has_members';\nEND IF;\nIF EXISTS (\n    SELECT 1 FROM membership_member m\n    WHERE m.group_id = NEW.id AND m.organization_id IS DISTINCT FROM NEW.parent_id\n) THEN\n    RAISE EXCEPTION 'organization_group_has_members: a group with members stays' USING ERRCODE = 'check_violation', CONSTRAINT = 'organization_group_has_members';\nEND IF;\nRETURN NEW;\n",
                                    hash="3873ddb2240b15bc04b3f57adde50c6dbac025bf",
                                    operation='INSERT OR UPDATE OF "parent_id", "kind"',
                                    pgid="pgtrigger_tree_is_sound_b164c",
                                    table="membership_organization",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="dissolved_is_empty",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (NEW.\"status\" = 'dissolved')",
                                    func="\nIF EXISTS (\n    SELECT 1 FROM membership_member m\n    WHERE (m.organization_id = NEW.id OR m.group_id = NEW.id)\n        AND m.state IN ('present', 'suspended')\n) OR EXISTS (\n    SELECT 1 FROM membership_organization c\n    WHERE c.parent_id = NEW.id AND c.status = 'active'\n) THEN\n    RAISE EXCEPTION 'organization_dissolved_is_empty: still has members or branches' USING ERRCODE = 'check_violation', CONSTRAINT = 'organization_dissolved_is_empty';\nEND IF;\nRETURN NEW;\n",
                                    hash="a57b7e77cdd0cecb6df1edcdc2fecd1703e74b5b",
                                    operation='UPDATE OF "status"',
                                    pgid="pgtrigger_dissolved_is_empty_f6561",
                                    table="membership_organization",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="state_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{active:dissolved}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="730065e189ceecd34cc4e090f28408145051f629",
                                    operation="UPDATE",
                                    pgid="pgtrigger_state_moves_c04db",
                                    table="membership_organization",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="every_move_has_a_step",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    constraint="CONSTRAINT",
                                    func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version = OLD.version AND NEW.status = OLD.status THEN\n                    RETURN NULL;\n                END IF;\n                IF NEW.version <= OLD.version THEN\n                    RAISE EXCEPTION 'a move of membership_organization % is no version',\n                        NEW.id USING ERRCODE = 'check_violation',\n                        CONSTRAINT = 'every_move_has_a_step';\n                END IF;\n            END IF;\n            IF NOT EXISTS (\n                SELECT FROM membership_organizationstep WHERE organization_id = NEW.id AND version = NEW.version\n            ) THEN\n                RAISE EXCEPTION 'no step of membership_organization %, version %',\n                    NEW.id, NEW.version USING ERRCODE = 'check_violation',\n                    CONSTRAINT = 'every_move_has_a_step';\n            END IF;\n            RETURN NULL;\n            ",
                                    hash="c7936e4621a91da3ed2c27e7a4a4278d30e573b2",
                                    operation="INSERT OR UPDATE",
                                    pgid="pgtrigger_every_move_has_a_step_bd075",
                                    table="membership_organization",
                                    timing="DEFERRABLE INITIALLY DEFERRED",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Member",
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
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="membership.organization",
                                verbose_name="党支部",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="group_members",
                                to="membership.organization",
                                verbose_name="党小组",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="本人账号",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="姓名")),
                        (
                            "sex",
                            models.CharField(
                                blank=True,
                                choices=[("1", "男"), ("2", "女")],
                                max_length=1,
                                verbose_name="性别",
                            ),
                        ),
                        (
                            "born_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="出生日期"
                            ),
                        ),
                        (
                            "nation",
                            models.CharField(
                                blank=True, max_length=20, verbose_name="民族"
                            ),
                        ),
                        (
                            "education",
                            models.CharField(
                                blank=True, max_length=20, verbose_name="学历"
                            ),
                        ),
                        (
                            "work_post",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="工作岗位"
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("formal", "正式党员"),
                                    ("probationary", "预备党员"),
                                ],
                                max_length=12,
                                verbose_name="人员类别",
                            ),
                        ),
                        (
                            "joined_on",
                            models.DateField(
                                help_text="接收为预备党员的支部大会那天。",
                                verbose_name="入党日期",
                            ),
                        ),
                        (
                            "probation_until",
                            models.DateField(
                                blank=True, null=True, verbose_name="预备期到"
                            ),
                        ),
                        (
                            "probation_extended",
                            models.BooleanField(
                                default=False, verbose_name="延长过预备期"
                            ),
                        ),
                        (
                            "confirmed_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="转正日期"
                            ),
                        ),
                        (
                            "mobile_to",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="外出流向"
                            ),
                        ),
                        (
                            "lost_contact_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="失去联系的日期"
                            ),
                        ),
                        ("id_cipher", models.TextField(blank=True, editable=False)),
                        (
                            "id_index",
                            models.CharField(blank=True, editable=False, max_length=64),
                        ),
                        (
                            "consent_version",
                            models.CharField(
                                blank=True, max_length=20, verbose_name="告知书版本"
                            ),
                        ),
                        (
                            "consent_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="同意时间"
                            ),
                        ),
                        (
                            "consent_channel",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("paper", "纸质签字"),
                                    ("online", "本人网上确认"),
                                ],
                                max_length=6,
                                verbose_name="同意方式",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("present", "在册"),
                                    ("suspended", "停止党籍"),
                                    ("moved_out", "已转出"),
                                    ("left", "已出党"),
                                    ("deceased", "已去世"),
                                ],
                                default="present",
                                editable=False,
                                max_length=9,
                                verbose_name="党籍状态",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "党员",
                        "verbose_name_plural": "党员",
                        "ordering": ["organization", "name", "pk"],
                        "permissions": [
                            ("import_members", "可以导入党员和党组织"),
                            ("export_members", "可以导出党员名册（号码隐去）"),
                            ("export_full_ids", "可以导出完整身份证号"),
                            ("reveal_id", "可以查看完整身份证号"),
                            ("decide_member", "可以登记转正、延长预备期和党籍变化"),
                        ],
                        "indexes": [
                            models.Index(
                                fields=["organization", "state", "name"],
                                name="member_branch",
                            ),
                            models.Index(
                                fields=["probation_until"], name="member_probation"
                            ),
                            models.Index(fields=["id_index"], name="member_id_index"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "present",
                                            "suspended",
                                            "moved_out",
                                            "left",
                                            "deceased",
                                        ],
                                    )
                                ),
                                name="member_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("sex__in", ["", "1", "2"])),
                                name="member_sex_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("phone", ""),
                                    ("phone__regex", "^1[3-9][0-9]{9}$"),
                                    _connector="OR",
                                ),
                                name="member_phone_is_mobile",
                                violation_error_message="手机号是 11 位数字，以 1 开头。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("joined_on__gte", datetime.date(1900, 1, 1)),
                                    models.Q(
                                        ("born_on__isnull", True),
                                        ("born_on__gte", datetime.date(1900, 1, 1)),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("lost_contact_on__isnull", True),
                                        (
                                            "lost_contact_on__gte",
                                            datetime.date(1900, 1, 1),
                                        ),
                                        _connector="OR",
                                    ),
                                ),
                                name="member_days_are_meant",
                                violation_error_message="年份太早了，请写 1900 年以后的日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("confirmed_on__gte", models.F("joined_on")),
                                        ("confirmed_on__isnull", False),
                                        ("kind", "formal"),
                                    ),
                                    models.Q(
                                        ("confirmed_on__isnull", True),
                                        ("kind", "probationary"),
                                        ("probation_until__gt", models.F("joined_on")),
                                        ("probation_until__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="member_kind_has_its_dates",
                                violation_error_message="正式党员要有不早于入党日期的转正日期；预备党员只有预备期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("id_cipher", ""),
                                    models.Q(
                                        ("consent_at__isnull", False),
                                        models.Q(
                                            ("consent_version", ""), _negated=True
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="member_number_needs_consent",
                                violation_error_message="本人同意告知书之后，才能登记身份证号。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("consent_at__isnull", True),
                                        ("consent_channel", ""),
                                        ("consent_version", ""),
                                    ),
                                    models.Q(
                                        ("consent_at__isnull", False),
                                        ("consent_channel__in", ["paper", "online"]),
                                        models.Q(
                                            ("consent_version", ""), _negated=True
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="member_consent_whole",
                                violation_error_message="同意要有版本、时间和方式。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("id_cipher", ""), ("id_index", "")),
                                    models.Q(
                                        models.Q(("id_cipher", ""), _negated=True),
                                        ("id_index__regex", "^[0-9a-f]{64}$"),
                                    ),
                                    _connector="OR",
                                ),
                                name="member_number_has_index",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    models.Q(("id_index", ""), _negated=True),
                                    ("state__in", frozenset(["present", "suspended"])),
                                ),
                                fields=("id_index",),
                                name="member_id_once",
                                violation_error_message="这个身份证号已经登记在另一位在册党员。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("person__isnull", False),
                                    ("state__in", frozenset(["present", "suspended"])),
                                ),
                                fields=("person",),
                                name="member_person_once",
                                violation_error_message="这个账号已经是另一位在册党员。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("version__gte", 1)),
                                name="member_version_positive",
                            ),
                            models.UniqueConstraint(
                                fields=("form_key",), name="member_form_once"
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="a054b7deabdc7d91229ea511231ed258b8f8947f",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_f4e75",
                                    table="membership_member",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="branch_holds_members",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\nIF NOT EXISTS (\n    SELECT 1 FROM membership_organization o\n    WHERE o.id = NEW.organization_id AND o.kind IN ('branch', 'joint')\n        AND (o.status = 'active' OR NEW.state NOT IN ('present', 'suspended'))\n) THEN\n    RAISE EXCEPTION 'member_in_a_branch: members belong to an active branch' USING ERRCODE = 'check_violation', CONSTRAINT = 'member_in_a_branch';\nEND IF;\nIF NEW.group_id IS NOT NULL AND NOT EXISTS (\n    SELECT 1 FROM membership_organization g\n    WHERE g.id = NEW.group_id AND g.kind = 'group'\n        AND g.parent_id = NEW.organization_id\n) THEN\n    RAISE EXCEPTION 'member_group_of_the_branch: the group belongs to the branch' USING ERRCODE = 'check_violation', CONSTRAINT = 'member_group_of_the_branch';\nEND IF;\nRETURN NEW;\n",
                                    hash="8862ad530536be67d074230cdeb498782cc01a81",
                                    operation='INSERT OR UPDATE OF "organization_id", "group_id", "state"',
                                    pgid="pgtrigger_branch_holds_members_44e13",
                                    table="membership_member",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="state_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{present:deceased,present:left,present:moved_out,present:suspended,suspended:deceased,suspended:left,suspended:present,moved_out:present}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="67d79c035c2e20f26310d4a9e427642f40a2ad30",
                                    operation="UPDATE",
                                    pgid="pgtrigger_state_moves_925f5",
                                    table="membership_member",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="every_move_has_a_step",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    constraint="CONSTRAINT",
                                    func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version = OLD.version AND NEW.state = OLD.state THEN\n                    RETURN NULL;\n                END IF;\n                IF NEW.version <= OLD.version THEN\n                    RAISE EXCEPTION 'a move of membership_member % is no version',\n                        NEW.id USING ERRCODE = 'check_violation',\n                        CONSTRAINT = 'every_move_has_a_step';\n                END IF;\n            END IF;\n            IF NOT EXISTS (\n                SELECT FROM membership_membershipstep WHERE member_id = NEW.id AND version = NEW.version\n            ) THEN\n                RAISE EXCEPTION 'no step of membership_member %, version %',\n                    NEW.id, NEW.version USING ERRCODE = 'check_violation',\n                    CONSTRAINT = 'every_move_has_a_step';\n            END IF;\n            RETURN NULL;\n            ",
                                    hash="2cdcb3e7802e47f52489139d44ae10cadbafc499",
                                    operation="INSERT OR UPDATE",
                                    pgid="pgtrigger_every_move_has_a_step_79557",
                                    table="membership_member",
                                    timing="DEFERRABLE INITIALLY DEFERRED",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrganizationStep",
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
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="membership.organization",
                                verbose_name="党组织",
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
                        (
                            "verb",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("founded", "登记"),
                                    ("changed", "修改"),
                                    ("dissolved", "撤销"),
                                    ("appointed", "登记任职"),
                                    ("post_ended", "结束任职"),
                                    ("owns", "主管中心"),
                                ],
                                db_default="",
                                max_length=10,
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                blank=True,
                                choices=[("active", "正常"), ("dissolved", "已撤销")],
                                db_default="",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "text",
                            models.CharField(max_length=1000, verbose_name="内容"),
                        ),
                        (
                            "once",
                            models.CharField(max_length=80, null=True, unique=True),
                        ),
                    ],
                    options={
                        "verbose_name": "党组织变更记录",
                        "verbose_name_plural": "党组织变更记录",
                        "ordering": ["-at", "-pk"],
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="bb56aa1e80cdd40a6385ebb8d17876b52116144a",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_51188",
                                    table="membership_organizationstep",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Ownership",
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
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="owned_centers",
                                to="membership.organization",
                                verbose_name="主管党组织",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "中心的主管党组织",
                        "verbose_name_plural": "中心的主管党组织",
                    },
                ),
                migrations.CreateModel(
                    name="Post",
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
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="人员",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
                                to="membership.organization",
                                verbose_name="党组织",
                            ),
                        ),
                        (
                            "duty",
                            models.CharField(
                                choices=[
                                    ("secretary", "书记"),
                                    ("organizer", "组织员"),
                                    ("seal", "用印管理员"),
                                ],
                                max_length=9,
                                verbose_name="职责",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="从")),
                        (
                            "ends_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="到（含）"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "任职",
                        "verbose_name_plural": "任职",
                        "ordering": ["organization", "duty", "starts_on", "pk"],
                        "indexes": [
                            models.Index(fields=["user", "duty"], name="post_user_duty")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("duty__in", ["secretary", "organizer", "seal"])
                                ),
                                name="post_duty_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True),
                                    ("ends_on__gte", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="post_ends_after_start",
                                violation_error_message="任职结束不能早于开始。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ends_on__isnull", True)),
                                fields=("user", "organization", "duty"),
                                name="post_open_once",
                                violation_error_message="这个人已经担任这项职责。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="4acefd29fabc39973c6c755a061d036c291ecf7e",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_25d95",
                                    table="membership_post",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MembershipStep",
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
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="membership.member",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("registered", "登记"),
                                    ("imported", "导入"),
                                    ("changed", "修改"),
                                    ("consent", "同意告知书"),
                                    ("withdrawn", "撤回同意"),
                                    ("linked", "关联本人账号"),
                                    ("unlinked", "不再关联账号"),
                                    ("confirmed", "转正"),
                                    ("extended", "延长预备期"),
                                    ("moved", "转入支部"),
                                    ("moved_out", "转出"),
                                    ("state", "党籍状态变化"),
                                ],
                                max_length=10,
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("present", "在册"),
                                    ("suspended", "停止党籍"),
                                    ("moved_out", "已转出"),
                                    ("left", "已出党"),
                                    ("deceased", "已去世"),
                                ],
                                db_default="",
                                max_length=9,
                                verbose_name="党籍状态",
                            ),
                        ),
                        (
                            "from_organization",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="membership.organization",
                            ),
                        ),
                        (
                            "to_organization",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="membership.organization",
                            ),
                        ),
                        (
                            "decided_by",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="决定的组织"
                            ),
                        ),
                        (
                            "decided_on",
                            models.DateField(null=True, verbose_name="决定日期"),
                        ),
                        (
                            "text",
                            models.CharField(
                                blank=True, max_length=1000, verbose_name="内容"
                            ),
                        ),
                        (
                            "once",
                            models.CharField(max_length=80, null=True, unique=True),
                        ),
                    ],
                    options={
                        "verbose_name": "党籍记录",
                        "verbose_name_plural": "党籍记录",
                        "ordering": ["-at", "-pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                fields=["member", "at"], name="membershipstep_member"
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="3763c538ebc5edcfc063c4b1e02a7abbcf72119e",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_0d072",
                                    table="membership_membershipstep",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
            ]
        ),
        migrations.AddField(
            model_name="idreveal",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reveals",
                to="membership.member",
                verbose_name="党员",
            ),
        ),
        migrations.AddField(
            model_name="organization",
            name="secretary",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="secretary_of",
                to="membership.member",
                verbose_name="书记（本系统里的党员）",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("secretary__isnull", True), ("secretary_name", ""), _connector="OR"
                ),
                name="organization_one_secretary",
                violation_error_message="书记选一位党员，或者只填姓名，不要两样都填。",
            ),
        ),
    ]
