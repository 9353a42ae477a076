"""One list of those whom no text message reaches."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from center.calls.rules import FLOW, How, State, Verb
from center.columns import Key
from center.ledger import never_deleted
from center.models import Center, User
from center.portals import matters_of
from center.text import is_phone
from center.workflow import models as workflow

# More than that nobody rings up in a day; the longest waiting stand first.
MOST = 500


class CallQuerySet(models.QuerySet["Call"]):
    """Calls, and who may see which."""

    def open(self) -> Self:
        return self.filter(state=State.OPEN)

    def known_to(self, user: User) -> list["Call"]:
        """Return those whose matter and person somebody may know, in this order.

        The subject of the matter decides; each gets its words and its address.
        """
        rows = list(self.filter(center__in=user.center_ids)[:MOST])
        matters = matters_of(user, {row.subject for row in rows})
        known: list[Call] = [row for row in rows if row.subject in matters]
        for row in known:
            row.matter, row.address = matters[row.subject]
        return known


class Call(workflow.Record):
    """Somebody who has to be told something about one matter; ``subject`` names it."""

    flow = FLOW

    center = Key(Center, "中心")
    subject = models.CharField("关于", max_length=40)
    person = Key(User, "谁", null=True, blank=True)
    name = models.CharField("姓名", max_length=40, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    asked_at = models.DateTimeField("从什么时候起")
    ended_at = models.DateTimeField("告知时间", null=True, blank=True)
    state = models.CharField(
        "状态", max_length=7, choices=State, default=State.OPEN, editable=False
    )

    objects = CallQuerySet.as_manager()
    # What the subject says of it, once it is known to whoever looks.
    matter = address = ""

    class Meta:
        verbose_name = "要告知的人"
        verbose_name_plural = "要告知的人"
        default_permissions = ("view",)
        permissions = [("tell_call", "可以登记已告知")]
        ordering = ["asked_at", "pk"]
        indexes = [
            models.Index(
                name="call_open",
                fields=["center", "asked_at"],
                condition=Q(state=State.OPEN),
            ),
            models.Index(name="call_subject", fields=["subject"]),
        ]
        triggers = [
            never_deleted(),
            workflow.state_moves(FLOW),
            workflow.every_move_has_a_step("calls_callstep", "call_id = NEW.id"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["center", "subject", "phone"],
                condition=Q(state=State.OPEN),
                name="call_one_open",
                violation_error_message="这件事又有话要告知，请办名单上的那一条。",
            ),
            models.UniqueConstraint(fields=["form_key"], name="call_form_once"),
            models.CheckConstraint(
                name="call_ended_when_over",
                condition=Q(state=State.OPEN, ended_at__isnull=True)
                | ~Q(state=State.OPEN) & Q(ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name or "这一位"

    def get_absolute_url(self) -> str:
        return reverse("calls:list")

    @property
    def number(self) -> str:
        return self.phone or "没有留电话"

    @property
    def is_mobile(self) -> bool:
        return is_phone(self.phone)


class CallStep(workflow.CalendarStep):
    """What is to be told and why by voice, what was tried, and who told it how."""

    call = Key(Call, related_name="steps")
    verb = models.CharField("事项", max_length=4, choices=Verb)
    state = models.CharField("状态", max_length=7, choices=State)
    how = models.CharField("怎么告知的", max_length=9, choices=How, blank=True)
    why = models.CharField("为什么要打电话", max_length=60, blank=True)

    class Meta(workflow.CalendarStep.Meta):
        verbose_name = "告知记录"
        verbose_name_plural = "告知记录"

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d}"

    @property
    def said(self) -> str:
        """Return who did what, how, and the note, as one line of the history."""
        who = self.by.name if self.by else "系统"
        how = f"，{self.get_how_display()}" if self.how else ""
        note = f"：{self.note}" if self.note else ""
        return f"{who}：{self.get_verb_display()}{how}{note}"


def waiting_words(steps: Iterable[CallStep]) -> list[CallStep]:
    """Return what was asked for since somebody was told last."""
    waiting: list[CallStep] = []
    before: list[CallStep] = []
    for step in steps:
        if step.verb == Verb.ASK:
            waiting.append(step)
        elif step.verb == Verb.UNDO:
            waiting = before + waiting
        elif step.verb in (Verb.TELL, Verb.DROP):
            before, waiting = waiting, []
    return waiting
