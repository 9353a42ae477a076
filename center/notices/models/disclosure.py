"""What a center has promised to disclose, how often and by when."""

from django.db import models
from django.db.models import Q

from center.columns import known
from center.notices.rules import DISCLOSURES, Every, Kind
from center.registers.models import Entry

KINDS = [(kind.value, kind.label) for kind in DISCLOSURES]


class Duty(Entry):
    """One thing that is disclosed again and again, or each time it happens."""

    kind = models.CharField("类别", max_length=7, choices=KINDS, default=Kind.PARTY)
    title = models.CharField("公开什么", max_length=60)
    unit = models.CharField(
        "哪个村、社区或支部", max_length=40, blank=True, help_text="本中心的就空着。"
    )
    basis = models.CharField("依据", max_length=120, blank=True)
    every = models.CharField(
        "多久一次", max_length=7, choices=Every, default=Every.QUARTER
    )
    due_day = models.IntegerField(
        "期满后次月几日前",
        null=True,
        blank=True,
        help_text="空着：月度 10 日，季度和半年 15 日，年度 1 月 31 日。",
    )
    from_on = models.DateField("从哪天起要公开")
    responsible = models.CharField("责任人或岗位", max_length=40, blank=True)

    class Meta(Entry.Meta):
        verbose_name = "公开事项"
        verbose_name_plural = "公开事项清单"
        constraints = [
            *Entry.Meta.constraints,
            known("duty_kind_known", kind=[kind for kind, _ in KINDS]),
            models.CheckConstraint(
                name="duty_day_sane",
                condition=Q(due_day__isnull=True) | Q(due_day__gte=1, due_day__lte=31),
                violation_error_message="几日前是 1 到 31。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}{self.title}"
