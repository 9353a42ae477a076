from django.db import migrations

from center.notices.portal import MAY
from center.roles import grant


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [grant(table) for table in MAY]
