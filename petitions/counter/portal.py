"""What this app shows on the staff desk."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate

from center.cards import Card, Entry, Item, Section, Verb
from center.models import User
from center.rules import Role
from center.wording import day_text, short_day
from petitions.counter.queue import BY_NAME, CAP, counts_of
from petitions.counter.verbs import BY_KEY
from petitions.models import CoSigner, Extension, Petition
from petitions.models.access import readable, readers_of
from petitions.models.queries import PetitionQuerySet, known_to
from petitions.portal import item_of
from petitions.promise import left_words
from petitions.rules.roles import SUPERVISE, WORK

__all__ = [
    "MAY",
    "address_of",
    "begins",
    "cards",
    "day_ahead",
    "desk_section",
    "links",
    "morning",
    "people_of",
    "person_section",
    "takes_line",
]

# What roles may do here; the desk itself asks the permissions of requests.
MAY = {
    Role.SUPERVISOR: [
        f"petitions_counter.{verb}_replytemplate"
        for verb in ("view", "add", "change", "delete")
    ]
}

MOST_SHOWN, MOST_MINE = 20, 5
# What is due and stands on the sheet of the evening.
MOST_AHEAD = 60
# Piles that make a card of their own when there is something in them.
PRESSING = (
    *("relay", "news", "named", "confirm", "call"),
    *("extensions", "alone", "disputed"),
)
URGENT = (*PRESSING, "web", "above", "assist")


def cards(user: User, at: datetime) -> list[Card]:
    """Return what is due, and each pile that waits for somebody; one query."""
    if not user.has_perm(WORK):
        return []
    counts = counts_of(user, at)
    due = _number(counts["overdue"]) + _number(counts["today"])
    first = Card(
        title="诉求要答复",
        count=due,
        text=f"超期 {counts['overdue']} 件，今天到期 {counts['today']} 件",
        url=f"{_pile('open')}&part=due",
        is_urgent=due > 0,
    )
    mine = Card(
        title="我在办的诉求",
        count=_number(counts["mine"]),
        text=f"我首问的 {counts['book']} 件",
        url=_at("queue"),
    )
    return [first, mine, *_waiting(counts)]


def _at(name: str) -> str:
    return reverse(f"petitions_counter:{name}")


def _pile(name: str) -> str:
    return f"{_at('queue')}?tab={name}"


def _waiting(counts: dict[str, str]) -> list[Card]:
    return [
        Card(
            title=BY_NAME[name].label,
            count=_number(counts[name]),
            text=BY_NAME[name].text,
            url=_pile(name),
            is_urgent=name in PRESSING,
        )
        for name in URGENT
        if counts.get(name, "0") != "0"
    ]


def _number(text: str) -> int:
    return CAP if text.endswith("+") else int(text)


def links(user: User) -> list[Entry]:
    if not user.has_perm(WORK):
        return []
    offered = [
        Entry("登记诉求", "来访、来电、来信", _at("new"), "chat", key="1"),
        Entry("诉求", "我的队列、首问台账、待转告", _at("queue"), "list"),
        Entry("诉求的数字", "每月收到多少、按期多少，可导出", _at("figures"), "list"),
    ]
    if user.has_perm(SUPERVISE):
        offered.append(
            Entry("往后的量", "往后 15 个工作日到期多少", _at("forecast"), "clock")
        )
    return offered


def desk_section(user: User, at: datetime) -> Section | None:
    if not user.has_perm(WORK):
        return None
    cases = BY_NAME["mine"].cases(user, at)
    rows = readable(cases, user).select_related("center").most_urgent_first()
    first = list(rows[:MOST_MINE])
    readers, today = readers_of(first, user, are_listed=True), localdate(at)
    return Section(
        title="我手上的诉求",
        empty="手上没有要办的事。",
        items=[_mine(one, readers[one.pk].read(one.title), today) for one in first],
        more_url=_at("queue"),
        more_text="全部",
    )


def _mine(case: Petition, title: str, today: date) -> Item:
    left, tone = left_words(case, today)
    tones = {"late": "warn", "today": "warn", "soon": "now"}
    about = f"{case.get_kind_display()}，{case.get_state_display()}"
    return Item(title, about, case.get_absolute_url(), left, tones.get(tone, "off"))


def morning(user: User, at: datetime) -> list[Section]:
    """Return what is late or due today, and the extensions that wait for an answer."""
    return [_pressing(user, at), _asked(user)] if user.has_perm(SUPERVISE) else []


def _pressing(user: User, at: datetime) -> Section:
    today = localdate(at)
    due = Petition.objects.visible_to(user).open().due_by(today).most_urgent_first()
    first = list(due.select_related("center", "owner")[:MOST_MINE])
    readers = readers_of(first, user, are_listed=True)
    rows = [
        Item(
            readers[one.pk].read(one.title),
            f"{one.code_text}，{one.owner.name if one.owner else '还没有人接'}",
            one.get_absolute_url(),
            left_words(one, today)[0],
            "warn",
            verbs=_offered(one, user, {"remind": "催办", "reassign": "换人"}),
        )
        for one in first
    ]
    title, more = "已超期和今天到期", f"{_pile('open')}&part=due"
    return Section(title, "没有。", rows, more_url=more)


def _asked(user: User) -> Section:
    waiting = Extension.objects.filter(state=Extension.State.ASKED)
    waiting = waiting.filter(petition__in=Petition.objects.visible_to(user))
    waiting = waiting.select_related("petition__center", "asked_by")
    first = list(waiting.order_by("old_due_on", "pk")[:MOST_MINE])
    cases = [one.petition for one in first]
    readers = readers_of(cases, user, are_listed=True)
    rows = [
        Item(
            readers[one.petition.pk].read(one.petition.title),
            f"{one.asked_by.name}申请延 {one.days} 天：{one.get_reason_display()}",
            one.petition.get_absolute_url(),
            f"{short_day(one.old_due_on)} → {short_day(one.new_due_on)}",
            "now",
            verbs=_offered(one.petition, user, {"decide": "批或不批"}),
        )
        for one in first
    ]
    return Section("等批的延期", "没有。", rows, more_url=_pile("extensions"))


def _offered(case: Petition, user: User, words: dict[str, str]) -> tuple[Verb, ...]:
    """Return what one may do to a case, each on the page that asks what it needs."""
    return tuple(
        Verb(label, reverse(f"petitions_counter:{name}", args=[case.code]), True)
        for name, label in words.items()
        if not BY_KEY[name].refusal(case, user)
    )


def people_of(user: User) -> Any:
    return _seen_whole(user).filter(person__isnull=False).values("person")


def person_section(user: User, person: User, at: datetime) -> Section | None:
    """Return what somebody asked for, as far as the viewer may know that they did."""
    if not user.has_perm(WORK):
        return None
    theirs = Q(person=person)
    if person.phone:
        signed = CoSigner.objects.standing().filter(phone=person.phone)
        theirs |= Q(phone=person.phone) | Q(pk__in=signed.values("petition"))
    rows = _seen_whole(user).filter(theirs).order_by("-registered_at", "-pk")
    today = localdate(at)
    return Section(
        "诉求",
        "没有说过事。",
        [item_of(one, today, "petitions_counter:case") for one in rows[:MOST_SHOWN]],
    )


def _seen_whole(user: User) -> PetitionQuerySet:
    if not user.has_perm(WORK):
        return Petition.objects.none()
    return Petition.objects.visible_to(user).filter(known_to(user), anonymous=False)


def address_of(user: User, code: str) -> str:
    if not user.has_perm(WORK):
        return ""
    found = Petition.objects.seen_by(user).filter(code=code).exists()
    return reverse("petitions_counter:case", args=[code]) if found else ""


def begins() -> list[Entry]:
    return [Entry("登记诉求", "", _at("new"), "chat")]


def day_ahead(user: User, day: date, at: datetime) -> Section | None:
    """Return what has to be answered by a day: number and owner, no word of it."""
    if not user.has_perm(WORK):
        return None
    rows = Petition.objects.visible_to(user).due_by(day).most_urgent_first()
    items = [_due(one, day) for one in rows.select_related("owner")[:MOST_AHEAD]]
    return Section("要答复的诉求", "没有到期的。", items)


def _due(case: Petition, day: date) -> Item:
    late = case.due_on < day
    text = (
        f"{case.get_kind_display()}，{case.owner.name if case.owner else '还没有人接'}"
    )
    state = f"{day_text(case.due_on)}就到期了" if late else "这天到期"
    return Item(case.code_text, text, "", state, "warn" if late else "now")


def takes_line(user: User, line: Any) -> Entry | None:
    if not user.has_perm(WORK):
        return None
    url = f"{reverse('petitions_counter:new')}?{urlencode({'line': line.key})}"
    return Entry("诉求", "", url, "chat")
