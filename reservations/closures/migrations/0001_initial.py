import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("center", "0002_roles"),
        ("center", "__first__"),
        ("reservations", "0001_initial"),
        ("timetable", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Shutdown",
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
                    "unit_numbers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        blank=True,
                        default=list,
                        help_text="空着就是整个场地。多个编号用逗号隔开。",
                        size=None,
                        verbose_name="只停这些编号",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="从")),
                ("ends_at", models.DateTimeField(verbose_name="到")),
                (
                    "reason",
                    models.CharField(
                        help_text="居民会看到。", max_length=60, verbose_name="原因"
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="登记时间")),
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
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="center.center",
                        verbose_name="中心",
                    ),
                ),
                (
                    "center_closure",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="timetable.closure",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁定的",
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
                (
                    "venue",
                    models.ForeignKey(
                        blank=True,
                        help_text="空着就是整个中心。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shutdowns",
                        to="reservations.venue",
                        verbose_name="场地",
                    ),
                ),
                (
                    "venue_closure",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="reservations.venueclosure",
                    ),
                ),
            ],
            options={
                "verbose_name": "停用、闭馆",
                "verbose_name_plural": "停用、闭馆",
                "ordering": ["-starts_at", "-pk"],
                "indexes": [
                    models.Index(
                        fields=["center", "starts_at"], name="shutdown_of_center"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("form_key",), name="shutdown_form_key_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="shutdown_ends_after_starts",
                        violation_error_message="结束要晚于开始。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("venue__isnull", False),
                            ("unit_numbers", []),
                            _connector="OR",
                        ),
                        name="shutdown_units_of_a_venue",
                        violation_error_message="要停几个编号，先选场地。",
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
                        name="shutdown_reopened_by_somebody",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="f83431b8bf2ad2b636345e4012d2d55cee99b650",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_d8355",
                            table="closures_shutdown",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="fixed",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."center_id" IS DISTINCT FROM (NEW."center_id") OR OLD."venue_id" IS DISTINCT FROM (NEW."venue_id") OR OLD."unit_numbers" IS DISTINCT FROM (NEW."unit_numbers") OR OLD."starts_at" IS DISTINCT FROM (NEW."starts_at") OR OLD."ends_at" IS DISTINCT FROM (NEW."ends_at") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."form_key" IS DISTINCT FROM (NEW."form_key"))',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="2600968cc90602848d547a5d0fe0fb720f83ec15",
                            operation="UPDATE",
                            pgid="pgtrigger_fixed_388cf",
                            table="closures_shutdown",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Call",
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
                ("fate", models.CharField(max_length=20, verbose_name="怎么办的")),
                (
                    "told_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="告知时间"
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
                (
                    "shutdown",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="closures.shutdown",
                        verbose_name="停用",
                    ),
                ),
            ],
            options={
                "verbose_name": "要告知的人",
                "verbose_name_plural": "要告知的人",
                "ordering": ["booking__starts_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("shutdown", "booking"), name="call_once_per_shutdown"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("told_at__isnull", True), ("told_by__isnull", True)
                            ),
                            models.Q(
                                ("told_at__isnull", False), ("told_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="call_told_by_somebody",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="f28a4db07dcfc6b8d95bfe617e2223c936e10041",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_8a963",
                            table="closures_call",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
    ]
