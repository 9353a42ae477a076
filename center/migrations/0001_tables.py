import django.contrib.postgres.operations
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from center.operations import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("center", "0001_initial"),
        ("center", "0002_roles"),
        ("center", "0003_never_older_timetable"),
        ("center", "0004_staff_history"),
        ("center", "0005_staff_history_roles"),
        ("center", "0006_hosts"),
        ("center", "0007_drop_axes"),
        ("center", "0008_case_codes"),
        ("center", "0009_names_in_one_form"),
        ("center", "0010_codes_know_their_browser"),
        ("center", "0011_codes_to_come_in"),
        ("center", "0012_identity"),
    ]

    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        CreateModels(
            [
                migrations.CreateModel(
                    name="Attempt",
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
                        ("kind", models.CharField(max_length=20)),
                        ("who", models.CharField(max_length=64)),
                        ("window", models.DateTimeField()),
                        ("count", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "who", "window"),
                                name="attempt_one_per_window",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Center",
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
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="center.center",
                                verbose_name="上级中心",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("city", "市"),
                                    ("district", "区县"),
                                    ("street", "街道、镇、园区"),
                                    ("community", "社区、村"),
                                ],
                                default="street",
                                max_length=9,
                                verbose_name="层级",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="名称")),
                        (
                            "short_name",
                            models.CharField(
                                blank=True, max_length=20, verbose_name="简称"
                            ),
                        ),
                        (
                            "slogan",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="标语"
                            ),
                        ),
                        (
                            "host",
                            models.CharField(
                                blank=True,
                                help_text="从这个主机名进来的人看到这个中心；由运维人员用 set_host 命令设。",
                                max_length=120,
                                verbose_name="网址里的主机名",
                            ),
                        ),
                        (
                            "address",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="地址"
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="电话"
                            ),
                        ),
                        (
                            "hours_text",
                            models.CharField(
                                blank=True,
                                max_length=120,
                                verbose_name="开放时间（一句话）",
                            ),
                        ),
                        (
                            "transit",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="怎么来"
                            ),
                        ),
                        (
                            "sponsor",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="主办单位"
                            ),
                        ),
                        (
                            "operator",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="承办单位"
                            ),
                        ),
                        (
                            "site_code",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="网站标识码"
                            ),
                        ),
                        (
                            "icp",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="ICP 备案号"
                            ),
                        ),
                        (
                            "police_record",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="公安备案号"
                            ),
                        ),
                        (
                            "complaint_url",
                            models.URLField(blank=True, verbose_name="网站找错地址"),
                        ),
                        (
                            "timetable_version",
                            models.PositiveBigIntegerField(default=1, editable=False),
                        ),
                    ],
                    options={
                        "verbose_name": "中心",
                        "verbose_name_plural": "中心",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                models.Value(1),
                                condition=models.Q(("parent__isnull", True)),
                                name="center_one_root",
                                violation_error_message="已经有一个最上级的中心，请选一个上级。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("parent__isnull", True),
                                    models.Q(("parent", models.F("pk")), _negated=True),
                                    _connector="OR",
                                ),
                                name="center_not_its_own_parent",
                                violation_error_message="中心不能是自己的上级。",
                            ),
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("host"),
                                condition=models.Q(("host", ""), _negated=True),
                                name="center_host_once",
                                violation_error_message="这个主机名已经给了别的中心。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_older_timetable",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="NEW.timetable_version = GREATEST(NEW.timetable_version, OLD.timetable_version); RETURN NEW;",
                                    hash="493f95aaf7e34dff38c465688243a82af0d63622",
                                    operation="UPDATE",
                                    pgid="pgtrigger_never_older_timetable_2ec5e",
                                    table="center_center",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OneTimeCode",
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
                        ("phone", models.CharField(max_length=11)),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("signup", "注册"),
                                    ("reset", "重设密码"),
                                    ("staff", "同意任用"),
                                    ("case", "确认诉求是您的"),
                                    ("login", "登录"),
                                    ("erase", "注销账号"),
                                    ("phone", "改手机号"),
                                ],
                                max_length=6,
                            ),
                        ),
                        ("digest", models.CharField(max_length=64)),
                        ("sent_at", models.DateTimeField()),
                        (
                            "asked_by",
                            models.CharField(
                                blank=True, db_default="", default="", max_length=64
                            ),
                        ),
                        (
                            "own_tries",
                            models.PositiveSmallIntegerField(db_default=0, default=0),
                        ),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("used_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["phone", "purpose", "sent_at"],
                                name="onetimecode_phone",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="User",
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
                            "password",
                            models.CharField(max_length=128, verbose_name="password"),
                        ),
                        (
                            "last_login",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="last login"
                            ),
                        ),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True,
                                error_messages={"unique": "这个手机号已经登记过。"},
                                max_length=11,
                                null=True,
                                unique=True,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "\\A1[3-9][0-9]{9}\\Z",
                                        "手机号是 11 位数字，以 1 开头。",
                                    )
                                ],
                                verbose_name="手机号",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="姓名")),
                        (
                            "phone_confirmed_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="手机号确认时间"
                            ),
                        ),
                        (
                            "center",
                            models.ForeignKey(
                                blank=True,
                                help_text="只有工作人员要填：能看到这个中心和它下面的中心。",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="staff",
                                to="center.center",
                                verbose_name="所在中心",
                            ),
                        ),
                        (
                            "is_staff",
                            models.BooleanField(default=False, verbose_name="工作人员"),
                        ),
                        (
                            "is_active",
                            models.BooleanField(default=True, verbose_name="可以登录"),
                        ),
                        (
                            "registered_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="代为登记的人",
                            ),
                        ),
                        (
                            "registered_at",
                            models.DateTimeField(
                                auto_now_add=True, verbose_name="登记时间"
                            ),
                        ),
                        (
                            "erased_at",
                            models.DateTimeField(
                                blank=True,
                                editable=False,
                                null=True,
                                verbose_name="注销时间",
                            ),
                        ),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "人员",
                        "verbose_name_plural": "人员",
                        "permissions": [("view_desk", "可以用工作台")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("phone__isnull", True),
                                    ("phone__regex", "^1[3-9][0-9]{9}$"),
                                    _connector="OR",
                                ),
                                name="user_phone_is_mobile",
                                violation_error_message="手机号是 11 位数字，以 1 开头。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_staff", False),
                                    ("is_superuser", True),
                                    ("center__isnull", False),
                                    _connector="OR",
                                ),
                                name="user_staff_has_center",
                                violation_error_message="工作人员要选所在中心。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecoveryCode",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="recovery_codes",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("digest", models.CharField(max_length=64)),
                        ("made_at", models.DateTimeField()),
                        ("used_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "digest"), name="recovery_code_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StaffStep",
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
                                related_name="staff_steps",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁",
                            ),
                        ),
                        (
                            "center",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="center.center",
                                verbose_name="中心",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("appointed", "任用"),
                                    ("changed", "变动"),
                                    ("ended", "结束任用"),
                                    ("codes_made", "领取恢复码"),
                                    ("code_used", "用了恢复码"),
                                    ("factor_reset", "重新开通两步验证"),
                                ],
                                max_length=12,
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "text",
                            models.CharField(
                                blank=True, max_length=400, verbose_name="内容"
                            ),
                        ),
                        (
                            "why",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="为什么"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="时间")),
                    ],
                    options={
                        "verbose_name": "任用记录",
                        "verbose_name_plural": "任用记录",
                        "ordering": ["-at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["center", "at"], name="staffstep_center"
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="199460ed577a3f5b49ba54ae9bb8d04d5db1dd7c",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_3e47b",
                                    table="center_staffstep",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
