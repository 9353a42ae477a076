"""What people are to be told by text message: written first, sent afterwards."""

from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from center import portals
from center.columns import Key
from center.ledger import append_only
from center.models import Center, User
from center.outbox.rules import LONGEST, REASON_LENGTH, State, Verb


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: User) -> Self:
        """Return what somebody may know of: that it went, when, about which matter.

        Their own center's and those below, without every matter they keep away from.
        """
        seen = Q(center__in=user.center_ids)
        if user.center is None or user.center.parent_id is None:
            seen |= Q(center=None)
        hides = portals.gathered("hidden_subjects")
        hidden = [subject for hide in hides for subject in hide(user)]
        return self.filter(seen).exclude(subject__in=hidden)


class Message(models.Model):
    """One text to one phone; ``once`` keeps a reminder from being written twice.

    While ``asked_at`` is set the gateway is being asked. ``subject`` says what it is
    about: the label of an app, with the number of its row behind a colon.
    """

    center = Key(Center, "中心", null=True, blank=True)
    subject = models.CharField("关于", max_length=40, blank=True)
    # Empty where there is none that a text could go to.
    phone = models.CharField("手机号", max_length=11, blank=True)
    person = Key(User, "收信人", null=True, blank=True)
    text = models.CharField("内容", max_length=LONGEST)
    once = models.CharField("不重复的标记", max_length=120)
    state = models.CharField("状态", max_length=7, choices=State, default=State.WAITING)
    written_at = models.DateTimeField("写下时间")
    next_try_at = models.DateTimeField("下次什么时候发", null=True, blank=True)
    asked_at = models.DateTimeField("正在发", null=True, blank=True)
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)
    tries = models.PositiveSmallIntegerField("试过几次", default=0)
    error = models.CharField("没发成的原因", max_length=200, blank=True)
    # Said to their face or on their screen as well: nobody need ring them up.
    in_hand = models.BooleanField("当面说过", default=False, db_default=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "短信"
        verbose_name_plural = "短信"
        constraints = [
            models.UniqueConstraint(fields=["once"], name="message_once"),
            models.CheckConstraint(
                name="message_sent_has_moment",
                condition=Q(state=State.SENT, sent_at__isnull=False)
                | (~Q(state=State.SENT) & Q(sent_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(
                name="message_waiting",
                fields=["next_try_at"],
                condition=Q(state=State.WAITING),
            ),
            models.Index(
                name="message_failed",
                fields=["center"],
                condition=Q(state=State.FAILED),
            ),
            models.Index(name="message_phone", fields=["phone"]),
            models.Index(name="message_subject", fields=["subject"]),
        ]

    def __str__(self) -> str:
        # No mark and no number: this stands in titles, history and refusals.
        return f"第 {self.pk} 条短信"

    @property
    def matter(self) -> str:
        """Return the kind of matter in words, and nothing of which one."""
        app = apps.app_configs.get(self.subject.split(":")[0])
        return str(app.verbose_name) if app else "其他"

    @property
    def phone_masked(self) -> str:
        """Return only the range of the number: its end opens a request to track."""
        if self.state == State.NOWHERE:
            return "没有"
        return f"{self.phone[:3]} **** ****" if self.phone else "已去掉"


class MessageStep(models.Model):
    """What a supervisor did to a message; never changed again."""

    message = Key(Message, "短信", related_name="steps")
    verb = models.CharField("事项", max_length=6, choices=Verb)
    by = Key(User, "谁")
    at = models.DateTimeField("时间")
    reason = models.CharField("原因", max_length=REASON_LENGTH)

    class Meta:
        verbose_name = "短信记录"
        verbose_name_plural = "短信记录"
        ordering = ["at", "pk"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d}"
