"""What requests show in 我的 and on the home page; the staff desk is the counter's."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from center.accounts.actions.leaving import Estate
from center.accounts.backends import staff_with
from center.calls.rules import rows_of
from center.cards import Entry, Item, Lead, Section
from center.models import User
from petitions.actions.forget import due as purge
from petitions.actions.forget import forget_person
from petitions.actions.leaving import hand_on, lines_of, workers
from petitions.actions.newcomers import look_for as staff_named
from petitions.forms import REPORT
from petitions.models import Conflict, Petition
from petitions.models.access import readers_of
from petitions.promise import STATE_TONES, lead_words, left_words, told_state
from petitions.rules.privacy import sounds_like_accusation
from petitions.rules.roles import MAY, WORK
from petitions.rules.states import OPEN, Kind, State

__all__ = [
    "MATTER",
    "MAY",
    "becomes",
    "entries",
    "estate",
    "fault_form",
    "forget_person",
    "hidden_subjects",
    "holds",
    "keeps_row",
    "leads",
    "matters",
    "never_kept",
    "own_data",
    "own_section",
    "purge",
    "staff_named",
    "stand_ins",
]

MATTER = "petitions"

SHOWN = 20
# More of somebody's requests than these are not counted on the home page.
RUNNING = 50
ANSWERED = State.ANSWERED


def entries() -> list[Entry]:
    return [
        Entry(
            "反映问题",
            "7 个工作日内答复您",
            reverse("petitions:new"),
            "chat",
            is_door=True,
            under=(reverse("petitions_publication:answered"),),
        ),
        Entry(
            "查进度",
            "有编号就能查",
            reverse("petitions:track"),
            "search",
            is_door=True,
            under=(reverse("petitions:new").removesuffix("new/"),),
        ),
    ]


def becomes(kind: str, venues: Collection[str]) -> dict[str, str]:
    kinds = {"errand": Kind.ERRAND, "question": Kind.CONSULTATION}
    if kind not in kinds:
        return {}
    return dict.fromkeys(venues, f"{reverse('petitions:new')}?kind={kinds[kind]}")


def fault_form(path: str) -> str:
    query = urlencode({"kind": Kind.OPINION, "title": "网站找错", "body": f"{path}："})
    return f"{reverse('petitions:new')}?{query}"


def leads(user: User, at: datetime) -> tuple[Lead, ...]:
    running = [
        case for case in _mine(user)[:RUNNING] if case.state in (*OPEN, ANSWERED)
    ]
    if not running:
        return ()
    return (_lead(running[0], len(running) - 1, timezone.localdate(at)),)


def _lead(case: Petition, others: int, today: date) -> Lead:
    title, tone = lead_words(case, today)
    who = f"现在由 {case.owner.name} 办。" if case.is_open and case.owner else ""
    more = f"另有 {others} 件在办。" if others else ""
    return Lead(
        eyebrow="您反映的事",
        title=title,
        text=case.title,
        small=who + more,
        ways=(
            (
                "看进度" if case.is_open else "看答复",
                reverse("petitions:detail", args=[case.code]),
            ),
            ("看我的全部", reverse("petitions:own")),
        ),
        tone=tone,
        said={reverse("petitions:track"): f"您有 {others + 1} 件"},
    )


def own_section(user: User, at: datetime) -> Section:
    """Return a person's own requests, what is due or waits for them first."""
    today = timezone.localdate(at)
    return Section(
        title="我的诉求",
        empty="还没有反映过问题。有难处、有意见，都可以告诉我们。",
        items=[
            replace(item_of(case, today, "petitions:detail"), state=told_state(case))
            for case in _mine(user)[:SHOWN]
        ],
        more_url=reverse("petitions:own"),
        invite=("反映问题", reverse("petitions:new")),
    )


def item_of(case: Petition, today: date, page: str) -> Item:
    left, tone = left_words(case, today)
    return Item(
        title=case.title,
        text=f"{case.code_text}　{left}",
        url=reverse(page, args=[case.code]),
        state=case.get_state_display(),
        tone="warn" if tone == "late" else STATE_TONES[State(case.state)],
    )


def own_data(user: User) -> tuple[str, list[dict[str, str]]]:
    rows = [
        {
            "编号": case.code_text,
            "类别": case.get_kind_display(),
            "标题": case.title,
            "内容": case.body,
            "姓名": case.name,
            "电话": case.phone,
            "住址": case.address,
            "另外联名的人数": str(case.signer_count or ""),
            "收到": case.received_text(),
            "期限": case.due_on.isoformat(),
            "状态": told_state(case),
            "落实结果": case.result,
        }
        for case in _mine(user)
    ]
    return "诉求", rows


def holds(user: User, _at: datetime) -> list[str]:
    """Return why the account cannot be closed yet: somebody still owes an answer."""
    waiting = Petition.objects.of_person(user).open().count()
    if not waiting:
        return []
    return [f"还有 {waiting} 件诉求没答复，答复了或撤回了再注销。"]


def _mine(user: User) -> QuerySet[Petition]:
    return (
        Petition.objects.of_person(user)
        .select_related("center", "owner")
        .for_their_person()
    )


def estate(user: User, at: datetime) -> Estate | None:
    colleagues = workers([user.center_id]).exclude(pk=user.pk)

    def go_on(**given: Any) -> None:
        hand_on(user, **given)

    return Estate("petitions", "诉求", lines_of(user), colleagues, go_on)


def stand_ins(user: User) -> QuerySet[User] | None:
    return staff_with(WORK, operators=True) if user.has_perm(WORK) else None


def hidden_subjects(user: User) -> list[str]:
    rows = Conflict.objects.standing().filter(staff=user)
    return [f"petitions:{pk}" for pk in rows.values_list("petition", flat=True)]


def never_kept(typed: Mapping[str, str]) -> bool:
    """Say whether it is an accusation: of these nothing is ever stored."""
    words = "\n".join(typed.values())
    is_report = typed.get("kind") == REPORT
    return is_report or (
        not typed.get("is_no_accusation") and sounds_like_accusation(words)
    )


def matters(user: User, subjects: set[str]) -> dict[str, tuple[str, str]]:
    """Return the cases whose person somebody may know."""
    cases = Petition.objects.seen_by(user).filter(pk__in=rows_of(subjects, MATTER))
    readers = readers_of(found := list(cases), user)
    return {
        f"{MATTER}:{case.pk}": (
            f"诉求 {case.code_text}：{case.title}",
            case.get_absolute_url(),
        )
        for case in found
        if readers[case.pk].knows_person
    }


def keeps_row(row: Model) -> bool:
    return isinstance(row, Petition)
