"""Give the tables of windows and posts to the roster, with every row and its history."""

import pgtrigger.migrations
from django.db import migrations

_KEPT = """
ALTER TABLE {0}_window RENAME TO {1}_window;
ALTER TABLE {0}_post RENAME TO {1}_post;
ALTER TABLE {1}_window RENAME CONSTRAINT {0}_window_form_once TO {1}_window_form_once;
ALTER TABLE {1}_window
    RENAME CONSTRAINT {0}_window_state_known TO {1}_window_state_known;
ALTER TABLE {1}_post RENAME CONSTRAINT {0}_post_form_once TO {1}_post_form_once;
ALTER TABLE {1}_post RENAME CONSTRAINT {0}_post_state_known TO {1}_post_state_known;
UPDATE django_content_type SET app_label = '{1}'
    WHERE app_label = '{0}' AND model IN ('window', 'post');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("guide", "0005_one_list_of_empty_searches"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(model_name="post", name="never_deleted"),
        pgtrigger.migrations.RemoveTrigger(model_name="post", name="state_moves"),
        pgtrigger.migrations.RemoveTrigger(
            model_name="post", name="every_move_has_a_step"
        ),
        pgtrigger.migrations.RemoveTrigger(model_name="window", name="never_deleted"),
        pgtrigger.migrations.RemoveTrigger(model_name="window", name="state_moves"),
        pgtrigger.migrations.RemoveTrigger(
            model_name="window", name="every_move_has_a_step"
        ),
        migrations.RunSQL(
            _KEPT.format("guide", "roster"), _KEPT.format("roster", "guide")
        ),
    ]
