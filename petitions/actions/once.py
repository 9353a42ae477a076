"""Do what a form says once, however often the form is sent."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from petitions.models import Done


@transaction.atomic
def run_once(key: str, run: Callable[[], object], *, at: datetime) -> bool:
    """Run ``run`` unless a form with this ``key`` has been carried out already.

    Return whether it was run now. The key is written first and in the same
    transaction: a second sender waits for the first, a refusal frees the key again.
    Keys are locked before cases, and each form has one of its own.
    """
    _, is_new = Done.objects.get_or_create(key=key, defaults={"at": at})
    if is_new:
        run()
    return is_new


def was_done(key: str) -> bool:
    return Done.objects.filter(key=key).exists()
