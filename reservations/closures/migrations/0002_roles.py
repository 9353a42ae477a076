from django.db import migrations

from center.roles import grant
from reservations.closures.rules import MAY


class Migration(migrations.Migration):
    dependencies = [
        ("closures", "0001_initial"),
        ("center", "0002_roles"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [grant(MAY)]
