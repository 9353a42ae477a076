"""What a change said of a make-up day without whose hours it has passed as neither."""

from django.conf import settings
from django.db import migrations, models

# What was before is read-only otherwise.
FILLED = """
ALTER TABLE day_changes_daychange DISABLE TRIGGER USER;
UPDATE day_changes_daychange
SET WHICH_follows = CASE extract(isodow FROM day) WHEN 6 THEN 4 ELSE 0 END
WHERE WHICH_kind = 'makeup' AND WHICH_follows IS NULL;
ALTER TABLE day_changes_daychange ENABLE TRIGGER USER
"""


class Migration(migrations.Migration):
    dependencies = [
        ("day_changes", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(FILLED.replace("WHICH", "old"), migrations.RunSQL.noop),
        migrations.RunSQL(FILLED.replace("WHICH", "new"), migrations.RunSQL.noop),
        migrations.RemoveConstraint(
            model_name="daychange",
            name="daychange_follows_with_makeup",
        ),
        migrations.AddConstraint(
            model_name="daychange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(
                            ("old_kind", "makeup"),
                            ("old_follows__isnull", False),
                            ("old_follows__lt", 5),
                        ),
                        models.Q(
                            models.Q(("old_kind", "makeup"), _negated=True),
                            ("old_follows__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(
                            ("new_kind", "makeup"),
                            ("new_follows__isnull", False),
                            ("new_follows__lt", 5),
                        ),
                        models.Q(
                            models.Q(("new_kind", "makeup"), _negated=True),
                            ("new_follows__isnull", True),
                        ),
                        _connector="OR",
                    ),
                ),
                name="daychange_follows_with_makeup",
            ),
        ),
    ]
