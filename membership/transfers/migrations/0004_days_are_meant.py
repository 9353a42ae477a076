import datetime

from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("center", "0005_staff_history_roles"),
        ("membership", "0005_days_are_meant"),
        ("transfers", "0003_export"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    # Rows of before that hold a slip of the year do not stop an upgrade.
    operations = [
        AddConstraintNotValid(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("came_on__isnull", True),
                        ("came_on__gte", datetime.date(1900, 1, 1)),
                        _connector="OR",
                    ),
                    models.Q(
                        ("joined_on__isnull", True),
                        ("joined_on__gte", datetime.date(1900, 1, 1)),
                        _connector="OR",
                    ),
                    models.Q(
                        ("born_on__isnull", True),
                        ("born_on__gte", datetime.date(1900, 1, 1)),
                        _connector="OR",
                    ),
                    models.Q(
                        ("came_valid_until__isnull", True),
                        ("came_valid_until__gte", datetime.date(1900, 1, 1)),
                        _connector="OR",
                    ),
                ),
                name="transfer_days_are_meant",
                violation_error_message="年份太早了，请写 1900 年以后的日期。",
            ),
        ),
    ]
