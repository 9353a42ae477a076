from django.db import migrations

from center.roles import grant
from center.roster.portal import MAY


class Migration(migrations.Migration):
    dependencies = [
        ("roster", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [grant(table) for table in MAY]
