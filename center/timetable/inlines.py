"""The weekly opening hours inside the page of their center."""

from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError

from center.admin_parts import NamedRows, ScopedInline
from center.timetable.models import OpeningSpan


class SpansFormSet(NamedRows):
    """Refuse hours that overlap within the form, which the database cannot see yet."""

    def clean(self) -> None:
        """Compare the spans of each weekday as they would be saved."""
        super().clean()
        spans: dict[Any, list[tuple[Any, Any]]] = {}
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            is_whole = {"weekday", "opens", "closes"} <= data.keys()
            if is_whole and not data.get("DELETE"):
                span = (data["opens"], data["closes"])
                spans.setdefault(data["weekday"], []).append(span)
        for found in spans.values():
            found.sort()
            for (_, closes), (opens, _) in pairwise(found):
                if opens < closes:
                    raise ValidationError("同一天的两段开放时间重叠了。")


class OpeningSpanInline(ScopedInline):
    """Each weekday's stretches; needs the permission for the center alone."""

    model = OpeningSpan
    formset = SpansFormSet
    fields = ["weekday", "opens", "closes"]
