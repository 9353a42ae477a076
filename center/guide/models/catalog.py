"""Items of the service catalog: one address, many versions, one of them in effect."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate

from center import ledger, search
from center.columns import Key
from center.guide import rules
from center.guide.rules import FLOW, Fee, LeadsTo, Mode, Power
from center.guide.rules import ServiceClass as Class
from center.models import Center, User
from center.publishing import models as publishing
from center.publishing.rules import State, desk_key
from center.roster.models import Post, Window
from center.searchable import Searchable, found
from center.wording import short_day


class ServiceQuerySet(models.QuerySet["Service"]):
    """Items as the desk sees them."""

    def visible_to(self, user: User) -> Self:
        return self.filter(center__in=user.center_ids)


class Service(models.Model):
    """One thing that is done for people; what it says stands in its versions."""

    center = Key(Center, related_name="services")
    slug = models.SlugField("网址里的名字", max_length=40)
    code = models.CharField("编号", max_length=20, blank=True)
    made_at = models.DateTimeField(editable=False)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办事事项"
        ordering = ["pk"]
        triggers = [ledger.never_deleted()]
        constraints = [
            models.UniqueConstraint(
                fields=["center", "slug"],
                name="service_slug_once",
                violation_error_message="这个网址名字已经用过，请换一个。",
                violation_error_code="slug",
            )
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("guide:desk_service", args=[self.key])

    @property
    def key(self) -> str:
        is_below = self.center.parent_id is not None
        return desk_key(self.slug, self.center_id, is_below=is_below)


class VersionQuerySet(models.QuerySet["Version"]):
    """Versions, and which of them count on a day."""

    def in_effect(self, on: date) -> Self:
        """Keep of each item the approved version with the latest date up to ``on``."""
        return publishing.newest_approved(self, "effective_on", effective_on__lte=on)

    def offered(self, center: Center, on: date) -> Self:
        rows = self.in_effect(on).filter(service__center=center, is_retirement=False)
        return rows.select_related("service", "window")

    def matching(self, typed: str) -> "list[Version]":
        """Return what a question finds, the best first; papers and steps come last."""
        asked = search.terms(typed)
        rows = list(found(self, typed)) if asked else []
        return sorted(rows, key=lambda one: not one.is_called(asked[0]))

    def coming(self, after: date) -> Self:
        rows = self.filter(state=State.APPROVED, effective_on__gt=after)
        return rows.order_by("effective_on")


_TEXTS = (
    *("name", "aliases", "spoken", "window_id", "service_class", "power"),
    *("summary", "audience", "conditions", "no_papers", "basis"),
    *("statutory_days", "promised_days", "days_before", "steps_before"),
    *("visits", "visits_reason", "fee_kind", "fee", "fee_basis"),
    *("output", "collect_how", "mode", "place", "phone", "post_id"),
    *("online_url", "online_code", "complaint_phone", "faq"),
    *("leads_to", "venue", "effective_on", "change_note"),
    *("is_retirement", "instead_id"),
)


class Version(Searchable, publishing.Edition):
    """All that an item says, from a day on; once approved it is never edited."""

    parent = "service"
    texts = _TEXTS
    flow = FLOW
    history = "log"
    locked_with = ("service__center",)

    service = Key(Service, related_name="versions")
    name = models.CharField("事项名称", max_length=60, blank=True)
    window = Key(Window, "窗口", null=True, blank=True, related_name="items")
    service_class = models.CharField(
        "类别", max_length=11, choices=Class, default=Class.GOVERNMENT
    )
    power = models.CharField(
        "事项性质", max_length=7, choices=Power, default=Power.SERVICE
    )
    summary = models.CharField(
        "一句话说清", max_length=80, blank=True, help_text="给谁、办什么、有什么用。"
    )
    audience = models.CharField("服务对象", max_length=300, blank=True)
    conditions = models.TextField("办理条件", max_length=2000, blank=True)
    no_papers = models.BooleanField("无需材料", default=False)
    basis = models.TextField("办理依据", max_length=1000, blank=True)
    statutory_days = models.PositiveSmallIntegerField(
        "法定时限（工作日）", null=True, blank=True
    )
    promised_days = models.PositiveSmallIntegerField(
        "承诺时限（工作日）", null=True, blank=True, help_text="当场办结写 0。"
    )
    days_before = models.PositiveSmallIntegerField(
        "以前要几个工作日", null=True, blank=True
    )
    steps_before = models.PositiveSmallIntegerField("以前有几步", null=True, blank=True)
    visits = models.PositiveSmallIntegerField("跑几趟", default=1)
    visits_reason = models.CharField("为什么要多跑", max_length=200, blank=True)
    fee_kind = models.CharField("收费", max_length=4, choices=Fee, default=Fee.FREE)
    fee = models.DecimalField(
        "金额（元）", max_digits=9, decimal_places=2, null=True, blank=True
    )
    fee_basis = models.CharField("收费依据", max_length=200, blank=True)
    output = models.CharField("办理结果", max_length=200, blank=True)
    collect_how = models.CharField("怎么领取", max_length=200, blank=True)
    mode = models.CharField("办理方式", max_length=6, choices=Mode, default=Mode.WINDOW)
    place = models.CharField("办理地点", max_length=120, blank=True)
    phone = models.CharField("咨询电话", max_length=40, blank=True)
    post = Key(Post, "责任岗位", null=True, blank=True, related_name="items")
    online_url = models.URLField("网上办理地址", max_length=300, blank=True)
    online_code = models.CharField("一网通办事项编码", max_length=60, blank=True)
    complaint_phone = models.CharField("监督电话", max_length=40, blank=True)
    faq = models.TextField("常见问题", max_length=3000, blank=True)
    leads_to = models.CharField(
        "页面上的按钮", max_length=8, choices=LeadsTo, blank=True, default=""
    )
    venue = models.CharField("约哪个场地（网址里的名字）", max_length=40, blank=True)
    effective_on = models.DateField("从哪天起", null=True, blank=True)
    checked_on = models.DateField("核对于", null=True, editable=False)
    is_retirement = models.BooleanField("停办", default=False, editable=False)
    instead = Key(Service, "改办哪一项", null=True, editable=False)
    # What the summary, the papers and steps say, to be found by.
    lines = models.TextField(editable=False, blank=True, db_default="")

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = "事项版本"
        verbose_name_plural = "事项版本"
        ordering = ["service", "-n"]
        permissions = [("approve_version", "可以审核办事指南")]
        indexes = [*Searchable.Meta.indexes]
        triggers = publishing.edition_triggers(FLOW, "guide_versionlog", _TEXTS)
        constraints = [
            *publishing.edition_constraints("version", "service"),
            models.UniqueConstraint(
                fields=["service", "effective_on"],
                condition=Q(state=State.APPROVED),
                name="version_day_once",
                violation_error_message="这一天已经有一个版本生效，请改一天。",
                violation_error_code="effective_on",
            ),
            models.CheckConstraint(
                name="version_approved_has_day",
                condition=~Q(state=State.APPROVED) | Q(effective_on__isnull=False),
            ),
            models.CheckConstraint(
                name="version_fee_whole",
                condition=Q(fee_kind=Fee.FREE, fee__isnull=True)
                | Q(fee_kind=Fee.PAID, fee__isnull=False, fee__gte=rules.LEAST_FEE),
                violation_error_message="收费的要写金额，不收费的不写。",
            ),
            models.CheckConstraint(
                name="version_promise_within_law",
                condition=Q(statutory_days__isnull=True)
                | Q(promised_days__isnull=True)
                | Q(promised_days__lte=models.F("statutory_days")),
                violation_error_message="承诺的时限不能比法定的长。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name or self.service.slug} 第 {self.n} 版"

    def get_absolute_url(self) -> str:
        return self.service.get_absolute_url()

    def is_called(self, text: str) -> bool:
        """Say whether its own names hold a text, not only its papers and steps."""
        return text in "\n".join(
            (self.words.split("\r")[0], self.pinyin, self.initials)
        )

    @property
    def slug(self) -> str:
        return self.service.slug

    @property
    def key(self) -> str:
        return self.service.key

    @property
    def said(self) -> Mapping[str, Any]:
        """Return all that a reader is told, papers and steps too."""
        own = super().said
        return {
            **own,
            "papers": [one.said for one in self.papers.all()],
            "steps": [one.said for one in self.steps.all()],
            "blanks": [(one.paper, one.sha256) for one in self.blanks.all()],
        }

    @property
    def missing(self) -> dict[str, str]:
        """Return what it needs before it can go public, by column."""
        told = {name: getattr(self, name) for name in self.texts}
        told |= {"window": self.window_id, "papers": list(self.papers.all())}
        return rules.missing(told | {"steps": list(self.steps.all())})

    def reindex(self) -> None:
        """Let papers and steps find it too, behind a sign of their own."""
        super().reindex()
        told = [one for one in map(search.packed, self.lines.split()) if one]
        names = self.words.split("\n")
        self.grams = search.pieces([*names, *told], self.pinyin, self.initials)
        self.words = "\r".join([self.words, *told])

    @property
    def promise(self) -> str:
        return rules.promise(self.promised_days)

    @property
    def announced(self) -> str:
        assert self.effective_on is not None  # noqa: S101 - what is coming has its day
        return f"自 {short_day(self.effective_on)} 起有变化"

    @property
    def fee_text(self) -> str:
        return f"{self.fee} 元" if self.fee_kind == Fee.PAID else "不收费"

    @property
    def errand(self) -> str:
        return rules.errand([step.help for step in self.steps.all()])

    @property
    def checked_last(self) -> date | None:
        return self.checked_on or (self.approved_at and localdate(self.approved_at))

    def needs_check(self, today: date) -> bool:
        last = self.checked_last
        return last is not None and rules.needs_check(last, today)

    def better_than(self, before: "Version | None") -> list[tuple[str, int, int]]:
        """Return unit, before and after of what has become less: days, steps.

        ``before`` is the version in effect before, where it does not say itself.
        """
        count = self.steps.count()
        days, steps = self.days_before, self.steps_before
        if before is not None:
            days = before.promised_days if days is None else days
            steps = before.steps.count() if steps is None else steps
        less = [
            ("个工作日", rules.shorter(days, self.promised_days)),
            ("步", rules.shorter(steps, count)),
        ]
        return [(unit, *pair) for unit, pair in less if pair]


def stale_since(today: date) -> Q:
    """Return what finds versions that nobody has looked at for a year."""
    by = today - rules.CHECKED_FOR
    unchecked = Q(checked_on__isnull=True, approved_at__date__lte=by)
    return Q(checked_on__lte=by) | unchecked
