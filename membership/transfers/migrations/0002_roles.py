from django.db import migrations

from center.roles import grant
from membership.transfers.rules import MAY


class Migration(migrations.Migration):
    dependencies = [("transfers", "0001_initial"), ("membership", "0002_roles")]
    operations = [grant(MAY)]
