"""What happened to a request: steps, asks, assists, replies, files, ratings."""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q

from center.columns import Key
from center.ledger import append_only, never_deleted
from center.models import Center, User
from petitions.models.petition import Petition
from petitions.models.times import Round
from petitions.rules.replies import Outcome, Score
from petitions.rules.states import INTERNAL, State, Verb


class StepQuerySet(models.QuerySet["Step"]):
    """The story, as staff and as everybody else may read it."""

    def public(self) -> Self:
        """Return what the person reads; internal words are not even loaded."""
        return self.exclude(public_text="").defer("internal_text", "details")


class Step(models.Model):
    """One thing that happened: written once, changed never.

    ``public_text`` is what the person reads, ``internal_text`` is for staff for ever.
    ``by`` is empty for the person and for the portal itself; ``role`` says which.
    """

    petition = Key(Petition, "诉求", related_name="steps")
    round = models.PositiveSmallIntegerField("第几轮")
    # Null in steps that are older than this column.
    version = models.PositiveIntegerField("版本", null=True, editable=False)
    verb = models.CharField("做了什么", max_length=16, choices=Verb)
    at = models.DateTimeField("什么时候")
    by = Key(User, "谁", null=True)
    role = models.CharField("身份", max_length=20)
    from_state = models.CharField("之前", max_length=11, choices=State, blank=True)
    to_state = models.CharField("之后", max_length=11, choices=State)
    public_text = models.TextField("公开的话", max_length=3000, blank=True)
    internal_text = models.TextField("内部记录", max_length=3000, blank=True)
    details = models.JSONField("细节", default=dict)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = "办理记录"
        verbose_name_plural = "办理记录"
        ordering = ["pk"]
        triggers = [append_only()]
        indexes = [models.Index(name="step_story", fields=["petition", "id"])]
        constraints = [
            models.CheckConstraint(
                name="step_internal_stays_internal",
                condition=~Q(verb__in=[str(verb) for verb in INTERNAL])
                | Q(public_text=""),
                violation_error_message="内部记录不能公开。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d %H:%M}"


class Ask(models.Model):
    """One numbered thing that was asked for; each is answered for itself."""

    round = Key(Round, related_name="asks")
    number = models.PositiveSmallIntegerField("第几项")
    text = models.CharField("事项", max_length=300)
    outcome = models.CharField("结论", max_length=7, choices=Outcome, blank=True)
    answer = models.CharField("答复", max_length=1000, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = Key(User, null=True, blank=True)

    class Meta:
        verbose_name = "事项"
        verbose_name_plural = "事项"
        ordering = ["round", "number"]
        triggers = [never_deleted()]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="ask_number_once"),
            models.CheckConstraint(name="ask_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="ask_answered_whole",
                condition=Q(outcome="", answer="", answered_at__isnull=True)
                | (~Q(outcome="") & ~Q(answer="") & Q(answered_at__isnull=False)),
                violation_error_message="每一项都要选结论并写明答复。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class AssistQuerySet(models.QuerySet["Assist"]):
    """Parts of cases that units were asked for."""

    def unfinished(self) -> Self:
        return self.filter(finished_at__isnull=True)

    def disputed(self) -> Self:
        """Return those whose unit says that it is not theirs, undecided."""
        return self.unfinished().filter(
            objected_at__isnull=False, decided_at__isnull=True
        )


class Assist(models.Model):
    """A unit that helps, with its part; it sees the matter and not the person."""

    petition = Key(Petition, "诉求", related_name="assists")
    unit = models.CharField("协办单位", max_length=60)
    center = Key(Center, "协办中心", null=True, blank=True)
    part = models.CharField("要做什么", max_length=300)
    asked_at = models.DateTimeField("请求时间")
    asked_by = Key(User)
    finding = models.CharField("结果", max_length=1000, blank=True)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    finished_by = Key(User, null=True, blank=True)
    # The unit says that it is not theirs; a supervisor of the home center decides.
    objection = models.CharField("异议", max_length=300, blank=True)
    objected_at = models.DateTimeField("提出时间", null=True, blank=True)
    objected_by = Key(User, null=True, blank=True)
    decision = models.CharField("裁定", max_length=300, blank=True)
    decided_at = models.DateTimeField("裁定时间", null=True, blank=True)
    decided_by = Key(User, null=True, blank=True)

    objects = AssistQuerySet.as_manager()

    class Meta:
        verbose_name = "协办"
        verbose_name_plural = "协办"
        ordering = ["pk"]
        triggers = [never_deleted()]
        indexes = [
            models.Index(
                name="assist_waiting",
                fields=["center", "asked_at"],
                condition=Q(finished_at__isnull=True),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="assist_finished_whole",
                condition=Q(finished_at__isnull=True, finding="")
                | (Q(finished_at__isnull=False) & ~Q(finding="")),
                violation_error_message="请写明协办的结果。",
            ),
            models.CheckConstraint(
                name="assist_objection_whole",
                condition=Q(objected_at__isnull=True, objection="")
                | (Q(objected_at__isnull=False) & ~Q(objection="")),
                violation_error_message="请写明为什么不归本单位办。",
            ),
            models.CheckConstraint(
                name="assist_decision_whole",
                condition=Q(decided_at__isnull=True, decision="")
                | (
                    Q(decided_at__isnull=False, objected_at__isnull=False)
                    & ~Q(decision="")
                ),
                violation_error_message="请写明裁定的理由。",
            ),
            models.CheckConstraint(
                name="assist_has_part", condition=~Q(unit="") & ~Q(part="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}：{self.part}"


class ReplyQuerySet(models.QuerySet["Reply"]):
    """Drafts, and what was sent."""

    def standing(self) -> Self:
        return self.filter(sent_at__isnull=False, retracted_at__isnull=True)


class Reply(models.Model):
    """A reply: a draft that staff share, or what was sent and stays as it was."""

    round = Key(Round, related_name="replies")
    text = models.TextField("答复", max_length=3000)
    version = models.PositiveIntegerField("草稿版本", default=1)
    written_by = Key(User)
    written_at = models.DateTimeField("写下时间")
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)
    sent_by = Key(User, null=True, blank=True)
    basis = models.CharField("依据", max_length=300, blank=True)
    # Sent to the wrong person, say: it stays, marked, and another may be sent.
    retracted_at = models.DateTimeField("撤回时间", null=True, blank=True)
    retracted_by = Key(User, null=True, blank=True)
    retracted_reason = models.CharField("撤回原因", max_length=300, blank=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = "答复"
        verbose_name_plural = "答复"
        ordering = ["pk"]
        triggers = [
            never_deleted(),
            pgtrigger.Protect(
                name="reply_sent_stays",
                operation=pgtrigger.Update,
                # All but taking it back, and that only once.
                condition=pgtrigger.Q(old__sent_at__isnull=False)
                & (
                    pgtrigger.Q(old__retracted_at__isnull=False)
                    | pgtrigger.Q(old__text__df=pgtrigger.F("new__text"))
                    | pgtrigger.Q(old__basis__df=pgtrigger.F("new__basis"))
                    | pgtrigger.Q(old__sent_at__df=pgtrigger.F("new__sent_at"))
                    | pgtrigger.Q(old__sent_by__df=pgtrigger.F("new__sent_by"))
                ),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                name="reply_one_draft",
                condition=Q(sent_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["round"],
                name="reply_sent_once",
                condition=Q(sent_at__isnull=False, retracted_at__isnull=True),
                violation_error_message="这一轮已经答复过了。",
            ),
            models.CheckConstraint(
                name="reply_retracted_whole",
                condition=Q(retracted_at__isnull=True, retracted_reason="")
                | Q(retracted_at__isnull=False, sent_at__isnull=False)
                & ~Q(retracted_reason=""),
                violation_error_message="请写撤回的原因。",
            ),
            models.CheckConstraint(name="reply_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="reply_sent_by_somebody",
                condition=Q(sent_at__isnull=True, sent_by__isnull=True)
                | Q(sent_at__isnull=False, sent_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:30]


class Attachment(models.Model):
    """A file, checked by content, under a name that cannot be guessed.

    Served only by a view that asks ``is_internal`` and who is asking.
    """

    petition = Key(Petition, "诉求", related_name="attachments")
    token = models.CharField(max_length=32)
    name = models.CharField("文件名", max_length=100)
    content_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField("大小（字节）")
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="petitions/", max_length=120)
    is_internal = models.BooleanField("只给工作人员看", default=False)
    added_at = models.DateTimeField("上传时间")
    added_by = Key(User, null=True, blank=True)

    class Meta:
        verbose_name = "附件"
        verbose_name_plural = "附件"
        ordering = ["pk"]
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(fields=["token"], name="attachment_token_once")
        ]

    def __str__(self) -> str:
        return self.name


class Rating(models.Model):
    """How content the person is with one round; a low one asks for a call."""

    round = models.OneToOneField(
        Round, on_delete=models.PROTECT, related_name="rating", verbose_name="轮次"
    )
    score = models.PositiveSmallIntegerField("评价", choices=Score)
    comment = models.CharField("说明", max_length=300, blank=True)
    rated_at = models.DateTimeField("评价时间")
    changed_at = models.DateTimeField("改动时间", null=True, blank=True)
    call_by = models.DateField("最晚哪天回访", null=True, blank=True)
    called_at = models.DateTimeField("回访时间", null=True, blank=True)
    called_by = Key(User, null=True, blank=True)
    call_note = models.CharField("回访情况", max_length=300, blank=True)

    class Meta:
        verbose_name = "评价"
        verbose_name_plural = "评价"
        triggers = [never_deleted()]
        indexes = [
            models.Index(
                name="rating_to_call",
                fields=["call_by"],
                condition=Q(call_by__isnull=False, called_at__isnull=True),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="rating_one_to_five",
                condition=Q(score__range=(1, 5)),
                violation_error_message="请从五档里选一档。",
            ),
            models.CheckConstraint(
                name="rating_bad_gets_a_call",
                condition=Q(score__gt=Score.BAD) | Q(call_by__isnull=False),
            ),
            models.CheckConstraint(
                name="rating_call_written_down",
                condition=Q(called_at__isnull=True) | ~Q(call_note=""),
                violation_error_message="请写回访情况。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_score_display()


class RatingChange(models.Model):
    """What a rating was before the person changed it."""

    rating = Key(Rating, related_name="changes")
    old_score = models.PositiveSmallIntegerField("原来的评价", choices=Score)
    old_comment = models.CharField("原来的说明", max_length=300, blank=True)
    at = models.DateTimeField("改动时间")

    class Meta:
        verbose_name = "评价改动"
        verbose_name_plural = "评价改动"
        triggers = [append_only()]

    def __str__(self) -> str:
        return self.get_old_score_display()
