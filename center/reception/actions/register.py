"""Write down who came to the counter, and what becomes of it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.timezone import localtime

from center.actions import register_person
from center.guide.models import Version
from center.models import Center, User
from center.reception import rules
from center.reception.models import (
    DayBook,
    HandOver,
    Line,
    Matter,
    MissingList,
    PhoneChange,
    PhoneLook,
    Rating,
    cards_of,
    same_matter,
    visits_of,
)
from center.reception.rules import How, State, Verb
from center.text import is_phone
from center.workflow.actions import because, changing, enter, needed, once
from center.workflow.rules import REFUSED


class AskWhyError(ValidationError):
    """The same person comes again for the same thing: one key says why."""


@once(Line)
def write_down(
    *,
    center: Center,
    told_version: Version | None,
    first_asked: User | None = None,
    moment: datetime | None = None,
    form_key: str,
    by: User,
    at: datetime,
    **told: Any,
) -> Line:
    """Enter one visit or call; the same form gives the same line again.

    ``moment`` is when it was, where that is not now. Raises ``AskWhyError`` for the
    second visit of a matter without ``why``.
    """
    moment = moment or at
    _check_moment(moment, told.get("sheet", ""), by=by, at=at)
    day = localtime(moment).date()
    person = _person(told.get("phone", ""), told.get("name", ""), by=by, at=at)
    matter = _matter(center, person, told_version, day)
    if is_again(matter) and not told.get("why"):
        count = visits_of(matter) + 1
        text = f"他为这件事第 {count} 次来了，请选为什么。"
        raise AskWhyError({"why": text}, code="why")
    line = _line(center, day, told, by=by, at=at, first_asked=first_asked or by)
    line.at, line.form_key, line.person, line.told = (
        moment,
        form_key,
        person,
        told_version,
    )
    if matter.pk is None:
        matter.save()
    line.matter = matter
    _count_matter(line, matter)
    enter(line, Verb.ENTER, by=by, at=at)
    if line.how in (How.GUIDED, How.ELSEWHERE):
        HandOver.objects.create(line=line, giver=line.first_asked, at=at)
    return line


def void(line: Line, *, version: int, reason: str = "", by: User, at: datetime) -> Line:
    """Take a line back: its writer for a short while, a supervisor with a reason."""
    with changing(line, Verb.VOID, by=by, at=at, version=version) as doing:
        row = doing.row
        if not row.is_undone_freely(by, at):
            if not by.has_perm(rules.SUPERVISE):
                raise ValidationError(rules.TOO_LATE, code="too_late")
            reason = because(reason, "作废的原因")
        doing.note = reason
        _reopen_or_close(row)
    return doing.row


def finish(
    line: Line,
    *,
    version: int,
    certificate: str = "",
    certificate_number: str = "",
    note: str = "",
    by: User,
    at: datetime,
) -> Line:
    """Say that it is done, and what was handed out."""
    with changing(line, Verb.FINISH, by=by, at=at, version=version) as doing:
        row = doing.row
        row.certificate, row.certificate_number = certificate, certificate_number
        row.finished_at, doing.note = at, note
        _accept_open(row, by=by, at=at)
        _close(row.matter, localtime(at).date())
    return doing.row


def hand_over(
    line: Line, *, version: int, taker: User, note: str = "", by: User, at: datetime
) -> Line:
    """Give it to a colleague: whoever was asked first is free once they take it."""
    with changing(line, Verb.HAND_OVER, by=by, at=at, version=version) as doing:
        row = doing.row
        row.hand_overs.filter(accepted_at__isnull=True, taker__isnull=True).update(
            accepted_at=at
        )
        HandOver.objects.create(line=row, giver=row.owner, taker=taker, at=at)
        doing.note = f"交给 {taker.name}。{note}"
    return doing.row


def accept(
    line: Line, *, version: int, taken_by: str = "", by: User, at: datetime
) -> Line:
    """Take what a colleague gave; or write down who elsewhere has taken it."""
    with changing(line, Verb.ACCEPT, by=by, at=at, version=version) as doing:
        row = doing.row
        given = row.open_hand_over
        # The refusal of the line has seen to it that there is one.
        assert given is not None  # noqa: S101 - the table asks for it
        if given.taker_id is None:
            given.taken_by = needed(taken_by, "对方是谁接的")
            doing.note = f"{row.where_to}：{given.taken_by} 已接"
            row.state, row.finished_at = State.DONE, at
            _close(row.matter, localtime(at).date())
        else:
            row.owner = by
        given.accepted_at = at
        given.save(update_fields=["accepted_at", "taken_by"])
    return doing.row


def hand_on(person: User, *, to: User, why: str, by: User, at: datetime) -> None:
    """Give what a leaver has not finished, and what waits for them, to a successor."""
    waiting = HandOver.objects.filter(taker=person, accepted_at__isnull=True)
    waiting.filter(giver=to).update(taker=None, taken_by=to.name, accepted_at=at)
    waiting.update(taker=to)
    for line in Line.objects.filter(owner=person, state__in=rules.RUNNING):
        with changing(line, Verb.HAND_OVER, by=by, at=at) as doing:
            doing.row.owner, doing.row.state = to, doing.before
            doing.note = f"{person.name} 不再办理，由 {to.name} 接手。{why}"[
                : rules.NOTE
            ]


def become(line: Line, made: Model, *, by: User, at: datetime) -> Line:
    """Say which request, booking or transfer came of a line; each comes of one."""
    with changing(line, Verb.BECOME, by=by, at=at) as doing:
        row = doing.row
        row.became_type = ContentType.objects.get_for_model(made)
        row.became_id = made.pk
        row.finished_at = at
        _accept_open(row, by=by, at=at)
        # No word of what it is about: whoever keeps away from it may read this.
        doing.note = f"转成{made._meta.verbose_name}"[: rules.NOTE]
    return doing.row


def tell_missing(
    line: Line, *, version: int, items: list[str], note: str, by: User, at: datetime
) -> MissingList:
    """Hand out the list of what is missing: all of it, once for a matter."""
    if not items:
        raise ValidationError({"items": "请勾出缺哪些材料。"}, code="items")
    with changing(line, Verb.MISSING, by=by, at=at, version=version) as doing:
        matter = _locked_matter(doing.row, Verb.MISSING)
        made = MissingList.objects.create(
            matter=matter,
            line=doing.row,
            n=matter.missing_lists.count() + 1,
            items=items,
            note=note,
            by=by,
            at=at,
        )
        doing.note = f"告知缺 {len(items)} 样：{'、'.join(items)}"
    return made


def allow_again(
    line: Line, *, version: int, reason: str, by: User, at: datetime
) -> Line:
    """Let one more list be handed out: it counts as the center's own fault."""
    with changing(line, Verb.AGAIN, by=by, at=at, version=version) as doing:
        matter = _locked_matter(doing.row, Verb.AGAIN)
        doing.note = because(reason, "为什么要再告知一次")
        matter.lists_allowed += 1
        matter.save(update_fields=["lists_allowed"])
    return doing.row


def _locked_matter(line: Line, verb: Verb) -> Matter:
    """Lock the matter of a line, and ask it again: other lines are about it too."""
    matter = Matter.objects.select_for_update().get(pk=line.matter_id)
    if refusal := matter.refusal(verb):
        raise ValidationError(refusal, code=REFUSED)
    return matter


def rate(line: Line, *, version: int, by: User, at: datetime, **marks: int) -> Line:
    """Write down what the person said at the end."""
    with changing(line, Verb.RATE, by=by, at=at, version=version) as doing:
        Rating.objects.create(line=doing.row, at=at, **marks)
        doing.note = "方便 {convenient} 公正 {fair} 满意 {satisfied}".format_map(marks)
    return doing.row


def look_at_phone(person: User, *, by: User, at: datetime) -> None:
    PhoneLook.objects.create(person=person, by=by, at=at)


def forget_lines(person: User) -> None:
    """Take out of the register who it was; what was done stays."""
    gone = {"name": "", "phone": "", "note": "", "unit": "", "credit_code": ""}
    Line.objects.filter(person=person).update(**gone)
    PhoneChange.objects.filter(person=person).update(old="", new="")


def is_again(matter: Matter) -> bool:
    return matter.pk is not None and visits_of(matter) > 0


def _check_moment(moment: datetime, sheet: str, *, by: User, at: datetime) -> None:
    most = (
        rules.SUPERVISOR_DAYS_BACK if by.has_perm(rules.SUPERVISE) else rules.DAYS_BACK
    )
    if refusal := rules.moment_refusal(localtime(moment), localtime(at), most):
        raise ValidationError({"at": refusal}, code="at")
    if rules.needs_sheet(moment, at) and not sheet:
        raise ValidationError(
            {"sheet": "15 分钟以前的要写纸质登记表的编号和第几行。"}, code="sheet"
        )


def _person(phone: str, name: str, *, by: User, at: datetime) -> User | None:
    """Return who it is: known by phone, or written down where there is a name too."""
    if not is_phone(phone):
        return None
    known = User.objects.filter(phone=phone).first()
    if known is None and name:
        known = register_person(name=name, phone=phone, by=by, at=at)
    return known


def _matter(
    center: Center, person: User | None, version: Version | None, day: date
) -> Matter:
    service_id = version.service_id if version else None
    cards = cards_of(person) if person and service_id else []
    if cards and service_id and (known := same_matter(cards, service_id, day)):
        return Matter.objects.select_for_update().get(pk=known.pk)
    return Matter(center=center, person=person, service_id=service_id, opened_on=day)


def _line(
    center: Center,
    day: date,
    told: Mapping[str, Any],
    *,
    by: User,
    at: datetime,
    first_asked: User,
) -> Line:
    line = Line(
        center=center,
        day=day,
        n=_next_number(center, day),
        entered_at=at,
        entered_by=by,
        first_asked=first_asked,
        owner=first_asked,
        **{name: value for name, value in told.items() if value not in (None, "")},
    )
    line.state = rules.FIRST_STATE[How(line.how)]
    line.finished_at = at if line.state == State.DONE else None
    return line


def _next_number(center: Center, day: date) -> int:
    DayBook.objects.get_or_create(center=center, day=day)
    book = DayBook.objects.select_for_update().get(center=center, day=day)
    book.last += 1
    book.save(update_fields=["last"])
    return book.last


def _count_matter(line: Line, matter: Matter) -> None:
    """Open the matter again, or close it with a line that is done at once."""
    is_done = line.state == State.DONE and line.how == How.DIRECT
    day = max(line.day, matter.opened_on) if is_done else None
    if matter.closed_on != day:
        matter.closed_on = day
        matter.save(update_fields=["closed_on"])


def _close(matter: Matter, day: date) -> None:
    matter.closed_on = max(day, matter.opened_on)
    matter.save(update_fields=["closed_on"])


def _reopen_or_close(line: Line) -> None:
    """Let the matter stand as its other lines say, now that this one counts no more."""
    others = Line.objects.counted().filter(matter=line.matter).exclude(pk=line.pk)
    last = others.order_by("-at").first()
    day = localtime(last.finished_at).date() if last and last.finished_at else None
    line.matter.closed_on = max(day, line.matter.opened_on) if day else None
    line.matter.save(update_fields=["closed_on"])


def _accept_open(line: Line, *, by: User, at: datetime) -> None:
    given = line.hand_overs.filter(accepted_at__isnull=True)
    given.update(accepted_at=at, taken_by=by.name[:60])
