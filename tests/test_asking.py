"""Nothing is taken away by one press: what takes something away asks first."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from center.workflow.views import Action

TAKES = re.compile(r"删除|放弃|作废|撤下|撤回|撤销|分开|取下|取消|停用|注销|清空")
FORM = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.DOTALL)
ASKED = re.compile(r"_fields\.html|as_field_group|<textarea|<select|type=\"text\"")
# Each of these is itself the answer to a question, or takes a slip of the hand back.
ANSWERS = {
    "admin/closures/wizard.html",
    "calls/call_list.html",
    "membership/own.html",
    "reservations/booking_detail.html",
}


def test_a_verb_that_takes_something_away_has_a_page_that_asks():
    with pytest.raises(ValueError, match="asks first"):
        Action(label="放弃", run=print, done="", is_danger=True, on_the_spot=True)


def test_no_button_of_a_page_takes_something_away_at_once():
    found = set()
    for root in settings.TEMPLATES[0]["DIRS"]:
        for path in Path(root).rglob("*.html"):
            for form in FORM.findall(path.read_text()):
                words = re.sub(r"<[^>]*>|\{[%{].*?[%}]\}", "", form, flags=re.DOTALL)
                if TAKES.search(words) and not ASKED.search(form):
                    found.add(str(path.relative_to(root)))
    assert found == ANSWERS
