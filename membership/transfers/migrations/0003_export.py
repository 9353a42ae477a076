from django.db import migrations

from center.roles import grant
from membership.transfers.rules import MAY


class Migration(migrations.Migration):
    """Whoever works with the register may take it out as a file."""

    dependencies = [("transfers", "0002_roles"), ("membership", "0004_exported")]
    operations = [
        migrations.AlterModelOptions(
            name="transfer",
            options={
                "ordering": ["-pk"],
                "permissions": [
                    ("handle_transfer", "可以受理和登记接转"),
                    ("confirm_transfer", "可以登记支部的确认"),
                    ("approve_transfer", "可以登记党委的审批和接收"),
                    ("seal_transfer", "可以登记用印、开信和寄回执"),
                    ("export_transfer", "可以导出接转登记簿（号码隐去）"),
                ],
                "verbose_name": "组织关系接转",
                "verbose_name_plural": "组织关系接转",
            },
        ),
        grant(MAY),
    ]
