from django.db import migrations

from center.roles import grant
from reservations.rules.venues import MAY


class Migration(migrations.Migration):
    dependencies = [
        ("closures", "0003_one_closure"),
        ("reservations", "0003_closures"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="unit",
            name="unit_broken_says_why",
        ),
        migrations.RemoveField(
            model_name="unit",
            name="note",
        ),
        migrations.RemoveField(
            model_name="unit",
            name="state",
        ),
        migrations.DeleteModel(
            name="UnitStep",
        ),
        migrations.DeleteModel(
            name="VenueClosure",
        ),
        grant(MAY),
    ]
