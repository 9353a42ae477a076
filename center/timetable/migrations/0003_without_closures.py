from django.db import migrations


class Migration(migrations.Migration):
    """Closures stand with what they shut; ``closures`` has copied these."""

    dependencies = [
        ("closures", "0003_one_closure"),
        ("timetable", "0002_roles"),
    ]

    operations = [migrations.DeleteModel(name="Closure")]
