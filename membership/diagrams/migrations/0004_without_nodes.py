import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Drop what the steps were copied from."""

    dependencies = [
        ("diagrams", "0003_steps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.DeleteModel(name="Way"),
        migrations.DeleteModel(name="Node"),
        migrations.AlterModelOptions(
            name="edition",
            options={
                "ordering": ["-number", "-pk"],
                "verbose_name": "流程图版本",
                "verbose_name_plural": "流程图版本",
            },
        ),
        migrations.RemoveConstraint(model_name="diagram", name="diagram_slug_once"),
        migrations.RemoveConstraint(model_name="edition", name="edition_form_once"),
        migrations.AlterField(
            model_name="diagram",
            name="published",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="diagrams.edition",
            ),
        ),
        migrations.AlterField(
            model_name="diagram",
            name="slug",
            field=models.SlugField(
                max_length=30, unique=True, verbose_name="网址里的名字"
            ),
        ),
        migrations.AlterField(
            model_name="edition",
            name="diagram",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="editions",
                to="diagrams.diagram",
            ),
        ),
        migrations.AlterField(
            model_name="edition",
            name="form_key",
            field=models.CharField(
                editable=False, max_length=64, null=True, unique=True
            ),
        ),
        migrations.AlterField(
            model_name="edition",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterConstraint(
            model_name="edition",
            name="edition_number_once",
            constraint=models.UniqueConstraint(
                fields=("diagram", "number"), name="edition_number_once"
            ),
        ),
    ]
