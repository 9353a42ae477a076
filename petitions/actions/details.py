"""Complete and correct what was taken in; what the person adds or takes back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from center.models import User
from center.text import clean_contact, is_contact, person_name, visible
from center.timetable.lookup import calendar_of
from center.uploads import CleanFile
from petitions.actions.case import (
    StaleText,
    check_home,
    check_staff,
    locked,
    proved,
    refuse,
    running_round,
    words,
    write,
)
from petitions.actions.clocks import (
    DATES,
    add_clocks,
    computed,
    drop_requests,
    recount,
    store,
    unmet,
)
from petitions.actions.files import attach, names
from petitions.actions.intake import check_witness
from petitions.actions.named import look_again, propose_named
from petitions.actions.times import end_pause
from petitions.models import ClockRow, Petition, Step
from petitions.rules import (
    LENGTHS,
    PERSON,
    Kind,
    Scope,
    Verb,
    receipt_problem,
)
from petitions.rules.clock import clocks_of, due
from petitions.rules.named import new_words


@transaction.atomic
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

    Refuses a stale ``version`` with both texts, and a name for an anonymous one.
    """
    case = locked(petition, Verb.CORRECT)
    check_home(case, by)
    if case.version != version:
        raise StaleText(case, mine=body, theirs=case.body, by=by)
    if case.anonymous and (name or phone or address):
        raise refuse("匿名的诉求不保存姓名、电话和地址。", "anonymous")
    phone = clean_contact(visible(phone))
    if phone and not is_contact(phone):
        raise refuse("电话号码只能有数字，请核对。", "phone")
    new = {
        "title": words(title, "标题", most=LENGTHS["title"]),
        "body": words(body, "内容", most=LENGTHS["body"], required=False),
        "name": words(person_name(name), "姓名", most=LENGTHS["name"], required=False),
        "phone": phone,
        "address": words(address, "地址", most=120, required=False),
    }
    _replace(case, new, by, at)
    return case


def _replace(case: Petition, new: dict[str, str], by: User, at: datetime) -> None:
    old = {field: getattr(case, field) for field in new}
    for field, value in new.items():
        setattr(case, field, value)
    said = new_words(case.title, old["title"]), new_words(case.body, old["body"])
    propose_named(case, {"补充的登记": "\n".join(said)}, at=at)
    changed = {field: old[field] for field in new if old[field] != new[field]}
    write(case, Verb.CORRECT, by=by, at=at, fields=new, details={"old": changed})


@transaction.atomic
def correct_receipt(
    petition: Petition,
    *,
    received_at: datetime,
    reason: str,
    witness: User | None,
    by: User,
    at: datetime,
) -> Petition:
    """Correct when a request was received: with a reason, a second person, in round 1.

    The clocks of the round count from the new day; the old value stays in the step.
    Refuses a moment after registration, and a correction after the first answer.
    """
    case = locked(petition, Verb.CORRECT)
    check_home(case, by)
    reason = words(reason, "更正原因")
    if problem := receipt_problem(received_at, case.registered_at):
        raise refuse(problem, "received_at")
    check_witness(case.center, witness, by)
    rows = unmet(case)
    if case.round > 1 or len(rows) < len(clocks_of(case.kind)):
        raise refuse("已经答复过，收到时间不能再改。", "too_late")
    old = case.received_at
    case.backdate_reason, case.witness = reason, witness
    _count_from(case, rows, received_at)
    write(
        case,
        Verb.CORRECT,
        by=by,
        at=at,
        public=f"更正了收到日期，答复期限是 {case.due_text}。",
        internal=reason,
        fields={"received_at", "received_on", "backdate_reason", "witness", *DATES},
        details={"old": timezone.localtime(old).isoformat(), "witness": witness.pk}
        if witness
        else {},
    )
    return case


def _count_from(case: Petition, rows: list[ClockRow], received_at: datetime) -> None:
    case.received_at, case.received_on = received_at, timezone.localdate(received_at)
    for row in rows:
        row.day0 = case.received_on
        row.save(update_fields=["day0"])
        store(case, row, computed(case, row))
    recount(case)


@transaction.atomic
def recategorize(
    petition: Petition, *, kind: str, scope: str = "", by: User, at: datetime
) -> Petition:
    """Change the kind; the clock neither stops nor moves.

    An opinion gets its statutory clocks too, from the same day 0. Refuses another
    kind for an opinion that is anonymous or has had its written notice.
    """
    case = locked(petition, Verb.RECATEGORIZE)
    check_staff(case, by)
    if kind not in Kind.values or kind == case.kind:
        raise refuse("请选另一个类别。", "kind")
    if case.kind == Kind.OPINION and (case.anonymous or len(unmet(case)) < 3):
        raise refuse("匿名的、已经书面告知的意见建议不能改类别。", "kind")
    old, case.kind = case.kind, kind
    case.scope = scope if kind == Kind.ERRAND and scope in Scope.values else ""
    _add_missing_clocks(case)
    look_again(case, at=at)
    label = Kind(kind).label
    write(
        case,
        Verb.RECATEGORIZE,
        by=by,
        at=at,
        public=f"类别改为“{label}”，期限不变。",
        fields={"kind", "scope"},
        details={"old": old},
    )
    return case


def _add_missing_clocks(case: Petition) -> None:
    running = running_round(case)
    known = set(running.clocks.values_list("clock", flat=True))
    calendar = calendar_of(case.center)
    missing = [clock for clock in clocks_of(case.kind) if clock not in known]
    add_clocks(case, running, [due(one, calendar, running.day0) for one in missing])


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
    """Add what the person still wants to say; it never reopens or answers anything.

    ``proof`` is how they showed who they are; it stays in the step.
    """
    case = locked(petition, Verb.MESSAGE)
    text = words(text, "要补充的内容", most=LENGTHS["text"])
    keep = None if case.anonymous else by
    step = write(
        case,
        Verb.MESSAGE,
        by=keep,
        role=PERSON,
        at=at,
        public=text,
        details=proved(proof),
    )
    attach(case, files, by=keep, at=at)
    propose_named(case, {"补充的话": text} | names(files), at=at)
    return step


@transaction.atomic
def withdraw(
    petition: Petition, *, reason: str, by: User | None, at: datetime, proof: str = ""
) -> Petition:
    """Take a request back for its person, before it is answered."""
    case = locked(petition, Verb.WITHDRAW)
    is_staff = by is not None and by.pk != case.person_id
    if by is not None and is_staff:
        check_staff(case, by)
    reason = words(reason, "撤回原因", required=is_staff)
    running = running_round(case)
    running.frozen_at, running.result = at, "本人撤回"
    running.save(update_fields=["frozen_at", "result"])
    end_pause(case, by=by, at=at)
    drop_requests(case)
    case.closed_at, case.paused_until, case.owner_center = at, None, None
    write(
        case,
        Verb.WITHDRAW,
        by=None if case.anonymous and not is_staff else by,
        role="" if is_staff else PERSON,
        at=at,
        public="按本人意愿撤回。",
        internal=reason,
        fields={"closed_at", "paused_until", "owner_center"},
        details={} if is_staff else proved(proof),
    )
    return case
