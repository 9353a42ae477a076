from datetime import date
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from center.columns import Key, known
from center.ledger import never_deleted
from center.models import Center, User
from center.searchable import Searchable
from center.workflow import models as workflow
from reading_room.documents.rules import (
    FLOW,
    GRADES,
    MARKED,
    NO_GRADE,
    QUOTED,
    Kind,
    State,
    Verb,
)

_READ = ("kind", "title", "issuer", "number", "dated_on", "summary", "source_url")
_SAME = ", ".join((*_READ, "sha256"))
_OLD, _NEW = (
    f"({', '.join(f'{row}.{name}' for name in _SAME.split(', '))})"
    for row in ("OLD", "NEW")
)


class DocumentQuerySet(models.QuerySet["Document"]):
    """Documents, and who may see which."""

    def public(self, center: Center, today: date) -> Self:
        rows = self.filter(center=center, state=State.PUBLIC)
        return rows.filter(reviewed_on__lte=today)

    def visible_to(self, user: User) -> Self:
        return self.filter(center__in=user.center_ids)


class Document(Searchable, workflow.Record):
    """A paper that anybody may read: our summary, the source, perhaps the file."""

    Kind = Kind
    State = State
    flow = FLOW
    named = "title"
    found_by = ("aliases", "number", "issuer")
    locked_with = ("center",)

    center = Key(Center, "中心")
    kind = models.CharField("类别", max_length=7, choices=Kind, default=Kind.POLICY)
    title = models.CharField("标题", max_length=120)
    issuer = models.CharField("发文机关、主讲人", max_length=80)
    number = models.CharField("文号", max_length=60, blank=True)
    dated_on = models.DateField("成文日期")
    summary = models.TextField("我们写的摘要", max_length=3000, blank=True)
    source_url = models.URLField("出处网址", max_length=300, blank=True)
    secrecy = models.CharField(
        "密级", max_length=2, choices=[(one, one) for one in GRADES], default=NO_GRADE
    )
    file = models.FileField(upload_to="documents/", max_length=120, blank=True)
    file_name = models.CharField("文件名", max_length=100, blank=True)
    size = models.PositiveIntegerField("大小（字节）", default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    uploaded_by = Key(User, "经办人")
    reviewed_by = Key(User, "可公开审查人", null=True, blank=True)
    reviewed_on = models.DateField("审查日期", null=True, blank=True)
    review_basis = models.CharField("审查依据", max_length=200, blank=True)
    # The day on which the review was written down: it cannot lie after it.
    noted_on = models.DateField(null=True, blank=True, editable=False)
    state = models.CharField(
        "状态", max_length=9, choices=State, default=State.DRAFT, editable=False
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "公开文件"
        verbose_name_plural = "公开文件"
        default_permissions = ("view", "add")
        permissions = [("review_document", "可以审查公开文件")]
        ordering = ["-dated_on", "-pk"]
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(name="document_public", fields=["center", "state", "kind"]),
        ]
        triggers = [
            never_deleted(),
            workflow.state_moves(FLOW),
            workflow.every_move_has_a_step(
                "documents_documentstep", "document_id = NEW.id"
            ),
            pgtrigger.Protect(
                name="new_text_new_review",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    f"NEW.reviewed_by_id IS NOT NULL AND {_OLD} IS DISTINCT FROM {_NEW}"
                ),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["form_key"], name="document_form_once"),
            known("document_state_known", state=State.values),
            known("document_kind_known", kind=Kind.values),
            models.CheckConstraint(
                name="document_no_grade",
                condition=Q(secrecy=NO_GRADE),
                violation_error_message="带密级的文件不能放进系统。",
            ),
            models.CheckConstraint(
                name="document_no_mark",
                condition=~Q(title__regex=MARKED)
                & ~Q(number__regex=MARKED)
                & ~Q(summary__regex=MARKED)
                & ~Q(file_name__regex=MARKED)
                & ~Q(issuer__regex=MARKED),
                violation_error_message="带密级或内部字样的文件不能放进系统。",
            ),
            models.CheckConstraint(
                name="document_public_when_reviewed",
                condition=~Q(state=State.PUBLIC)
                | Q(
                    ~Q(review_basis=""),
                    reviewed_by__isnull=False,
                    reviewed_on__isnull=False,
                    noted_on__isnull=False,
                    reviewed_on__lte=F("noted_on"),
                ),
                violation_error_message="公开前要有审查人、审查日期和依据，日期不晚于今天。",
            ),
            models.CheckConstraint(
                name="document_reviewed_by_another",
                condition=Q(reviewed_by__isnull=True)
                | ~Q(reviewed_by=F("uploaded_by")),
                violation_error_message="审查人不能是经办人自己，请另找一位同事审查。",
            ),
            models.CheckConstraint(
                name="document_talks_by_source",
                condition=~Q(kind__in=QUOTED)
                | Q(~Q(source_url=""), ~Q(summary=""), file=""),
                violation_error_message="讲话、讲座只放我们自己写的摘要和出处网址，不放全文。",
            ),
            models.CheckConstraint(
                name="document_says_where",
                condition=~Q(source_url="") | ~Q(file=""),
                violation_error_message="请写出处网址，或者附上文件。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("documents:detail", args=[self.pk])


class DocumentStep(workflow.Step):
    """One thing that was done to a document; never changed again."""

    document = Key(Document, related_name="steps")
    verb = models.CharField("事项", max_length=8, choices=Verb)
    state = models.CharField("状态", max_length=9, choices=State)

    class Meta(workflow.Step.Meta):
        verbose_name = "公开文件记录"
        verbose_name_plural = "公开文件记录"

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d}"
