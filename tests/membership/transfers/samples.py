from datetime import timedelta

import pgtrigger

from membership.transfers.models import Refusal
from tests import make as people
from tests.center.registers.sample import Sample
from tests.membership import make as party
from tests.membership.transfers import make
from tests.membership.transfers.access import place

AT = people.moment("2026-11-18 10:00")


def _refusal(cast, n):
    if "transfers" not in cast.staff:
        cast.staff["transfers"] = place(cast)
    branch, doers = cast.staff["transfers"]
    row = make.outgoing(cast.house, party.member(branch, f"拒转{n}"), doers.clerk)
    row = doers.run(row, *make.WAY_OUT["refused"])
    with pgtrigger.ignore("transfers.Refusal:as_it_was"):
        Refusal.objects.filter(transfer=row).update(at=AT - timedelta(days=n))


SAMPLES = {"transfers.refusal": Sample(make=_refusal, word="拒转0")}
