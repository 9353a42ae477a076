import datetime

from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("membership", "0004_exported"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    # Rows of before that hold a slip of the year do not stop an upgrade.
    operations = [
        AddConstraintNotValid(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("joined_on__gte", datetime.date(1900, 1, 1)),
                    models.Q(
                        ("born_on__isnull", True),
                        ("born_on__gte", datetime.date(1900, 1, 1)),
                        _connector="OR",
                    ),
                    models.Q(
                        ("lost_contact_on__isnull", True),
                        ("lost_contact_on__gte", datetime.date(1900, 1, 1)),
                        _connector="OR",
                    ),
                ),
                name="member_days_are_meant",
                violation_error_message="年份太早了，请写 1900 年以后的日期。",
            ),
        ),
    ]
