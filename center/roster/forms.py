"""Who is away, from when until when, and who stands in."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet

from center.accounts.backends import staff_with
from center.fields import ColleagueField, DayField, MomentField, ReasonField
from center.forms import choose_from
from center.models import User
from center.roster.actions import stand_ins
from center.roster.rules import ADD, MANAGE, REASON
from center.searchable import by_pinyin
from center.workflow.forms import CleanForm


class AbsenceForm(CleanForm):
    use_required_attribute = False
    staff = ColleagueField(
        label="谁不在",
        queryset=User.objects.none(),
        empty_label="（请选一位）",
        error_messages={
            "required": "请选谁不在。",
            "invalid_choice": "只能登记自己不在岗；别人的由主管登记。",
        },
    )
    deputy = ColleagueField(
        label="谁顶上",
        queryset=User.objects.none(),
        required=False,
        empty_label="（请选一位）",
        error_messages={"invalid_choice": "这位同事不能顶，请另选一位。"},
    )
    starts_at = MomentField(
        label="从什么时候", required=False, help_text="空着就是现在。"
    )
    ends_at = MomentField(
        label="到什么时候", required=False, help_text="空着就是回来为止。"
    )
    reason = ReasonField(label="事由", max_length=REASON, required=False)
    shuts_window = forms.BooleanField(
        label="没有人能顶，窗口暂停",
        required=False,
        help_text="A 岗、B 岗都不在、也没有第三个人时才勾，办事指南上会写明。",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = staff_of(user)
        self._offer("staff", rows)
        if user.has_perm(MANAGE):
            self._offer("deputy", _all_staff(user.center_ids))
        else:
            self._offer("deputy", stand_ins(user).filter(center=user.center_id))
            self.fields["staff"].initial = user.pk

    def _offer(self, name: str, rows: QuerySet[User]) -> None:
        choose_from(self, name, rows.order_by(by_pinyin(), "pk"))

    def absence(self, at: datetime) -> dict[str, Any]:
        return self.cleaned_data | {"starts_at": self.cleaned_data["starts_at"] or at}


class SheetForm(forms.Form):
    day = DayField(label="从哪天", required=False)


def staff_of(user: User) -> QuerySet[User]:
    """Return of whom somebody may say that they are away."""
    if user.has_perm(MANAGE):
        return staff_with(ADD, operators=True).filter(center__in=user.center_ids)
    return User.objects.filter(pk=user.pk)


def _all_staff(center_ids: list[int]) -> QuerySet[User]:
    rows = User.objects.filter(is_staff=True, is_active=True)
    return rows.filter(center__in=center_ids)
