from django.db import migrations

from center.roles import grant
from center.rules import Role


class Migration(migrations.Migration):
    dependencies = [("center", "0004_staff_history")]
    operations = [grant({Role.SUPERVISOR: ["center.view_staffstep"]})]
