import datetime
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import membership.transfers.models.letters
from center.operations import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("transfers", "0001_initial"),
        ("transfers", "0002_roles"),
        ("transfers", "0003_export"),
        ("transfers", "0004_days_are_meant"),
        ("transfers", "0005_one_machine"),
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
                    name="MovingMember",
                    fields=[],
                    options={
                        "proxy": True,
                        "default_permissions": (),
                    },
                    bases=("membership.member",),
                ),
                migrations.CreateModel(
                    name="LetterCounter",
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
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="membership.organization",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField()),
                        ("last", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "介绍信编号",
                        "verbose_name_plural": "介绍信编号",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organization", "year"),
                                name="lettercounter_once",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="11bbc7bfbcdad83348c8a5dad3d66c3fb5a367e0",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_8ffcb",
                                    table="transfers_lettercounter",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Practice",
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
                            "letter_days",
                            models.PositiveSmallIntegerField(
                                default=30,
                                help_text="开信时先填好的天数，最多 90 天。",
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(90),
                                ],
                                verbose_name="介绍信有效天数",
                            ),
                        ),
                        (
                            "receipt_days",
                            models.PositiveSmallIntegerField(
                                default=30,
                                validators=[
                                    django.core.validators.MinValueValidator(15),
                                    django.core.validators.MaxValueValidator(60),
                                ],
                                verbose_name="回执期限（天）",
                            ),
                        ),
                        (
                            "right_mm",
                            models.DecimalField(
                                decimal_places=1,
                                default=Decimal("0"),
                                help_text="预印表单对不准时微调；往左填负数。",
                                max_digits=4,
                                verbose_name="套打往右移（毫米）",
                            ),
                        ),
                        (
                            "down_mm",
                            models.DecimalField(
                                decimal_places=1,
                                default=Decimal("0"),
                                max_digits=4,
                                verbose_name="套打往下移（毫米）",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "本地做法",
                        "verbose_name_plural": "本地做法",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("letter_days__range", (1, 90))),
                                name="practice_letter_days",
                                violation_error_message="有效期是 1 到 90 天。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("receipt_days__range", (15, 60))),
                                name="practice_receipt_days",
                                violation_error_message="回执期限是 15 到 60 天。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("down_mm__range", (-30, 30)),
                                    ("right_mm__range", (-30, 30)),
                                ),
                                name="practice_shift_is_small",
                                violation_error_message="微调最多 30 毫米。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Transfer",
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
                                verbose_name="中心",
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                max_length=12, unique=True, verbose_name="查询码"
                            ),
                        ),
                        ("form_key", models.CharField(editable=False, max_length=64)),
                        (
                            "direction",
                            models.CharField(
                                choices=[("out", "转出"), ("in", "转入")],
                                max_length=3,
                                verbose_name="方向",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("formal", "转正式组织关系"),
                                    (
                                        "certificate",
                                        "开党员证明信（临时外出，6 个月以内）",
                                    ),
                                    ("inside", "同一党委内调整支部"),
                                    ("group", "整建制转移（整个组织）"),
                                    ("league", "共青团组织关系（另册登记）"),
                                ],
                                max_length=11,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("system", "全国党员管理信息系统"),
                                    ("platform", "省内平台"),
                                    ("paper", "纸质介绍信"),
                                    ("none", "委员会内登记，不开信"),
                                ],
                                max_length=8,
                                verbose_name="渠道",
                            ),
                        ),
                        (
                            "outside_number",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="外部编号"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("submitted", "待受理"),
                                    ("supplement", "待补材料"),
                                    ("accepted", "已受理"),
                                    ("branch_ok", "支部已确认"),
                                    ("approved", "已审批"),
                                    ("sent", "网上已发起"),
                                    ("peer_accepted", "对方已接收"),
                                    ("issued", "已开信"),
                                    ("delivered", "信已交本人"),
                                    ("lost_check", "遗失核查"),
                                    ("overdue", "逾期未接"),
                                    ("bounced", "被退回"),
                                    ("done", "已办结"),
                                    ("archived", "已归档"),
                                    ("withdrawn", "已撤回"),
                                    ("not_accepted", "不予受理"),
                                    ("refused", "不予转出"),
                                    ("registered", "已登记"),
                                    ("verifying", "核验中"),
                                    ("on_hold", "暂缓"),
                                    ("expired_check", "信已过期，核查中"),
                                    ("returned", "已退回重办"),
                                    ("received", "已接收"),
                                    ("assigned", "已编入支部"),
                                    ("receipt_sent", "回执已寄"),
                                ],
                                max_length=13,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "is_open",
                            models.GeneratedField(
                                db_persist=True,
                                expression=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "accepted",
                                            "approved",
                                            "assigned",
                                            "bounced",
                                            "branch_ok",
                                            "delivered",
                                            "draft",
                                            "expired_check",
                                            "issued",
                                            "lost_check",
                                            "on_hold",
                                            "overdue",
                                            "peer_accepted",
                                            "receipt_sent",
                                            "received",
                                            "registered",
                                            "sent",
                                            "submitted",
                                            "supplement",
                                            "verifying",
                                        ],
                                    )
                                ),
                                output_field=models.BooleanField(),
                            ),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(
                                default=0, verbose_name="第几版"
                            ),
                        ),
                        (
                            "why",
                            models.CharField(
                                choices=[
                                    ("study", "升学"),
                                    ("work", "就业"),
                                    ("post", "工作调动"),
                                    ("retired", "退休"),
                                    ("discharged", "退役"),
                                    ("home", "居住地变化"),
                                    ("other", "其他"),
                                ],
                                default="other",
                                max_length=10,
                                verbose_name="原因",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="说明"
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="transfers",
                                to="membership.member",
                                verbose_name="党员",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="transfers",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="本人账号",
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                max_length=80, verbose_name="姓名或组织名"
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True, max_length=11, verbose_name="手机号"
                            ),
                        ),
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
                            "member_kind",
                            models.CharField(
                                blank=True,
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
                                blank=True, null=True, verbose_name="入党日期"
                            ),
                        ),
                        (
                            "confirmed_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="转正日期"
                            ),
                        ),
                        (
                            "probation_until",
                            models.DateField(
                                blank=True, null=True, verbose_name="预备期到"
                            ),
                        ),
                        (
                            "introducers",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="入党介绍人"
                            ),
                        ),
                        (
                            "probation_papers",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="预备党员材料"
                            ),
                        ),
                        (
                            "proxy_name",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="代办党员"
                            ),
                        ),
                        (
                            "people",
                            models.PositiveIntegerField(default=1, verbose_name="人数"),
                        ),
                        (
                            "branch",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="membership.organization",
                                verbose_name="本方党支部",
                            ),
                        ),
                        (
                            "committee",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="membership.organization",
                                verbose_name="本方基层党委",
                            ),
                        ),
                        (
                            "to_branch",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="membership.organization",
                                verbose_name="去向支部（本系统里的）",
                            ),
                        ),
                        (
                            "other_side",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="对方党组织"
                            ),
                        ),
                        (
                            "is_far",
                            models.BooleanField(default=False, verbose_name="去外省"),
                        ),
                        (
                            "other_heading",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="抬头"
                            ),
                        ),
                        (
                            "came_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="来信日期"
                            ),
                        ),
                        (
                            "came_valid_until",
                            models.DateField(
                                blank=True, null=True, verbose_name="来信有效期到"
                            ),
                        ),
                        (
                            "dues_paid_through",
                            models.DateField(
                                blank=True, null=True, verbose_name="党费交到（月）"
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记审批的人",
                            ),
                        ),
                        (
                            "sealed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用印人",
                            ),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="登记时间")),
                        (
                            "watch_from",
                            models.DateField(
                                blank=True, null=True, verbose_name="从哪天起等回执"
                            ),
                        ),
                        (
                            "moved_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="组织关系变更时间"
                            ),
                        ),
                        (
                            "done_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="办结时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "组织关系接转",
                        "verbose_name_plural": "组织关系接转",
                        "ordering": ["-pk"],
                        "permissions": [
                            ("handle_transfer", "可以受理和登记接转"),
                            ("confirm_transfer", "可以登记支部的确认"),
                            ("approve_transfer", "可以登记党委的审批和接收"),
                            ("seal_transfer", "可以登记用印、开信和寄回执"),
                            ("export_transfer", "可以导出接转登记簿（号码隐去）"),
                        ],
                        "indexes": [
                            models.Index(
                                fields=["center", "direction", "-id"],
                                name="transfer_register",
                            ),
                            models.Index(
                                condition=models.Q(("is_open", True)),
                                fields=["center", "direction", "state"],
                                name="transfer_open",
                            ),
                            models.Index(
                                fields=["branch", "-id"], name="transfer_branch"
                            ),
                            models.Index(
                                fields=["committee", "-id"], name="transfer_committee"
                            ),
                            models.Index(
                                fields=["person", "-id"], name="transfer_person"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("came_on__isnull", True),
                                        ("came_on__gte", datetime.date(1900, 1, 1)),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("joined_on__isnull", True),
                                        ("joined_on__gte", datetime.date(1900, 1, 1)),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("born_on__isnull", True),
                                        ("born_on__gte", datetime.date(1900, 1, 1)),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("came_valid_until__isnull", True),
                                        (
                                            "came_valid_until__gte",
                                            datetime.date(1900, 1, 1),
                                        ),
                                        _connector="OR",
                                    ),
                                ),
                                name="transfer_days_are_meant",
                                violation_error_message="年份太早了，请写 1900 年以后的日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("direction", "out"),
                                        (
                                            "state__in",
                                            [
                                                "accepted",
                                                "approved",
                                                "archived",
                                                "bounced",
                                                "branch_ok",
                                                "delivered",
                                                "done",
                                                "draft",
                                                "issued",
                                                "lost_check",
                                                "not_accepted",
                                                "overdue",
                                                "peer_accepted",
                                                "refused",
                                                "sent",
                                                "submitted",
                                                "supplement",
                                                "withdrawn",
                                            ],
                                        ),
                                    ),
                                    models.Q(
                                        ("direction", "in"),
                                        (
                                            "state__in",
                                            [
                                                "assigned",
                                                "done",
                                                "expired_check",
                                                "on_hold",
                                                "receipt_sent",
                                                "received",
                                                "registered",
                                                "returned",
                                                "verifying",
                                            ],
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="transfer_state_of_its_direction",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "channel__in",
                                            ["paper", "platform", "system"],
                                        ),
                                        ("kind", "formal"),
                                    ),
                                    models.Q(
                                        ("channel__in", ["paper"]),
                                        ("kind", "certificate"),
                                    ),
                                    models.Q(
                                        ("channel__in", ["none"]), ("kind", "inside")
                                    ),
                                    models.Q(
                                        (
                                            "channel__in",
                                            ["paper", "platform", "system"],
                                        ),
                                        ("kind", "group"),
                                    ),
                                    models.Q(
                                        ("channel__in", ["platform", "system"]),
                                        ("kind", "league"),
                                    ),
                                    _connector="OR",
                                ),
                                name="transfer_channel_of_its_kind",
                                violation_error_message="这一类接转不走这个渠道，请换一个。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("made_by__isnull", True),
                                        models.Q(
                                            ("made_by", models.F("approved_by")),
                                            _negated=True,
                                        ),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("made_by__isnull", True),
                                        models.Q(
                                            ("made_by", models.F("sealed_by")),
                                            _negated=True,
                                        ),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("approved_by__isnull", True),
                                        models.Q(
                                            ("approved_by", models.F("sealed_by")),
                                            _negated=True,
                                        ),
                                        _connector="OR",
                                    ),
                                ),
                                name="transfer_three_people",
                                violation_error_message="经办、审批、用印要由三个不同的人来做。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("person__isnull", True),
                                    models.Q(
                                        models.Q(
                                            ("made_by__isnull", True),
                                            models.Q(
                                                ("made_by", models.F("person")),
                                                _negated=True,
                                            ),
                                            _connector="OR",
                                        ),
                                        models.Q(
                                            ("approved_by__isnull", True),
                                            models.Q(
                                                ("approved_by", models.F("person")),
                                                _negated=True,
                                            ),
                                            _connector="OR",
                                        ),
                                        models.Q(
                                            ("sealed_by__isnull", True),
                                            models.Q(
                                                ("sealed_by", models.F("person")),
                                                _negated=True,
                                            ),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="transfer_not_ones_own",
                                violation_error_message="自己的组织关系要请别的同事来办。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(
                                            ("direction", "out"),
                                            (
                                                "state__in",
                                                [
                                                    "approved",
                                                    "archived",
                                                    "delivered",
                                                    "done",
                                                    "issued",
                                                    "lost_check",
                                                    "overdue",
                                                    "peer_accepted",
                                                    "sent",
                                                ],
                                            ),
                                            _negated=True,
                                        ),
                                        models.Q(
                                            ("direction", "in"),
                                            (
                                                "state__in",
                                                [
                                                    "assigned",
                                                    "done",
                                                    "receipt_sent",
                                                    "received",
                                                ],
                                            ),
                                            _negated=True,
                                        ),
                                    ),
                                    models.Q(
                                        ("approved_by__isnull", False),
                                        ("made_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="transfer_approved_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "state__in",
                                            [
                                                "delivered",
                                                "issued",
                                                "lost_check",
                                                "overdue",
                                                "receipt_sent",
                                            ],
                                        ),
                                        _negated=True,
                                    ),
                                    ("sealed_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="transfer_sealed_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(
                                            models.Q(
                                                ("direction", "out"),
                                                ("state__in", ["archived", "done"]),
                                            ),
                                            models.Q(
                                                ("direction", "in"),
                                                (
                                                    "state__in",
                                                    [
                                                        "assigned",
                                                        "done",
                                                        "receipt_sent",
                                                    ],
                                                ),
                                            ),
                                            _connector="OR",
                                        ),
                                        ("kind__in", ["formal", "group", "inside"]),
                                        ("moved_at__isnull", False),
                                    ),
                                    models.Q(
                                        ("moved_at__isnull", True),
                                        models.Q(
                                            models.Q(
                                                models.Q(
                                                    ("direction", "out"),
                                                    ("state__in", ["archived", "done"]),
                                                ),
                                                models.Q(
                                                    ("direction", "in"),
                                                    (
                                                        "state__in",
                                                        [
                                                            "assigned",
                                                            "done",
                                                            "receipt_sent",
                                                        ],
                                                    ),
                                                ),
                                                _connector="OR",
                                            ),
                                            ("kind__in", ["formal", "group", "inside"]),
                                            _negated=True,
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="transfer_moves_on_completion",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("done_at__isnull", True), ("is_open", True)
                                    ),
                                    models.Q(
                                        ("done_at__isnull", False), ("is_open", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="transfer_done_has_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "inside"), _negated=True),
                                    ("to_branch__isnull", False),
                                    _connector="OR",
                                ),
                                name="transfer_inside_has_a_branch",
                                violation_error_message="要选调整到哪个支部。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("to_branch__isnull", True),
                                    ("branch__isnull", True),
                                    models.Q(
                                        ("to_branch", models.F("branch")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="transfer_to_another_branch",
                                violation_error_message="去向支部就是现在的支部，请选别的。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("dues_paid_through__isnull", True),
                                    ("dues_paid_through__day", 1),
                                    _connector="OR",
                                ),
                                name="transfer_dues_are_a_month",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("phone", ""),
                                    ("phone__regex", "^1[3-9][0-9]{9}$"),
                                    _connector="OR",
                                ),
                                name="transfer_phone_is_mobile",
                                violation_error_message="手机号是 11 位数字，以 1 开头。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("people__gte", 1)),
                                name="transfer_people_positive",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "accepted",
                                            "approved",
                                            "assigned",
                                            "bounced",
                                            "branch_ok",
                                            "delivered",
                                            "draft",
                                            "expired_check",
                                            "issued",
                                            "lost_check",
                                            "on_hold",
                                            "overdue",
                                            "peer_accepted",
                                            "receipt_sent",
                                            "received",
                                            "registered",
                                            "sent",
                                            "submitted",
                                            "supplement",
                                            "verifying",
                                        ],
                                    )
                                ),
                                fields=("member",),
                                name="transfer_one_open_per_member",
                                violation_error_message="这位党员已经有一件接转在办。",
                            ),
                            models.UniqueConstraint(
                                fields=("form_key",), name="transfer_form_once"
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="43d88bcc6a199dfd08d84123c5ec9818df3c40ac",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_71522",
                                    table="transfers_transfer",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="state_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (NEW.\"direction\" = 'out')",
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{accepted:branch_ok,accepted:supplement,accepted:withdrawn,approved:done,approved:issued,approved:sent,bounced:approved,bounced:supplement,branch_ok:approved,branch_ok:refused,branch_ok:withdrawn,delivered:bounced,delivered:done,delivered:lost_check,delivered:overdue,done:archived,draft:submitted,draft:withdrawn,issued:approved,issued:bounced,issued:delivered,issued:done,issued:lost_check,issued:overdue,lost_check:done,lost_check:issued,overdue:bounced,overdue:done,overdue:issued,peer_accepted:done,sent:bounced,sent:peer_accepted,submitted:accepted,submitted:not_accepted,submitted:supplement,submitted:withdrawn,supplement:submitted,supplement:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="a51f60debdf7569f73d98330563fb7736b2633ea",
                                    operation="UPDATE",
                                    pgid="pgtrigger_state_moves_8af86",
                                    table="transfers_transfer",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="state_moves_in",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (NEW.\"direction\" = 'in')",
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{assigned:receipt_sent,expired_check:returned,expired_check:verifying,on_hold:verifying,receipt_sent:done,received:assigned,registered:verifying,verifying:expired_check,verifying:on_hold,verifying:received,verifying:returned}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="63e9053af33e9b1e0336350b443369caba85911e",
                                    operation="UPDATE",
                                    pgid="pgtrigger_state_moves_in_2a1a1",
                                    table="transfers_transfer",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="starts_at_the_start",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\nIF NOT ((NEW.direction = 'out' AND NEW.state = 'draft') OR (NEW.direction = 'in' AND NEW.state = 'registered')) OR NEW.version <> 0 THEN\n    RAISE EXCEPTION 'a transfer starts at the start' USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_starts_at_the_start';\nEND IF;\nRETURN NEW;\n",
                                    hash="2c704d8ab7d6b11ea2528873bb9825e0abef4d48",
                                    operation="INSERT",
                                    pgid="pgtrigger_starts_at_the_start_f2000",
                                    table="transfers_transfer",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="every_move_has_a_step",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    constraint="CONSTRAINT",
                                    func="\nIF (OLD.state IS DISTINCT FROM NEW.state AND NEW.version <> OLD.version + 1)\n   OR NOT EXISTS (\n    SELECT 1 FROM transfers_transferstep s\n    WHERE s.transfer_id = NEW.id AND s.version = NEW.version\n        AND s.before = OLD.state AND s.after = NEW.state\n) THEN\n    RAISE EXCEPTION 'a move without its step' USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_move_has_a_step';\nEND IF;\nRETURN NULL;\n",
                                    hash="051ddf0d98959b0666049611112715b73e846c5f",
                                    operation='UPDATE OF "state", "version"',
                                    pgid="pgtrigger_every_move_has_a_step_ca1d1",
                                    table="transfers_transfer",
                                    timing="DEFERRABLE INITIALLY DEFERRED",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="movers_follow",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\nUPDATE transfers_mover SET is_open = NEW.is_open\nWHERE transfer_id = NEW.id AND is_open IS DISTINCT FROM NEW.is_open;\nRETURN NULL;\n",
                                    hash="a3b18f486b521c5fff392d0c8bb2224e391b7240",
                                    operation='UPDATE OF "is_open"',
                                    pgid="pgtrigger_movers_follow_75720",
                                    table="transfers_transfer",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="members_moved",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    constraint="CONSTRAINT",
                                    func="\nIF NEW.moved_at IS NOT NULL AND NEW.direction = 'out' AND EXISTS (\n    SELECT 1 FROM transfers_mover v JOIN membership_member m ON m.id = v.member_id\n    WHERE v.transfer_id = NEW.id AND (\n        NEW.to_branch_id IS NULL AND m.state <> 'moved_out'\n        OR NEW.to_branch_id IS NOT NULL\n            AND m.organization_id IS DISTINCT FROM NEW.to_branch_id\n    )\n) THEN\n    RAISE EXCEPTION 'completed, but the member has not moved' USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_members_moved';\nEND IF;\nRETURN NULL;\n",
                                    hash="20147a4f4aa4b1eb6f0defc933380e1f68fdd002",
                                    operation='UPDATE OF "moved_at"',
                                    pgid="pgtrigger_members_moved_ee251",
                                    table="transfers_transfer",
                                    timing="DEFERRABLE INITIALLY DEFERRED",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="born_with",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."direction" IS DISTINCT FROM (NEW."direction") OR OLD."form_key" IS DISTINCT FROM (NEW."form_key") OR OLD."center_id" IS DISTINCT FROM (NEW."center_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at"))',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="da33ae3396b0d2e73ddd23729f38f2eb5b523374",
                                    operation="UPDATE",
                                    pgid="pgtrigger_born_with_91b50",
                                    table="transfers_transfer",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="moved_once",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."moved_at" IS DISTINCT FROM (NEW."moved_at") AND OLD."moved_at" IS NOT NULL)',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="5d5ad672c52aae04230be87e904d1018c965dd3e",
                                    operation="UPDATE",
                                    pgid="pgtrigger_moved_once_2f3d0",
                                    table="transfers_transfer",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reminder",
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
                            "transfer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reminders",
                                to="transfers.transfer",
                            ),
                        ),
                        (
                            "what",
                            models.CharField(
                                choices=[
                                    ("receipt", "催回执"),
                                    ("send", "该寄回执"),
                                    ("ending", "信快到期"),
                                    ("probation", "预备期快满"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("stage", models.PositiveBigIntegerField(default=0)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "提醒",
                        "verbose_name_plural": "提醒",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("transfer", "what", "stage"),
                                name="transferreminder_once",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="a0062c6b5feb4e10c4aac953529ab4a5a9f6708a",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_07b1f",
                                    table="transfers_reminder",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Refusal",
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
                            "transfer",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="review",
                                to="transfers.transfer",
                                verbose_name="组织关系接转",
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
                            "code",
                            models.CharField(
                                blank=True,
                                choices=[
                                    (
                                        "heading",
                                        "抬头或接转途径不对，开信的组织没有权限",
                                    ),
                                    (
                                        "defective",
                                        "信有缺漏：缺编号、公章、骑缝章，或有涂改没有更正章",
                                    ),
                                    ("expired", "信已过有效期，转出方不能补开"),
                                    ("identity", "本人身份无法核实，和信上写的对不上"),
                                    (
                                        "probation",
                                        "预备期已满还没有转正，要转出方先作出决定",
                                    ),
                                    (
                                        "unrecognized",
                                        "入党材料无法认定，按规定已报上级批准",
                                    ),
                                    ("own-wish", "本人要求取回，不接了"),
                                ],
                                max_length=12,
                                verbose_name="原因",
                            ),
                        ),
                        ("text", models.CharField(max_length=500, verbose_name="说明")),
                        (
                            "decided_by",
                            models.CharField(max_length=80, verbose_name="决定的组织"),
                        ),
                        (
                            "superior",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="membership.organization",
                                verbose_name="上级党组织",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        (
                            "seen_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁看过",
                            ),
                        ),
                        (
                            "seen_at",
                            models.DateTimeField(null=True, verbose_name="看过时间"),
                        ),
                        (
                            "opinion",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="上级意见"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "拒转拒接",
                        "verbose_name_plural": "拒转拒接",
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("seen_at__isnull", True)),
                                fields=["center"],
                                name="refusal_unseen",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("text", ""), _negated=True),
                                    models.Q(("decided_by", ""), _negated=True),
                                ),
                                name="refusal_has_reason",
                                violation_error_message="要写原因和作出决定的组织。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("opinion", ""),
                                        ("seen_at__isnull", True),
                                        ("seen_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("seen_at__isnull", False),
                                        ("seen_by__isnull", False),
                                        models.Q(("opinion", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="refusal_seen_whole",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="6d54feef0494330d5cab5b7f933c82d2f223afd3",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_72ab8",
                                    table="transfers_refusal",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="as_it_was",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."transfer_id" IS DISTINCT FROM (NEW."transfer_id") OR OLD."center_id" IS DISTINCT FROM (NEW."center_id") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."decided_by" IS DISTINCT FROM (NEW."decided_by") OR OLD."superior_id" IS DISTINCT FROM (NEW."superior_id") OR OLD."at" IS DISTINCT FROM (NEW."at"))',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="322318795267cc2c7c991fb9f2a1754b13e9bb0e",
                                    operation="UPDATE",
                                    pgid="pgtrigger_as_it_was_bbfaa",
                                    table="transfers_refusal",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="seen_once",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."seen_at" IS NOT NULL)',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="f571ba7fb7cb7cececd6f62013c2de2650186101",
                                    operation="UPDATE",
                                    pgid="pgtrigger_seen_once_c91f8",
                                    table="transfers_refusal",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Receipt",
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
                            "transfer",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="receipt",
                                to="transfers.transfer",
                                verbose_name="组织关系接转",
                            ),
                        ),
                        (
                            "number",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="回执编号"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="回执日期")),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("hand", "交本人带回"),
                                    ("mail", "挂号邮寄"),
                                    ("secure", "机要交通"),
                                    ("fax", "传真"),
                                    ("system", "系统里回复"),
                                ],
                                max_length=6,
                                verbose_name="方式",
                            ),
                        ),
                        (
                            "tracking",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="单号"
                            ),
                        ),
                        (
                            "handler",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="对方经办人"
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="对方电话"
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
                        ("at", models.DateTimeField(verbose_name="登记时间")),
                    ],
                    options={
                        "verbose_name": "回执",
                        "verbose_name_plural": "回执",
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="b0a3b82b51a8223f20261ed6d93b885eab6b42d2",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_7f2b8",
                                    table="transfers_receipt",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Mover",
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
                            "transfer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="movers",
                                to="transfers.transfer",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="membership.member",
                            ),
                        ),
                        ("is_open", models.BooleanField(default=True)),
                    ],
                    options={
                        "verbose_name": "随迁党员",
                        "verbose_name_plural": "随迁党员",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("transfer", "member"),
                                name="mover_once_per_transfer",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_open", True)),
                                fields=("member",),
                                name="mover_one_open_per_member",
                                violation_error_message="这位党员已经有一件接转在办。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="11291e86cf715415e58ee88ec9d7600e6ed6e97d",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_11706",
                                    table="transfers_mover",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="same_member",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."transfer_id" IS DISTINCT FROM (NEW."transfer_id") OR OLD."member_id" IS DISTINCT FROM (NEW."member_id"))',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="26d5a3bdd8ffd3fedeb91524c9958d4ab5bb264e",
                                    operation="UPDATE",
                                    pgid="pgtrigger_same_member_7ceeb",
                                    table="transfers_mover",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MissingPapers",
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
                            "transfer",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="missing_papers",
                                to="transfers.transfer",
                                verbose_name="组织关系接转",
                            ),
                        ),
                        ("items", models.JSONField(verbose_name="缺的材料")),
                        (
                            "other",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="另外要说明的"
                            ),
                        ),
                        ("told_at", models.DateTimeField(verbose_name="告知时间")),
                        (
                            "told_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁告知的",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "一次性告知",
                        "verbose_name_plural": "一次性告知",
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="3fbdb4b9c716ea15af2c344e878e26d52228f48c",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_f7dbb",
                                    table="transfers_missingpapers",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Letter",
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
                            "transfer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters",
                                to="transfers.transfer",
                                verbose_name="组织关系接转",
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
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="membership.organization",
                                verbose_name="开信的组织",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年份")),
                        ("serial", models.PositiveIntegerField(verbose_name="序号")),
                        (
                            "number",
                            models.CharField(
                                max_length=40, unique=True, verbose_name="编号"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("formal", "转正式组织关系"),
                                    (
                                        "certificate",
                                        "开党员证明信（临时外出，6 个月以内）",
                                    ),
                                    ("inside", "同一党委内调整支部"),
                                    ("group", "整建制转移（整个组织）"),
                                    ("league", "共青团组织关系（另册登记）"),
                                ],
                                max_length=11,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "heading",
                            models.CharField(max_length=80, verbose_name="抬头"),
                        ),
                        (
                            "from_text",
                            models.CharField(max_length=120, verbose_name="由何处"),
                        ),
                        (
                            "to_text",
                            models.CharField(max_length=120, verbose_name="去何处"),
                        ),
                        (
                            "name",
                            models.CharField(
                                max_length=80, verbose_name="姓名或组织名"
                            ),
                        ),
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
                            "age",
                            models.PositiveSmallIntegerField(
                                null=True, verbose_name="年龄"
                            ),
                        ),
                        (
                            "nation",
                            models.CharField(
                                blank=True, max_length=20, verbose_name="民族"
                            ),
                        ),
                        (
                            "member_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("formal", "正式党员"),
                                    ("probationary", "预备党员"),
                                ],
                                max_length=12,
                                verbose_name="人员类别",
                            ),
                        ),
                        (
                            "people",
                            models.PositiveIntegerField(default=1, verbose_name="人数"),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True, max_length=11, verbose_name="联系方式"
                            ),
                        ),
                        (
                            "dues_paid_through",
                            models.DateField(null=True, verbose_name="党费交到（月）"),
                        ),
                        ("issued_on", models.DateField(verbose_name="开具日期")),
                        (
                            "valid_days",
                            models.PositiveSmallIntegerField(verbose_name="有效天数"),
                        ),
                        (
                            "valid_until",
                            models.DateField(verbose_name="有效期到（含）"),
                        ),
                        (
                            "sealed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用印人",
                            ),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="transfers.letter",
                                verbose_name="补开，原信",
                            ),
                        ),
                        ("issued_at", models.DateTimeField(verbose_name="登记时间")),
                        (
                            "delivered_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="领取日期"
                            ),
                        ),
                        (
                            "delivered_to",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="领取人"
                            ),
                        ),
                        (
                            "void_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="作废时间"
                            ),
                        ),
                        (
                            "void_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="作废人",
                            ),
                        ),
                        (
                            "void_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="作废原因"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "介绍信",
                        "verbose_name_plural": "介绍信",
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("void_at__isnull", True)),
                                fields=["valid_until"],
                                name="letter_valid_until",
                            ),
                            models.Index(
                                fields=["center", "-id"], name="letter_center"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organization", "year", "serial"),
                                name="letter_number_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("void_at__isnull", True)),
                                fields=("transfer",),
                                name="letter_one_good_per_transfer",
                                violation_error_message="原来的信还没有作废，不能再开一封。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("valid_days__range", (1, 90))),
                                name="letter_valid_at_most_90_days",
                                violation_error_message="有效期是 1 到 90 天。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "valid_until",
                                        membership.transfers.models.letters.DaysAfter(
                                            models.F("issued_on"),
                                            models.F("valid_days"),
                                        ),
                                    )
                                ),
                                name="letter_valid_until_counts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("issued_on__year", models.F("year"))
                                ),
                                name="letter_year_of_its_date",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("serial__gte", 1)),
                                name="letter_serial_positive",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("void_at__isnull", True),
                                        ("void_by__isnull", True),
                                        ("void_reason", ""),
                                    ),
                                    models.Q(
                                        ("void_at__isnull", False),
                                        ("void_by__isnull", False),
                                        models.Q(("void_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="letter_void_has_reason",
                                violation_error_message="作废要写原因。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["certificate", "formal", "group"])
                                ),
                                name="letter_not_for_inside_or_league",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="1614d1233d241d052590b7c7d99b7c1fc0aef2f7",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_51af0",
                                    table="transfers_letter",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="serial_follows_the_last",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\nIF NEW.serial <> 1 + COALESCE((\n    SELECT max(serial) FROM transfers_letter\n    WHERE organization_id = NEW.organization_id AND year = NEW.year\n), 0) THEN\n    RAISE EXCEPTION 'letters are numbered without a gap' USING ERRCODE = 'check_violation', CONSTRAINT = 'letter_serial_follows';\nEND IF;\nRETURN NEW;\n",
                                    hash="64a5e5e09b186c388b6901249d206fada6fef623",
                                    operation="INSERT",
                                    pgid="pgtrigger_serial_follows_the_last_3e1ea",
                                    table="transfers_letter",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="issued_as_it_is",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."transfer_id" IS DISTINCT FROM (NEW."transfer_id") OR OLD."center_id" IS DISTINCT FROM (NEW."center_id") OR OLD."organization_id" IS DISTINCT FROM (NEW."organization_id") OR OLD."year" IS DISTINCT FROM (NEW."year") OR OLD."serial" IS DISTINCT FROM (NEW."serial") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."heading" IS DISTINCT FROM (NEW."heading") OR OLD."from_text" IS DISTINCT FROM (NEW."from_text") OR OLD."to_text" IS DISTINCT FROM (NEW."to_text") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."sex" IS DISTINCT FROM (NEW."sex") OR OLD."age" IS DISTINCT FROM (NEW."age") OR OLD."nation" IS DISTINCT FROM (NEW."nation") OR OLD."member_kind" IS DISTINCT FROM (NEW."member_kind") OR OLD."people" IS DISTINCT FROM (NEW."people") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."dues_paid_through" IS DISTINCT FROM (NEW."dues_paid_through") OR OLD."issued_on" IS DISTINCT FROM (NEW."issued_on") OR OLD."valid_days" IS DISTINCT FROM (NEW."valid_days") OR OLD."valid_until" IS DISTINCT FROM (NEW."valid_until") OR OLD."sealed_by_id" IS DISTINCT FROM (NEW."sealed_by_id") OR OLD."replaces_id" IS DISTINCT FROM (NEW."replaces_id") OR OLD."issued_at" IS DISTINCT FROM (NEW."issued_at"))',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="ae335ce059ca413fe2432947fb63e9b6389e9947",
                                    operation="UPDATE",
                                    pgid="pgtrigger_issued_as_it_is_cc13a",
                                    table="transfers_letter",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="void_stays_void",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."void_at" IS NOT NULL)',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="30eba0a63e6c28778a140c26005db06fea4cffd5",
                                    operation="UPDATE",
                                    pgid="pgtrigger_void_stays_void_2000b",
                                    table="transfers_letter",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TransferStep",
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
                        ("at", models.DateTimeField(verbose_name="时间")),
                        (
                            "transfer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="transfers.transfer",
                                verbose_name="组织关系接转",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(verbose_name="第几步")),
                        (
                            "verb",
                            models.CharField(
                                choices=[
                                    ("start", "登记"),
                                    ("submit", "提交"),
                                    ("withdraw", "撤回"),
                                    ("ask-papers", "一次告知缺的材料"),
                                    ("supply", "材料补齐了"),
                                    ("accept", "受理"),
                                    ("not-accept", "不予受理"),
                                    ("confirm", "支部确认"),
                                    ("object", "支部退回补材料"),
                                    ("approve", "记录党委同意"),
                                    ("refuse", "记录不予转出"),
                                    ("send", "登记网上已发起"),
                                    ("peer-accept", "登记对方已接收"),
                                    ("issue", "登记开信"),
                                    ("deliver", "登记本人领信"),
                                    ("report-lost", "登记遗失"),
                                    ("reissue", "作废旧信、补开"),
                                    ("expire", "信已过有效期"),
                                    ("void", "作废这封信（写错、打坏）"),
                                    ("bounce", "登记被对方退回"),
                                    ("reopen", "重新开信"),
                                    ("reopen-papers", "要先补材料"),
                                    ("receipt", "登记收到回执"),
                                    ("complete", "办结"),
                                    ("archive", "归档"),
                                    ("verify", "开始核验"),
                                    ("return", "退回重办"),
                                    ("hold", "暂缓"),
                                    ("resume", "继续核验"),
                                    ("letter-expired", "信过期了，去核查"),
                                    ("receive", "记录党委接收"),
                                    ("assign", "编入支部"),
                                    ("send-receipt", "登记回执寄出"),
                                    ("close", "办结转入"),
                                ],
                                max_length=14,
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "before",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("submitted", "待受理"),
                                    ("supplement", "待补材料"),
                                    ("accepted", "已受理"),
                                    ("branch_ok", "支部已确认"),
                                    ("approved", "已审批"),
                                    ("sent", "网上已发起"),
                                    ("peer_accepted", "对方已接收"),
                                    ("issued", "已开信"),
                                    ("delivered", "信已交本人"),
                                    ("lost_check", "遗失核查"),
                                    ("overdue", "逾期未接"),
                                    ("bounced", "被退回"),
                                    ("done", "已办结"),
                                    ("archived", "已归档"),
                                    ("withdrawn", "已撤回"),
                                    ("not_accepted", "不予受理"),
                                    ("refused", "不予转出"),
                                    ("registered", "已登记"),
                                    ("verifying", "核验中"),
                                    ("on_hold", "暂缓"),
                                    ("expired_check", "信已过期，核查中"),
                                    ("returned", "已退回重办"),
                                    ("received", "已接收"),
                                    ("assigned", "已编入支部"),
                                    ("receipt_sent", "回执已寄"),
                                ],
                                max_length=13,
                                verbose_name="之前",
                            ),
                        ),
                        (
                            "after",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("submitted", "待受理"),
                                    ("supplement", "待补材料"),
                                    ("accepted", "已受理"),
                                    ("branch_ok", "支部已确认"),
                                    ("approved", "已审批"),
                                    ("sent", "网上已发起"),
                                    ("peer_accepted", "对方已接收"),
                                    ("issued", "已开信"),
                                    ("delivered", "信已交本人"),
                                    ("lost_check", "遗失核查"),
                                    ("overdue", "逾期未接"),
                                    ("bounced", "被退回"),
                                    ("done", "已办结"),
                                    ("archived", "已归档"),
                                    ("withdrawn", "已撤回"),
                                    ("not_accepted", "不予受理"),
                                    ("refused", "不予转出"),
                                    ("registered", "已登记"),
                                    ("verifying", "核验中"),
                                    ("on_hold", "暂缓"),
                                    ("expired_check", "信已过期，核查中"),
                                    ("returned", "已退回重办"),
                                    ("received", "已接收"),
                                    ("assigned", "已编入支部"),
                                    ("receipt_sent", "回执已寄"),
                                ],
                                max_length=13,
                                verbose_name="之后",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁",
                            ),
                        ),
                        (
                            "actor",
                            models.CharField(
                                choices=[
                                    ("member", "党员本人"),
                                    ("clerk", "窗口受理"),
                                    ("branch", "党支部"),
                                    ("committee", "基层党委"),
                                    ("seal", "用印"),
                                    ("system", "到期自动"),
                                ],
                                max_length=9,
                                verbose_name="以什么身份",
                            ),
                        ),
                        (
                            "text",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="说明"
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
                            "address",
                            models.GenericIPAddressField(
                                null=True, verbose_name="来自"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "接转记录",
                        "verbose_name_plural": "接转记录",
                        "ordering": ["pk"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("transfer", "version"),
                                name="transferstep_one_per_version",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("by__isnull", False),
                                    ("actor", "system"),
                                    _connector="OR",
                                ),
                                name="transferstep_by_somebody",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="1b4075aec5b44322a8a9ad49433c5b77edf31180",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_eb290",
                                    table="transfers_transferstep",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
            ]
        ),
        # A proxy has no table of its own to be made with.
        pgtrigger.migrations.AddTrigger(
            model_name="movingmember",
            trigger=pgtrigger.compiler.Trigger(
                name="stays_while_on_the_way",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF (NEW.organization_id IS DISTINCT FROM OLD.organization_id\n    OR NEW.state = 'moved_out' AND OLD.state <> 'moved_out')\n   AND EXISTS (\n    SELECT 1 FROM transfers_mover v JOIN transfers_transfer t ON t.id = v.transfer_id\n    WHERE v.member_id = NEW.id AND v.is_open\n        AND t.kind IN ('formal', 'group', 'inside')\n) THEN\n    RAISE EXCEPTION 'a transfer of this member is open';\nEND IF;\nRETURN NEW;\n",
                    hash="2aa57875100394ce5836e517be06c6ed082f79f3",
                    operation='UPDATE OF "organization_id", "state"',
                    pgid="pgtrigger_stays_while_on_the_way_95b26",
                    table="membership_member",
                    when="BEFORE",
                ),
            ),
        ),
    ]
