"""Which forms have done their work, so that a repeat of one does nothing."""

from django.db import models


class Done(models.Model):
    """One form that was carried out; ``key`` is bound to its visitor and its case.

    Names no case and no person: it only serves until nobody repeats the form any more.
    """

    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "办过的表单"
        verbose_name_plural = "办过的表单"
        indexes = [models.Index(name="done_at", fields=["at"])]
        constraints = [models.UniqueConstraint(fields=["key"], name="done_key_once")]

    def __str__(self) -> str:
        return self.key[:8]
