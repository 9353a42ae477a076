from django.db import migrations


class Migration(migrations.Migration):
    """What roles may do with closures is granted where these stand by now."""

    dependencies = [
        ("closures", "0001_initial"),
        ("center", "0002_roles"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = []
