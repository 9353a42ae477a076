"""Who holds which post in an organization, and from when."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from center.columns import Key, known
from center.ledger import never_deleted
from center.models import User
from membership.models.organizations import Organization
from membership.rules.organizations import Duty


class PostQuerySet(models.QuerySet["Post"]):
    """Posts, by the calendar of Shanghai."""

    def current(self, today: date) -> "PostQuerySet":
        is_open = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
        return self.filter(is_open, starts_on__lte=today)

    def holders(
        self, organization: Organization | None, duty: Duty, today: date
    ) -> list[User]:
        """Return who has a duty for an organization on a day and uses the portal."""
        posts = self.current(today).filter(organization=organization, duty=duty)
        found = posts.filter(user__is_active=True).select_related("user")
        return [post.user for post in found.order_by("pk")]


class Post(models.Model):
    """Who is secretary, organizer or seal keeper of an organization, and from when."""

    Duty = Duty

    user = Key(User, "人员", related_name="posts")
    organization = Key(Organization, "党组织", related_name="posts")
    duty = models.CharField("职责", max_length=9, choices=Duty)
    starts_on = models.DateField("从")
    ends_on = models.DateField("到（含）", null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职"
        ordering = ["organization", "duty", "starts_on", "pk"]
        indexes = [models.Index(name="post_user_duty", fields=["user", "duty"])]
        triggers = [never_deleted()]
        constraints = [
            known("post_duty_known", duty=Duty.values),
            models.CheckConstraint(
                name="post_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="任职结束不能早于开始。",
            ),
            models.UniqueConstraint(
                fields=["user", "organization", "duty"],
                name="post_open_once",
                condition=Q(ends_on__isnull=True),
                violation_error_message="这个人已经担任这项职责。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_duty_display()
