import django.contrib.postgres.operations
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
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
                        fields=("kind", "who", "window"), name="attempt_one_per_window"
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
                    models.CharField(blank=True, max_length=20, verbose_name="简称"),
                ),
                (
                    "slogan",
                    models.CharField(blank=True, max_length=60, verbose_name="标语"),
                ),
                (
                    "host",
                    models.CharField(
                        blank=True,
                        help_text="从这个主机名进来的人看到这个中心；空着就不单独设网址。",
                        max_length=120,
                        verbose_name="网址里的主机名",
                    ),
                ),
                (
                    "address",
                    models.CharField(blank=True, max_length=120, verbose_name="地址"),
                ),
                (
                    "phone",
                    models.CharField(blank=True, max_length=40, verbose_name="电话"),
                ),
                (
                    "hours_text",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="开放时间（一句话）"
                    ),
                ),
                (
                    "transit",
                    models.CharField(blank=True, max_length=120, verbose_name="怎么来"),
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
                        condition=models.Q(("host", ""), _negated=True),
                        fields=("host",),
                        name="center_host_once",
                        violation_error_message="这个主机名已经给了别的中心。",
                    ),
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
                ("password", models.CharField(max_length=128, verbose_name="password")),
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
                    "is_staff",
                    models.BooleanField(default=False, verbose_name="工作人员"),
                ),
                (
                    "is_active",
                    models.BooleanField(default=True, verbose_name="可以登录"),
                ),
                (
                    "registered_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="登记时间"),
                ),
                (
                    "erased_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="注销时间"
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
                        choices=[("signup", "注册"), ("reset", "重设密码")],
                        max_length=6,
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("sent_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("used_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["phone", "purpose", "sent_at"], name="onetimecode_phone"
                    )
                ],
            },
        ),
    ]
