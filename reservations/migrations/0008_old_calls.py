from django.db import migrations
from django.utils import timezone


def put_on_the_list(apps, schema_editor):
    """Put whom closures still make it necessary to tell on the desk's one list."""
    entry = apps.get_model("reservations", "CallListEntry")
    call = apps.get_model("calls", "Call")
    step = apps.get_model("calls", "CallStep")
    now = timezone.now()
    rows = entry.objects.filter(told_at=None, booking__ends_at__gt=now)
    rows = rows.select_related("booking__person", "closure").order_by("pk")
    for row in rows.iterator(500):
        booking, closure = row.booking, row.closure
        since = closure.made_at or closure.starts_at
        known = {
            "center_id": booking.center_id,
            "subject": f"reservations:{booking.pk}",
            "phone": booking.person.phone or "",
        }
        made = call.objects.filter(**known, state="open").first()
        if made is None:
            name = booking.person.name
            made = call.objects.create(
                **known, person=booking.person, name=name, asked_at=since, version=1
            )
            step.objects.create(
                call=made,
                verb="ask",
                state="open",
                version=1,
                at=since,
                note=f"{row.effect}（{closure.reason}）"[:300],
                why="停用、闭馆碰到的",
            )
        entry.objects.filter(pk=row.pk).update(call=made)


class Migration(migrations.Migration):
    dependencies = [("reservations", "0007_calls"), ("calls", "0002_roles")]
    operations = [
        migrations.RunPython(put_on_the_list, migrations.RunPython.noop),
    ]
