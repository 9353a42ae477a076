from django.db import migrations, models

from center.roles import grant
from membership.rules import MAY


class Migration(migrations.Migration):
    """When a branch was founded; supervisors may read posts and changes."""

    dependencies = [("membership", "0002_roles")]
    operations = [
        migrations.AddField(
            model_name="organization",
            name="founded_on",
            field=models.DateField(blank=True, null=True, verbose_name="成立日期"),
        ),
        grant(MAY),
    ]
