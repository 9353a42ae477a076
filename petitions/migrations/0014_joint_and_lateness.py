import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


def keep_lateness(apps, schema_editor):
    """What a correction has moved after a missed day stays late on the case, too."""
    clocks = apps.get_model("petitions", "ClockRow").objects
    rows = clocks.filter(was_late=True, round__number=models.F("petition__round"))
    cases = apps.get_model("petitions", "Petition").objects
    cases.filter(pk__in=rows.values("petition")).update(was_late=True)


class Migration(migrations.Migration):
    dependencies = [
        ("center", "0010_codes_know_their_browser"),
        ("petitions", "0013_absences_of_the_roster"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                ("name", models.CharField(max_length=40, verbose_name="姓名")),
                (
                    "phone",
                    models.CharField(blank=True, max_length=20, verbose_name="电话"),
                ),
                (
                    "place",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="第几位代表"
                    ),
                ),
                ("added_at", models.DateTimeField(verbose_name="写上的时间")),
                (
                    "left_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="去掉的时间"
                    ),
                ),
            ],
            options={
                "verbose_name": "联名人",
                "verbose_name_plural": "联名人",
                "ordering": ["petition", "place", "pk"],
            },
        ),
        migrations.RemoveIndex(
            model_name="petition",
            name="petition_person_kept",
        ),
        migrations.AddField(
            model_name="petition",
            name="signer_count",
            field=models.PositiveSmallIntegerField(
                db_default=0, default=0, editable=False, verbose_name="另外联名的人数"
            ),
        ),
        migrations.AddField(
            model_name="petition",
            name="was_late",
            field=models.BooleanField(
                db_default=False, default=False, editable=False, verbose_name="超期过"
            ),
        ),
        migrations.AlterField(
            model_name="step",
            name="verb",
            field=models.CharField(
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
        migrations.AddIndex(
            model_name="petition",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        ["registered", "in_hand", "escalated", "handed_back"],
                    ),
                    ("was_late", True),
                ),
                fields=["center"],
                name="petition_open_was_late",
            ),
        ),
        migrations.AddIndex(
            model_name="petition",
            index=models.Index(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clockrow",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("signer_count__lt", 201),
                    models.Q(
                        ("anonymous", False), ("signer_count", 0), _connector="OR"
                    ),
                ),
                name="petition_signers_few",
                violation_error_message="联名最多 200 人，匿名的不能联名。",
            ),
        ),
        migrations.AddField(
            model_name="cosigner",
            name="added_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="cosigner",
            name="left_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="cosigner",
            name="petition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signers",
                to="petitions.petition",
                verbose_name="诉求",
            ),
        ),
        migrations.AddIndex(
            model_name="cosigner",
            index=models.Index(
                condition=models.Q(("phone", ""), _negated=True),
                fields=["phone"],
                name="cosigner_phone",
            ),
        ),
        migrations.AddConstraint(
            model_name="cosigner",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True),
                name="cosigner_has_name",
                violation_error_message="联名的人要写姓名。",
            ),
        ),
        migrations.AddConstraint(
            model_name="cosigner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("place__isnull", True),
                    models.Q(("phone", ""), _negated=True),
                    _connector="OR",
                ),
                name="cosigner_speaker_has_phone",
                violation_error_message="代表要留手机号，好告诉他们进展。",
            ),
        ),
        migrations.AddConstraint(
            model_name="cosigner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("place__isnull", True), ("place__range", (1, 5)), _connector="OR"
                ),
                name="cosigner_few_speak",
                violation_error_message="代表最多 5 位。",
            ),
        ),
        migrations.AddConstraint(
            model_name="cosigner",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_at__isnull", True), ("place__isnull", False)),
                fields=("petition", "place"),
                name="cosigner_place_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="cosigner",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("left_at__isnull", True), models.Q(("phone", ""), _negated=True)
                ),
                fields=("petition", "name", "phone"),
                name="cosigner_once",
                violation_error_message="这个人已经在联名里了。",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cosigner",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cosigner",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        # Last: what waits for the end of the transaction keeps tables from changing.
        migrations.RunPython(keep_lateness, migrations.RunPython.noop),
    ]
