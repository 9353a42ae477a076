"""Notices: one address, texts in versions, of which a query says what shows now."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.timezone import localdate

from center import ledger
from center.columns import Key, known
from center.models import Center, User
from center.notices import rules
from center.notices.models.disclosure import Duty
from center.notices.rules import DISCLOSURES, FLOW, Kind, Topic
from center.publishing import models as publishing
from center.publishing.rules import State
from center.searchable import Searchable


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices as the desk sees them."""

    def visible_to(self, user: User) -> Self:
        return self.filter(center__in=user.center_ids)


class Notice(models.Model):
    """One notice or disclosure; what it says stands in its texts."""

    center = Key(Center, related_name="notices")
    kind = models.CharField("类别", max_length=7, choices=Kind, default=Kind.NOTICE)
    duty = Key(Duty, "对应的公开事项", null=True, blank=True, related_name="notices")
    period = models.CharField("哪一期", max_length=7, blank=True)
    made_at = models.DateTimeField(editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公告"
        ordering = ["-pk"]
        triggers = [ledger.never_deleted()]
        constraints = [
            known("notice_kind_known", kind=Kind.values),
            models.CheckConstraint(
                name="notice_period_has_duty",
                condition=Q(period="") | Q(duty__isnull=False),
                violation_error_message="写了哪一期，请选对应的公开事项。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("notices:desk_notice", args=[self.pk])

    @property
    def is_disclosure(self) -> bool:
        return self.kind in DISCLOSURES


class TextQuerySet(models.QuerySet["Text"]):
    """Texts, and which of them anybody may read at a moment."""

    def current(self, at: datetime) -> Self:
        """Keep of each notice the approved text that has begun to show last."""
        rows = publishing.newest_approved(self, "n", show_from__lte=at)
        first = type(self)(Text).filter(notice=OuterRef("notice"), show_from__lte=at)
        public = first.filter(state__in=[State.APPROVED, State.WITHDRAWN])
        begun = public.order_by("n").values("show_from")[:1]
        return rows.annotate(first_shown=Subquery(begun)).select_related("notice__duty")

    def visible(self, center: Center, at: datetime) -> Self:
        still = Q(show_until__isnull=True) | Q(show_until__gt=at)
        return self.current(at).filter(still, notice__center=center)

    def readable(self, center: Center, at: datetime) -> Self:
        """Return what has a page: what shows now, and disclosures for ever."""
        still = Q(show_until__isnull=True) | Q(show_until__gt=at)
        stays = Q(notice__kind__in=DISCLOSURES)
        return self.current(at).filter(still | stays, notice__center=center)

    def newest_first(self, at: datetime) -> Self:
        """Order as lists do: pinned first, then the latest."""
        pinned = models.Case(
            models.When(pin_until__gt=at, then=0),
            default=1,
            output_field=models.IntegerField(),
        )
        return self.order_by(pinned, F("first_shown").desc(), "-notice_id")


_TEXTS = (
    *("title", "body", "byline", "unit", "topic", "employer", "is_nothing"),
    *("show_from", "show_until", "pin_until", "occurred_on"),
    *("reviewed_by_id", "review_basis", "change_note"),
)


class Text(Searchable, publishing.Edition):
    """All that a notice says; once approved it is never edited, only followed."""

    parent = "notice"
    named = "title"
    found_by = ("unit", "employer")
    texts = _TEXTS
    flow = FLOW
    history = "log"
    locked_with = ("notice",)

    notice = Key(Notice, related_name="versions")
    title = models.CharField("标题", max_length=80, blank=True)
    body = models.TextField("正文", max_length=20_000, blank=True)
    byline = models.CharField(
        "落款", max_length=40, blank=True, help_text="空着就是本中心。"
    )
    unit = models.CharField(
        "哪个村、社区或支部", max_length=40, blank=True, help_text="本中心的就空着。"
    )
    topic = models.CharField(
        "宣传什么（中心动态）", max_length=7, choices=Topic, blank=True
    )
    employer = models.CharField("用人单位（招聘）", max_length=60, blank=True)
    is_nothing = models.BooleanField("本期无（没有要公开的）", default=False)
    show_from = models.DateTimeField("什么时候上架", null=True, blank=True)
    show_until = models.DateTimeField("什么时候下架", null=True, blank=True)
    pin_until = models.DateTimeField("置顶到", null=True, blank=True)
    occurred_on = models.DateField("事情发生在哪天", null=True, blank=True)
    reviewed_by = Key(User, "谁做的公开前审查", null=True, blank=True)
    review_basis = models.CharField(
        "审查依据和结论", max_length=200, blank=True, help_text="含保密审查。"
    )
    withdrawn_why = models.CharField(max_length=300, blank=True, editable=False)

    objects = TextQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公告内容"
        ordering = ["notice", "-n"]
        permissions = [("approve_text", "可以审核公告公开")]
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(name="text_shown", fields=["state", "show_from"]),
        ]
        triggers = publishing.edition_triggers(FLOW, "notices_textlog", _TEXTS)
        constraints = [
            *publishing.edition_constraints("text", "notice"),
            models.CheckConstraint(
                name="text_shows_a_while",
                condition=Q(show_until__isnull=True)
                | Q(show_from__isnull=True)
                | Q(show_until__gt=F("show_from")),
                violation_error_message="下架时间要晚于上架时间。",
            ),
            models.CheckConstraint(
                name="text_approved_has_start",
                condition=~Q(state=State.APPROVED) | Q(show_from__isnull=False),
            ),
            models.CheckConstraint(
                name="text_withdrawn_says_why",
                condition=~Q(state=State.WITHDRAWN) | ~Q(withdrawn_why=""),
                violation_error_message="请写为什么撤下。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title or '（没有标题）'} 第 {self.n} 版"

    def get_absolute_url(self) -> str:
        return self.notice.get_absolute_url()

    @property
    def notice_pk(self) -> int:
        return int(self.notice_id)

    @property
    def said(self) -> Mapping[str, Any]:
        """Return all that a reader is told, its files too."""
        files = [(one.sha256, one.title, one.alt_text) for one in self.files.all()]
        about = (self.notice.kind, self.notice.duty_id, self.notice.period)
        return {**super().said, "files": files, "about": about}

    @property
    def missing(self) -> list[str]:
        """Return what it lacks before it can go public."""
        told = {name: getattr(self, name) for name in self.texts}
        files = list(self.files.all())
        mute = sum(one.is_picture and not one.alt_text for one in files)
        scans = sum(one.is_scan for one in files)
        return rules.missing(self.notice.kind, told, mute, scans)

    def is_pinned(self, at: datetime) -> bool:
        return self.pin_until is not None and self.pin_until > at

    @property
    def corrected_on(self) -> date | None:
        is_first = self.n == 1 or self.approved_at is None
        return None if is_first else localdate(self.approved_at)


class NoticeFile(models.Model):
    """A file of one text; who may not read the text has no address for it."""

    text = Key(Text, related_name="files")
    token = models.CharField(max_length=32, unique=True)
    title = models.CharField("文件标题", max_length=80)
    alt_text = models.CharField("图片说明", max_length=200, blank=True)
    is_scan = models.BooleanField("扫描件", default=False)
    content_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="notices/", max_length=120)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "公告附件"
        ordering = ["pk"]
        triggers = [publishing.part_of_draft("notices_text", "text_id")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/")


class TextLog(publishing.Step):
    """One thing that was done to a text."""

    version_of = Key(Text, related_name="log")

    class Meta(publishing.Step.Meta):
        verbose_name = verbose_name_plural = "公告记录"


class NoticeRead(models.Model):
    """How often a notice was read on a day; never by whom."""

    notice = Key(Notice, related_name="reads")
    day = models.DateField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "day"], name="read_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.count}"
