"""No condition is passed any more by what is neither true nor false."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0001_tables"),
        ("center", "0001_tables"),
        ("membership", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="application",
            name="application_talk_whole",
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("state", "talked"), _negated=True),
                        ("talked_by", ""),
                        ("talked_on__isnull", True),
                    ),
                    models.Q(
                        models.Q(("talked_by", ""), _negated=True),
                        ("handed_over_on__isnull", False),
                        ("state", "talked"),
                        ("talked_on__gte", models.F("handed_over_on")),
                        ("talked_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="application_talk_whole",
                violation_error_message="谈话要写日期和谈话人，不早于移交。",
            ),
        ),
    ]
