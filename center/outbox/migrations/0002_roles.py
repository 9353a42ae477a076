from django.db import migrations

from center.outbox.rules import MAY
from center.roles import grant


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0001_initial"),
        ("center", "0002_roles"),
    ]
    operations = [grant(MAY)]
