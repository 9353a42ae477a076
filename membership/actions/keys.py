"""Put every stored number under the newest key."""

from datetime import datetime

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from membership import crypto
from membership.actions.imports import discard_waiting_imports
from membership.models import Member

CHUNK = 500


def rotate_keys(*, at: datetime) -> int:
    """Encrypt all numbers under the newest key, chunk by chunk; return how many.

    It may be stopped and run again. Uploaded lists that wait are thrown away: they
    are encrypted under the old key and live for a day only.
    """
    discard_waiting_imports(at=at)
    last, count = 0, 0
    while chunk := _rotate_after(last):
        last, count = chunk[-1], count + len(chunk)
    return count


@sensitive_variables()
@transaction.atomic
def _rotate_after(last: int) -> list[int]:
    """Encrypt the next members anew; return their numbers in the table."""
    found = Member.objects.select_for_update().filter(pk__gt=last).exclude(id_cipher="")
    rows = list(found.order_by("pk")[:CHUNK])
    for row in rows:
        number = crypto.unseal(row.id_cipher)
        row.id_cipher, row.id_index = crypto.seal(number), crypto.blind(number)
    Member.objects.bulk_update(rows, ["id_cipher", "id_index"])
    return [row.pk for row in rows]
