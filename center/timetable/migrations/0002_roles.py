from django.db import migrations

from center.roles import grant
from center.timetable.rules import MAY


class Migration(migrations.Migration):
    dependencies = [
        ("timetable", "0001_initial"),
        ("center", "0002_roles"),
    ]
    operations = [grant(MAY)]
