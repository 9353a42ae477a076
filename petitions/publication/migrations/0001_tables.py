import django.contrib.postgres.operations
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("petition_publication", "0001_initial")]

    initial = True

    dependencies = [
        ("center", "0001_tables"),
        ("petitions", "0001_tables"),
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(),
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
                (
                    "petition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publication",
                        to="petitions.petition",
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
                ("title", models.CharField(max_length=60, verbose_name="标题")),
                ("question", models.TextField(max_length=2000, verbose_name="问题")),
                ("answer", models.TextField(max_length=3000, verbose_name="答复")),
                ("answered_on", models.DateField(verbose_name="答复日期")),
                ("published_at", models.DateTimeField(verbose_name="公开时间")),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁公开的",
                    ),
                ),
                (
                    "unpublished_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="撤下时间"
                    ),
                ),
                (
                    "unpublished_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unpublished_reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="撤下原因"
                    ),
                ),
            ],
            options={
                "verbose_name": "公开的诉求",
                "verbose_name_plural": "公开的诉求",
                "indexes": [
                    models.Index(
                        condition=models.Q(("unpublished_at__isnull", True)),
                        fields=["center", "-published_at"],
                        name="publication_live",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("question", ""), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                        ),
                        name="publication_has_texts",
                        violation_error_message="标题、问题和答复都要写。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("unpublished_at__isnull", True),
                                ("unpublished_by__isnull", True),
                            ),
                            models.Q(
                                ("unpublished_at__isnull", False),
                                ("unpublished_by__isnull", False),
                                models.Q(("unpublished_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="publication_unpublished_with_reason",
                        violation_error_message="撤下要写原因。",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="c424964435b40759fa481f94d8b8f0c26ae892aa",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_ca235",
                            table="petition_publication_publication",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
    ]
