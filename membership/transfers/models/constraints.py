"""What is true of every transfer, said once to the database and once to people."""

from django.db import models
from django.db.models import F, Q

from center.text import FIRST_DAY, PHONE
from membership.transfers.rules.moves import (
    APPROVED_STATES,
    MOVED_WHEN,
    MOVING,
    OPEN,
    SEALED_STATES,
    channels_for,
    states_of,
)
from membership.transfers.rules.states import Direction, Kind, State


def _meant(name: str) -> Q:
    return Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": FIRST_DAY})


def _in(states: dict[Direction, frozenset[State]]) -> Q:
    out, back = (Q(direction=way, state__in=sorted(states[way])) for way in Direction)
    return out | back


TRANSFER = [
    models.CheckConstraint(
        name="transfer_days_are_meant",
        condition=_meant("came_on")
        & _meant("joined_on")
        & _meant("born_on")
        & _meant("came_valid_until"),
        violation_error_message="年份太早了，请写 1900 年以后的日期。",
    ),
    models.CheckConstraint(
        name="transfer_state_of_its_direction",
        condition=Q(direction=Direction.OUT, state__in=sorted(states_of(Direction.OUT)))
        | Q(direction=Direction.IN, state__in=sorted(states_of(Direction.IN))),
    ),
    models.CheckConstraint(
        name="transfer_channel_of_its_kind",
        condition=models.Q(
            *[Q(kind=kind, channel__in=sorted(channels_for(kind))) for kind in Kind],
            _connector=Q.OR,
        ),
        violation_error_message="这一类接转不走这个渠道，请换一个。",
    ),
    models.CheckConstraint(
        name="transfer_three_people",
        condition=(
            (Q(made_by__isnull=True) | ~Q(made_by=F("approved_by")))
            & (Q(made_by__isnull=True) | ~Q(made_by=F("sealed_by")))
            & (Q(approved_by__isnull=True) | ~Q(approved_by=F("sealed_by")))
        ),
        violation_error_message="经办、审批、用印要由三个不同的人来做。",
    ),
    models.CheckConstraint(
        name="transfer_not_ones_own",
        condition=Q(person__isnull=True)
        | (
            (Q(made_by__isnull=True) | ~Q(made_by=F("person")))
            & (Q(approved_by__isnull=True) | ~Q(approved_by=F("person")))
            & (Q(sealed_by__isnull=True) | ~Q(sealed_by=F("person")))
        ),
        violation_error_message="自己的组织关系要请别的同事来办。",
    ),
    models.CheckConstraint(
        name="transfer_approved_by_somebody",
        condition=~Q(
            direction=Direction.OUT, state__in=sorted(APPROVED_STATES[Direction.OUT])
        )
        & ~Q(direction=Direction.IN, state__in=sorted(APPROVED_STATES[Direction.IN]))
        | Q(made_by__isnull=False, approved_by__isnull=False),
    ),
    models.CheckConstraint(
        name="transfer_sealed_by_somebody",
        condition=~Q(state__in=sorted(SEALED_STATES)) | Q(sealed_by__isnull=False),
    ),
    models.CheckConstraint(
        name="transfer_moves_on_completion",
        condition=Q(_in(MOVED_WHEN), kind__in=sorted(MOVING), moved_at__isnull=False)
        | Q(moved_at__isnull=True) & ~Q(_in(MOVED_WHEN), kind__in=sorted(MOVING)),
    ),
    models.CheckConstraint(
        name="transfer_done_has_time",
        condition=Q(is_open=True, done_at__isnull=True)
        | Q(is_open=False, done_at__isnull=False),
    ),
    models.CheckConstraint(
        name="transfer_inside_has_a_branch",
        condition=~Q(kind=Kind.INSIDE) | Q(to_branch__isnull=False),
        violation_error_message="要选调整到哪个支部。",
    ),
    models.CheckConstraint(
        name="transfer_to_another_branch",
        condition=Q(to_branch__isnull=True)
        | Q(branch__isnull=True)
        | ~Q(to_branch=F("branch")),
        violation_error_message="去向支部就是现在的支部，请选别的。",
    ),
    models.CheckConstraint(
        name="transfer_dues_are_a_month",
        condition=Q(dues_paid_through__isnull=True) | Q(dues_paid_through__day=1),
    ),
    models.CheckConstraint(
        name="transfer_phone_is_mobile",
        condition=Q(phone="") | Q(phone__regex=f"^{PHONE}$"),
        violation_error_message="手机号是 11 位数字，以 1 开头。",
    ),
    models.CheckConstraint(name="transfer_people_positive", condition=Q(people__gte=1)),
    models.UniqueConstraint(
        fields=["member"],
        name="transfer_one_open_per_member",
        condition=Q(state__in=sorted(OPEN)),
        violation_error_message="这位党员已经有一件接转在办。",
    ),
    models.UniqueConstraint(fields=["form_key"], name="transfer_form_once"),
]
