"""One day of a year's schedule as a line of a file, and what the import is asked."""

from datetime import datetime
from typing import Any

from django import forms

from center import sheets
from center.day_changes.rules import MONDAY, kind_in_words, usual_follows
from center.fields import ReasonField
from center.models import User
from center.registers import imports
from center.registers.forms import EntryForm, RunForm
from center.registers.register import Register
from center.timetable.models import SpecialDay
from center.timetable.rules import makeup_refusal


class DayLineForm(EntryForm):
    """A day off, or a day of the weekend that is worked, and whose hours it has."""

    def clean(self) -> dict[str, Any]:
        """Refuse a make-up day that is worked anyway; suggest the nearest weekday."""
        cleaned = super().clean()
        day, kind = cleaned.get("day"), cleaned.get("kind")
        if kind == SpecialDay.Kind.HOLIDAY and cleaned.get("follows") is not None:
            self.add_error("follows", "放假的日子不写。")
        if kind != SpecialDay.Kind.MAKEUP or day is None:
            return cleaned
        if refusal := makeup_refusal(day):
            self.add_error("day", refusal)
        if cleaned.get("follows") is None:
            cleaned["follows"] = usual_follows(day)
        elif not MONDAY <= cleaned["follows"] < 5:
            self.add_error("follows", "请写周一到周五的一天。")
        return cleaned


COLUMNS = ("day", "kind", "name", "follows")
# Read like the lines of any register; its pages are not those of one.
YEAR = Register(
    model=SpecialDay, path="", columns=COLUMNS, sections={"": COLUMNS}, form=DayLineForm
)


def read(data: bytes) -> sheets.Table:
    """Read a list; a kind may be called as notices and offices call it."""
    table = imports.read(YEAR, data)
    if "类别" in table.header:
        place = table.header.index("类别")
        for row in table.rows:
            row.cells[place] = kind_in_words(row.cells[place])
    return table


def judged(table: sheets.Table, user: User, at: datetime) -> list[imports.Line]:
    return imports.judge(YEAR, table, by=user, at=at)


class YearForm(RunForm):
    """On what the schedule rests, and what becomes of what people have booked."""

    skip = None  # type: ignore[assignment]  # a year comes whole
    bad = None  # type: ignore[assignment]  # likewise
    reason = ReasonField(label="依据", max_length=120, help_text="例如放假通知的文号。")
    bookings = forms.ChoiceField(
        label="那几天已经约好的",
        choices=[("cancel", "取消，发短信说明"), ("keep", "保留，我逐个打电话")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选怎么办。"},
    )
    told = ReasonField(label="原因", max_length=60, help_text="对方会看到。")

    def __init__(self, *args: Any, hits: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not hits:
            del self.fields["bookings"], self.fields["told"]
