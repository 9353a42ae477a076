import datetime

import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import center.ranges
from center.operations import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("petitions", "0001_initial"),
        ("petitions", "0002_roles"),
        ("petitions", "0003_done"),
        ("petitions", "0004_retention"),
        ("petitions", "0005_policy_roles"),
        ("petitions", "0006_named_proposals"),
        ("petitions", "0007_one_machine"),
        ("petitions", "0008_every_move_has_a_step"),
        ("petitions", "0009_units_fall_silent"),
        ("petitions", "0010_person_is_heard"),
        ("petitions", "0011_lateness_stays"),
        ("petitions", "0012_successions"),
        ("petitions", "0013_absences_of_the_roster"),
        ("petitions", "0014_joint_and_lateness"),
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
                    name="CenterPolicy",
                    fields=[
                        (
                            "center",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="petition_policy",
                                serialize=False,
                                to="center.center",
                                verbose_name="中心",
                            ),
                        ),
                        (
                            "may_pause",
                            models.BooleanField(
                                default=False, verbose_name="可以暂停计时"
                            ),
                        ),
                        (
                            "may_pause_for_superior",
                            models.BooleanField(
                                default=False, verbose_name="等上级答复时也可以暂停"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "诉求办理设置",
                        "verbose_name_plural": "诉求办理设置",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("may_pause", True),
                                    ("may_pause_for_superior", False),
                                    _connector="OR",
                                ),
                                name="centerpolicy_superior_needs_pause",
                                violation_error_message="先打开“可以暂停计时”。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Done",
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
                        ("key", models.CharField(max_length=64)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "办过的表单",
                        "verbose_name_plural": "办过的表单",
                        "indexes": [models.Index(fields=["at"], name="done_at")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("key",), name="done_key_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Petition",
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
                                related_name="petitions",
                                to="center.center",
                                verbose_name="中心",
                            ),
                        ),
                        ("code", models.CharField(max_length=12, verbose_name="编号")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("help", "求助"),
                                    ("opinion", "意见建议、信访"),
                                    ("consultation", "政策咨询"),
                                    ("errand", "帮办代办"),
                                ],
                                max_length=12,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("web", "网上"),
                                    ("counter", "窗口"),
                                    ("hotline", "电话"),
                                    ("letter", "来信"),
                                    ("visit", "上门走访"),
                                ],
                                max_length=7,
                                verbose_name="来源",
                            ),
                        ),
                        (
                            "scope",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "不是帮办代办"),
                                    ("partial", "帮着办（本人到场）"),
                                    ("full", "全程代办（要签委托书）"),
                                ],
                                default="",
                                max_length=7,
                                verbose_name="帮办方式",
                            ),
                        ),
                        ("title", models.CharField(max_length=60, verbose_name="标题")),
                        (
                            "body",
                            models.TextField(
                                blank=True, max_length=5000, verbose_name="内容"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="petitions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="诉求人",
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
                            "address",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="地址"
                            ),
                        ),
                        (
                            "anonymous",
                            models.BooleanField(default=False, verbose_name="匿名"),
                        ),
                        (
                            "signer_count",
                            models.PositiveSmallIntegerField(
                                db_default=0,
                                default=0,
                                editable=False,
                                verbose_name="另外联名的人数",
                            ),
                        ),
                        ("received_at", models.DateTimeField(verbose_name="收到时间")),
                        ("received_on", models.DateField(verbose_name="收到日期")),
                        (
                            "registered_at",
                            models.DateTimeField(verbose_name="登记时间"),
                        ),
                        (
                            "registered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "backdate_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="补录原因"
                            ),
                        ),
                        (
                            "witness",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="补录核对人",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("registered", "已登记，等人接手"),
                                    ("in_hand", "办理中"),
                                    ("escalated", "已报上级中心"),
                                    ("handed_back", "上级已回，待转告"),
                                    ("answered", "已答复"),
                                    ("closed", "已办结"),
                                    ("withdrawn", "已撤回"),
                                ],
                                default="registered",
                                max_length=11,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "round",
                            models.PositiveSmallIntegerField(
                                default=1, verbose_name="第几轮"
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="owned_petitions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="现在谁办",
                            ),
                        ),
                        (
                            "owner_since",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="从何时起"
                            ),
                        ),
                        (
                            "owner_center",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="center.center",
                                verbose_name="现在在哪个上级中心",
                            ),
                        ),
                        (
                            "first_asked",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="首问责任人",
                            ),
                        ),
                        (
                            "duty_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="现在承担首问责任的人",
                            ),
                        ),
                        (
                            "released_reason",
                            models.CharField(
                                blank=True,
                                max_length=300,
                                verbose_name="解除首问责任的原因",
                            ),
                        ),
                        (
                            "returns",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="上级退回次数"
                            ),
                        ),
                        (
                            "urged_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="催上级的时间"
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="期限")),
                        (
                            "original_due_on",
                            models.DateField(verbose_name="最初的期限"),
                        ),
                        (
                            "earliest_on",
                            models.DateField(verbose_name="最早可能的期限"),
                        ),
                        (
                            "is_provisional",
                            models.BooleanField(default=False, verbose_name="暂定期限"),
                        ),
                        (
                            "is_extended",
                            models.BooleanField(default=False, verbose_name="延期过"),
                        ),
                        (
                            "was_late",
                            models.BooleanField(
                                db_default=False,
                                default=False,
                                editable=False,
                                verbose_name="超期过",
                            ),
                        ),
                        (
                            "paused_until",
                            models.DateField(
                                blank=True, null=True, verbose_name="暂停到哪一天"
                            ),
                        ),
                        (
                            "news_at",
                            models.DateTimeField(
                                blank=True,
                                editable=False,
                                null=True,
                                verbose_name="有新情况",
                            ),
                        ),
                        (
                            "last_public_at",
                            models.DateTimeField(verbose_name="上次告诉居民的时间"),
                        ),
                        (
                            "answered_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="答复时间"
                            ),
                        ),
                        (
                            "closed_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="结束时间"
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="落实结果"
                            ),
                        ),
                        (
                            "reached",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("phone", "电话告知"),
                                    ("text", "短信"),
                                    ("in_person", "当面告知"),
                                    ("letter", "书面送达"),
                                    ("page", "本人在网上看了"),
                                ],
                                max_length=9,
                                verbose_name="怎样告知本人",
                            ),
                        ),
                        (
                            "unreached_reason",
                            models.CharField(
                                blank=True,
                                max_length=300,
                                verbose_name="没能告知的原因",
                            ),
                        ),
                        (
                            "forgotten_at",
                            models.DateTimeField(
                                blank=True,
                                editable=False,
                                null=True,
                                verbose_name="清除诉求人信息的时间",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "诉求",
                        "verbose_name_plural": "诉求",
                        "permissions": [
                            ("work_petition", "可以登记和办理诉求"),
                            ("supervise_petition", "可以审批延期、改派、解除首问责任"),
                            ("publish_petition", "可以公开诉求"),
                            ("reveal_person", "可以说明原因后查看诉求人"),
                        ],
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "registered",
                                            "in_hand",
                                            "escalated",
                                            "handed_back",
                                        ],
                                    )
                                ),
                                fields=["center", "due_on", "id"],
                                name="petition_open_due",
                            ),
                            models.Index(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "registered",
                                            "in_hand",
                                            "escalated",
                                            "handed_back",
                                        ],
                                    )
                                ),
                                fields=["due_on", "id"],
                                name="petition_all_open_due",
                            ),
                            models.Index(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "registered",
                                            "in_hand",
                                            "escalated",
                                            "handed_back",
                                        ],
                                    )
                                ),
                                fields=["center", "last_public_at"],
                                name="petition_open_silent",
                            ),
                            models.Index(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "registered",
                                            "in_hand",
                                            "escalated",
                                            "handed_back",
                                        ],
                                    ),
                                    ("state", "answered"),
                                    _connector="OR",
                                ),
                                fields=["owner", "due_on"],
                                name="petition_owner_live",
                            ),
                            models.Index(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "registered",
                                            "in_hand",
                                            "escalated",
                                            "handed_back",
                                        ],
                                    ),
                                    ("state", "answered"),
                                    _connector="OR",
                                ),
                                fields=["duty_by", "due_on"],
                                name="petition_duty_live",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("owner__isnull", True), ("state", "registered")
                                ),
                                fields=["center", "registered_at"],
                                name="petition_unowned",
                            ),
                            models.Index(
                                condition=models.Q(("news_at__isnull", False)),
                                fields=["center", "news_at"],
                                name="petition_news",
                            ),
                            models.Index(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "registered",
                                            "in_hand",
                                            "escalated",
                                            "handed_back",
                                        ],
                                    ),
                                    ("was_late", True),
                                ),
                                fields=["center"],
                                name="petition_open_was_late",
                            ),
                            models.Index(
                                condition=models.Q(("state", "escalated")),
                                fields=["owner_center", "due_on"],
                                name="petition_escalated",
                            ),
                            models.Index(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "registered",
                                            "in_hand",
                                            "escalated",
                                            "handed_back",
                                        ],
                                    ),
                                    ("is_provisional", True),
                                ),
                                fields=["center", "due_on"],
                                name="petition_open_provisional",
                            ),
                            models.Index(
                                fields=["center", "-registered_at"],
                                name="petition_ledger",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("closed_at__isnull", False),
                                    ("forgotten_at__isnull", True),
                                    models.Q(
                                        ("address", ""),
                                        ("name", ""),
                                        ("phone", ""),
                                        ("signer_count", 0),
                                        _negated=True,
                                    ),
                                ),
                                fields=["closed_at"],
                                name="petition_person_kept",
                            ),
                            models.Index(
                                condition=models.Q(("phone", ""), _negated=True),
                                fields=["phone"],
                                name="petition_phone",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("code",), name="petition_code_once"
                            ),
                            models.UniqueConstraint(
                                fields=("form_key",),
                                name="petition_form_key_once",
                                violation_error_message="这份诉求已经提交过了。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("code__regex", "^[0-9A-HJKMNP-TV-Z]{12}$")
                                ),
                                name="petition_code_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "channel__in",
                                        [
                                            "web",
                                            "counter",
                                            "hotline",
                                            "letter",
                                            "visit",
                                        ],
                                    ),
                                    (
                                        "kind__in",
                                        ["help", "opinion", "consultation", "errand"],
                                    ),
                                ),
                                name="petition_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "registered",
                                            "in_hand",
                                            "escalated",
                                            "handed_back",
                                            "answered",
                                            "closed",
                                            "withdrawn",
                                        ],
                                    )
                                ),
                                name="petition_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("scope", ""),
                                    models.Q(
                                        ("kind", "errand"),
                                        ("scope__in", ["", "partial", "full"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="petition_scope_is_errand",
                                violation_error_message="只有帮办代办要选帮办方式。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True),
                                name="petition_title_written",
                                violation_error_message="请写标题。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("anonymous", False),
                                    ("kind", "opinion"),
                                    _connector="OR",
                                ),
                                name="petition_anonymous_is_opinion",
                                violation_error_message="只有意见建议可以匿名，其他诉求要能联系到您。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("anonymous", False),
                                    models.Q(
                                        ("address", ""),
                                        ("name", ""),
                                        ("person__isnull", True),
                                        ("phone", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="petition_anonymous_names_nobody",
                                violation_error_message="匿名的诉求不保存姓名、电话和地址。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("forgotten_at__isnull", True),
                                    models.Q(
                                        ("address", ""),
                                        ("closed_at__isnull", False),
                                        ("name", ""),
                                        ("phone", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="petition_forgotten_has_nobody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("received_at__lte", models.F("registered_at"))
                                ),
                                name="petition_received_before_registered",
                                violation_error_message="收到的时间不能晚于登记的时间。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("received_at__date", models.F("received_on"))
                                ),
                                name="petition_received_on_is_beijing_date",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "received_at__gte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("registered_at"),
                                            "-",
                                            models.Value(datetime.timedelta(days=1)),
                                        ),
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("backdate_reason", ""), _negated=True
                                        ),
                                        ("witness__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="petition_backdating_witnessed",
                                violation_error_message="补录一天以前的诉求要写原因，并由另一人核对。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("witness__isnull", True),
                                    ("registered_by__isnull", True),
                                    models.Q(
                                        ("witness", models.F("registered_by")),
                                        _negated=True,
                                    ),
                                    _connector="OR",
                                ),
                                name="petition_witness_is_another",
                                violation_error_message="核对人不能是登记人自己。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("owner__isnull", False),
                                    (
                                        "state__in",
                                        ["registered", "escalated", "withdrawn"],
                                    ),
                                    _connector="OR",
                                ),
                                name="petition_has_an_owner",
                                violation_error_message="办理中的诉求必须有人负责。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "escalated"),
                                    ("owner_center__isnull", True),
                                    _connector="OR",
                                ),
                                name="petition_owner_center_when_escalated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("duty_by__isnull", True),
                                        ("first_asked__isnull", True),
                                    ),
                                    models.Q(
                                        ("duty_by__isnull", False),
                                        ("first_asked__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="petition_duty_has_first_asked",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("duty_by__isnull", True),
                                    ("duty_by", models.F("first_asked")),
                                    models.Q(("released_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="petition_release_has_reason",
                                violation_error_message="解除首问责任要写原因。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ["answered", "closed"]),
                                        _negated=True,
                                    ),
                                    ("answered_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="petition_answered_has_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("closed_at__isnull", False),
                                        ("state__in", ["closed", "withdrawn"]),
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("state__in", ["closed", "withdrawn"]),
                                            _negated=True,
                                        ),
                                        ("closed_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="petition_ended_has_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "closed"), _negated=True),
                                    models.Q(
                                        models.Q(("result", ""), _negated=True),
                                        models.Q(
                                            models.Q(("reached", ""), _negated=True),
                                            models.Q(
                                                ("unreached_reason", ""), _negated=True
                                            ),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="petition_closed_with_result",
                                violation_error_message="办结要写落实结果，以及怎样告知了本人（没能告知的写明原因）。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("due_on__gte", models.F("received_on")),
                                    ("original_due_on__gte", models.F("received_on")),
                                    ("earliest_on__lte", models.F("due_on")),
                                ),
                                name="petition_due_after_receipt",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("signer_count__lt", 201),
                                    models.Q(
                                        ("anonymous", False),
                                        ("signer_count", 0),
                                        _connector="OR",
                                    ),
                                ),
                                name="petition_signers_few",
                                violation_error_message="联名最多 200 人，匿名的不能联名。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("round__gte", 1)),
                                name="petition_round_from_one",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="10ac347293065fb56b07c87b919232983f3ae757",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_1bed4",
                                    table="petitions_petition",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="state_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{registered:in_hand,registered:withdrawn,in_hand:answered,in_hand:escalated,in_hand:withdrawn,escalated:handed_back,escalated:in_hand,escalated:withdrawn,handed_back:answered,handed_back:escalated,handed_back:in_hand,handed_back:withdrawn,answered:closed,answered:in_hand,closed:in_hand}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="a5e42e3d3cd604bf4d6c96b2ef26fb8cae0600a7",
                                    operation="UPDATE",
                                    pgid="pgtrigger_state_moves_00420",
                                    table="petitions_petition",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="every_move_has_a_step",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    constraint="CONSTRAINT",
                                    func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version = OLD.version AND NEW.state = OLD.state THEN\n                    RETURN NULL;\n                END IF;\n                IF NEW.version <= OLD.version THEN\n                    RAISE EXCEPTION 'a move of petitions_petition % is no version',\n                        NEW.id USING ERRCODE = 'check_violation',\n                        CONSTRAINT = 'every_move_has_a_step';\n                END IF;\n            END IF;\n            IF NOT EXISTS (\n                SELECT FROM petitions_step WHERE petition_id = NEW.id AND version = NEW.version\n            ) THEN\n                RAISE EXCEPTION 'no step of petitions_petition %, version %',\n                    NEW.id, NEW.version USING ERRCODE = 'check_violation',\n                    CONSTRAINT = 'every_move_has_a_step';\n            END IF;\n            RETURN NULL;\n            ",
                                    hash="bf88ef905500c866452bbe943eb0c30515bac6b8",
                                    operation="INSERT OR UPDATE",
                                    pgid="pgtrigger_every_move_has_a_step_75206",
                                    table="petitions_petition",
                                    timing="DEFERRABLE INITIALLY DEFERRED",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="petition_fixed",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."center_id" IS DISTINCT FROM (NEW."center_id") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."anonymous" IS DISTINCT FROM (NEW."anonymous") OR OLD."registered_at" IS DISTINCT FROM (NEW."registered_at"))',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="210fce5171a92c864ff97a7032dee117d74fe6bb",
                                    operation="UPDATE",
                                    pgid="pgtrigger_petition_fixed_e4d60",
                                    table="petitions_petition",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="petition_first_asked_stays",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."first_asked_id" IS DISTINCT FROM (NEW."first_asked_id") AND OLD."first_asked_id" IS NOT NULL)',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="7488d4dbc2ab338bfb35b88bbf5fd62a4e7c6722",
                                    operation="UPDATE",
                                    pgid="pgtrigger_petition_first_asked_stays_ceb64",
                                    table="petitions_petition",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SealedHandover",
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
                        ("number", models.PositiveIntegerField(verbose_name="转交号")),
                        ("handed_on", models.DateField(verbose_name="转交日期")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "检举控告转交",
                        "verbose_name_plural": "检举控告转交",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("center", "number"),
                                name="sealedhandover_number_once",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="f5efe2b00b6e90b0d601c9cbc2b19bba556b532b",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_01b46",
                                    table="petitions_sealedhandover",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Succession",
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
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁离开了",
                            ),
                        ),
                        (
                            "to",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁接手",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(max_length=300, verbose_name="原因"),
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
                        "verbose_name": "交接",
                        "verbose_name_plural": "交接",
                        "indexes": [
                            models.Index(fields=["staff", "-id"], name="succession_of")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("to", models.F("staff")), _negated=True
                                ),
                                name="succession_to_another",
                                violation_error_message="不能交给自己。",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="3af74dca67e7a1e4737c33d89fd983eb2f4c2815",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_06193",
                                    table="petitions_succession",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Link",
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
                            "first",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="links_up",
                                to="petitions.petition",
                            ),
                        ),
                        (
                            "second",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="links_down",
                                to="petitions.petition",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="原因"
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
                            "undone_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="解除时间"
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
                        "verbose_name": "关联的诉求",
                        "verbose_name_plural": "关联的诉求",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("undone_at__isnull", True)),
                                fields=("first", "second"),
                                name="link_once",
                                violation_error_message="这两件已经关联了。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("first__lt", models.F("second"))),
                                name="link_in_order",
                                violation_error_message="一件诉求不能和自己关联。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="88811399a2d9271aef194c5893e1df580821e684",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_b6545",
                                    table="petitions_link",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="link_stays",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."first_id" IS DISTINCT FROM (NEW."first_id") OR OLD."second_id" IS DISTINCT FROM (NEW."second_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."at" IS DISTINCT FROM (NEW."at"))',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="1d12322195101d3d2a70b7052f5f91132c0ba1f5",
                                    operation="UPDATE",
                                    pgid="pgtrigger_link_stays_9dfd6",
                                    table="petitions_link",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CoSigner",
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
                            "petition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signers",
                                to="petitions.petition",
                                verbose_name="诉求",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="姓名")),
                        (
                            "phone",
                            models.CharField(
                                blank=True, max_length=20, verbose_name="电话"
                            ),
                        ),
                        (
                            "place",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="第几位代表"
                            ),
                        ),
                        ("added_at", models.DateTimeField(verbose_name="写上的时间")),
                        (
                            "added_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "left_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="去掉的时间"
                            ),
                        ),
                        (
                            "left_by",
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
                        "verbose_name": "联名人",
                        "verbose_name_plural": "联名人",
                        "ordering": ["petition", "place", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("phone", ""), _negated=True),
                                fields=["phone"],
                                name="cosigner_phone",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True),
                                name="cosigner_has_name",
                                violation_error_message="联名的人要写姓名。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("place__isnull", True),
                                    models.Q(("phone", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="cosigner_speaker_has_phone",
                                violation_error_message="代表要留手机号，好告诉他们进展。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("place__isnull", True),
                                    ("place__range", (1, 5)),
                                    _connector="OR",
                                ),
                                name="cosigner_few_speak",
                                violation_error_message="代表最多 5 位。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("left_at__isnull", True), ("place__isnull", False)
                                ),
                                fields=("petition", "place"),
                                name="cosigner_place_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("left_at__isnull", True),
                                    models.Q(("phone", ""), _negated=True),
                                ),
                                fields=("petition", "name", "phone"),
                                name="cosigner_once",
                                violation_error_message="这个人已经在联名里了。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="c08e937526b6e6db145cc2417f857b16f0f7587e",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_54679",
                                    table="petitions_cosigner",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="signer_stays",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."petition_id" IS DISTINCT FROM (NEW."petition_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."added_at" IS DISTINCT FROM (NEW."added_at"))',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="59554a8533c7b2bac3c071b188b65dd8c2713a66",
                                    operation="UPDATE",
                                    pgid="pgtrigger_signer_stays_1bfc4",
                                    table="petitions_cosigner",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Conflict",
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
                            "petition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conflicts",
                                to="petitions.petition",
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="回避的人",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(max_length=300, verbose_name="原因"),
                        ),
                        ("marked_at", models.DateTimeField()),
                        (
                            "marked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "found",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="提到的话"
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("lifted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "lifted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("lifted_reason", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "verbose_name": "回避",
                        "verbose_name_plural": "回避",
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("confirmed_at__isnull", True),
                                    ("lifted_at__isnull", True),
                                ),
                                fields=["petition"],
                                name="conflict_to_judge",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirmed_by__isnull", True),
                                    models.Q(
                                        ("confirmed_by", models.F("staff")),
                                        _negated=True,
                                    ),
                                    _connector="OR",
                                ),
                                name="conflict_judged_by_another",
                                violation_error_message="是不是说到了本人，要由别的同事来定。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("lifted_at__isnull", True)),
                                fields=("staff", "petition"),
                                name="conflict_once",
                                violation_error_message="这个人已经回避了。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("lifted_at__isnull", True),
                                        ("lifted_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("lifted_at__isnull", False),
                                        ("lifted_by__isnull", False),
                                        models.Q(("lifted_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="conflict_lifted_with_reason",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="d78ec19ef2487b7c2594ac635098e71da3232d27",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_6eec7",
                                    table="petitions_conflict",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attachment",
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
                            "petition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="petitions.petition",
                                verbose_name="诉求",
                            ),
                        ),
                        ("token", models.CharField(max_length=32)),
                        (
                            "name",
                            models.CharField(max_length=100, verbose_name="文件名"),
                        ),
                        ("content_type", models.CharField(max_length=20)),
                        (
                            "size",
                            models.PositiveIntegerField(verbose_name="大小（字节）"),
                        ),
                        ("sha256", models.CharField(max_length=64)),
                        (
                            "file",
                            models.FileField(max_length=120, upload_to="petitions/"),
                        ),
                        (
                            "is_internal",
                            models.BooleanField(
                                default=False, verbose_name="只给工作人员看"
                            ),
                        ),
                        ("added_at", models.DateTimeField(verbose_name="上传时间")),
                        (
                            "added_by",
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
                        "verbose_name": "附件",
                        "verbose_name_plural": "附件",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("token",), name="attachment_token_once"
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="6336ffc68c4e7806b463a18bb501ee004c12c7d9",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_b4a50",
                                    table="petitions_attachment",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Assist",
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
                            "petition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assists",
                                to="petitions.petition",
                                verbose_name="诉求",
                            ),
                        ),
                        (
                            "unit",
                            models.CharField(max_length=60, verbose_name="协办单位"),
                        ),
                        (
                            "center",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="center.center",
                                verbose_name="协办中心",
                            ),
                        ),
                        (
                            "part",
                            models.CharField(max_length=300, verbose_name="要做什么"),
                        ),
                        ("asked_at", models.DateTimeField(verbose_name="请求时间")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "finding",
                            models.CharField(
                                blank=True, max_length=1000, verbose_name="结果"
                            ),
                        ),
                        (
                            "finished_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="完成时间"
                            ),
                        ),
                        (
                            "finished_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "objection",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="异议"
                            ),
                        ),
                        (
                            "objected_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="提出时间"
                            ),
                        ),
                        (
                            "objected_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decision",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="裁定"
                            ),
                        ),
                        (
                            "decided_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="裁定时间"
                            ),
                        ),
                        (
                            "decided_by",
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
                        "verbose_name": "协办",
                        "verbose_name_plural": "协办",
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("finished_at__isnull", True)),
                                fields=["center", "asked_at"],
                                name="assist_waiting",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("finding", ""), ("finished_at__isnull", True)
                                    ),
                                    models.Q(
                                        ("finished_at__isnull", False),
                                        models.Q(("finding", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="assist_finished_whole",
                                violation_error_message="请写明协办的结果。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("objected_at__isnull", True), ("objection", "")
                                    ),
                                    models.Q(
                                        ("objected_at__isnull", False),
                                        models.Q(("objection", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="assist_objection_whole",
                                violation_error_message="请写明为什么不归本单位办。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True), ("decision", "")
                                    ),
                                    models.Q(
                                        ("decided_at__isnull", False),
                                        ("objected_at__isnull", False),
                                        models.Q(("decision", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="assist_decision_whole",
                                violation_error_message="请写明裁定的理由。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("unit", ""), _negated=True),
                                    models.Q(("part", ""), _negated=True),
                                ),
                                name="assist_has_part",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="e8a1592c06367b4d8c652b15975ff6376f65c875",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_98df7",
                                    table="petitions_assist",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReceiptCorrection",
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
                            "petition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="receipt_corrections",
                                to="petitions.petition",
                            ),
                        ),
                        ("old_at", models.DateTimeField(verbose_name="原来的收到时间")),
                        ("new_at", models.DateTimeField(verbose_name="更正的收到时间")),
                        (
                            "reason",
                            models.CharField(max_length=300, verbose_name="原因"),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("asked_at", models.DateTimeField(verbose_name="填写时间")),
                        (
                            "witness",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="请谁核对",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decided_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="核对时间"
                            ),
                        ),
                        (
                            "is_right",
                            models.BooleanField(null=True, verbose_name="核对无误"),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="哪里不对"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "收到时间的更正",
                        "verbose_name_plural": "收到时间的更正",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("decided_at__isnull", True)),
                                fields=("petition",),
                                name="correction_one_waiting",
                                violation_error_message="已经有一次更正在等同事核对。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_by__isnull", True),
                                        models.Q(
                                            ("decided_by", models.F("asked_by")),
                                            _negated=True,
                                        ),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("witness", models.F("asked_by")), _negated=True
                                    ),
                                ),
                                name="correction_confirmed_by_another",
                                violation_error_message="自己填的时间要请另一位同事核对。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("decided_by__isnull", True),
                                        ("is_right__isnull", True),
                                    ),
                                    models.Q(
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                        ("is_right__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="correction_decided_whole",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="4c3ff6b1c632ceeac02bdfd6398537d92408ab8f",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_3bdbc",
                                    table="petitions_receiptcorrection",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="correction_decided_stays",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."decided_at" IS NOT NULL)',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="c14e2b6274a6312bc745fa5a0a4e6da93b720102",
                                    operation="UPDATE",
                                    pgid="pgtrigger_correction_decided_stays_66465",
                                    table="petitions_receiptcorrection",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RevealLog",
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
                            "petition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reveals",
                                to="petitions.petition",
                                verbose_name="诉求",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁看的",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="什么时候")),
                        (
                            "reason",
                            models.CharField(max_length=300, verbose_name="原因"),
                        ),
                    ],
                    options={
                        "verbose_name": "查看诉求人的记录",
                        "verbose_name_plural": "查看诉求人的记录",
                        "indexes": [
                            models.Index(fields=["by", "at"], name="reveallog_by")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="reveallog_has_reason",
                                violation_error_message="请写查看的原因。",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="8f962b4ea7459dfa2355f2785a52b74ac3b9d314",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_e6c54",
                                    table="petitions_reveallog",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Round",
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
                            "petition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rounds",
                                to="petitions.petition",
                                verbose_name="诉求",
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(verbose_name="第几轮"),
                        ),
                        ("day0", models.DateField(verbose_name="从哪天算起")),
                        ("started_at", models.DateTimeField(verbose_name="开始时间")),
                        (
                            "started_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                max_length=300,
                                verbose_name="为什么再办一轮",
                            ),
                        ),
                        (
                            "answered_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="答复时间"
                            ),
                        ),
                        (
                            "timeliness",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("in_time", "按期"),
                                    ("extended", "延期内"),
                                    ("late", "超期"),
                                ],
                                max_length=8,
                                verbose_name="是否按期",
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="落实结果"
                            ),
                        ),
                        (
                            "frozen_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="结果定下的时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "一轮办理",
                        "verbose_name_plural": "办理轮次",
                        "ordering": ["petition", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("petition", "number"), name="round_number_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("frozen_at__isnull", True)),
                                fields=("petition",),
                                name="round_one_running",
                                violation_error_message="上一轮还没有结束。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answered_at__isnull", True),
                                        ("timeliness", ""),
                                    ),
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        models.Q(("timeliness", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="round_answered_is_judged",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="0e7946d82dc815e56e2290b83fac0b50459b34cd",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_da72b",
                                    table="petitions_round",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="round_frozen",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."frozen_at" IS NOT NULL)',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="f2fb1014a98f3090f6cdaac97acc29ab4618a228",
                                    operation="UPDATE",
                                    pgid="pgtrigger_round_frozen_4a599",
                                    table="petitions_round",
                                    when="BEFORE",
                                ),
                            ),
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
                        (
                            "petition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="petitions.petition",
                                verbose_name="诉求",
                            ),
                        ),
                        (
                            "round",
                            models.PositiveSmallIntegerField(verbose_name="第几轮"),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(
                                editable=False, null=True, verbose_name="版本"
                            ),
                        ),
                        (
                            "verb",
                            models.CharField(
                                choices=[
                                    ("register", "登记"),
                                    ("correct", "补充登记"),
                                    ("confirm", "核对收到时间"),
                                    ("take", "接手"),
                                    ("hand_over", "移交"),
                                    ("reassign", "改派"),
                                    ("escalate", "报上级中心"),
                                    ("hand_back", "上级退回或答复"),
                                    ("urge", "催上级答复"),
                                    ("recall", "不等上级，调回"),
                                    ("relay", "转告上级答复"),
                                    ("notice", "书面告知"),
                                    ("reply", "答复"),
                                    ("retract", "撤回答复"),
                                    ("close", "办结"),
                                    ("withdraw", "撤回"),
                                    ("reopen", "重新办理"),
                                    ("recategorize", "改类别"),
                                    ("note", "内部记录"),
                                    ("read", "看过新情况"),
                                    ("message", "居民补充"),
                                    ("tell", "告知进展"),
                                    ("split", "拆分事项"),
                                    ("settle", "逐项答复"),
                                    ("assist", "请协办"),
                                    ("assisted", "协办完成"),
                                    ("object", "提出异议"),
                                    ("rule", "裁定异议"),
                                    ("ask_extension", "申请延期"),
                                    ("unask_extension", "撤回延期申请"),
                                    ("extend", "批准延期"),
                                    ("refuse_extension", "不批准延期"),
                                    ("pause", "暂停计时"),
                                    ("resume", "恢复计时"),
                                    ("rate", "评价"),
                                    ("call", "回访"),
                                    ("succeed", "交接"),
                                    ("release", "解除首问责任"),
                                    ("cosign", "联名"),
                                    ("link", "关联"),
                                    ("unlink", "解除关联"),
                                    ("conflict", "回避"),
                                    ("judge", "定是不是说到同事"),
                                    ("lift", "解除回避"),
                                    ("reveal", "查看诉求人"),
                                    ("recompute", "重算期限"),
                                    ("remind", "催办"),
                                    ("publish", "公开"),
                                    ("unpublish", "撤下公开"),
                                    ("forget", "清除个人信息"),
                                ],
                                max_length=16,
                                verbose_name="做了什么",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="什么时候")),
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
                        ("role", models.CharField(max_length=20, verbose_name="身份")),
                        (
                            "from_state",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("registered", "已登记，等人接手"),
                                    ("in_hand", "办理中"),
                                    ("escalated", "已报上级中心"),
                                    ("handed_back", "上级已回，待转告"),
                                    ("answered", "已答复"),
                                    ("closed", "已办结"),
                                    ("withdrawn", "已撤回"),
                                ],
                                max_length=11,
                                verbose_name="之前",
                            ),
                        ),
                        (
                            "to_state",
                            models.CharField(
                                choices=[
                                    ("registered", "已登记，等人接手"),
                                    ("in_hand", "办理中"),
                                    ("escalated", "已报上级中心"),
                                    ("handed_back", "上级已回，待转告"),
                                    ("answered", "已答复"),
                                    ("closed", "已办结"),
                                    ("withdrawn", "已撤回"),
                                ],
                                max_length=11,
                                verbose_name="之后",
                            ),
                        ),
                        (
                            "public_text",
                            models.TextField(
                                blank=True, max_length=3000, verbose_name="公开的话"
                            ),
                        ),
                        (
                            "internal_text",
                            models.TextField(
                                blank=True, max_length=3000, verbose_name="内部记录"
                            ),
                        ),
                        (
                            "details",
                            models.JSONField(default=dict, verbose_name="细节"),
                        ),
                    ],
                    options={
                        "verbose_name": "办理记录",
                        "verbose_name_plural": "办理记录",
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(fields=["petition", "id"], name="step_story")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "verb__in",
                                            [
                                                "note",
                                                "read",
                                                "link",
                                                "unlink",
                                                "conflict",
                                                "judge",
                                                "lift",
                                                "reveal",
                                                "remind",
                                                "succeed",
                                                "assist",
                                                "assisted",
                                                "object",
                                                "rule",
                                            ],
                                        ),
                                        _negated=True,
                                    ),
                                    ("public_text", ""),
                                    _connector="OR",
                                ),
                                name="step_internal_stays_internal",
                                violation_error_message="内部记录不能公开。",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="d9f70829ebbab479085bd1667b1ee14fd183cd5b",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_09a32",
                                    table="petitions_step",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClockRow",
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
                            "petition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="clocks",
                                to="petitions.petition",
                                verbose_name="诉求",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="clocks",
                                to="petitions.round",
                                verbose_name="轮次",
                            ),
                        ),
                        (
                            "clock",
                            models.CharField(
                                choices=[
                                    ("promise", "答复（7 个工作日）"),
                                    ("notice", "书面告知（15 日）"),
                                    ("handling", "办结（60 日）"),
                                ],
                                max_length=8,
                                verbose_name="期限",
                            ),
                        ),
                        ("day0", models.DateField(verbose_name="从哪天算起")),
                        ("original_on", models.DateField(verbose_name="最初的日期")),
                        ("due_on", models.DateField(verbose_name="日期")),
                        (
                            "earliest_on",
                            models.DateField(verbose_name="最早可能的日期"),
                        ),
                        (
                            "is_provisional",
                            models.BooleanField(default=False, verbose_name="暂定"),
                        ),
                        (
                            "extra",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="延长了几天"
                            ),
                        ),
                        (
                            "kept",
                            models.PositiveSmallIntegerField(
                                db_default=0, default=0, verbose_name="保留的工作日"
                            ),
                        ),
                        (
                            "was_late",
                            models.BooleanField(
                                db_default=False, default=False, verbose_name="超期过"
                            ),
                        ),
                        ("rule", models.CharField(max_length=8, verbose_name="算法")),
                        (
                            "calendar_version",
                            models.PositiveBigIntegerField(verbose_name="日历第几版"),
                        ),
                        (
                            "skipped",
                            models.JSONField(default=list, verbose_name="不算的日子"),
                        ),
                        (
                            "met_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="做到的时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "期限",
                        "verbose_name_plural": "期限",
                        "ordering": ["round", "due_on", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("round", "clock"), name="clock_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("due_on__gt", models.F("day0")),
                                    ("original_on__gt", models.F("day0")),
                                    ("earliest_on__lte", models.F("due_on")),
                                ),
                                name="clock_dates_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("extra", 0),
                                    models.Q(("clock", "promise"), ("extra__lte", 7)),
                                    models.Q(("clock", "handling"), ("extra__lte", 30)),
                                    _connector="OR",
                                ),
                                name="clock_extra_within_rule",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="9cd7e1db0f72d2dfa1fdfc085f3b6bd5d34beb95",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_16972",
                                    table="petitions_clockrow",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="clock_fixed",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."petition_id" IS DISTINCT FROM (NEW."petition_id") OR OLD."round_id" IS DISTINCT FROM (NEW."round_id") OR OLD."clock" IS DISTINCT FROM (NEW."clock") OR OLD."original_on" IS DISTINCT FROM (NEW."original_on"))',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="c2f90b28aa0e8251b6dd385b89e8447803675214",
                                    operation="UPDATE",
                                    pgid="pgtrigger_clock_fixed_e96f0",
                                    table="petitions_clockrow",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="clock_late_stays",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (NOT NEW."was_late" AND OLD."was_late")',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="725c6036941f20aefbb5dc1fc49b35a110956820",
                                    operation="UPDATE",
                                    pgid="pgtrigger_clock_late_stays_42659",
                                    table="petitions_clockrow",
                                    when="BEFORE",
                                ),
                            ),
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
                            "round",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rating",
                                to="petitions.round",
                                verbose_name="轮次",
                            ),
                        ),
                        (
                            "score",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "非常不满意"),
                                    (2, "不满意"),
                                    (3, "基本满意"),
                                    (4, "满意"),
                                    (5, "非常满意"),
                                ],
                                verbose_name="评价",
                            ),
                        ),
                        (
                            "comment",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="说明"
                            ),
                        ),
                        ("rated_at", models.DateTimeField(verbose_name="评价时间")),
                        (
                            "changed_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="改动时间"
                            ),
                        ),
                        (
                            "call_by",
                            models.DateField(
                                blank=True, null=True, verbose_name="最晚哪天回访"
                            ),
                        ),
                        (
                            "called_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="回访时间"
                            ),
                        ),
                        (
                            "called_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "call_note",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="回访情况"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "评价",
                        "verbose_name_plural": "评价",
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("call_by__isnull", False),
                                    ("called_at__isnull", True),
                                ),
                                fields=["call_by"],
                                name="rating_to_call",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("score__range", (1, 5))),
                                name="rating_one_to_five",
                                violation_error_message="请从五档里选一档。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("score__gt", 2),
                                    ("call_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="rating_bad_gets_a_call",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("called_at__isnull", True),
                                    models.Q(("call_note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="rating_call_written_down",
                                violation_error_message="请写回访情况。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="ad9810b4766e4cd1d5b41aed141693e29e713f6a",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_a7624",
                                    table="petitions_rating",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reply",
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
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replies",
                                to="petitions.round",
                            ),
                        ),
                        (
                            "text",
                            models.TextField(max_length=3000, verbose_name="答复"),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(
                                default=1, verbose_name="草稿版本"
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("written_at", models.DateTimeField(verbose_name="写下时间")),
                        (
                            "sent_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="发出时间"
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="依据"
                            ),
                        ),
                        (
                            "retracted_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="撤回时间"
                            ),
                        ),
                        (
                            "retracted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "retracted_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="撤回原因"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "答复",
                        "verbose_name_plural": "答复",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("sent_at__isnull", True)),
                                fields=("round",),
                                name="reply_one_draft",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("retracted_at__isnull", True),
                                    ("sent_at__isnull", False),
                                ),
                                fields=("round",),
                                name="reply_sent_once",
                                violation_error_message="这一轮已经答复过了。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("retracted_at__isnull", True),
                                        ("retracted_reason", ""),
                                    ),
                                    models.Q(
                                        ("retracted_at__isnull", False),
                                        ("sent_at__isnull", False),
                                        models.Q(
                                            ("retracted_reason", ""), _negated=True
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="reply_retracted_whole",
                                violation_error_message="请写撤回的原因。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="reply_has_text",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("sent_at__isnull", True),
                                        ("sent_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("sent_at__isnull", False),
                                        ("sent_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="reply_sent_by_somebody",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="f289e49a17ecd679d702a6ff6e2ed63358e98b6f",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_86687",
                                    table="petitions_reply",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="reply_sent_stays",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."sent_at" IS NOT NULL AND (OLD."retracted_at" IS NOT NULL OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."basis" IS DISTINCT FROM (NEW."basis") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at") OR OLD."sent_by_id" IS DISTINCT FROM (NEW."sent_by_id")))',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="5078f4b6337cd7b7a257ab4072d822324e9ccbe0",
                                    operation="UPDATE",
                                    pgid="pgtrigger_reply_sent_stays_5edca",
                                    table="petitions_reply",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Pause",
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
                            "petition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pauses",
                                to="petitions.petition",
                                verbose_name="诉求",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pauses",
                                to="petitions.round",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("materials", "等您补充材料"),
                                    ("hearing", "正在听证或鉴定"),
                                    ("superior", "等上级答复"),
                                ],
                                max_length=9,
                                verbose_name="原因",
                            ),
                        ),
                        ("text", models.CharField(max_length=300, verbose_name="说明")),
                        ("started_at", models.DateTimeField(verbose_name="从")),
                        (
                            "started_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁暂停的",
                            ),
                        ),
                        ("last_on", models.DateField(verbose_name="最晚到哪一天")),
                        (
                            "ended_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="恢复时间"
                            ),
                        ),
                        (
                            "ended_by",
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
                        "verbose_name": "暂停",
                        "verbose_name_plural": "暂停",
                        "ordering": ["started_at"],
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("petition", "="),
                                    (
                                        center.ranges.MomentRange(
                                            "started_at", "ended_at"
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="pause_no_overlap",
                                violation_error_message="这件诉求已经在暂停。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_at__isnull", True),
                                    ("ended_at__gte", models.F("started_at")),
                                    _connector="OR",
                                ),
                                name="pause_ends_after_starts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("last_on__gte", models.F("started_at__date"))
                                ),
                                name="pause_last_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="pause_has_text",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="365862bc20a6c7c48cedc8c26dce71c05f938ed7",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_1cca0",
                                    table="petitions_pause",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Ask",
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
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="asks",
                                to="petitions.round",
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(verbose_name="第几项"),
                        ),
                        ("text", models.CharField(max_length=300, verbose_name="事项")),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("support", "支持"),
                                    ("explain", "解释说明"),
                                    ("refuse", "不支持"),
                                ],
                                max_length=7,
                                verbose_name="结论",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                blank=True, max_length=1000, verbose_name="答复"
                            ),
                        ),
                        (
                            "answered_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="答复时间"
                            ),
                        ),
                        (
                            "answered_by",
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
                        "verbose_name": "事项",
                        "verbose_name_plural": "事项",
                        "ordering": ["round", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("round", "number"), name="ask_number_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="ask_has_text",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answer", ""),
                                        ("answered_at__isnull", True),
                                        ("outcome", ""),
                                    ),
                                    models.Q(
                                        models.Q(("outcome", ""), _negated=True),
                                        models.Q(("answer", ""), _negated=True),
                                        ("answered_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="ask_answered_whole",
                                violation_error_message="每一项都要选结论并写明答复。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="ba82f29a4c96d7402052d96f1a222d14e7b00393",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_c619c",
                                    table="petitions_ask",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Extension",
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
                            "petition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="extensions",
                                to="petitions.petition",
                                verbose_name="诉求",
                            ),
                        ),
                        (
                            "clock",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="extensions",
                                to="petitions.clockrow",
                                verbose_name="哪个期限",
                            ),
                        ),
                        (
                            "days",
                            models.PositiveSmallIntegerField(verbose_name="延长几天"),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("investigation", "要实地了解情况"),
                                    ("other_units", "要几个单位一起办"),
                                    ("superior", "要等上级答复"),
                                    ("expert", "要鉴定或听证"),
                                    ("complex", "情况复杂"),
                                ],
                                max_length=13,
                                verbose_name="原因",
                            ),
                        ),
                        ("text", models.CharField(max_length=300, verbose_name="说明")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "待审批"),
                                    ("approved", "已批准"),
                                    ("refused", "不批准"),
                                    ("lapsed", "过期未批"),
                                    ("withdrawn", "申请人撤回"),
                                    ("needless", "已先答复，不用批"),
                                ],
                                default="asked",
                                max_length=9,
                                verbose_name="状态",
                            ),
                        ),
                        ("asked_at", models.DateTimeField(verbose_name="申请时间")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="申请人",
                            ),
                        ),
                        ("old_due_on", models.DateField(verbose_name="原期限")),
                        ("new_due_on", models.DateField(verbose_name="新期限")),
                        (
                            "decided_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="审批时间"
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审批人",
                            ),
                        ),
                        (
                            "decision",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="审批意见"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "延期",
                        "verbose_name_plural": "延期",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "asked")),
                                fields=["old_due_on", "id"],
                                name="extension_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "approved")),
                                fields=("clock",),
                                name="extension_one_approved",
                                violation_error_message="这个期限已经延过一次，不能再延。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "asked")),
                                fields=("clock",),
                                name="extension_one_waiting",
                                violation_error_message="已经有一份延期申请在等审批。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    models.Q(
                                        ("decided_by", models.F("asked_by")),
                                        _negated=True,
                                    ),
                                    _connector="OR",
                                ),
                                name="extension_decided_by_another",
                                violation_error_message="不能审批自己的延期申请。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("decided_by__isnull", True),
                                        (
                                            "state__in",
                                            [
                                                "asked",
                                                "lapsed",
                                                "withdrawn",
                                                "needless",
                                            ],
                                        ),
                                    ),
                                    models.Q(
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                        ("state__in", ["approved", "refused"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="extension_decision_complete",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("days__range", (1, 30)),
                                    ("new_due_on__gt", models.F("old_due_on")),
                                ),
                                name="extension_within_rule",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="extension_has_text",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="fb17932f23adcdc626d968f2932b5ce60bd595db",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_178a3",
                                    table="petitions_extension",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="extension_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{asked:approved,asked:refused,asked:lapsed,asked:withdrawn,asked:needless}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="ac26da1299dcaf47e411bff07dbbccd45abbb166",
                                    operation="UPDATE",
                                    pgid="pgtrigger_extension_moves_5752e",
                                    table="petitions_extension",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RatingChange",
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
                            "rating",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="petitions.rating",
                            ),
                        ),
                        (
                            "old_score",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "非常不满意"),
                                    (2, "不满意"),
                                    (3, "基本满意"),
                                    (4, "满意"),
                                    (5, "非常满意"),
                                ],
                                verbose_name="原来的评价",
                            ),
                        ),
                        (
                            "old_comment",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="原来的说明"
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="改动时间")),
                    ],
                    options={
                        "verbose_name": "评价改动",
                        "verbose_name_plural": "评价改动",
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="84de0a0f6da97f4c59fd78bb6f26f09340175e05",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_0272b",
                                    table="petitions_ratingchange",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
