"""Text on pages: what belongs together stays on one line."""

import re

from django import template
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.timezone import template_localtime  # type: ignore[attr-defined]  # not in the stubs

from center import richtext

register = template.Library()

_WHOLE = re.compile(
    r"(?:\d{4} ?年 ?)?\d{1,2} ?月 ?\d{1,2} ?日"
    r"(?:（周[一二三四五六日]）| ?周[一二三四五六日])?"
    r"|\d{1,2}:\d{2}(?: ?[–—-] ?\d{1,2}:\d{2})?"
    r"|\d{4}-\d{2}-\d{2}"
    r"|\d{3,4}-\d{7,8}"
    r"|\b[0-9A-Z]{4}(?: [0-9A-Z]{4}){1,2}\b"
    r"|\b\d{3} \d{4} \d{4}\b"
    r"|尾号 \d{4}\b"
    r"|(?:(?:晚了|超期|逾期) ?)?\d+ ?"
    r"(?:个工作日|个小时|小时|分钟|楼|号楼|号座|号窗口|个|天|件|人|段)"
)


@register.filter
def whole(text: object) -> SafeString:
    """Keep each date, time, phone number, code and count of a text on one line.

    What is HTML already stays as it is.
    """
    if isinstance(text, SafeData):
        return mark_safe(str(text))  # noqa: S308 - a tag is not to be cut up
    escaped = conditional_escape(localize(template_localtime(text)))
    kept = _WHOLE.sub(r'<span class="nb">\g<0></span>', escaped)
    return mark_safe(kept)  # noqa: S308 - escaped above


@register.filter
def rich(text: str | None) -> SafeString:
    return richtext.render(text or "")
