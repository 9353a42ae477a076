"""The request itself."""

from datetime import date

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from center.columns import Key
from center.ledger import never_deleted
from center.models import Center, User
from center.rules import in_fours, mask_phone
from center.workflow import models as workflow
from petitions.models.limits import CONSTRAINTS
from petitions.models.queries import IS_KEPT, IS_OPEN, PetitionQuerySet
from petitions.models.sides import refusal_of
from petitions.rules.clock import Standing, due_text, standing
from petitions.rules.flow import FLOW
from petitions.rules.replies import Reached
from petitions.rules.states import OPEN, Channel, Kind, Scope, State


class Petition(workflow.Record):
    """One request of one person (or of nobody named) to one center.

    ``received_on`` is the Beijing date that day 0 comes from. ``due_on`` is the date of
    the next clock that is not met; all clocks are ``ClockRow`` rows. ``first_asked``
    never changes once set; ``duty_by`` is who bears that duty now.
    """

    flow = FLOW
    locked_with = ("center",)
    counts_steps = True
    # Who has just opened it: they are named nowhere in it (petitions.models.access).
    opened_by: int | None = None
    step_names = {"before": "from_state", "state": "to_state", "note": "internal_text"}

    center = Key(Center, "中心", related_name="petitions")
    code = models.CharField("编号", max_length=12)
    kind = models.CharField("类别", max_length=12, choices=Kind)
    channel = models.CharField("来源", max_length=7, choices=Channel)
    scope = models.CharField(
        "帮办方式", max_length=7, choices=Scope, blank=True, default=""
    )
    title = models.CharField("标题", max_length=60)
    body = models.TextField("内容", max_length=5000, blank=True)
    person = Key(User, "诉求人", null=True, blank=True, related_name="petitions")
    name = models.CharField("姓名", max_length=40, blank=True)
    phone = models.CharField("电话", max_length=20, blank=True)
    address = models.CharField("地址", max_length=120, blank=True)
    anonymous = models.BooleanField("匿名", default=False)
    # Beside the person; who they are stands in ``CoSigner``.
    signer_count = models.PositiveSmallIntegerField(
        "另外联名的人数", default=0, db_default=0, editable=False
    )
    received_at = models.DateTimeField("收到时间")
    received_on = models.DateField("收到日期")
    registered_at = models.DateTimeField("登记时间")
    registered_by = Key(User, "登记人", null=True, blank=True)
    backdate_reason = models.CharField("补录原因", max_length=300, blank=True)
    witness = Key(User, "补录核对人", null=True, blank=True)
    state = models.CharField(
        "状态", max_length=11, choices=State, default=State.REGISTERED
    )
    round = models.PositiveSmallIntegerField("第几轮", default=1)
    owner = Key(User, "现在谁办", null=True, blank=True, related_name="owned_petitions")
    owner_since = models.DateTimeField("从何时起", null=True, blank=True)
    owner_center = Key(Center, "现在在哪个上级中心", null=True, blank=True)
    first_asked = Key(User, "首问责任人", null=True, blank=True)
    duty_by = Key(User, "现在承担首问责任的人", null=True, blank=True)
    released_reason = models.CharField("解除首问责任的原因", max_length=300, blank=True)
    returns = models.PositiveSmallIntegerField("上级退回次数", default=0)
    urged_at = models.DateTimeField("催上级的时间", null=True, blank=True)
    due_on = models.DateField("期限")
    original_due_on = models.DateField("最初的期限")
    earliest_on = models.DateField("最早可能的期限")
    is_provisional = models.BooleanField("暂定期限", default=False)
    is_extended = models.BooleanField("延期过", default=False)
    # A day that was promised in this round has gone by unanswered, for ever.
    was_late = models.BooleanField(
        "超期过", default=False, db_default=False, editable=False
    )
    paused_until = models.DateField("暂停到哪一天", null=True, blank=True)
    news_at = models.DateTimeField("有新情况", null=True, blank=True, editable=False)
    last_public_at = models.DateTimeField("上次告诉居民的时间")
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)
    result = models.CharField("落实结果", max_length=300, blank=True)
    reached = models.CharField(
        "怎样告知本人", max_length=9, choices=Reached, blank=True
    )
    unreached_reason = models.CharField("没能告知的原因", max_length=300, blank=True)
    forgotten_at = models.DateTimeField(
        "清除诉求人信息的时间", null=True, blank=True, editable=False
    )

    objects = PetitionQuerySet.as_manager()

    class Meta:
        verbose_name = "诉求"
        verbose_name_plural = "诉求"
        permissions = [
            ("work_petition", "可以登记和办理诉求"),
            ("supervise_petition", "可以审批延期、改派、解除首问责任"),
            ("publish_petition", "可以公开诉求"),
            ("reveal_person", "可以说明原因后查看诉求人"),
        ]
        triggers = [
            never_deleted(),
            workflow.state_moves(FLOW),
            workflow.every_move_has_a_step("petitions_step", "petition_id = NEW.id"),
            pgtrigger.ReadOnly(
                name="petition_fixed",
                fields=["center", "code", "channel", "anonymous", "registered_at"],
            ),
            pgtrigger.Protect(
                name="petition_first_asked_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(
                    old__first_asked__isnull=False,
                    old__first_asked__df=pgtrigger.F("new__first_asked"),
                ),
            ),
        ]
        constraints = CONSTRAINTS
        indexes = [
            models.Index(
                name="petition_open_due",
                fields=["center", "due_on", "id"],
                condition=IS_OPEN,
            ),
            models.Index(
                name="petition_all_open_due", fields=["due_on", "id"], condition=IS_OPEN
            ),
            models.Index(
                name="petition_open_silent",
                fields=["center", "last_public_at"],
                condition=IS_OPEN,
            ),
            models.Index(
                name="petition_owner_live",
                fields=["owner", "due_on"],
                condition=IS_OPEN | Q(state="answered"),
            ),
            models.Index(
                name="petition_duty_live",
                fields=["duty_by", "due_on"],
                condition=IS_OPEN | Q(state="answered"),
            ),
            models.Index(
                name="petition_unowned",
                fields=["center", "registered_at"],
                condition=Q(state="registered", owner__isnull=True),
            ),
            models.Index(
                name="petition_news",
                fields=["center", "news_at"],
                condition=Q(news_at__isnull=False),
            ),
            models.Index(
                name="petition_open_was_late",
                fields=["center"],
                condition=IS_OPEN & Q(was_late=True),
            ),
            models.Index(
                name="petition_escalated",
                fields=["owner_center", "due_on"],
                condition=Q(state="escalated"),
            ),
            models.Index(
                name="petition_open_provisional",
                fields=["center", "due_on"],
                condition=IS_OPEN & Q(is_provisional=True),
            ),
            models.Index(name="petition_ledger", fields=["center", "-registered_at"]),
            models.Index(
                name="petition_person_kept", fields=["closed_at"], condition=IS_KEPT
            ),
            models.Index(
                name="petition_phone", fields=["phone"], condition=~Q(phone="")
            ),
        ]

    def __str__(self) -> str:
        # Shown wherever a row is named, to whom is not known here: no word of it.
        return self.code_text

    def get_absolute_url(self) -> str:
        return reverse("petitions_counter:case", args=[self.code])

    def refusal(self, verb: str, by: User | None) -> str:
        return refusal_of(self, verb, by)

    def get_state_display(self) -> str:  # type: ignore[no-redef]  # of the plugin
        """Return where it stands; a superior outside the portal is no center of it."""
        is_outside = self.state == State.ESCALATED and self.owner_center_id is None
        return "已报上级单位" if is_outside else State(self.state).label

    @property
    def code_text(self) -> str:
        return in_fours(self.code)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def due_text(self) -> str:
        return due_text(self.due_on, is_provisional=self.is_provisional)

    @property
    def phone_masked(self) -> str:
        return mask_phone(self.phone)

    @property
    def person_text(self) -> str:
        """Return the name as it was given, or a word for nobody."""
        if self.anonymous:
            return "匿名"
        if self.forgotten_at:
            return "已清除"
        return self.name or "未留姓名"

    @property
    def is_named(self) -> bool:
        return bool(self.name or self.phone or self.address or self.signer_count)

    def standing(self, today: date) -> Standing:
        return Standing.OVERDUE if self.was_late else standing(self.due_on, today)

    def received_text(self) -> str:
        return f"{timezone.localtime(self.received_at):%Y-%m-%d %H:%M}"
