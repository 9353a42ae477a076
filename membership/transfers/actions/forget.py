"""Forget how to reach somebody whose account is closed; the papers stay."""

from datetime import datetime

import pgtrigger

from center.models import User
from membership.transfers.models import Letter, Transfer


def forget_person(person: User, at: datetime) -> None:
    """Take the number off a person's transfers and their letters."""
    rows = Transfer.objects.of_person(person)
    # Letters never change again; that somebody is forgotten stands above it.
    with pgtrigger.ignore():
        Letter.objects.filter(transfer__in=rows.values("pk")).update(phone="")
        rows.update(phone="")
