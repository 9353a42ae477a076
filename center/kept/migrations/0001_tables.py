import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from center.operations import CreateModels


class Migration(migrations.Migration):
    replaces = [("kept", "0001_initial"), ("kept", "0002_sent_forms")]

    initial = True

    dependencies = []

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="SentForm",
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
                        ("key", models.CharField(max_length=64, unique=True)),
                        ("said", models.CharField(max_length=64)),
                        ("at", models.DateTimeField(db_index=True)),
                    ],
                    options={
                        "verbose_name": "交过的表",
                        "verbose_name_plural": "交过的表",
                    },
                ),
                migrations.CreateModel(
                    name="HeldFile",
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
                        ("token", models.CharField(max_length=32, unique=True)),
                        ("owner", models.CharField(max_length=64)),
                        ("path", models.CharField(max_length=200)),
                        ("field", models.CharField(max_length=40)),
                        ("name", models.CharField(max_length=100)),
                        ("content_type", models.CharField(max_length=100)),
                        ("size", models.PositiveIntegerField()),
                        ("file", models.FileField(max_length=120, upload_to="held/")),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "等着的文件",
                        "verbose_name_plural": "等着的文件",
                        "indexes": [
                            models.Index(fields=["at"], name="heldfile_at"),
                            models.Index(fields=["owner"], name="heldfile_owner"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Draft",
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
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="drafts",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("path", models.CharField(max_length=200)),
                        ("fields", models.JSONField()),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "草稿",
                        "verbose_name_plural": "草稿",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "path"), name="draft_one_a_form"
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
