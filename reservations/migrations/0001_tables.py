import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import center.ranges
from center.operations import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("reservations", "0001_initial"),
        ("reservations", "0003_closures"),
        ("reservations", "0004_without_the_old_closures"),
        ("reservations", "0005_shut_doors"),
        ("reservations", "0006_void"),
        ("reservations", "0007_calls"),
        ("reservations", "0008_old_calls"),
        ("reservations", "0009_seat_map"),
    ]

    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("calls", "0001_tables"),
        ("center", "0001_tables"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE venue_version START 2", "DROP SEQUENCE venue_version"
        ),
        CreateModels(
            [
                migrations.CreateModel(
                    name="Venue",
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
                                related_name="venues",
                                to="center.center",
                                verbose_name="中心",
                            ),
                        ),
                        (
                            "slug",
                            models.SlugField(
                                max_length=40, verbose_name="网址里的名字"
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("reading", "阅览室"),
                                    ("gym", "健身、活动室"),
                                    ("equipment", "设备"),
                                    ("meeting", "会议室"),
                                    ("talk", "谈心室"),
                                    ("elders", "老人活动室"),
                                    ("other", "其他"),
                                ],
                                max_length=9,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "floor",
                            models.CharField(
                                blank=True, max_length=20, verbose_name="楼层"
                            ),
                        ),
                        (
                            "area",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="面积（平方米）"
                            ),
                        ),
                        (
                            "photo",
                            models.ImageField(
                                blank=True, upload_to="venues/", verbose_name="照片"
                            ),
                        ),
                        (
                            "audience",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="给谁用"
                            ),
                        ),
                        (
                            "intro",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="一句话介绍"
                            ),
                        ),
                        (
                            "slot_minutes",
                            models.PositiveSmallIntegerField(
                                default=60, verbose_name="一格多少分钟"
                            ),
                        ),
                        (
                            "min_slots",
                            models.PositiveSmallIntegerField(
                                default=1, verbose_name="一次最少几格"
                            ),
                        ),
                        (
                            "max_slots",
                            models.PositiveSmallIntegerField(
                                default=2, verbose_name="一次最多几格"
                            ),
                        ),
                        (
                            "lead_value",
                            models.PositiveSmallIntegerField(
                                default=30, verbose_name="提前多少"
                            ),
                        ),
                        (
                            "lead_unit",
                            models.CharField(
                                choices=[
                                    ("minutes", "分钟"),
                                    ("half_days", "半天"),
                                    ("days", "天"),
                                ],
                                default="minutes",
                                max_length=9,
                                verbose_name="提前的单位",
                            ),
                        ),
                        (
                            "lead_in_working_days",
                            models.BooleanField(
                                default=False,
                                help_text="只对按天提前的场地有用。",
                                verbose_name="按工作日算",
                            ),
                        ),
                        (
                            "horizon_days",
                            models.PositiveSmallIntegerField(
                                default=14,
                                help_text="今天算第 0 天。",
                                verbose_name="最多提前几天",
                            ),
                        ),
                        (
                            "quota",
                            models.PositiveSmallIntegerField(
                                default=0,
                                help_text="0 是不限。只算还没结束的预约。",
                                verbose_name="每人最多同时约几次",
                            ),
                        ),
                        (
                            "buffer_minutes",
                            models.PositiveSmallIntegerField(
                                default=0,
                                help_text="给打扫、交接用。",
                                verbose_name="两场之间空多少分钟",
                            ),
                        ),
                        (
                            "rules_text",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="使用须知"
                            ),
                        ),
                        (
                            "seats_in_row",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="照真实的样子画座位图，2 到 8 个；空着就不分排。",
                                null=True,
                                verbose_name="座位图一排几个",
                            ),
                        ),
                        (
                            "front_wall",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                help_text="例如：窗（朝南）。",
                                max_length=20,
                                verbose_name="座位图上边是什么",
                            ),
                        ),
                        (
                            "back_wall",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                help_text="例如：门。",
                                max_length=20,
                                verbose_name="座位图下边是什么",
                            ),
                        ),
                        (
                            "is_active",
                            models.BooleanField(default=True, verbose_name="可以预约"),
                        ),
                        (
                            "order",
                            models.PositiveSmallIntegerField(
                                default=100, verbose_name="排在第几"
                            ),
                        ),
                        ("version", models.BigIntegerField(default=1, editable=False)),
                        (
                            "setup_version",
                            models.BigIntegerField(default=1, editable=False),
                        ),
                    ],
                    options={
                        "verbose_name": "场地",
                        "verbose_name_plural": "场地",
                        "ordering": ["center", "order", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("center", "slug"),
                                name="venue_slug_once",
                                violation_error_message="这个中心已经有同样网址的场地。",
                            ),
                            models.UniqueConstraint(
                                fields=("id", "center"), name="venue_with_center"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("slug__regex", "^[a-z0-9]+(-[a-z0-9]+)*$")
                                ),
                                name="venue_slug_plain",
                                violation_error_message="网址里的名字只用小写字母、数字和减号。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("slot_minutes__range", (5, 480))),
                                name="venue_slot_sensible",
                                violation_error_message="一格要在 5 到 480 分钟之间。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("max_slots__gte", models.F("min_slots")),
                                    ("min_slots__gte", 1),
                                ),
                                name="venue_lengths_in_order",
                                violation_error_message="最少至少一格，最多不能比最少还少。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("lead_unit__in", ["minutes", "half_days", "days"])
                                ),
                                name="venue_lead_unit_known",
                                violation_error_message="提前的单位不对。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("horizon_days__lte", 366)),
                                name="venue_horizon_sensible",
                                violation_error_message="最多提前 366 天。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("lead_unit", "days"), _negated=True),
                                    ("lead_value__lte", models.F("horizon_days")),
                                    _connector="OR",
                                ),
                                name="venue_lead_within_horizon",
                                violation_error_message="要提前的天数比能约的天数还多，就没有一天约得上。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("seats_in_row__isnull", True),
                                    ("seats_in_row__range", (2, 8)),
                                    _connector="OR",
                                ),
                                name="venue_row_sensible",
                                violation_error_message="一排写 2 到 8 个，不分排就空着。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("buffer_minutes__lte", 240)),
                                name="venue_buffer_sensible",
                                violation_error_message="两场之间最多空 240 分钟。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="c83ece16b3d094111f5468335e7d267ea876d06d",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_4f054",
                                    table="reservations_venue",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="takes_version",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="IF NEW.version <> 0 THEN NEW.setup_version = nextval('venue_version'); END IF; NEW.version = nextval('venue_version'); RETURN NEW;",
                                    hash="494808ba18225ff191a50dc86b1f2b4a6fd14aca",
                                    operation="UPDATE",
                                    pgid="pgtrigger_takes_version_ed2fe",
                                    table="reservations_venue",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Unit",
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
                            "venue",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="units",
                                to="reservations.venue",
                                verbose_name="场地",
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(verbose_name="编号"),
                        ),
                        (
                            "name",
                            models.CharField(
                                help_text="如：座位 1、跑步机 2。",
                                max_length=20,
                                verbose_name="名称",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                help_text="如：座位、电脑。",
                                max_length=10,
                                verbose_name="种类",
                            ),
                        ),
                        (
                            "near",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                help_text="例如：靠窗、有插座，写在座位图上。",
                                max_length=12,
                                verbose_name="旁边有什么",
                            ),
                        ),
                        (
                            "order",
                            models.PositiveSmallIntegerField(
                                default=100, verbose_name="排在第几"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "座位、设备",
                        "verbose_name_plural": "座位、设备",
                        "ordering": ["venue", "order", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("venue", "number"),
                                name="unit_number_once",
                                violation_error_message="这个场地已经有这个编号。",
                            ),
                            models.UniqueConstraint(
                                fields=("id", "venue"), name="unit_with_venue"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1)),
                                name="unit_number_from_one",
                                violation_error_message="编号从 1 开始。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="b5331df9ac91c8e7f4542c75b6709d6d7f083c0e",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_a2609",
                                    table="reservations_unit",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="raises_version",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="UPDATE reservations_venue SET setup_version = 0 WHERE id IN (NEW.venue_id, OLD.venue_id); RETURN NULL;",
                                    hash="29ff89f9d05182d8ce30f149833910a14591263c",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_raises_version_15972",
                                    table="reservations_unit",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Closure",
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
                                related_name="closures",
                                to="center.center",
                                verbose_name="中心",
                            ),
                        ),
                        (
                            "scope",
                            models.CharField(
                                choices=[
                                    ("center", "全部"),
                                    ("venue", "整个场地"),
                                    ("units", "几个编号"),
                                    ("hours", "开放时间变动"),
                                ],
                                default="center",
                                max_length=6,
                                verbose_name="停什么",
                            ),
                        ),
                        (
                            "venue",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="closures",
                                to="reservations.venue",
                                verbose_name="场地",
                            ),
                        ),
                        (
                            "unit_numbers",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="只停这些编号",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="从")),
                        (
                            "ends_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="到"
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                help_text="居民会看到。",
                                max_length=60,
                                verbose_name="原因",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁定的",
                            ),
                        ),
                        (
                            "made_at",
                            models.DateTimeField(null=True, verbose_name="登记时间"),
                        ),
                        (
                            "form_key",
                            models.CharField(editable=False, max_length=64, null=True),
                        ),
                        (
                            "reopened_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="重新开放时间"
                            ),
                        ),
                        (
                            "reopened_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁重新开放",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "停用、闭馆",
                        "verbose_name_plural": "停用、闭馆",
                        "ordering": ["-starts_at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["center", "starts_at"], name="closure_of_center"
                            ),
                            models.Index(
                                fields=["venue", "ends_at"], name="closure_of_venue"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("form_key",), name="closure_form_key_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_at__gt", models.F("starts_at")),
                                    ("ends_at__isnull", True),
                                    _connector="OR",
                                ),
                                name="closure_ends_after_starts",
                                violation_error_message="结束要晚于开始。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("scope__in", ["center", "hours"]),
                                        ("unit_numbers", []),
                                        ("venue__isnull", True),
                                    ),
                                    models.Q(
                                        ("scope", "venue"),
                                        ("unit_numbers", []),
                                        ("venue__isnull", False),
                                    ),
                                    models.Q(
                                        ("scope", "units"),
                                        ("venue__isnull", False),
                                        models.Q(("unit_numbers", []), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="closure_scope_fits",
                                violation_error_message="要停几个编号，先选场地。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_at__isnull", False),
                                    ("scope", "units"),
                                    _connector="OR",
                                ),
                                name="closure_ends_or_is_of_units",
                                violation_error_message="请写到什么时候为止。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("reopened_at__isnull", True),
                                        ("reopened_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("reopened_at__isnull", False),
                                        ("reopened_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="closure_reopened_by_somebody",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="5c3b49d4d066c8bd4b1d57ebe4c0767942d55dc7",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_04a94",
                                    table="reservations_closure",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="fixed",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."center_id" IS DISTINCT FROM (NEW."center_id") OR OLD."scope" IS DISTINCT FROM (NEW."scope") OR OLD."venue_id" IS DISTINCT FROM (NEW."venue_id") OR OLD."unit_numbers" IS DISTINCT FROM (NEW."unit_numbers") OR OLD."starts_at" IS DISTINCT FROM (NEW."starts_at") OR OLD."ends_at" IS DISTINCT FROM (NEW."ends_at") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."form_key" IS DISTINCT FROM (NEW."form_key"))',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="4890f04b387ead698afbc9e215f3a0763abd64f3",
                                    operation="UPDATE",
                                    pgid="pgtrigger_fixed_13c09",
                                    table="reservations_closure",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="raises_version",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="UPDATE reservations_venue SET setup_version = 0 WHERE id = NEW.venue_id; UPDATE center_center SET timetable_version = nextval('timetable_version') WHERE id = NEW.center_id AND NEW.scope = 'center'; RETURN NULL;",
                                    hash="6485a636d24bc6dbe41f2ab65973bc1a0c86864b",
                                    operation="INSERT OR UPDATE",
                                    pgid="pgtrigger_raises_version_020bc",
                                    table="reservations_closure",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Event",
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
                            "venue",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="reservations.venue",
                                verbose_name="场地",
                            ),
                        ),
                        (
                            "title",
                            models.CharField(max_length=60, verbose_name="活动名称"),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="开始")),
                        ("ends_at", models.DateTimeField(verbose_name="结束")),
                        (
                            "host",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hosted_events",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="负责人",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        ("made_at", models.DateTimeField(verbose_name="登记时间")),
                        (
                            "form_key",
                            models.CharField(editable=False, max_length=64, null=True),
                        ),
                        (
                            "cancelled_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="取消时间"
                            ),
                        ),
                        (
                            "cancel_reason",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="取消原因"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "整场活动",
                        "verbose_name_plural": "整场活动",
                        "ordering": ["-starts_at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["venue", "starts_at"], name="event_of_venue"
                            ),
                            models.Index(
                                fields=["center", "starts_at"], name="event_of_center"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("form_key",), name="event_form_key_once"
                            ),
                            models.UniqueConstraint(
                                fields=("id", "venue"), name="event_with_venue"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_at__gt", models.F("starts_at"))
                                ),
                                name="event_ends_after_starts",
                                violation_error_message="结束要晚于开始。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "starts_at__date",
                                        models.Func(
                                            models.F("ends_at"),
                                            output_field=models.DateField(),
                                            template="((%(expressions)s - interval '1 microsecond') AT TIME ZONE 'Asia/Shanghai')::date",
                                        ),
                                    )
                                ),
                                name="event_one_day",
                                violation_error_message="一场活动只能在同一天里。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("cancel_reason", ""),
                                        ("cancelled_at__isnull", True),
                                    ),
                                    models.Q(
                                        ("cancelled_at__isnull", False),
                                        models.Q(("cancel_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="event_cancel_says_why",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="f0ad192fe672b2de38073f5d383215ba65aadc03",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_90d48",
                                    table="reservations_event",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Booking",
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
                            "code",
                            models.CharField(
                                editable=False, max_length=8, verbose_name="预约码"
                            ),
                        ),
                        (
                            "center",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="center.center",
                                verbose_name="中心",
                            ),
                        ),
                        (
                            "venue",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bookings",
                                to="reservations.venue",
                                verbose_name="场地",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bookings",
                                to="reservations.unit",
                                verbose_name="座位、设备",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="开始")),
                        ("ends_at", models.DateTimeField(verbose_name="结束")),
                        (
                            "unit_free_at",
                            models.DateTimeField(
                                editable=False, verbose_name="可以给下一位的时间"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bookings",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="预约人",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经手人",
                            ),
                        ),
                        ("made_at", models.DateTimeField(verbose_name="预约时间")),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("web", "网上"),
                                    ("counter", "窗口"),
                                    ("phone", "电话"),
                                    ("walk_in", "直接来"),
                                    ("event", "活动"),
                                ],
                                max_length=7,
                                verbose_name="来路",
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="用途"
                            ),
                        ),
                        (
                            "people",
                            models.PositiveSmallIntegerField(
                                default=1, verbose_name="人数"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("booked", "已约好"),
                                    ("arrived", "已到场"),
                                    ("finished", "已结束"),
                                    ("cancelled", "已取消"),
                                    ("missed", "没有来"),
                                    ("void", "作废"),
                                ],
                                default="booked",
                                max_length=9,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "inside_lead",
                            models.BooleanField(
                                default=False, verbose_name="没到提前量，窗口照约"
                            ),
                        ),
                        (
                            "rules",
                            models.JSONField(
                                default=dict, editable=False, verbose_name="当时的规则"
                            ),
                        ),
                        (
                            "form_key",
                            models.CharField(editable=False, max_length=64, null=True),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bookings",
                                to="reservations.event",
                                verbose_name="整场活动",
                            ),
                        ),
                        (
                            "arrived_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="到场时间"
                            ),
                        ),
                        (
                            "left_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="离开时间"
                            ),
                        ),
                        (
                            "cancelled_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="取消时间"
                            ),
                        ),
                        (
                            "cancelled_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁取消的",
                            ),
                        ),
                        (
                            "cancel_reason",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="取消原因"
                            ),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False),
                        ),
                    ],
                    options={
                        "verbose_name": "预约",
                        "verbose_name_plural": "预约",
                        "ordering": ["-starts_at", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("state__in", ("booked", "arrived"))
                                ),
                                fields=["venue", "starts_at"],
                                name="booking_of_venue",
                            ),
                            models.Index(
                                fields=["center", "starts_at"], name="booking_of_center"
                            ),
                            models.Index(
                                fields=["person", "starts_at"], name="booking_of_person"
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("state__in", ("booked", "arrived"))
                                ),
                                fields=["ends_at"],
                                name="booking_unsettled",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("code",), name="booking_code_once"
                            ),
                            models.UniqueConstraint(
                                fields=("form_key",), name="booking_form_key_once"
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(
                                    ("state__in", ("booked", "arrived"))
                                ),
                                expressions=[
                                    ("unit", "="),
                                    (
                                        center.ranges.MomentRange(
                                            "starts_at", "unit_free_at"
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="booking_unit_free",
                                violation_error_code="taken",
                                violation_error_message="这段时间已经有人约了。",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(
                                    ("event__isnull", True),
                                    ("state__in", ("booked", "arrived")),
                                ),
                                expressions=[
                                    ("person", "="),
                                    (
                                        center.ranges.MomentRange(
                                            "starts_at", "ends_at"
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="booking_person_free",
                                violation_error_code="busy",
                                violation_error_message="这个人这段时间已经有别的预约。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("code__regex", "^[0-9A-HJKMNP-TV-Z]{8}$")
                                ),
                                name="booking_code_form",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_at__gt", models.F("starts_at"))
                                ),
                                name="booking_ends_after_starts",
                                violation_error_message="结束要晚于开始。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "starts_at__date",
                                        models.Func(
                                            models.F("ends_at"),
                                            output_field=models.DateField(),
                                            template="((%(expressions)s - interval '1 microsecond') AT TIME ZONE 'Asia/Shanghai')::date",
                                        ),
                                    )
                                ),
                                name="booking_one_day",
                                violation_error_message="一次预约只能在同一天里。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("unit_free_at__gte", models.F("ends_at"))
                                ),
                                name="booking_unit_rests_after",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("people__range", (1, 200))),
                                name="booking_people_sensible",
                                violation_error_message="人数要在 1 到 200 之间。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "booked",
                                            "arrived",
                                            "finished",
                                            "cancelled",
                                            "missed",
                                            "void",
                                        ],
                                    )
                                ),
                                name="booking_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "channel__in",
                                        ["web", "counter", "phone", "walk_in", "event"],
                                    )
                                ),
                                name="booking_channel_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("channel", "event"), ("event__isnull", False)
                                    ),
                                    models.Q(
                                        models.Q(("channel", "event"), _negated=True),
                                        ("event__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="booking_event_channel",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("channel", "web"),
                                    ("inside_lead", True),
                                    _negated=True,
                                ),
                                name="booking_lead_kept_on_web",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("arrived_at__isnull", False),
                                        ("state__in", ["arrived", "finished"]),
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("state__in", ["arrived", "finished"]),
                                            _negated=True,
                                        ),
                                        ("arrived_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="booking_arrived_has_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("left_at__isnull", False),
                                        ("state", "finished"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "finished"), _negated=True),
                                        ("left_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="booking_finished_has_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("cancelled_at__isnull", False),
                                        ("state__in", ["cancelled", "void"]),
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("state__in", ["cancelled", "void"]),
                                            _negated=True,
                                        ),
                                        ("cancel_reason", ""),
                                        ("cancelled_at__isnull", True),
                                        ("cancelled_by__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="booking_cancelled_has_time",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="6d33df73127298a674012092462e29cdd531314d",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_2e7f9",
                                    table="reservations_booking",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{booked:arrived,booked:cancelled,booked:missed,booked:void,arrived:finished,arrived:booked,arrived:void,missed:arrived,missed:void,finished:void}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="1bf12ed6ed5bbd1009093868abdab9e9b3120780",
                                    operation="UPDATE",
                                    pgid="pgtrigger_moves_32bd7",
                                    table="reservations_booking",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="fixed",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."center_id" IS DISTINCT FROM (NEW."center_id") OR OLD."venue_id" IS DISTINCT FROM (NEW."venue_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."inside_lead" IS DISTINCT FROM (NEW."inside_lead") OR OLD."rules" IS DISTINCT FROM (NEW."rules") OR OLD."form_key" IS DISTINCT FROM (NEW."form_key") OR OLD."event_id" IS DISTINCT FROM (NEW."event_id"))',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="a1764dc817bb944c07ae3c46922b5a593c635a40",
                                    operation="UPDATE",
                                    pgid="pgtrigger_fixed_5a98c",
                                    table="reservations_booking",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="raises_version",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="UPDATE reservations_venue SET version = 0 WHERE id IN (NEW.venue_id, OLD.venue_id); RETURN NULL;",
                                    hash="91e566aca320a4811c82cbf44be0c336072f99f1",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_raises_version_17b38",
                                    table="reservations_booking",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BookingStep",
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
                            "booking",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="reservations.booking",
                                verbose_name="预约",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                help_text="空着是系统自己。",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("booked", "已约好"),
                                    ("arrived", "已到场"),
                                    ("finished", "已结束"),
                                    ("cancelled", "已取消"),
                                    ("missed", "没有来"),
                                    ("void", "作废"),
                                ],
                                max_length=9,
                                verbose_name="变成",
                            ),
                        ),
                        ("text", models.CharField(max_length=120, verbose_name="经过")),
                    ],
                    options={
                        "verbose_name": "经过",
                        "verbose_name_plural": "经过",
                        "ordering": ["at", "pk"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="da90cc80546c091d87e6cc33aa2226fb5ea27b3d",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_ce978",
                                    table="reservations_bookingstep",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CallListEntry",
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
                            "closure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="calls",
                                to="reservations.closure",
                                verbose_name="停用",
                            ),
                        ),
                        (
                            "booking",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="calls",
                                to="reservations.booking",
                                verbose_name="预约",
                            ),
                        ),
                        (
                            "effect",
                            models.CharField(max_length=20, verbose_name="怎么办的"),
                        ),
                        (
                            "call",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="calls.call",
                                verbose_name="要告知的人",
                            ),
                        ),
                        (
                            "told_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="告知时间"
                            ),
                        ),
                        (
                            "told_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁告知的",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "要告知的人",
                        "verbose_name_plural": "要告知的人",
                        "ordering": ["booking__starts_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("closure", "booking"),
                                name="call_once_per_closure",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("told_at__isnull", True),
                                        ("told_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("told_at__isnull", False),
                                        ("told_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="calllistentry_told_by_somebody",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="8e862ac20de3b8aaa3d2e4905884a3b9be16cde7",
                                    operation="DELETE",
                                    pgid="pgtrigger_never_deleted_59fe3",
                                    table="reservations_calllistentry",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
