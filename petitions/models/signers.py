"""Who else signs a joint request, and who of them speaks for all."""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q

from center.columns import Key
from center.ledger import never_deleted
from center.models import User
from petitions.models.petition import Petition
from petitions.rules.joint import LONGEST_NAME, MOST_REPRESENTATIVES, Signer


class CoSignerQuerySet(models.QuerySet["CoSigner"]):
    """Who signs beside the person of the case."""

    def standing(self) -> Self:
        return self.filter(left_at__isnull=True)

    def speaking(self) -> Self:
        return self.standing().filter(place__isnull=False).order_by("place")

    def others(self) -> Self:
        return self.standing().filter(place__isnull=True).order_by("pk")


class CoSigner(models.Model):
    """One who signs a joint request beside its person, who is the first representative.

    ``place`` is that among the representatives, from 2 on. Who is taken off the list
    stays, with when; all of them are forgotten with the person.
    """

    petition = Key(Petition, "诉求", related_name="signers")
    name = models.CharField("姓名", max_length=LONGEST_NAME)
    phone = models.CharField("电话", max_length=20, blank=True)
    place = models.PositiveSmallIntegerField("第几位代表", null=True, blank=True)
    added_at = models.DateTimeField("写上的时间")
    added_by = Key(User, null=True)
    left_at = models.DateTimeField("去掉的时间", null=True, blank=True)
    left_by = Key(User, null=True, blank=True)

    objects = CoSignerQuerySet.as_manager()

    class Meta:
        verbose_name = "联名人"
        verbose_name_plural = "联名人"
        ordering = ["petition", "place", "pk"]
        triggers = [
            never_deleted(),
            pgtrigger.ReadOnly(
                name="signer_stays", fields=["petition", "name", "phone", "added_at"]
            ),
        ]
        indexes = [
            models.Index(
                name="cosigner_phone", fields=["phone"], condition=~Q(phone="")
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="cosigner_has_name",
                condition=~Q(name=""),
                violation_error_message="联名的人要写姓名。",
            ),
            models.CheckConstraint(
                name="cosigner_speaker_has_phone",
                condition=Q(place__isnull=True) | ~Q(phone=""),
                violation_error_message="代表要留手机号，好告诉他们进展。",
            ),
            models.CheckConstraint(
                name="cosigner_few_speak",
                condition=Q(place__isnull=True)
                | Q(place__range=(1, MOST_REPRESENTATIVES)),
                violation_error_message=f"代表最多 {MOST_REPRESENTATIVES} 位。",
            ),
            models.UniqueConstraint(
                fields=["petition", "place"],
                name="cosigner_place_once",
                condition=Q(place__isnull=False, left_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["petition", "name", "phone"],
                name="cosigner_once",
                condition=Q(left_at__isnull=True) & ~Q(phone=""),
                violation_error_message="这个人已经在联名里了。",
            ),
        ]

    def __str__(self) -> str:
        return f"联名人 {self.pk}"

    @property
    def signer(self) -> Signer:
        return Signer(self.name, self.phone)
