"""One closure, whatever it shuts, and whom it makes it necessary to call."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("center", "0009_names_in_one_form"),
        ("reservations", "0002_kept_together"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                ("effect", models.CharField(max_length=20, verbose_name="怎么办的")),
                (
                    "told_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="告知时间"
                    ),
                ),
            ],
            options={
                "verbose_name": "要告知的人",
                "verbose_name_plural": "要告知的人",
                "ordering": ["booking__starts_at", "pk"],
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
                    models.DateTimeField(blank=True, null=True, verbose_name="到"),
                ),
                (
                    "reason",
                    models.CharField(
                        help_text="居民会看到。", max_length=60, verbose_name="原因"
                    ),
                ),
                ("made_at", models.DateTimeField(null=True, verbose_name="登记时间")),
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
            ],
            options={
                "verbose_name": "停用、闭馆",
                "verbose_name_plural": "停用、闭馆",
                "ordering": ["-starts_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="calllistentry",
            name="booking",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="calls",
                to="reservations.booking",
                verbose_name="预约",
            ),
        ),
        migrations.AddField(
            model_name="calllistentry",
            name="told_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="谁告知的",
            ),
        ),
        migrations.AddField(
            model_name="closure",
            name="center",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="closures",
                to="center.center",
                verbose_name="中心",
            ),
        ),
        migrations.AddField(
            model_name="closure",
            name="made_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="谁定的",
            ),
        ),
        migrations.AddField(
            model_name="closure",
            name="reopened_by",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="谁重新开放",
            ),
        ),
        migrations.AddField(
            model_name="closure",
            name="venue",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="closures",
                to="reservations.venue",
                verbose_name="场地",
            ),
        ),
        migrations.AddField(
            model_name="calllistentry",
            name="closure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="calls",
                to="reservations.closure",
                verbose_name="停用",
            ),
        ),
        migrations.AddIndex(
            model_name="closure",
            index=models.Index(
                fields=["center", "starts_at"], name="closure_of_center"
            ),
        ),
        migrations.AddIndex(
            model_name="closure",
            index=models.Index(fields=["venue", "ends_at"], name="closure_of_venue"),
        ),
        migrations.AddConstraint(
            model_name="closure",
            constraint=models.UniqueConstraint(
                fields=("form_key",), name="closure_form_key_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="closure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_at__gt", models.F("starts_at")),
                    ("ends_at__isnull", True),
                    _connector="OR",
                ),
                name="closure_ends_after_starts",
                violation_error_message="结束要晚于开始。",
            ),
        ),
        migrations.AddConstraint(
            model_name="closure",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="closure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_at__isnull", False), ("scope", "units"), _connector="OR"
                ),
                name="closure_ends_or_is_of_units",
                violation_error_message="请写到什么时候为止。",
            ),
        ),
        migrations.AddConstraint(
            model_name="closure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("reopened_at__isnull", True), ("reopened_by__isnull", True)
                    ),
                    models.Q(
                        ("reopened_at__isnull", False), ("reopened_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="closure_reopened_by_somebody",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="closure",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="closure",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="closure",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        migrations.AddConstraint(
            model_name="calllistentry",
            constraint=models.UniqueConstraint(
                fields=("closure", "booking"), name="call_once_per_closure"
            ),
        ),
        migrations.AddConstraint(
            model_name="calllistentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("told_at__isnull", True), ("told_by__isnull", True)),
                    models.Q(("told_at__isnull", False), ("told_by__isnull", False)),
                    _connector="OR",
                ),
                name="calllistentry_told_by_somebody",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="calllistentry",
            trigger=pgtrigger.compiler.Trigger(
                name="never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="8e862ac20de3b8aaa3d2e4905884a3b9be16cde7",
                    operation="DELETE",
                    pgid="pgtrigger_never_deleted_59fe3",
                    table="reservations_calllistentry",
                    when="BEFORE",
                ),
            ),
        ),
    ]
