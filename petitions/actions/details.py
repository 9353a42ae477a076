"""Complete and correct what was taken in; what the person adds or takes back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from center.models import User
from center.text import clean_contact, is_contact, person_name, visible
from center.timetable.lookup import calendar_of
from center.uploads import CleanFile
from center.workflow.actions import because, needed, put, refuse
from petitions.actions.base import acts_as_staff, changing, proved, running_round
from petitions.actions.clocks import add_clocks, drop_requests, unmet
from petitions.actions.files import attach, names
from petitions.actions.named import look_again
from petitions.actions.pauses import end_pause, end_wait
from petitions.models import Petition, Step
from petitions.rules.clock import clocks_of, due
from petitions.rules.named import new_words
from petitions.rules.states import LENGTHS, PERSON, Kind, Scope, Verb

NAMELESS = "匿名的诉求不保存姓名、电话和地址；他愿意留的，请另外登记一件。"


def add_details(
    petition: Petition,
    *,
    title: str,
    body: str,
    name: str,
    phone: str,
    address: str,
    version: int,
    by: User,
    at: datetime,
) -> Petition:
    """Complete an intake of thirty seconds; the old values stay in the step.

    Refuses a name for an anonymous one.
    """
    with changing(petition, Verb.CORRECT, by=by, at=at, version=version) as change:
        case = change.row
        if case.anonymous and (name or phone or address):
            raise refuse(NAMELESS, "anonymous")
        phone = clean_contact(visible(phone))
        if phone and not is_contact(phone):
            raise refuse("电话号码只能有数字，请核对。", "phone")
        name, most = person_name(name), LENGTHS
        new = {
            "title": needed(title, "标题", most=most["title"]),
            "body": needed(body, "内容", most=most["body"], required=False),
            "name": needed(name, "姓名", most=most["name"], required=False),
            "phone": phone,
            "address": needed(address, "地址", most=120, required=False),
        }
        old = {name: getattr(case, name) for name in new}
        put(case, **new)
        changed = {name: old[name] for name in new if new[name] != old[name]}
        change.details = {"old": changed}
        fresh = [new_words(new[name], old[name]) for name in ("title", "body")]
        change.said = {"补充的登记": "\n".join(fresh)}
    return case


def recategorize(
    petition: Petition, *, kind: str, scope: str = "", by: User, at: datetime
) -> Petition:
    """Change the kind; the clock neither stops nor moves.

    An opinion gets its statutory clocks too, from the same day 0. Refuses another
    kind for an opinion that is anonymous or has had its written notice.
    """
    with changing(petition, Verb.RECATEGORIZE, by=by, at=at) as change:
        case = change.row
        if kind not in Kind.values or kind == case.kind:
            raise refuse("请选另一个类别。", "kind")
        if case.kind == Kind.OPINION and (case.anonymous or len(unmet(case)) < 3):
            raise refuse(
                "匿名的、已经书面告知的意见建议不能改类别；说的是别的事，请另外登记一件。",
                "kind",
            )
        change.details = {"old": case.kind}
        case.kind = kind
        case.scope = scope if kind == Kind.ERRAND and scope in Scope.values else ""
        _add_missing_clocks(case)
        look_again(case, at=at)
        change.public = f"类别改为“{Kind(kind).label}”，期限不变。"
    return case


def _add_missing_clocks(case: Petition) -> None:
    running = running_round(case)
    known = set(running.clocks.values_list("clock", flat=True))
    calendar = calendar_of(case.center)
    missing = [clock for clock in clocks_of(case.kind) if clock not in known]
    dues = [due(one, calendar, running.day0) for one in missing]
    # Never earlier than the date that was shown: nobody was told to hurry.
    shown = [replace(one, on=max(one.on, case.due_on)) for one in dues]
    add_clocks(case, running, shown)


@transaction.atomic
def add_message(
    petition: Petition,
    *,
    text: str,
    by: User | None,
    at: datetime,
    files: Sequence[CleanFile] = (),
    proof: str = "",
) -> Step:
    """Add what the person still wants to say, also after the end; it waits to be read.

    It neither reopens nor answers anything, and ends a pause that waits for it.
    ``proof`` is how they showed who they are; it stays in the step.
    """
    keep = None if petition.anonymous else by
    with changing(petition, Verb.MESSAGE, by=keep, at=at, role=PERSON) as change:
        if change.row.forgotten_at is not None:
            raise refuse("您的信息已经清除，请另外交一件。", "forgotten")
        change.row.news_at = change.row.news_at or at
        change.public = needed(text, "要补充的内容", most=LENGTHS["text"])
        change.details = proved(proof)
        attach(change.row, files, by=keep, at=at)
        change.said = {"补充的话": change.public} | names(files)
    end_wait(change.row, at=at)
    return change.step


def withdraw(
    petition: Petition, *, reason: str, by: User | None, at: datetime, proof: str = ""
) -> Petition:
    """Take a request back for its person, before it is answered."""
    role = "" if acts_as_staff(petition, by) else PERSON
    keep = None if petition.anonymous and role else by
    with changing(petition, Verb.WITHDRAW, by=keep, at=at, role=role) as change:
        case = change.row
        change.internal = (needed if role else because)(
            reason, "撤回原因", required=not role
        )
        running = running_round(case)
        running.frozen_at, running.result = at, "本人撤回"
        running.save(update_fields=["frozen_at", "result"])
        end_pause(case, by=by, at=at)
        drop_requests(case)
        case.closed_at, case.paused_until, case.owner_center = at, None, None
        change.public = "按本人意愿撤回。"
        change.details = proved(proof) if role else {}
    return case
