"""Of which days and of what the figures of requests are asked."""

from datetime import date
from typing import Any

from django import forms

from center.models import Center, User
from center.registers.forms import SearchForm
from center.searchable import by_pinyin
from petitions.models.figures import SPLITS
from petitions.rules.figures import Span, What, spans
from petitions.rules.states import Channel, Kind


class FiguresForm(SearchForm):
    """Days, and what of them; without days those of this month."""

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data, words="", filters=_filters(user), has_period=True)

    def span(self, today: date) -> Span:
        month = spans(today)[0]
        asked = self.cleaned_data
        since = asked.get("from") or min(month.since, asked.get("to") or today)
        return Span("", since, asked.get("to") or max(today, since))

    @property
    def chosen(self) -> dict[str, Any]:
        """Return kind, channel and center, as far as one is chosen."""
        return {
            name: value for name in SPLITS if (value := self.cleaned_data.get(name))
        }


def _filters(user: User) -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = {
        "kind": _choice("类别", Kind.choices),
        "channel": _choice("来源", Channel.choices),
    }
    if len(user.center_ids) > 1:
        found["center"] = forms.ModelChoiceField(
            Center.objects.filter(pk__in=user.center_ids).order_by(by_pinyin()),
            label="中心",
            required=False,
            empty_label="全部",
        )
    what = _choice("看哪些", What.choices)
    what.widget = forms.HiddenInput()
    return found | {"what": what}


def _choice(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, choices=[("", "全部"), *choices]
    )
