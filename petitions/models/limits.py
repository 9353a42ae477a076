"""What always holds of a request, whoever writes it; kept by the database."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from center.columns import known
from petitions.rules.joint import MOST_NAMES
from petitions.rules.states import Channel, Kind, Scope, State

_CODE = r"^[0-9A-HJKMNP-TV-Z]{12}$"

CONSTRAINTS: list[models.BaseConstraint] = [
    models.UniqueConstraint(fields=["code"], name="petition_code_once"),
    models.UniqueConstraint(
        fields=["form_key"],
        name="petition_form_key_once",
        violation_error_message="这份诉求已经提交过了。",
    ),
    models.CheckConstraint(
        name="petition_code_written", condition=Q(code__regex=_CODE)
    ),
    models.CheckConstraint(
        name="petition_kind_known",
        condition=Q(kind__in=Kind.values, channel__in=Channel.values),
    ),
    known("petition_state_known", state=State.values),
    models.CheckConstraint(
        name="petition_scope_is_errand",
        condition=Q(scope="") | Q(scope__in=Scope.values, kind=Kind.ERRAND),
        violation_error_message="只有帮办代办要选帮办方式。",
    ),
    models.CheckConstraint(
        name="petition_title_written",
        condition=~Q(title=""),
        violation_error_message="请写标题。",
    ),
    models.CheckConstraint(
        name="petition_anonymous_is_opinion",
        condition=Q(anonymous=False) | Q(kind=Kind.OPINION),
        violation_error_message="只有意见建议可以匿名，其他诉求要能联系到您。",
    ),
    models.CheckConstraint(
        name="petition_anonymous_names_nobody",
        condition=Q(anonymous=False)
        | Q(person__isnull=True, name="", phone="", address=""),
        violation_error_message="匿名的诉求不保存姓名、电话和地址。",
    ),
    models.CheckConstraint(
        name="petition_forgotten_has_nobody",
        condition=Q(forgotten_at__isnull=True)
        | Q(name="", phone="", address="", closed_at__isnull=False),
    ),
    models.CheckConstraint(
        name="petition_received_before_registered",
        condition=Q(received_at__lte=F("registered_at")),
        violation_error_message="收到的时间不能晚于登记的时间。",
    ),
    models.CheckConstraint(
        name="petition_received_on_is_beijing_date",
        condition=Q(received_at__date=F("received_on")),
    ),
    models.CheckConstraint(
        name="petition_backdating_witnessed",
        condition=Q(received_at__gte=F("registered_at") - timedelta(days=1))
        | (~Q(backdate_reason="") & Q(witness__isnull=False)),
        violation_error_message="补录一天以前的诉求要写原因，并由另一人核对。",
    ),
    models.CheckConstraint(
        name="petition_witness_is_another",
        condition=Q(witness__isnull=True)
        | Q(registered_by__isnull=True)
        | ~Q(witness=F("registered_by")),
        violation_error_message="核对人不能是登记人自己。",
    ),
    models.CheckConstraint(
        name="petition_has_an_owner",
        condition=Q(owner__isnull=False)
        | Q(
            state__in=[
                State.REGISTERED.value,
                State.ESCALATED.value,
                State.WITHDRAWN.value,
            ]
        ),
        violation_error_message="办理中的诉求必须有人负责。",
    ),
    models.CheckConstraint(
        # A center without one above it in the portal escalates on paper.
        name="petition_owner_center_when_escalated",
        condition=Q(state=State.ESCALATED.value) | Q(owner_center__isnull=True),
    ),
    models.CheckConstraint(
        name="petition_duty_has_first_asked",
        condition=Q(first_asked__isnull=True, duty_by__isnull=True)
        | Q(first_asked__isnull=False, duty_by__isnull=False),
    ),
    models.CheckConstraint(
        name="petition_release_has_reason",
        condition=Q(duty_by__isnull=True)
        | Q(duty_by=F("first_asked"))
        | ~Q(released_reason=""),
        violation_error_message="解除首问责任要写原因。",
    ),
    models.CheckConstraint(
        name="petition_answered_has_moment",
        condition=~Q(state__in=[State.ANSWERED.value, State.CLOSED.value])
        | Q(answered_at__isnull=False),
    ),
    models.CheckConstraint(
        name="petition_ended_has_moment",
        condition=Q(
            state__in=[State.CLOSED.value, State.WITHDRAWN.value],
            closed_at__isnull=False,
        )
        | (
            ~Q(state__in=[State.CLOSED.value, State.WITHDRAWN.value])
            & Q(closed_at__isnull=True)
        ),
    ),
    models.CheckConstraint(
        name="petition_closed_with_result",
        condition=~Q(state=State.CLOSED.value)
        | (~Q(result="") & (~Q(reached="") | ~Q(unreached_reason=""))),
        violation_error_message="办结要写落实结果，以及怎样告知了本人"
        "（没能告知的写明原因）。",
    ),
    models.CheckConstraint(
        name="petition_due_after_receipt",
        condition=Q(due_on__gte=F("received_on"))
        & Q(original_due_on__gte=F("received_on"))
        & Q(earliest_on__lte=F("due_on")),
    ),
    models.CheckConstraint(
        name="petition_signers_few",
        condition=Q(signer_count__lt=MOST_NAMES + 1)
        & (Q(anonymous=False) | Q(signer_count=0)),
        violation_error_message=f"联名最多 {MOST_NAMES} 人，匿名的不能联名。",
    ),
    models.CheckConstraint(name="petition_round_from_one", condition=Q(round__gte=1)),
]
