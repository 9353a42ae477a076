"""Shape of what staff type when a case speaks of one of them."""

from django import forms

from center.fields import ColleagueField
from center.models import User
from petitions.counter.forms.verbs import (
    CaseForm,
    colleagues,
    reason_text,
    seeing,
    yes_or_no,
)
from petitions.models import Conflict


class ConflictForm(CaseForm):
    staff = ColleagueField(label="谁要回避", queryset=User.objects.none())
    reason = reason_text("原因", help_text="标上以后，他打不开也找不到这件事。")
    successor = ColleagueField(
        label="他手上的交给谁",
        required=False,
        queryset=User.objects.none(),
        empty_label="（他没有经手）",
    )

    def prepare(self) -> None:
        own = self.user.pk if self.user else 0
        self.choose_from("staff", seeing(self.case).exclude(pk=own))
        self.choose_from("successor", colleagues(self.case))


class JudgeForm(CaseForm):
    """Whether a text speaks of a colleague, and who takes over if it does."""

    conflict = forms.ModelChoiceField(label="哪一位", queryset=Conflict.objects.none())
    is_named = yes_or_no("说的是不是他", "是，他要回避", "不是说他", "请选是或不是。")
    reason = reason_text("原因", required=False, help_text="不是说他的，要写原因。")
    successor = ColleagueField(
        label="他手上的交给谁",
        required=False,
        queryset=User.objects.none(),
        empty_label="（他没有经手）",
    )

    def prepare(self) -> None:
        """Offer who is to be judged, and who may take over."""
        rows = Conflict.objects.proposed().filter(petition=self.case)
        self.choose_from(
            "conflict",
            rows.select_related("staff"),
            lambda row: f"{row.staff.name}（话里写的是“{row.found}”）",
        )
        self.initial.setdefault("conflict", rows.values_list("pk", flat=True).first())
        own = colleagues(self.case)
        me = User.objects.filter(pk=self.user.pk if self.user else 0)
        self.choose_from("successor", own if own else me)


class LiftForm(CaseForm):
    conflict = forms.ModelChoiceField(
        label="谁不用回避了", queryset=Conflict.objects.none()
    )
    reason = reason_text("原因")

    def prepare(self) -> None:
        """Offer the standing conflicts of the case."""
        rows = Conflict.objects.confirmed().filter(petition=self.case)
        # Staff who asked for something themselves keep away from it for ever; to offer
        # them here would tell who asked.
        rows = rows.exclude(staff=self.case.person_id)
        self.choose_from("conflict", rows.select_related("staff"))
