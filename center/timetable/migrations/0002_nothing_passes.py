"""A make-up day without whose hours it has passed the constraint as neither.

Until now such a day was worked and the doors stayed shut: it gets the hours that a
loaded year gives it, Friday's on a Saturday, else Monday's.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("timetable", "0001_tables"),
    ]

    operations = [
        migrations.RunSQL(
            "UPDATE timetable_specialday"
            " SET follows = CASE extract(isodow FROM day) WHEN 6 THEN 4 ELSE 0 END"
            " WHERE kind = 'makeup' AND follows IS NULL",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveConstraint(
            model_name="specialday",
            name="specialday_makeup_follows_weekday",
        ),
        migrations.AddConstraint(
            model_name="specialday",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("follows__isnull", True), ("kind", "holiday")),
                    models.Q(
                        ("follows__isnull", False),
                        ("follows__lt", 5),
                        ("kind", "makeup"),
                    ),
                    _connector="OR",
                ),
                name="specialday_makeup_follows_weekday",
                violation_error_message="调休上班的日子要写明按周一到周五的哪一天开放，放假的日子不写。",
            ),
        ),
    ]
