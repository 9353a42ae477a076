"""What loans show on the desk, in 我的 and beside a search; their jobs."""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from center.calls.rules import rows_of
from center.cards import Card, Entry, Item, Section
from center.jobs import job
from center.models import Center, User
from center.outbox.models import Message
from center.wording import short_day
from reading_room.loans import actions
from reading_room.loans.models import Loan, lends
from reading_room.loans.rules import DAYS, MAY, MOST_LENT, is_late

__all__ = [
    "MATTER",
    "MAY",
    "cards",
    "center_closed",
    "holds",
    "links",
    "matters",
    "own_data",
    "own_section",
    "reading_notes",
    "remind",
]

MATTER = "loans"
TONES = {Loan.State.RETURNED: "ok", Loan.State.LOST: "off"}
SHOWN, MOST = 6, 30
# Whole rows of three tables are some sixty columns; a line shows these.
LISTED = ("state", "due_on", "copy__title__name")


def cards(user: User, at: datetime) -> list[Card]:
    if not user.has_perm("loans.view_loan"):
        return []
    count = Loan.objects.visible_to(user).late(localdate(at)).count()
    if not count:
        return []
    url = f"{reverse('loans:list')}?late=1"
    return [Card("过期没还的书", count, "打电话请读者来还", url, is_urgent=True)]


def links(user: User) -> list[Entry]:
    if not user.has_perm("loans.view_loan"):
        return []
    text = "扫条码借出、还回，过期的和电话"
    return [Entry("借书还书", text, reverse("loans:list"), "book")]


def own_section(user: User, at: datetime) -> Section:
    today = localdate(at)
    found = Loan.objects.filter(reader=user).select_related("copy__title")
    rows = list(found.only(*LISTED).out_first()[:MOST])
    out = sum(row.state == Loan.State.OUT for row in rows)
    url = reverse("loans:own")
    return Section(
        title="我借的书",
        empty="没有借着的书。",
        items=[_item(row, today, url) for row in rows[: max(SHOWN, out)]],
        more_url=url if out else "",
    )


def _item(row: Loan, today: Any, url: str) -> Item:
    if row.state != Loan.State.OUT:
        tone = TONES[Loan.State(row.state)]
        return Item(str(row), "", url, row.get_state_display(), tone)
    late = is_late(row.due_on, today)
    text = f"{short_day(row.due_on)}前还"
    return Item(
        str(row), text, url, "过期了" if late else "在借", "warn" if late else "now"
    )


def own_data(user: User) -> tuple[str, list[dict[str, str]]]:
    rows = Loan.objects.filter(reader=user).whole().order_by("pk")
    return "借书", [
        {
            "书名": str(row.copy.title),
            "条码": row.copy.barcode,
            "借出日期": f"{localdate(row.lent_at):%Y-%m-%d}",
            "应还日期": f"{row.due_on:%Y-%m-%d}",
            "续借次数": str(row.renewals),
            "状态": row.get_state_display(),
        }
        for row in rows
    ]


def holds(user: User, at: datetime) -> list[str]:
    rows = Loan.objects.filter(reader=user).whole().open()
    return [f"借的{row}还没有还，请先还。" for row in rows]


def reading_notes(center: Center, at: datetime) -> list[str]:
    """Say beside a search that books may be taken home."""
    if not lends(center):
        return []
    return [f"可以借回家：凭手机号，最多 {MOST_LENT} 册，看 {DAYS} 天，能续一次。"]


@job("借书：{} 册应还那天闭馆，已经顺延并告诉读者。")
def shift(at: datetime) -> int:
    return actions.shift_due_days(at)


@job("借书：写下 {} 条到期的提醒。")
def remind_readers(at: datetime) -> int:
    """Remind the day before, each once; what was missed is caught up on the day."""
    today = localdate(at)
    days = [today, today + timedelta(days=1)]
    rows = list(Loan.objects.open().filter(due_on__in=days).whole())
    keys = {actions.reminder_key(row): row for row in rows if row.reader.phone}
    known = Message.objects.filter(once__in=keys).values_list("once", flat=True)
    wanted = keys.keys() - {*known}
    for key in sorted(wanted):
        actions.remind_of(keys[key], at)
    return len(wanted)


remind = (shift, remind_readers)


def center_closed(
    *, center: Center, start: datetime, end: datetime, reason: str, by: User, at: Any
) -> None:
    """Move due days at once when a center closes."""
    fresh = Center.objects.get(pk=center.pk)
    actions.shift_due_days(at, fresh)


def matters(user: User, subjects: set[str]) -> dict[str, tuple[str, str]]:
    if not user.has_perm("loans.view_loan"):
        return {}
    rows = Loan.objects.visible_to(user).filter(pk__in=rows_of(subjects, MATTER))
    return {
        f"{MATTER}:{row.pk}": (f"借阅：{row}", row.get_absolute_url())
        for row in rows.select_related("copy__title")
    }
