"""The lines of the walk-in register, their steps, and who gave one to whom."""

from datetime import date, datetime
from typing import Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse

from center.columns import Key, known
from center.ledger import never_deleted
from center.models import Center, User
from center.reception import rules
from center.reception.models.matters import Matter
from center.reception.rules import FLOW, Channel, How, State, Verb, Why
from center.wording import spaced
from center.workflow import models as workflow


class LineQuerySet(models.QuerySet["Line"]):
    """Lines, and who may see which."""

    def visible_to(self, user: User) -> Self:
        return self.filter(center__in=user.center_ids)

    def counted(self) -> Self:
        return self.exclude(state=State.VOID)

    def visits(self) -> Self:
        """Keep what was one more time at the counter: no calls, nothing expected."""
        rows = self.counted().filter(channel=Channel.VISIT)
        return rows.exclude(why__in=rules.EXPECTED)


class Line(workflow.Record):
    """One visit or call at the counter."""

    flow = FLOW
    locked_with = ("matter",)

    center = Key(Center, "中心")
    day = models.DateField("日期", editable=False)
    n = models.PositiveIntegerField("号", editable=False)
    at = models.DateTimeField("来的时间")
    entered_at = models.DateTimeField("登记时间", editable=False)
    entered_by = Key(User, "登记人", editable=False)
    first_asked = Key(User, "首问人")
    # Who has it now: the first asked until somebody else accepts it.
    owner = Key(User, "现在谁办", editable=False)
    channel = models.CharField(
        "怎么来的", max_length=5, choices=Channel, default=Channel.VISIT
    )
    person = Key(User, null=True, editable=False)
    name = models.CharField("姓名", max_length=40, blank=True)
    phone = models.CharField("电话", max_length=20, blank=True)
    unit = models.CharField("单位", max_length=60, blank=True)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    what = models.CharField("办什么", max_length=rules.TEXT)
    # The version of the item that the person was told.
    told = Key("guide.Version", null=True, editable=False)
    matter = Key(Matter, editable=False, related_name="lines")
    how = models.CharField("怎样了", max_length=9, choices=How, default=How.DIRECT)
    where_to = models.CharField("去了哪里", max_length=rules.TEXT, blank=True)
    note = models.CharField("备注", max_length=rules.NOTE, blank=True)
    why = models.PositiveSmallIntegerField(
        "为什么又来", choices=Why, null=True, blank=True
    )
    sheet = models.CharField("纸质登记表编号", max_length=20, blank=True)
    sheet_line = models.PositiveSmallIntegerField("第几行", null=True, blank=True)
    certificate = models.CharField("证件名称", max_length=60, blank=True)
    certificate_number = models.CharField("证件编号", max_length=40, blank=True)
    finished_at = models.DateTimeField("办好时间", null=True, editable=False)
    became_type = Key(ContentType, null=True, editable=False)
    became_id = models.PositiveBigIntegerField(null=True, editable=False)
    became = GenericForeignKey("became_type", "became_id")
    state = models.CharField("状态", max_length=7, choices=State, editable=False)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = "办理登记"
        verbose_name_plural = "办理登记簿"
        ordering = ["-day", "-n"]
        default_permissions = ("view", "add", "change", "export")
        permissions = [("supervise_line", "可以管办理登记：补登、作废、再告知")]
        indexes = [
            models.Index(name="line_of_person", fields=["person", "-at"]),
            models.Index(
                name="line_running",
                fields=["center", "day"],
                condition=Q(state__in=rules.RUNNING),
            ),
        ]
        triggers = [
            never_deleted(),
            workflow.state_moves(FLOW),
            workflow.every_move_has_a_step("reception_linestep", "line_id = NEW.id"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["center", "day", "n"], name="line_number_once"
            ),
            models.UniqueConstraint(fields=["form_key"], name="line_form_once"),
            models.UniqueConstraint(
                fields=["center", "day", "sheet", "sheet_line"],
                condition=~Q(sheet=""),
                name="line_of_paper_once",
                violation_error_message="这张纸的这一行已经补登过。",
                violation_error_code="sheet_line",
            ),
            models.UniqueConstraint(
                fields=["became_type", "became_id"], name="line_one_case_each"
            ),
            models.CheckConstraint(
                name="line_paper_whole",
                condition=Q(sheet="", sheet_line__isnull=True)
                | (~Q(sheet="") & Q(sheet_line__isnull=False)),
                violation_error_message="编号和第几行要一起写。",
            ),
            models.CheckConstraint(
                name="line_sent_on_says_where",
                condition=~Q(how__in=[How.GUIDED, How.ELSEWHERE]) | ~Q(where_to=""),
                violation_error_message="请写领到哪个窗口、去哪里办。",
                violation_error_code="where_to",
            ),
            models.CheckConstraint(
                name="line_became_something",
                condition=Q(state=State.BECAME)
                & Q(became_id__isnull=False, became_type__isnull=False)
                | ~Q(state=State.BECAME) & Q(became_id__isnull=True),
            ),
            known("line_state_known", state=State.values),
            known("line_how_known", how=How.values),
            known("line_channel_known", channel=Channel.values),
            models.CheckConstraint(
                name="line_why_known",
                condition=Q(why__isnull=True) | Q(why__in=Why.values),
            ),
            models.CheckConstraint(
                name="line_not_ahead",
                condition=Q(at__lte=F("entered_at") + rules.AHEAD),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.what}"

    def get_absolute_url(self) -> str:
        return reverse("reception:line", args=[self.key])

    @property
    def number(self) -> str:
        """号."""
        return rules.number_of(self.day, self.n)

    @property
    def key(self) -> str:
        """Return what names it in addresses: other centers give the same numbers."""
        return f"{self.number}~{self.center_id}"

    @property
    def who(self) -> str:
        """谁."""
        tail = f"尾号 {self.phone[-4:]}" if self.phone else ""
        said = [one for one in (self.name, self.unit, tail) if one]
        return "，".join(said) or "没留"

    @property
    def handed_out(self) -> str:
        """发的证件."""
        return f"{self.certificate} {self.certificate_number}".strip()

    @property
    def told_state(self) -> str:
        """Return in one word where it stands, as the list says it."""
        if self.state == State.DONE and self.how == How.DIRECT:
            return How.DIRECT.label
        if self.state == State.WAITING and self.where_to:
            return f"转{spaced(self.where_to)}"
        is_running = self.state == State.OPEN
        return How(self.how).label if is_running else State(self.state).label

    @property
    def tone(self) -> str:
        tones = {State.DONE: "ok", State.OPEN: "warn", State.WAITING: "warn"}
        return tones.get(State(self.state), "off")

    @property
    def is_on_paper(self) -> bool:
        """Say whether it stood on paper first (补录)."""
        return bool(self.sheet)

    def refusal(self, verb: str, by: User | None) -> str:
        """Say why it cannot be done: taking back is for the writer and supervisors."""
        if refusal := super().refusal(verb, by):
            return refusal
        if verb == Verb.VOID and by and not self.may_void(by):
            return "只有登记的人能撤销，过后请主管作废。"
        if verb == Verb.RATE and hasattr(self, "rating"):
            return "已经评价过，一件事评一次。"
        if verb == Verb.ACCEPT and by and not self._is_given_to(by):
            return "要由接手的同事自己点“接下”。"
        return self.matter.refusal(verb)

    def may_void(self, by: User) -> bool:
        return by.pk == self.entered_by_id or by.has_perm(rules.SUPERVISE)

    @property
    def open_hand_over(self) -> "HandOver | None":
        return self.hand_overs.filter(accepted_at__isnull=True).last()

    def is_undone_freely(self, by: User, at: datetime) -> bool:
        return by.pk == self.entered_by_id and rules.may_undo(self.entered_at, at)

    def _is_given_to(self, by: User) -> bool:
        given = self.open_hand_over
        return given is not None and given.taker_id in (None, by.pk)


class LineStep(workflow.Step):
    """One thing that was done to a line."""

    line = Key(Line, related_name="steps")
    verb = models.CharField("事项", max_length=9, choices=Verb)
    state = models.CharField("状态", max_length=7, choices=State)

    class Meta(workflow.Step.Meta):
        verbose_name = verbose_name_plural = "办理登记记录"

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d}"


class HandOver(models.Model):
    """Who gave a line to whom; the first asked is free once the other has taken it."""

    line = Key(Line, related_name="hand_overs")
    giver = Key(User)
    taker = Key(User, "交给谁", null=True)
    at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    # Where the other is nobody of ours: who there took it.
    taken_by = models.CharField("对方谁接的", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "首问移交"
        ordering = ["at", "pk"]
        triggers = [never_deleted()]
        constraints = [
            models.UniqueConstraint(
                fields=["line"],
                condition=Q(accepted_at__isnull=True),
                name="handover_one_open",
                violation_error_message="已经在等人接，请先等他接下。",
            ),
            models.CheckConstraint(
                name="handover_to_another",
                condition=Q(taker__isnull=True) | ~Q(taker=F("giver")),
                violation_error_message="不能交给自己。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"


def same_matter(people: list[User], service_id: int, on: date) -> Matter | None:
    """Return what somebody came for before: still open, or closed not long ago.

    ``people`` are the cards of one person.
    """
    recent = Q(closed_on__isnull=True) | Q(closed_on__gte=on - rules.SAME_MATTER)
    rows = Matter.objects.filter(recent, person__in=people, service=service_id)
    return rows.filter(lines__in=Line.objects.counted()).order_by("-pk").first()


def visits_of(matter: Matter) -> int:
    return Line.objects.counted().filter(matter=matter, channel=Channel.VISIT).count()


def once_rate(center_ids: list[int], since: date, until: date) -> tuple[int, int]:
    """Return matters closed within the days that took one visit, and all of them."""
    closed = Matter.objects.filter(
        center__in=center_ids, closed_on__range=(since, until)
    ).annotate(
        visits=Count(
            "lines",
            filter=~Q(lines__state=State.VOID)
            & Q(lines__channel=Channel.VISIT)
            & (Q(lines__why__isnull=True) | ~Q(lines__why__in=rules.EXPECTED)),
        )
    )
    return closed.filter(visits=1).count(), closed.filter(visits__gte=1).count()
