from django.db import migrations

from center.roles import grant
from petitions.rules import MAY


class Migration(migrations.Migration):
    dependencies = [("petitions", "0004_retention")]
    operations = [grant(MAY)]
