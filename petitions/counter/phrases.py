"""Openings of replies that clerks write again and again.

Every blank is a 【…】, and a reply with one left in it is not sent.
"""

from typing import NamedTuple

from center.models import Center
from petitions.counter.models import ReplyTemplate


class Phrase(NamedTuple):
    """One opening, with the name of its button."""

    key: str
    title: str
    text: str


PHRASES = (
    Phrase(
        "done",
        "办好了",
        "您好，您说的这件事已经办好：【怎么办的、哪天办的】。"
        "请您看看行不行，有问题随时打我们电话。",
    ),
    Phrase(
        "explain",
        "解释政策",
        "您好，您问的事按【文件或规定】是这样的：【说清楚】。"
        "您的情况【符合或不符合】，因为【原因】。接下来您可以【怎么做】。",
    ),
    Phrase(
        "cannot",
        "办不到",
        "您好，这件事我们【问过谁、查过什么】，现在办不到，因为【原因】。"
        "您还可以【别的办法】。对这个答复有不同意见，可以【向谁提】。",
    ),
    Phrase(
        "elsewhere",
        "归别处管",
        "您好，这件事归【单位】管，我们已经在【日期】转过去，"
        "他们的电话是【电话】。办到哪一步，我们会接着告诉您。",
    ),
)


def phrases_of(center: Center) -> list[Phrase]:
    """Return what a center offers: the built-in openings, changed by its own rows."""
    rows = {row.title: row for row in ReplyTemplate.objects.filter(center=center)}
    found = [
        one._replace(text=rows.pop(one.title).text) if one.title in rows else one
        for one in PHRASES
    ]
    found += [Phrase(f"own{row.pk}", row.title, row.text) for row in rows.values()]
    return [one for one in found if one.text]
