from django.db import migrations

OLD = ("publication", "step", "edition", "diagram")
DROP = [f"DROP TABLE IF EXISTS diagrams_{name} CASCADE" for name in OLD]


class Migration(migrations.Migration):
    """The tables of the charts stood one release longer than the charts."""

    dependencies = [("guide", "0001_tables")]

    operations = [migrations.RunSQL(DROP, migrations.RunSQL.noop)]
