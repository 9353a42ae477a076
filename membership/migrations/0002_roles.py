from django.db import migrations

from center.roles import grant
from membership.rules import MAY


class Migration(migrations.Migration):
    dependencies = [("membership", "0001_initial"), ("center", "0002_roles")]
    operations = [grant(MAY)]
