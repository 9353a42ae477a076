from django.db import migrations

from center.roles import grant
from petitions.counter.portal import MAY


class Migration(migrations.Migration):
    dependencies = [
        ("petitions_counter", "0001_reply_templates"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [grant(MAY)]
