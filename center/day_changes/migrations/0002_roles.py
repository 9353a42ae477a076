from django.db import migrations

from center.day_changes.rules import MAY
from center.roles import grant


class Migration(migrations.Migration):
    dependencies = [
        ("day_changes", "0001_initial"),
        ("center", "0002_roles"),
    ]
    operations = [grant(MAY)]
