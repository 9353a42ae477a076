"""Invented loans, in the second center alone: some out, some late, some back."""

from datetime import datetime, timedelta

from center.models import User
from reading_room.loans import actions
from reading_room.loans.models import LoanSetting
from reading_room.models import Copy

CLERK = "16100000008"
READERS = ["16100000001", "16100000002", "16100000007"]
# How many days ago it was lent, and whether it came back.
LENT = [
    (45, False), (41, True), (29, False), (26, False), (24, False), (21, True),
    (12, False), (8, False), (3, False), (1, False),
]  # fmt: skip


def fill(*, at: datetime, password: str) -> None:
    """Switch loans on in the community and lend a few books."""
    clerk = User.objects.get(phone=CLERK)
    center = clerk.center
    assert center is not None
    LoanSetting.objects.create(center=center, is_on=True)
    copies = Copy.objects.filter(center=center).order_by("pk")[:: len(LENT)]
    for n, ((days, is_back), copy) in enumerate(zip(LENT, copies, strict=False)):
        then = at - timedelta(days=days, minutes=7 * n)
        loan = actions.lend(
            center=center,
            reader=READERS[n % len(READERS)],
            barcode=copy.barcode,
            form_key=f"demo-loan-{n}",
            by=clerk,
            at=then,
            reason="读者说这几天就来还",
        )
        if is_back:
            actions.take_back(
                loan, version=None, by=clerk, at=then + timedelta(days=18)
            )
