import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("guide", "0006_windows_and_posts_leave"),
        ("roster", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="version",
                    name="post",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="roster.post",
                        verbose_name="责任岗位",
                    ),
                ),
                migrations.AlterField(
                    model_name="version",
                    name="window",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="roster.window",
                        verbose_name="窗口",
                    ),
                ),
                migrations.DeleteModel(name="Post"),
                migrations.DeleteModel(name="Window"),
            ],
        ),
    ]
