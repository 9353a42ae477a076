"""Publish an answered case without anything that points at a person; take it back."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import TextField, Value
from django.db.models.functions import Concat
from django.utils import timezone

from center.models import Center, User
from center.text import visible
from center.workflow.actions import because, needed, refuse
from petitions.actions.base import changing
from petitions.models import Petition, Reply
from petitions.models.access import reader_of
from petitions.publication.models import Publication
from petitions.publication.rules import (
    CLOSE_ENOUGH,
    LENGTHS,
    SEARCHED,
    doubts,
    leaks,
    proposal,
)
from petitions.rules.drafts import placeholder
from petitions.rules.states import Verb


def propose(petition: Petition) -> dict[str, str]:
    """Propose the texts of an answered case, with everything found blanked."""
    sent = _sent(petition)
    body = petition.body or petition.title
    return proposal(petition.title, body, sent.text, names_of(petition))


def names_of(petition: Petition) -> list[str]:
    """Return the names and numbers that are known to belong to the case."""
    people = (petition.person, petition.owner, petition.first_asked, petition.duty_by)
    known = [petition.name, petition.phone, petition.address]
    known += [person.name for person in people if person]
    if petition.person:
        known.append(petition.person.phone or "")
    for signed in petition.signers.values_list("name", "phone"):
        known += signed
    return list(dict.fromkeys(word for word in known if len(word) > 1))


def _sent(petition: Petition) -> Reply:
    sent = Reply.objects.standing().filter(round__petition=petition)
    latest = sent.order_by("-sent_at").first()
    if latest is None:
        raise refuse("还没有答复，不能公开。", "no_reply")
    return latest


_NOT_TAKEN_DOWN = {
    "unpublished_at": None,
    "unpublished_by": None,
    "unpublished_reason": "",
}


def publish(
    petition: Petition,
    *,
    title: str,
    question: str,
    answer: str,
    is_checked: bool = False,
    by: User,
    at: datetime,
) -> Publication:
    """Publish redacted texts; again after a change or after having been taken down.

    Refuses numbers and names of the case; what only looks like a name or an address
    is refused until somebody says that they looked (``is_checked``).
    """
    with changing(petition, Verb.PUBLISH, by=by, at=at) as change:
        case = change.row
        _check_publisher(case, by)
        if case.forgotten_at is not None:
            # Without the name nobody can check that it is blanked everywhere.
            raise refuse("诉求人信息已经清除，不能再公开。", "forgotten")
        texts = _texts(title, question, answer)
        _check_texts(case, "\n".join(texts.values()), is_checked=is_checked)
        shown = texts | {"center": case.center, "kind": case.kind}
        shown |= {"answered_on": timezone.localdate(_sent(case).sent_at)}
        shown |= {"published_at": at, "published_by": by, **_NOT_TAKEN_DOWN}
        rows = Publication.objects
        published, _ = rows.update_or_create(petition=case, defaults=shown)
        change.public = "隐去个人信息后，已公开供大家参考。"
        change.details = dict(texts)
    return published


def _texts(title: str, question: str, answer: str) -> dict[str, Any]:
    return {
        "title": needed(title, "标题", most=LENGTHS["title"]),
        "question": needed(question, "问题", most=LENGTHS["question"]),
        "answer": needed(answer, "答复", most=LENGTHS["answer"]),
    }


def _check_publisher(case: Petition, by: User) -> None:
    if not reader_of(case, by).knows_person:
        # Who does not know who asked cannot see whether a text still tells it.
        raise refuse(
            "公开要由办这件事的中心来做；要代为公开，先用“看看是谁”说明原因。",
            "not_home",
        )


def _check_texts(case: Petition, text: str, *, is_checked: bool) -> None:
    names = names_of(case)
    if blank := placeholder(text):
        raise refuse(f"还有没填好的地方：“{blank}”。", "placeholder")
    if found := leaks(text, names, [case.center.phone]):
        raise refuse(f"还有个人信息没有隐去：{'、'.join(found)}。", "leak")
    if not is_checked and (found := doubts(text, names)):
        listed = "、".join(found)
        raise refuse(f"这些像姓名或住址：{listed}。请隐去，或确认不是。", "doubt")


def unpublish(
    publication: Publication, *, reason: str, by: User, at: datetime
) -> Publication:
    """Take a published case down, with a reason; the row stays."""
    with changing(publication.petition, Verb.UNPUBLISH, by=by, at=at) as change:
        _check_publisher(change.row, by)
        published = Publication.objects.select_for_update().get(pk=publication.pk)
        if published.unpublished_at is not None:
            raise refuse("这一条已经撤下了。", "unpublished")
        published.unpublished_reason = because(reason, "撤下的原因")
        published.unpublished_at, published.unpublished_by = at, by
        published.save(
            update_fields=["unpublished_at", "unpublished_by", "unpublished_reason"]
        )
        change.internal = f"撤下公开：{published.unpublished_reason}"
    return published


def similar(center: Center, text: str, limit: int = 3) -> list[Publication]:
    """Return published cases of a center that are like a text, the likest first.

    One query over the center's newest publications; a text under two signs finds
    nothing.
    """
    text = visible(text)[:60]
    if len(text) < 2:
        return []
    newest = Publication.objects.live().filter(center=center).newest_first()
    found = (
        Publication.objects.filter(pk__in=newest.values("pk")[:SEARCHED])
        .annotate(
            closeness=TrigramWordSimilarity(
                text, Concat("title", Value(" "), "question", output_field=TextField())
            )
        )
        .filter(closeness__gte=CLOSE_ENOUGH)
        .order_by("-closeness", "-published_at")
    )
    return list(found[:limit])
