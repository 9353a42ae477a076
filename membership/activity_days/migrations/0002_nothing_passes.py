"""No condition is passed any more by what is neither true nor false."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activity_days", "0001_tables"),
        ("center", "0001_tables"),
        ("membership", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="activityday",
            name="activityday_times_in_order",
        ),
        migrations.RemoveConstraint(
            model_name="activityday",
            name="activityday_report_whole",
        ),
        migrations.RemoveConstraint(
            model_name="photo",
            name="photo_removed_whole",
        ),
        migrations.AddConstraint(
            model_name="activityday",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ends_at__isnull", True), ("starts_at__isnull", True)),
                    models.Q(
                        ("ends_at__gt", models.F("starts_at")),
                        ("ends_at__isnull", False),
                        ("starts_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="activityday_times_in_order",
                violation_error_message="结束要晚于开始。",
            ),
        ),
        migrations.AddConstraint(
            model_name="activityday",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(
                            ("state__in", ["reported", "returned", "signed"]),
                            _negated=True,
                        ),
                        ("first_reported_at__isnull", True),
                        ("reported_at__isnull", True),
                        ("reported_by__isnull", True),
                        ("reported_to__isnull", True),
                    ),
                    models.Q(
                        models.Q(("effect", ""), _negated=True),
                        ("attending_count__isnull", False),
                        ("attending_count__lte", models.F("expected_count")),
                        ("contents__len__gte", 1),
                        ("expected_count__isnull", False),
                        ("first_reported_at__isnull", False),
                        ("reported_at__gte", models.F("first_reported_at")),
                        ("reported_at__isnull", False),
                        ("reported_by__isnull", False),
                        ("reported_to__isnull", False),
                        ("state__in", ["reported", "returned", "signed"]),
                    ),
                    _connector="OR",
                ),
                name="activityday_report_whole",
                violation_error_message="报送要有内容、参加人数和效果。",
            ),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("removed_at__isnull", True), ("removed_by__isnull", True)
                    ),
                    models.Q(
                        ("removed_at__gte", models.F("added_at")),
                        ("removed_at__isnull", False),
                        ("removed_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="photo_removed_whole",
            ),
        ),
    ]
