import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("center", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Diagram",
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
                ("slug", models.SlugField(max_length=30, verbose_name="网址里的名字")),
            ],
            options={
                "verbose_name": "流程图",
                "verbose_name_plural": "流程图",
                "ordering": ["pk"],
                "permissions": [("publish_diagram", "可以公开流程图的版本")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("slug",),
                        name="diagram_slug_once",
                        violation_error_message="已经有这个名字的流程图。",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="d24da9faf30aec46b70ba15cd3c10d57b53c51b6",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_d047f",
                            table="diagrams_diagram",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Edition",
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
                ("number", models.PositiveIntegerField(verbose_name="版本")),
                ("title", models.CharField(max_length=40, verbose_name="名称")),
                (
                    "intro",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="开头的话"
                    ),
                ),
                (
                    "caution",
                    models.CharField(blank=True, max_length=300, verbose_name="提醒"),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="改了什么"
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="修改时间")),
                (
                    "form_key",
                    models.CharField(editable=False, max_length=64, null=True),
                ),
                (
                    "diagram",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="diagrams.diagram",
                        verbose_name="流程图",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="修改人",
                    ),
                ),
            ],
            options={
                "verbose_name": "流程图版本",
                "verbose_name_plural": "流程图版本",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("diagram", "number"),
                        name="edition_number_once",
                        violation_error_message="别人刚存了新的一版，请先看看再改。",
                    ),
                    models.UniqueConstraint(
                        fields=("form_key",), name="edition_form_once"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="d7467c8534f3676bc15acb866c7514030ce6c584",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_17294",
                            table="diagrams_edition",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Node",
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
                ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                ("key", models.CharField(max_length=20, verbose_name="标记")),
                (
                    "phase",
                    models.CharField(blank=True, max_length=20, verbose_name="阶段"),
                ),
                ("title", models.CharField(max_length=40, verbose_name="名称")),
                (
                    "actor",
                    models.CharField(blank=True, max_length=40, verbose_name="谁来办"),
                ),
                (
                    "limit",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="时限和要求（画在图上）"
                    ),
                ),
                (
                    "text",
                    models.CharField(blank=True, max_length=400, verbose_name="说明"),
                ),
                (
                    "record",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="留下的材料"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="依据（画在图上）"
                    ),
                ),
                (
                    "revision",
                    models.CharField(
                        blank=True, max_length=160, verbose_name="修订情况"
                    ),
                ),
                (
                    "shape",
                    models.CharField(
                        choices=[("step", "步骤"), ("choice", "判断")],
                        default="step",
                        max_length=6,
                        verbose_name="画法",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nodes",
                        to="diagrams.edition",
                    ),
                ),
            ],
            options={
                "verbose_name": "流程图步骤",
                "verbose_name_plural": "流程图步骤",
                "ordering": ["edition", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("edition", "position"), name="node_position_once"
                    ),
                    models.UniqueConstraint(
                        fields=("edition", "key"), name="node_key_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("shape__in", ["step", "choice"])),
                        name="node_shape_known",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="9ddb8d127b638d171be5c427d913c3213ec324ed",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_d4d25",
                            table="diagrams_node",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Publication",
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
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="diagrams.edition",
                    ),
                ),
            ],
            options={
                "verbose_name": "公开记录",
                "verbose_name_plural": "公开记录",
                "ordering": ["at", "pk"],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="eea2a06b32f3bb0a3165fb8be7a96d6808df9429",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_f63e2",
                            table="diagrams_publication",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Way",
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
                    "label",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="什么情况"
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ways",
                        to="diagrams.node",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="diagrams.node",
                    ),
                ),
            ],
            options={
                "verbose_name": "流程图走向",
                "verbose_name_plural": "流程图走向",
                "constraints": [
                    models.UniqueConstraint(fields=("node", "target"), name="way_once"),
                    models.CheckConstraint(
                        condition=models.Q(("node", models.F("target")), _negated=True),
                        name="way_not_to_itself",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="a5e1ae50436588f2b98e306ee04d39375c73d31a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_9d320",
                            table="diagrams_way",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="diagram",
            name="published",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="diagrams.edition",
                verbose_name="公开的版本",
            ),
        ),
    ]
