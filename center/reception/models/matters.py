"""What somebody comes for, however often, and the numbers of a day."""

from django.db import models
from django.db.models import F, Q

from center.columns import Key
from center.ledger import never_deleted
from center.models import Center, User
from center.reception import rules
from center.reception.rules import Verb


class DayBook(models.Model):
    """The last number that a center gave on a day; locked while one is given."""

    center = Key(Center)
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["center", "day"], name="daybook_once")
        ]

    def __str__(self) -> str:
        return rules.number_of(self.day, self.last)


class Matter(models.Model):
    """What somebody comes for, however often they come."""

    center = Key(Center)
    person = Key(User, null=True, related_name="matters")
    service = Key("guide.Service", null=True)
    opened_on = models.DateField("开始")
    closed_on = models.DateField("办好", null=True)
    # A supervisor may allow one more list of missing papers, with a reason.
    lists_allowed = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = "事由"
        triggers = [never_deleted()]
        indexes = [
            models.Index(name="matter_same", fields=["person", "service", "closed_on"])
        ]
        constraints = [
            models.CheckConstraint(
                name="matter_closed_after_opened",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.opened_on}"

    def refusal(self, verb: str) -> str:
        """Say why missing papers cannot be told now, or need not be told again."""
        if verb not in (Verb.MISSING, Verb.AGAIN):
            return ""
        is_told = self.missing_lists.count() >= self.lists_allowed
        if verb == Verb.MISSING and is_told:
            return "这件事已经一次性告知过，不能再加一份；漏了的请找主管。"
        if verb == Verb.AGAIN and not is_told:
            return "还没有告知过，直接告知就行。"
        return ""
