"""What a center has written for its own desk of requests."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from center.columns import Key
from center.models import Center
from petitions.rules.drafts import outgoing_problems
from petitions.rules.states import LENGTHS


class ReplyTemplate(models.Model):
    """An opening of replies; every blank is a 【…】, and with one left nothing is sent.

    One with the title of a built-in opening stands in its place; without a text it
    takes that one away.
    """

    center = Key(Center, "中心")
    title = models.CharField(
        "名称",
        max_length=12,
        help_text="和自带的“办好了”“解释政策”“办不到”“归别处管”同名，就换成您的。",
    )
    text = models.TextField(
        "内容",
        max_length=LENGTHS["text"],
        blank=True,
        help_text="要填的地方写成【…】，没填完的答复发不出去。留空就是不要这一条。",
    )
    order = models.PositiveSmallIntegerField("第几个", default=1)

    class Meta:
        verbose_name = "答复的开头"
        verbose_name_plural = "答复的开头"
        ordering = ["center", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["center", "title"],
                name="replytemplate_title_once",
                violation_error_message="这个名称已经有了，改那一条就行。",
            ),
            models.CheckConstraint(
                name="replytemplate_has_title",
                condition=~Q(title=""),
                violation_error_message="请写名称。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse numbers that would go to everybody who gets a reply."""
        own = [self.center.phone] if self.center_id else []
        found = outgoing_problems(self.text, own)
        wrong = [one.text for one in found if one.is_blocking and one.code == "number"]
        if wrong:
            raise ValidationError({"text": wrong})
