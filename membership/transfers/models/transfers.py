"""A transfer, who travels with it, and every step it took."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from center.columns import Key
from center.ledger import never_deleted
from center.models import Center, User
from center.rules import in_fours, mask_phone
from center.workflow import models as workflow
from center.workflow.rules import Workflow
from membership.models import Member, Organization, below_posts
from membership.rules.members import MemberKind, Sex
from membership.rules.organizations import Duty
from membership.transfers.models import triggers
from membership.transfers.models.constraints import TRANSFER
from membership.transfers.rules.moves import (
    BEARS,
    OPEN,
    Move,
    flow_of,
    moves_from,
    same_person_refusal,
)
from membership.transfers.rules.roles import PERMISSION, Actor
from membership.transfers.rules.states import (
    CODE_LENGTH,
    Channel,
    Direction,
    Kind,
    State,
    Verb,
    Why,
)
from membership.transfers.rules.story import tone_of
from membership.transfers.rules.terms import RECEIPT_DAYS

# What somebody must be, for the organization that the step lies with.
DUTIES = {
    Actor.BRANCH: (Duty.SECRETARY,),
    Actor.COMMITTEE: (Duty.ORGANIZER, Duty.SECRETARY),
    Actor.SEAL: (Duty.SEAL_KEEPER,),
}


# What lies with whom: states in which the next step is theirs.
_CLERK = Q(
    state__in=[State.SUBMITTED, State.REGISTERED, State.BOUNCED, State.PEER_ACCEPTED]
)
_BRANCH = Q(state=State.ACCEPTED)
_COMMITTEE = Q(state__in=[State.BRANCH_OK, State.VERIFYING])
_SEAL = Q(state=State.APPROVED, channel=Channel.PAPER) | Q(
    state__in=[State.ASSIGNED, State.LOST_CHECK]
)


class TransferQuerySet(models.QuerySet["Transfer"]):
    """Transfers, and who may see which."""

    def of_person(self, user: User) -> "TransferQuerySet":
        return self.filter(person=user)

    def visible_to(self, user: User) -> "TransferQuerySet":
        """Return what a member of staff may see: their center's, and of their posts.

        A draft is seen by nobody but the member.
        """
        if not user.has_perm("transfers.view_transfer"):
            return self.none()
        posts = below_posts(user, *Duty)
        seen = Q(branch__in=posts) | Q(committee__in=posts) | Q(to_branch__in=posts)
        if user.has_perm("membership.view_center_organizations"):
            seen |= Q(center_id__in=user.center_ids)
        return self.filter(seen).exclude(state=State.DRAFT)

    def open(self) -> "TransferQuerySet":
        return self.filter(is_open=True)

    def waiting_for(self, user: User) -> "TransferQuerySet":
        """Return those whose next step is this person's, by post or at the counter."""
        posts = {
            Actor.BRANCH: (_BRANCH, "branch__in"),
            Actor.COMMITTEE: (_COMMITTEE, "committee__in"),
            Actor.SEAL: (_SEAL, "committee__in"),
        }
        found = Q(pk__in=[])
        if user.has_perm(PERMISSION[Actor.CLERK]):
            found |= _CLERK & Q(center_id__in=user.center_ids)
        for actor, (states, place) in posts.items():
            if user.has_perm(PERMISSION[actor]):
                found |= states & Q(**{place: below_posts(user, *DUTIES[actor])})
        return self.filter(found & ~Q(person=user))

    def receipt_late(self, today: date) -> "TransferQuerySet":
        """Return receipts that wait for more than the usual thirty days."""
        return self.filter(
            is_open=True, watch_from__lte=today - timedelta(days=RECEIPT_DAYS)
        )

    def newest_first(self) -> "TransferQuerySet":
        return self.order_by("-pk")


class Transfer(workflow.Record):
    """One organization relation on its way, out or in.

    The portal is the register, tracker and printer; what was decided by whom is only
    written down here. Dates are those of Shanghai.
    """

    locked_with = ("center", "branch", "committee", "to_branch", "member")
    step_names = {"state": "after", "note": "text"}

    center = Key(Center, "中心")
    code = models.CharField("查询码", max_length=CODE_LENGTH, unique=True)
    form_key = models.CharField(max_length=64, editable=False)  # never without
    direction = models.CharField("方向", max_length=3, choices=Direction)
    kind = models.CharField("类别", max_length=11, choices=Kind)
    channel = models.CharField("渠道", max_length=8, choices=Channel)
    outside_number = models.CharField("外部编号", max_length=60, blank=True)
    state = models.CharField("状态", max_length=13, choices=State)
    is_open = models.GeneratedField(
        expression=Q(state__in=sorted(OPEN)),  # type: ignore[arg-type]  # a Q is one
        output_field=models.BooleanField(),
        db_persist=True,
    )
    # A transfer that was only started is version 0.
    version = models.PositiveIntegerField(default=0, verbose_name="第几版")
    why = models.CharField("原因", max_length=10, choices=Why, default=Why.OTHER)
    reason = models.CharField("说明", max_length=300, blank=True)

    member = Key(Member, "党员", null=True, blank=True, related_name="transfers")
    person = Key(User, "本人账号", null=True, blank=True, related_name="transfers")
    name = models.CharField("姓名或组织名", max_length=80)
    phone = models.CharField("手机号", max_length=11, blank=True)
    sex = models.CharField("性别", max_length=1, choices=Sex, blank=True)
    born_on = models.DateField("出生日期", null=True, blank=True)
    nation = models.CharField("民族", max_length=20, blank=True)
    member_kind = models.CharField(
        "人员类别", max_length=12, choices=MemberKind, blank=True
    )
    joined_on = models.DateField("入党日期", null=True, blank=True)
    confirmed_on = models.DateField("转正日期", null=True, blank=True)
    probation_until = models.DateField("预备期到", null=True, blank=True)
    introducers = models.CharField("入党介绍人", max_length=80, blank=True)
    probation_papers = models.CharField("预备党员材料", max_length=200, blank=True)
    proxy_name = models.CharField("代办党员", max_length=40, blank=True)
    people = models.PositiveIntegerField("人数", default=1)

    branch = Key(Organization, "本方党支部", null=True, blank=True)
    committee = Key(Organization, "本方基层党委", null=True, blank=True)
    to_branch = Key(Organization, "去向支部（本系统里的）", null=True, blank=True)
    other_side = models.CharField("对方党组织", max_length=120, blank=True)
    is_far = models.BooleanField("去外省", default=False)
    other_heading = models.CharField("抬头", max_length=80, blank=True)
    came_on = models.DateField("来信日期", null=True, blank=True)
    came_valid_until = models.DateField("来信有效期到", null=True, blank=True)

    dues_paid_through = models.DateField("党费交到（月）", null=True, blank=True)
    made_by = Key(User, "经办人", null=True, blank=True)
    approved_by = Key(User, "登记审批的人", null=True, blank=True)
    sealed_by = Key(User, "用印人", null=True, blank=True)
    created_at = models.DateTimeField("登记时间")
    watch_from = models.DateField("从哪天起等回执", null=True, blank=True)
    moved_at = models.DateTimeField("组织关系变更时间", null=True, blank=True)
    done_at = models.DateTimeField("办结时间", null=True, blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = "组织关系接转"
        verbose_name_plural = "组织关系接转"
        ordering = ["-pk"]
        permissions = [
            ("handle_transfer", "可以受理和登记接转"),
            ("confirm_transfer", "可以登记支部的确认"),
            ("approve_transfer", "可以登记党委的审批和接收"),
            ("seal_transfer", "可以登记用印、开信和寄回执"),
            ("export_transfer", "可以导出接转登记簿（号码隐去）"),
        ]
        indexes = [
            models.Index(
                name="transfer_register", fields=["center", "direction", "-id"]
            ),
            models.Index(
                name="transfer_open",
                fields=["center", "direction", "state"],
                condition=Q(is_open=True),
            ),
            models.Index(name="transfer_branch", fields=["branch", "-id"]),
            models.Index(name="transfer_committee", fields=["committee", "-id"]),
            models.Index(name="transfer_person", fields=["person", "-id"]),
        ]
        triggers = [
            never_deleted(),
            triggers.life_cycle(Direction.OUT),
            triggers.life_cycle(Direction.IN),
            triggers.starts_at_the_start(),
            triggers.every_move_is_written_down(),
            triggers.movers_follow(),
            triggers.members_moved(),
            pgtrigger.ReadOnly(
                name="born_with",
                fields=["code", "direction", "form_key", "center", "created_at"],
            ),
            pgtrigger.Protect(
                name="moved_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(
                    old__moved_at__isnull=False,
                    old__moved_at__df=pgtrigger.F("new__moved_at"),
                ),
            ),
        ]
        constraints = TRANSFER

    def __str__(self) -> str:
        return f"{self.get_direction_display()} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("transfers:story", args=[self.code])

    @property
    def desk_url(self) -> str:
        return reverse("transfers:case", args=[self.code])

    @property
    def code_grouped(self) -> str:
        return in_fours(self.code)

    @property
    def phone_masked(self) -> str:
        return mask_phone(self.phone)

    # -- What may happen to it, and who may do it

    @property
    def flow(self) -> Workflow:
        return flow_of(self.direction, self.kind, self.channel)

    @property
    def moves(self) -> list[Move]:
        return moves_from(self.direction, self.state, self.kind, self.channel)

    def acts_as(self, actor: Actor, by: User | None) -> bool:
        """Say whether somebody may act in a capacity; without ``by`` the calendar does.

        Nobody handles their own: for their own transfer staff are only the member.
        """
        if by is None or actor == Actor.SYSTEM:
            return by is None and actor == Actor.SYSTEM
        if self.person_id == by.pk or actor == Actor.MEMBER:
            return self.person_id == by.pk and actor == Actor.MEMBER
        if not by.has_perm(PERMISSION[actor]):
            return False
        if actor == Actor.CLERK:
            return self.center_id in by.center_ids
        place = self.branch_id if actor == Actor.BRANCH else self.committee_id
        posts = Organization.objects.below_posts(by, *DUTIES[actor])
        return place is not None and posts.filter(pk=place).exists()

    def actors(self, verb: str, state: str, by: User | None) -> Iterator[Actor]:
        """Return in which capacities somebody may take the arrow, the first counts."""
        move = self.flow.find(verb, state)
        wanted = move.actors if isinstance(move, Move) else ()
        return (one for one in Actor if one in wanted and self.acts_as(one, by))

    def refusal(self, verb: str, by: User | None) -> str:
        """Say why ``by`` cannot take the arrow now; else empty."""
        if refusal := super().refusal(verb, by):
            return refusal
        if not any(self.actors(verb, self.state, by)):
            return self._not_yours(verb, by)
        return self.people_refusal(verb, by)

    def _not_yours(self, verb: str, by: User | None) -> str:
        if by is not None and self.person_id == by.pk:
            return "这是您自己的组织关系，要请别的同事来办。"
        wanted = (one.actors for one in self.moves if one.verb == verb)
        return f"这一步要由{words_of(next(wanted))}来办。"

    def people_refusal(self, verb: str, by: User | None) -> str:
        """Say why these people may not act together if ``by`` does it; else empty."""
        acting = {
            "maker": self.made_by_id,
            "approver": self.approved_by_id,
            "seal": self.sealed_by_id,
        }
        if by is not None and verb in BEARS:
            acting[BEARS[Verb(verb)]] = by.pk
        return same_person_refusal(**acting, person=self.person_id)

    def state_now(self) -> str:
        last = self.steps.select_related("by").last()
        done = f"{last.get_verb_display()}，{last.by or '系统'}" if last else ""
        return f"{self.get_state_display()}（{done}）"

    @property
    def tone(self) -> str:
        return tone_of(self.state)

    @property
    def is_out(self) -> bool:
        return self.direction == Direction.OUT

    @property
    def is_probationary(self) -> bool:
        return self.member_kind == MemberKind.PROBATIONARY


def words_of(actors: Collection[Actor]) -> str:
    return "、".join(one.label for one in Actor if one in actors)
