"""What transfers show on the staff desk and in 我的."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate

from center.calls.rules import rows_of
from center.cards import Card, Entry, Item, Section
from center.models import User
from center.registers.register import links_of
from membership.transfers.actions import asking, watching
from membership.transfers.actions.forget import forget_person
from membership.transfers.models import Refusal, Transfer
from membership.transfers.registers import REFUSALS
from membership.transfers.rules import story
from membership.transfers.rules.roles import MAY, PERMISSION, Actor
from membership.transfers.rules.states import State

__all__ = [
    "MATTER",
    "MAY",
    "address_of",
    "becomes",
    "cards",
    "forget_person",
    "holds",
    "keeps_row",
    "links",
    "matters",
    "own_data",
    "own_section",
    "people_of",
    "person_section",
    "remind",
    "takes_line",
]

MATTER = "transfers"
# Letters run out first: whoever is reminded then reads how things are.
remind = (
    watching.expire,
    watching.remind_of_endings,
    watching.remind_of_receipts,
    watching.remind_of_probations,
)

OWN_SHOWN, CARD_SHOWN = 5, 20


def becomes(kind: str, venues: Collection[str]) -> dict[str, str]:
    return dict.fromkeys(venues, reverse("transfers:new")) if kind == "transfer" else {}


def cards(user: User, at: datetime) -> list[Card]:
    if not user.has_perm("transfers.view_transfer"):
        return []
    seen = Transfer.objects.visible_to(user)
    mine = seen.waiting_for(user).count()
    overdue = seen.filter(state=State.OVERDUE).count()
    late = seen.receipt_late(localdate(at)).count()
    unseen = Refusal.objects.for_superior(user).filter(seen_at__isnull=True).count()
    url = f"{reverse('transfers:register')}?way="
    found = [
        Card("接转等您办", mine, "受理、确认、审批、用印", f"{url}all&state=mine"),
        Card("介绍信过期", overdue, "还没有回执", f"{url}all&state=overdue", True),
        Card("回执到期", late, "该催或该寄", f"{url}all&state=late", True),
        Card("拒转拒接", unseen, "等上级复核", f"{url}refusals&state=unseen", True),
    ]
    return [card for card in found if card.count]


def address_of(user: User, code: str) -> str:
    if not user.has_perm("transfers.view_transfer"):
        return ""
    found = Transfer.objects.visible_to(user).filter(code=code).first()
    return found.desk_url if found else ""


def _leaves(user: User, line: Any) -> Entry | None:
    return _taken(user, line, "转出组织关系", "transfers:out_new")


def _comes(user: User, line: Any) -> Entry | None:
    return _taken(user, line, "转入组织关系", "transfers:in_new")


def _taken(user: User, line: Any, title: str, name: str) -> Entry | None:
    if not user.has_perm(PERMISSION[Actor.CLERK]):
        return None
    return Entry(title, "", f"{reverse(name)}?{urlencode({'line': line.key})}", "door")


takes_line = (_leaves, _comes)


def links(user: User) -> list[Entry]:
    if not user.has_perm("transfers.view_transfer"):
        return []
    url = reverse("transfers:register")
    register = Entry("组织关系接转", "转出、转入、介绍信、回执", url, "door")
    return [register, *links_of([REFUSALS], user)]


def own_section(user: User, at: datetime) -> Section:
    rows = list(Transfer.objects.of_person(user).newest_first()[:OWN_SHOWN])
    new = reverse("transfers:new")
    return Section(
        title="组织关系接转",
        empty="没有在办的。要转党、团组织关系，可以在这里申请。",
        items=[
            Item(
                title=f"{row.get_direction_display()}：{row.other_side}",
                text=story.NOW[State(row.state)],
                url=row.get_absolute_url(),
                state=row.get_state_display(),
                tone=row.tone,
            )
            for row in rows
        ],
        more_url=new,
        more_text="再申请一件",
        invite=("申请接转", new) if not rows and asking.may_ask(user) else None,
    )


def people_of(user: User) -> Any:
    rows = Transfer.objects.visible_to(user).filter(person__isnull=False)
    return rows.order_by().values("person")


def person_section(user: User, person: User, at: datetime) -> Section | None:
    rows = Transfer.objects.visible_to(user).of_person(person).newest_first()
    shown = list(rows[:CARD_SHOWN])
    if not shown:
        return None
    items = [
        Item(
            title=f"{row.get_direction_display()}：{row.other_side}",
            text=row.get_kind_display(),
            url=row.desk_url,
            state=row.get_state_display(),
            tone=row.tone,
        )
        for row in shown
    ]
    return Section("组织关系接转", "", items)


def own_data(user: User) -> tuple[str, list[dict[str, str]]]:
    rows = Transfer.objects.of_person(user).newest_first()
    return "组织关系接转", [
        {
            "查询码": row.code_grouped,
            "方向": row.get_direction_display(),
            "类别": row.get_kind_display(),
            "渠道": row.get_channel_display(),
            "对方": row.other_side,
            "状态": row.get_state_display(),
            "登记": f"{row.created_at:%Y-%m-%d}",
            "党费交到": f"{row.dues_paid_through:%Y-%m}"
            if row.dues_paid_through
            else "",
        }
        for row in rows
    ]


def holds(user: User, at: datetime) -> list[str]:
    """Say that an account with a transfer on its way cannot be closed yet."""
    count = Transfer.objects.of_person(user).open().count()
    if not count:
        return []
    return [f"还有 {count} 件组织关系接转在办，办完或撤回以后才能注销。"]


def matters(user: User, subjects: set[str]) -> dict[str, tuple[str, str]]:
    keys = rows_of(subjects, MATTER)
    return {
        f"{MATTER}:{row.pk}": (f"组织关系接转 {row.code_grouped}", row.desk_url)
        for row in Transfer.objects.visible_to(user).filter(pk__in=keys)
    }


def keeps_row(row: Model) -> bool:
    return isinstance(row, Transfer) and row.member_id is not None
