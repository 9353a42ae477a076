import re
from collections import Counter

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

END = "结束"
# Stood at nearly every step; the caution above the chart says it for all of them.
GENERAL = ("2026 年修订：待组织部门核对", "条款号待组织部门核对")
SAME = ("phase", "title", "actor", "limit", "text", "record", "source", "revision")


def forward(apps, schema_editor):
    """Copy every step of every edition."""
    node_model, way_model, step_model = (
        apps.get_model("diagrams", name) for name in ("Node", "Way", "Step")
    )
    editions = node_model.objects.values_list("edition", flat=True).distinct()
    for edition in editions.order_by("edition"):
        nodes = list(node_model.objects.filter(edition=edition).order_by("position"))
        titles = Counter(node.title for node in nodes)
        names = {
            node.pk: node.title if titles[node.title] == 1 else str(n)
            for n, node in enumerate(nodes, start=1)
        }
        for n, node in enumerate(nodes, start=1):
            ways = list(way_model.objects.filter(node=node).order_by("pk"))
            is_last, after = n == len(nodes), None if n == len(nodes) else nodes[n].pk
            plain = [way.target_id for way in ways] == ([] if is_last else [after])
            if plain and not any(way.label for way in ways):
                said = ""
            else:
                lines = [(way.label, names[way.target_id]) for way in ways]
                said = "\n".join("：".join(filter(None, line)) for line in lines) or END
            kept = {name: getattr(node, name) for name in SAME}
            if kept["revision"] in GENERAL:
                kept["revision"] = ""
            step_model.objects.create(edition_id=edition, position=n, ways=said, **kept)


def ways_of(titles, number, ways):
    """Return when and to which step it goes on from a step; step 0 is the end."""
    lines = [line for line in ways.splitlines() if line.strip()]
    onward = ("", (number + 1) % (len(titles) + 1))
    return [_way(titles, line) for line in lines] or [onward]


def _way(titles, line):
    *label, target = (part.strip() for part in re.split("[：:]", line))
    numbered = enumerate([END, *titles])
    found = [n for n, title in numbered if target in (title, str(n))]
    return "：".join(label), found[0]


def backward(apps, schema_editor):
    """Write nodes and ways again; the marks of the steps are numbers now."""
    node_model, way_model, step_model = (
        apps.get_model("diagrams", name) for name in ("Node", "Way", "Step")
    )
    editions = step_model.objects.values_list("edition", flat=True).distinct()
    for edition in editions.order_by("edition"):
        steps = list(step_model.objects.filter(edition=edition).order_by("position"))
        titles = [step.title for step in steps]
        ways = [ways_of(titles, n, one.ways) for n, one in enumerate(steps, start=1)]
        nodes = [
            node_model.objects.create(
                edition_id=edition,
                position=n,
                key=f"s{n}",
                shape="choice" if len(ways[n - 1]) > 1 else "step",
                **{name: getattr(step, name) for name in SAME},
            )
            for n, step in enumerate(steps, start=1)
        ]
        way_model.objects.bulk_create(
            way_model(node=node, target=nodes[to - 1], label=label[:20])
            for node, onward in zip(nodes, ways, strict=True)
            for label, to in onward
            if to
        )


class Migration(migrations.Migration):
    dependencies = [("diagrams", "0002_content")]

    operations = [
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
                ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
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
                        blank=True, max_length=40, verbose_name="时限和要求"
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
                    models.CharField(blank=True, max_length=40, verbose_name="依据"),
                ),
                (
                    "revision",
                    models.CharField(
                        blank=True, max_length=160, verbose_name="修订情况"
                    ),
                ),
                (
                    "checked_on",
                    models.DateField(
                        blank=True,
                        help_text="还没核对就空着，会标“待核对”。",
                        null=True,
                        verbose_name="核对于",
                    ),
                ),
                (
                    "ways",
                    models.CharField(
                        blank=True,
                        help_text="空着就接下一步。要分岔或回到前面，一行写一条，如“没有正式党员：3”，冒号后写步骤的名称或序号；到此为止写“结束”。",
                        max_length=300,
                        verbose_name="下一步",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
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
                        fields=("edition", "position"), name="step_position_once"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="ee166aca609d095de2f011a50caf7b0c9946493d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_3338d",
                            table="diagrams_step",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.RunPython(forward, backward),
    ]
