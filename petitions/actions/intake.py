"""Take a request in, on every channel."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from center.models import Center, User
from center.rules import new_code
from center.text import clean_contact, is_contact, person_name, visible
from center.uploads import CleanFile
from center.workflow.actions import because, enter, needed, once, refuse
from petitions.actions.base import ask_first, give, role_of, tell_person
from petitions.actions.clocks import dues_of, set_dates, start_round
from petitions.actions.files import attach, names
from petitions.actions.joint import sign
from petitions.actions.named import keep_away_person, propose, spoken_of_in
from petitions.models import Petition, ReceiptCorrection, SealedHandover
from petitions.rules.alike import TO_BE_COMPLETED
from petitions.rules.joint import Signer
from petitions.rules.privacy import ACCUSATION_ANSWER, sounds_like_accusation
from petitions.rules.receipt import needs_witness, receipt_refusal
from petitions.rules.roles import WORK
from petitions.rules.states import LENGTHS, PERSON, Channel, Kind, Scope, State, Verb


@dataclass(frozen=True)
class Intake:
    """What a form of intake fills in, as typed.

    ``received_at`` (aware) is for paper and telephone; on the web it is now.
    ``is_no_accusation`` is a person's word that a text only sounds like one.
    """

    kind: str
    channel: str
    title: str = ""
    body: str = ""
    scope: str = ""
    name: str = ""
    phone: str = ""
    address: str = ""
    anonymous: bool = False
    received_at: datetime | None = None
    backdate_reason: str = ""
    witness: User | None = None
    is_no_accusation: bool = False
    # Who signs together with the person: who speaks for all, and the others.
    speakers: Sequence[Signer] = ()
    signers: Sequence[Signer] = ()


@once(Petition)
def register(
    *,
    center: Center,
    intake: Intake,
    form_key: str,
    by: User | None,
    at: datetime,
    files: Sequence[CleanFile] = (),
) -> Petition:
    """Register a request once for each ``form_key``; the same one returns the first.

    ``by`` is the person on the web (None without an account), the clerk on all other
    channels. A clerk's case is theirs and in hand at once; one from the web waits for
    a clerk. Refuses accusations against persons (nothing is stored), a request nobody
    can be told about (unless an anonymous opinion), a receipt in the future, and one
    more than a day back without a reason and a witness who is another.
    """
    intake = _clean(intake, by, at)
    if intake.channel != Channel.WEB:
        _check_clerk(center, intake, by, at)
    case = _built(center, intake, form_key, by, at)
    named = [person for person in (case.person,) if person and person.is_staff]
    together = "、".join(one.name for one in (*intake.speakers, *intake.signers))
    said = {"标题": case.title, "内容": case.body, "联名": together}
    spoken = spoken_of_in(case, said | names(files))
    named += [staff for staff in spoken if staff not in named]
    taken = by if intake.channel != Channel.WEB and by not in named else None
    if taken:
        case.state = State.IN_HAND
        give(case, taken, at)
        ask_first(case, taken)
    dues = dues_of(case, case.received_on)
    set_dates(case, dues)
    _enter(case, intake, by, at)
    start_round(case, dues, day0=case.received_on, by=by, at=at)
    _ask_witness(case, by, at)
    keep_away_person(case, at)
    propose(case, spoken, at)
    attach(case, files, by=by, at=at)
    return case


def _ask_witness(case: Petition, by: User | None, at: datetime) -> None:
    """Ask the second person to confirm a late registration with their own account."""
    if case.witness is None or by is None:
        return
    ReceiptCorrection.objects.create(
        petition=case,
        old_at=case.registered_at,
        new_at=case.received_at,
        reason=case.backdate_reason,
        asked_by=by,
        asked_at=at,
        witness=case.witness,
    )


def _enter(case: Petition, intake: Intake, by: User | None, at: datetime) -> None:
    """Write the case with its first step, and tell the person."""
    is_web = case.channel == Channel.WEB
    enter(
        case,
        Verb.REGISTER,
        # Who handed in an anonymous opinion is not kept, also not here.
        by=None if is_web and case.anonymous else by,
        at=at,
        note=f"补录：{case.backdate_reason}" if case.backdate_reason else "",
        round=1,
        role=PERSON if is_web or by is None else role_of(case, by),
        public_text=f"{case.get_channel_display()}收到，已登记。",
        details={"witness": case.witness_id} if case.witness_id else {},
    )
    _sign(case, intake, by, at)
    step = case.steps.get()
    tell_person(case, step, f"已登记，答复期限 {case.due_text}。")


def _sign(case: Petition, intake: Intake, by: User | None, at: datetime) -> None:
    """Write who signs too; the number of them is the case's own."""
    if intake.speakers or intake.signers:
        sign(case, intake.speakers, intake.signers, by=by, at=at)
        case.save(update_fields=["signer_count"])


def _clean(intake: Intake, by: User | None, at: datetime) -> Intake:
    """Return what was typed in its stored form, or refuse it."""
    if intake.kind not in Kind.values or intake.channel not in Channel.values:
        raise refuse("请选择类别。", "kind")
    is_web = intake.channel == Channel.WEB
    title = (
        needed(intake.title, "标题", most=LENGTHS["title"], required=is_web)
        or f"{Kind(intake.kind).label}{TO_BE_COMPLETED}"
    )
    body = needed(intake.body, "内容", most=LENGTHS["body"], required=is_web)
    if not intake.is_no_accusation and sounds_like_accusation(f"{title}\n{body}"):
        raise refuse(ACCUSATION_ANSWER, "accusation")
    clean = replace(intake, title=title, body=body, scope=_scope(intake))
    clean = _nameless(clean) if intake.anonymous else _named(clean, by)
    if is_web or clean.received_at is None:
        clean = replace(clean, received_at=at)
    return clean


def _scope(intake: Intake) -> str:
    if intake.kind != Kind.ERRAND:
        return ""
    return intake.scope if intake.scope in Scope.values else ""


def _nameless(intake: Intake) -> Intake:
    if intake.kind != Kind.OPINION:
        raise refuse(
            "只有意见建议可以匿名，其他诉求要能联系到您，请留下姓名和电话。",
            "anonymous",
        )
    return replace(intake, name="", phone="", address="")


def _named(intake: Intake, by: User | None) -> Intake:
    """Complete the person from their account and require a way to reach them."""
    name = needed(
        person_name(intake.name), "姓名", most=LENGTHS["name"], required=False
    )
    phone = clean_contact(visible(intake.phone))
    if phone and not is_contact(phone):
        raise refuse("电话号码只能有数字，请核对。", "phone")
    address = needed(intake.address, "地址", most=120, required=False)
    if intake.channel == Channel.WEB:
        name = name or (by.name if by else "")
        phone = phone or (by.phone or "" if by else "")
        if not name:
            raise refuse("请写怎么称呼您；不想留姓名可以匿名提意见建议。", "name")
        if not phone:
            raise refuse("请留电话，我们好答复您。", "phone")
    return replace(intake, name=name, phone=phone, address=address)


def _check_clerk(center: Center, intake: Intake, by: User | None, at: datetime) -> None:
    """Refuse staff of elsewhere, and backdating without reason and witness."""
    if by is None or center.pk not in by.center_ids or not by.has_perm(WORK):
        raise refuse(
            "您不能在这个中心登记诉求，请这个中心的窗口人员来登记。", "no_permission"
        )
    received_at = intake.received_at or at
    if problem := receipt_refusal(received_at, at):
        raise refuse(problem, "received_at")
    if needs_witness(received_at, at):
        because(intake.backdate_reason, "补录原因")
        check_witness(center, intake.witness, by)


def check_witness(center: Center, witness: User | None, by: User) -> User:
    """Refuse a second person who is nobody, the same, or from elsewhere."""
    if witness is None:
        raise refuse("一天以前收到的，要请另一位同事核对。", "witness")
    if witness.pk == by.pk:
        raise refuse("核对人不能是您自己，请选另一位同事。", "witness")
    if not witness.is_active or center.pk not in witness.center_ids:
        raise refuse("核对人要是本中心在岗的同事，请另选一位。", "witness")
    return witness


def _built(
    center: Center, intake: Intake, key: str, by: User | None, at: datetime
) -> Petition:
    received_at = intake.received_at or at
    is_web = intake.channel == Channel.WEB
    is_late = not is_web and needs_witness(received_at, at)
    return Petition(
        center=center,
        code=new_code(12),
        form_key=key,
        kind=intake.kind,
        channel=intake.channel,
        scope=intake.scope,
        title=intake.title,
        body=intake.body,
        person=by if is_web and not intake.anonymous else None,
        name=intake.name,
        phone=intake.phone,
        address=intake.address,
        anonymous=intake.anonymous,
        received_at=received_at,
        received_on=timezone.localdate(received_at),
        registered_at=at,
        registered_by=None if is_web else by,
        backdate_reason=visible(intake.backdate_reason) if is_late else "",
        witness=intake.witness if is_late else None,
        last_public_at=at,
    )


@transaction.atomic
def hand_over_sealed(
    *, center: Center, by: User, at: datetime, next_number: int | None = None
) -> SealedHandover:
    """Give a number to a sealed accusation passed on; no content is kept.

    Numbers run without gap in each center. ``next_number`` is what the form showed: the
    same person sending the same form again gets the same number.
    """
    if center.pk not in by.center_ids or not by.has_perm(WORK):
        raise refuse(
            "您不能在这个中心登记转交，请这个中心的窗口人员来登记。", "no_permission"
        )
    center = Center.objects.select_for_update().get(pk=center.pk)
    given = SealedHandover.objects.filter(center=center)
    if done := given.filter(number=next_number or 0, by=by).first():
        return done
    last = given.order_by("-number").first()
    return SealedHandover.objects.create(
        center=center,
        number=last.number + 1 if last else 1,
        handed_on=timezone.localdate(at),
        by=by,
    )
