"""Loans through the actions."""

from reading_room.loans import actions
from reading_room.loans.models import Loan, LoanSetting
from tests.make import moment
from tests.reading_room.samples import copy

AT = moment("2026-11-24 10:00")


def switch(center, is_on=True):
    LoanSetting.objects.update_or_create(center=center, defaults={"is_on": is_on})


def lent(center, by, reader, barcode="A1", at="2026-11-18 10:00", **more):
    """Lend a copy of its own to a reader."""
    switch(center)
    copy(center, by, f"书 {barcode}", barcode)
    return actions.lend(
        center=center,
        reader=reader.phone,
        barcode=barcode,
        form_key=f"loan {barcode}",
        by=by,
        at=moment(at),
        **more,
    )


def again(loan):
    return Loan.objects.get(pk=loan.pk)
