"""What was handed out and said at the counter, and who looked at a number."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from center.columns import Key
from center.ledger import append_only, never_deleted
from center.models import User
from center.reception import rules
from center.reception.models.lines import Line
from center.reception.models.matters import Matter


class MissingList(models.Model):
    """一次性告知: what was missing, told once for a matter; never changed."""

    matter = Key(Matter, related_name="missing_lists")
    line = Key(Line, related_name="missing_lists")
    n = models.PositiveSmallIntegerField("第几份")
    items = models.JSONField("缺的材料")
    note = models.CharField("还要说的", max_length=rules.NOTE, blank=True)
    by = Key(User)
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "一次性告知单"
        ordering = ["n"]
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "n"],
                name="missinglist_number_once",
                violation_error_message="这件事已经告知过一次。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.line.number}-{self.n}"


_MARK: dict[str, Any] = {
    "validators": [MinValueValidator(1), MaxValueValidator(5)],
    "choices": [(n, f"{n} 分") for n in rules.MARKS],
}


class Rating(models.Model):
    """三问: was it convenient, fair, and are you content; said once, never changed."""

    line = models.OneToOneField(Line, models.PROTECT, related_name="rating")
    convenient = models.PositiveSmallIntegerField("方便吗", **_MARK)
    fair = models.PositiveSmallIntegerField("公正吗", **_MARK)
    satisfied = models.PositiveSmallIntegerField("满意吗", **_MARK)
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "办后三问"
        triggers = [append_only()]
        constraints = [
            models.CheckConstraint(
                name="rating_marks_known",
                condition=Q(
                    convenient__range=(1, 5),
                    fair__range=(1, 5),
                    satisfied__range=(1, 5),
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.convenient} {self.fair} {self.satisfied}"


class PhoneLook(models.Model):
    """Who looked at somebody's whole number, to call it; never changed."""

    person = Key(User)
    by = Key(User, "谁")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "看全号码的记录"
        triggers = [append_only()]
        indexes = [models.Index(name="phonelook_person", fields=["person", "-at"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class PhoneChange(models.Model):
    """Somebody has another number since then, by a code sent to it.

    Only closing the account takes the numbers out.
    """

    person = Key(User)
    old = models.CharField("原来的号码", max_length=11, blank=True)
    new = models.CharField("新号码", max_length=11)
    by = Key(User, "谁改")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "改手机号的记录"
        triggers = [never_deleted()]
        indexes = [models.Index(name="phonechange_person", fields=["person", "-at"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class SamePerson(models.Model):
    """Two cards are one person's: the kept one shows both; nothing is moved."""

    kept = Key(User, "留下的卡")
    other = Key(User, "并进来的卡")
    reason = models.CharField("原因", max_length=rules.NOTE)
    by = Key(User, "谁")
    at = models.DateTimeField("时间")
    undone_at = models.DateTimeField("分开时间", null=True, blank=True)
    undone_by = Key(User, null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "合并的卡"
        triggers = [never_deleted()]
        constraints = [
            models.UniqueConstraint(
                fields=["other"],
                condition=Q(undone_at__isnull=True),
                name="sameperson_joined_once",
                violation_error_message="这张卡已经合并过，请先分开。",
                violation_error_code="other",
            ),
            models.CheckConstraint(
                name="sameperson_two_cards",
                condition=~Q(kept=F("other")),
                violation_error_message="请选另一张卡。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kept} = {self.other}"


def joined_with(person: User) -> models.QuerySet[SamePerson]:
    rows = SamePerson.objects.filter(kept=person, undone_at__isnull=True)
    return rows.select_related("other", "by").order_by("pk")


def cards_of(person: User) -> list[User]:
    """Return the cards of one person, that which shows the others first."""
    either = models.Q(kept=person) | models.Q(other=person)
    rows = SamePerson.objects.filter(either, undone_at__isnull=True).order_by("pk")
    rows = rows.select_related("kept", "other")
    kept = next((row.kept for row in rows if row.other_id == person.pk), None)
    mine = joined_with(kept) if kept else rows
    return [kept or person, *(row.other for row in mine)]


def kept_for(person: User) -> User | None:
    """Return the card that shows this one too, if they were joined."""
    rows = SamePerson.objects.filter(other=person, undone_at__isnull=True)
    row = rows.select_related("kept").first()
    return row.kept if row else None
