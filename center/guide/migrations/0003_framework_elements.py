from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("guide", "0002_roles")]
    operations = [migrations.RenameField("framework", "parts", "elements")]
