import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("petitions_counter", "0001_reply_templates"),
        ("petitions_counter", "0002_roles"),
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
        migrations.CreateModel(
            name="ReplyTemplate",
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
                    "title",
                    models.CharField(
                        help_text="和自带的“办好了”“解释政策”“办不到”“归别处管”同名，就换成您的。",
                        max_length=12,
                        verbose_name="名称",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True,
                        help_text="要填的地方写成【…】，没填完的答复发不出去。留空就是不要这一条。",
                        max_length=3000,
                        verbose_name="内容",
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(default=1, verbose_name="第几个"),
                ),
            ],
            options={
                "verbose_name": "答复的开头",
                "verbose_name_plural": "答复的开头",
                "ordering": ["center", "order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("center", "title"),
                        name="replytemplate_title_once",
                        violation_error_message="这个名称已经有了，改那一条就行。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="replytemplate_has_title",
                        violation_error_message="请写名称。",
                    ),
                ],
            },
        ),
    ]
