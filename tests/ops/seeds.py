"""Where on the pages of the demo the promises of the source stand (domain.md §8)."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import quote

from django.utils import timezone

from center.models import User
from center.reception.models import Line
from center.timetable.lookup import hours_of
from petitions.models import Petition

CLERK = "16100000003"
ITEM, RULES = "/services/gaoling-jintie/", "/guide/rules/"


def figures():
    since = timezone.localdate() - timedelta(days=30)
    return f"/desk/walk-in/figures/?since={since}"


def line():
    return Line.objects.filter(how="guided").latest("at").get_absolute_url()


def slip():
    errand = Petition.objects.filter(kind="errand", person__phone__gt="").latest("pk")
    return errand.person.phone, f"/petitions/{errand.code}/slip/"


def wish():
    """Return the form of the counter for the next open day."""
    center = User.objects.get(phone=CLERK).center
    days = (timezone.localdate() + timedelta(days=n) for n in range(1, 60))
    day = next(day for day in days if hours_of(center).spans_on(day))
    return f"/desk/bookings/new/?start={day}T09:00"


def register():
    asked = Line.objects.exclude(certificate="").latest("at").certificate
    return f"/desk/walk-in/all/?q={quote(asked)}", asked


def promises():
    """Yield item, who looks (None: everybody may), where, and what stands there."""
    saved = Line.objects.filter(state="done").latest("at").number
    month, (certificates, named), (person, authorized) = figures(), register(), slip()
    yield "A04", CLERK, month, "企业 [1-9]"
    yield "A04", CLERK, "/desk/walk-in/", "单位、企业"
    yield "A52", None, f"{RULES}shouwen-fuze/", "首问责任人"
    yield "A52", CLERK, line(), "首问人"
    yield "C12", None, ITEM, "跑几趟 1 趟"
    yield "C12", CLERK, month, "一次办成率 [0-9]+%"
    yield "C17", None, ITEM, "全程帮办|帮办一段"
    yield "C18", CLERK, month, "又来的 [1-9]"
    yield "C19", None, "/guide/", "我是党员我帮您"
    yield "C19", CLERK, month, "领到别的窗口 [1-9]"
    yield "F09", CLERK, f"/desk/walk-in/?saved={saved}", "还可以转成"
    yield "F14", None, f"{RULES}fuwu-shouze/", "方便不方便"
    yield "F14", CLERK, month, "方便 [1-5].[0-9]，公正 [1-5].[0-9]，满意 [1-5].[0-9]"
    for name in ("首问责任制", "AB 岗制度", "办理登记制度"):
        yield "F16", None, RULES, name
    yield "F17", CLERK, certificates, named
    yield "F26", CLERK, wish(), "怎么来约的"
    yield "F27", CLERK, month, "当场办好 [1-9]"
    yield "F28", person, authorized, "委托|授权"
    yield "F28", CLERK, month, "帮他代办 [1-9]"
    yield "F29", CLERK, month, "受理，等结果 [1-9]"


def walk(browser, opened):
    """Look for each of them as somebody would read it."""
    gone = []
    for item, phone, path, words in promises():
        text = re.sub(
            r"<[^>]+>", " ", opened(browser(phone), path).split("<main", 1)[1]
        )
        text = re.sub(r"\s+", " ", unescape(text))
        if not re.search(words, text):
            gone.append((item, path, words))
    assert gone == [], gone
