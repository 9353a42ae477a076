"""What applications show on the staff desk and in 我的."""

import re
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate

from center.cards import Card, Entry, Item, Section
from center.models import User
from membership.applications.actions.reminders import remind
from membership.applications.models import Application
from membership.applications.rules import MAY, TALK_SOON, TO_TALK, State

__all__ = [
    "MATTER",
    "MAY",
    "address_of",
    "cards",
    "keeps_row",
    "links",
    "own_data",
    "own_section",
    "remind",
    "takes_line",
]

MATTER = "applications"
# As the receipt shows it: 申2026-0001.
NUMBER = re.compile(r"申?(\d{4})-(\d{1,4})", re.ASCII)

TONES = {
    State.RECEIVED: "now",
    State.HANDED_OVER: "now",
    State.TALKED: "ok",
    State.WITHDRAWN: "off",
}


def cards(user: User, at: datetime) -> list[Card]:
    if not user.has_perm("applications.view_application"):
        return []
    today = localdate(at)
    mine = Application.objects.visible_to(user)
    url = reverse("applications:list")
    waiting = mine.filter(state=State.RECEIVED)
    talks = mine.to_talk_by(today + TALK_SOON)
    found = []
    if count := waiting.count():
        late = waiting.filter(hand_over_due_on__lt=today).exists()
        text = "有超过三个工作日的" if late else "收件后三个工作日内移交"
        link = f"{url}?state=received"
        found.append(Card("入党申请书待移交", count, text, link, is_urgent=late))
    if count := talks.count():
        text = "三天内到期或已过期"
        link = f"{url}?state={TO_TALK[0]}"
        found.append(Card("入党申请人待谈话", count, text, link, is_urgent=True))
    return found


def address_of(user: User, code: str) -> str:
    found = NUMBER.fullmatch(code)
    if found is None or not user.has_perm("applications.view_application"):
        return ""
    year, number = map(int, found.groups())
    rows = Application.objects.visible_to(user).filter(year=year, number=number)
    return rows[0].get_absolute_url() if rows else ""


def takes_line(user: User, line: Any) -> Entry | None:
    if not user.has_perm("applications.add_application"):
        return None
    url = f"{reverse('applications:new')}?{urlencode({'line': line.key})}"
    return Entry("入党申请书", "", url, "book")


def links(user: User) -> list[Entry]:
    if not user.has_perm("applications.view_application"):
        return []
    url = reverse("applications:list")
    return [Entry("入党申请书", "收件、移交、谈话", url, "book")]


def own_section(user: User, at: datetime) -> Section:
    return Section(
        title="入党申请书",
        empty="没有您的入党申请书。要交的，请带本人手写签名的原件到前台。",
        items=[
            Item(
                title=row.code,
                text=row.next_text,
                url=reverse("applications:own"),
                state=row.get_state_display(),
                tone=TONES[State(row.state)],
            )
            for row in Application.objects.own_of(user)
        ],
    )


def own_data(user: User) -> tuple[str, list[dict[str, str]]]:
    return "入党申请书", [_line(row) for row in Application.objects.own_of(user)]


def _line(row: Application) -> dict[str, str]:
    return {
        "收件号": row.code,
        "收件日期": f"{localdate(row.received_at):%Y-%m-%d}",
        "姓名": row.name,
        "性别": row.get_sex_display(),
        "出生日期": str(row.born_on),
        "民族": row.nation,
        "籍贯": row.native_place,
        "学历": row.education,
        "手机号": row.phone,
        "工作、学习单位": row.work_unit,
        "居住地": row.home,
        "流动人员": "是" if row.is_mobile else "否",
        "共青团员": "是" if row.is_league_member else "否",
        "原件": f"{row.copies} 份 {row.pages} 页",
        "落款日期": str(row.signed_on),
        "党支部": row.branch.name if row.branch else "",
        "移交日期": str(row.handed_over_on or ""),
        "谈话日期": str(row.talked_on or ""),
        "谈话人": row.talked_by,
        "谈话地点": row.talk_place,
        "状态": row.get_state_display(),
    }


def keeps_row(row: Model) -> bool:
    return isinstance(row, Application) and row.state != State.WITHDRAWN
