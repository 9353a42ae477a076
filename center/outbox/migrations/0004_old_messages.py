from django.db import migrations
from django.db.models import F

from center.outbox.rules import MAY
from center.roles import grant

OLD_TRIES = 5
# The marks of messages about requests begin like this, and their number follows.
MARKS = ("petition:", "petition-reminder:")


def give_states(apps, editor):
    """What went is sent, what was given up has failed, the rest waits from now on."""
    messages = apps.get_model("outbox", "Message").objects
    messages.filter(sent_at__isnull=False).update(state="sent")
    unsent = messages.filter(sent_at__isnull=True)
    unsent.filter(tries__gte=OLD_TRIES).update(state="failed")
    unsent.filter(phone="").update(state="stopped")
    messages.filter(state="waiting").update(next_try_at=F("written_at"))


def give_subjects(apps, editor):
    """Who keeps away from a request is not to find the messages about it."""
    model = apps.get_model("outbox", "Message")
    for mark in MARKS:
        rows = model.objects.filter(once__startswith=mark, subject="").only("once")
        for row in rows.iterator(1000):
            row.subject = f"petitions:{row.once.split(':')[1]}"
            row.save(update_fields=["subject"])


class Migration(migrations.Migration):
    dependencies = [("outbox", "0003_states")]
    operations = [
        migrations.RunPython(give_states, migrations.RunPython.noop),
        migrations.RunPython(give_subjects, migrations.RunPython.noop),
        grant(MAY),
    ]
